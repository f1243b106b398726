// One answer box: its form asks, reads, judges and tells.

import { findDeparture } from "./departure.js";
import { progress } from "./progress.js";
import { paragraph, SIGNS, stepAsParagraphs } from "./tell.js";

/**
 * What a box judges with: for a formula its builder, else what the part has.
 * @typedef {{ hints: string[], solution: string[][], shown: string, departs?: import("./departure.js").Departures }} Told
 * @typedef {Told & import("./judge.js").Part | Told & { builder: import("./formulas.js").Builder }} BoxData
 * What asks: a text field, or the choices of a formula.
 * Its answer is a text, "" where there is none.
 * @typedef {{ check: () => import("./rules.js").Verdict, mark: (verdict?: import("./rules.js").Verdict) => void, given: string }} Asks
 */

const MORE = ["Hint", "Second hint", "Solution"];

export class Box {
    /**
     * @param {HTMLFormElement} form
     * @param {(form: HTMLFormElement, data: BoxData) => Asks} makeAsks
     * @param {(address: string) => Node} [linkTo] Makes a link to a state of the explorer, where it has an address.
     */
    constructor(form, makeAsks, linkTo) {
        this.form = form;
        this.linkTo = linkTo;
        /** @type {import("./rules.js").Verdict | undefined} */
        this.verdict = undefined;
        this.name = form.dataset.part ?? "";
        this.isKept = !form.dataset.instance; // other numbers than the homework's are for practice
        /** @type {BoxData} */
        this.data = JSON.parse(this.find('script[type="application/json"]').textContent ?? "");
        this.asks = makeAsks(form, this.data);
        this.more = /** @type {HTMLButtonElement} */ (this.find(".answer-more"));
        this.told = 0;
        form.addEventListener("submit", (event) => {
            event.preventDefault();
            this.check();
        });
        form.addEventListener("input", () => this.say());
        this.more.addEventListener("click", () => this.tellMore());
    }

    /** @param {string} selector @returns {HTMLElement} */
    find(selector) {
        return /** @type {HTMLElement} */ (this.form.querySelector(selector));
    }

    check() {
        const verdict = this.asks.check();
        this.say(verdict);
        if (verdict.verdict === "right" && this.isKept) progress.add(this.name, this.asks.given);
    }

    /** Shows the right answer that was given before, with its verdict. */
    restore() {
        try {
            this.asks.given = progress.given(this.name);
            const verdict = this.asks.check();
            if (verdict.verdict === "right") this.say(verdict);
        } catch {
            // What is kept is none of ours.
        }
    }

    /** Takes a right answer away that is no longer kept. */
    forget() {
        if (this.verdict?.verdict !== "right" || progress.has(this.name)) return;
        this.asks.given = "";
        this.say();
    }

    /**
     * Says a verdict; without one, takes the last one away.
     * @param {import("./rules.js").Verdict} [verdict]
     */
    say(verdict) {
        const { dataset } = this.form;
        this.verdict = verdict;
        delete dataset.verdict;
        delete dataset.slip;
        this.find(".answer-said").textContent = verdict ? `${SIGNS[verdict.verdict]} ${verdict.says}` : "";
        this.asks.mark(verdict);
        this.depart();
        if (!verdict) return;
        dataset.verdict = verdict.verdict;
        if (verdict.slip) dataset.slip = verdict.slip;
    }

    /** Says where a wrong answer departs; where that is the answer itself, once both hints are told. */
    depart() {
        const { departs, hints } = this.data;
        const found = this.verdict && findDeparture(departs, this.verdict);
        const said = this.find(".answer-departs");
        said.replaceChildren();
        if (!found || (found.reveals && this.told < hints.length)) return;
        said.append(found.says);
        if (this.linkTo) said.append(" ", this.linkTo(found.address));
    }

    /** Tells the solution; a page for practice has another way. @param {HTMLElement} told @param {Told} data */
    tell(told, { shown, solution }) {
        told.append(paragraph(`Solution: ${shown}.`), ...solution.flatMap(stepAsParagraphs));
    }

    /** A hint, the second, the solution: each after the one before. */
    tellMore() {
        const told = this.find(".answer-told");
        const { hints } = this.data;
        if (this.told > hints.length) return;
        if (this.told < hints.length) told.append(paragraph(`Hint: ${hints[this.told]}`));
        else this.tell(told, this.data);
        this.told++;
        this.depart();
        // A button that is disabled would lose the focus.
        if (this.told > hints.length) this.more.setAttribute("aria-disabled", "true");
        else this.more.textContent = MORE[this.told];
    }
}
