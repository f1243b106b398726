// One answer box: its form asks, reads, judges and tells.

import { Builder } from "./builder.js";
import { findDeparture } from "./departure.js";
import { check } from "./judge.js";
import { progress } from "./progress.js";

/**
 * What a box judges with: for a formula its builder, else what the part has.
 * @typedef {{ hints: string[], solution: string[][], shown: string, departs?: import("./departure.js").Departures }} Told
 * @typedef {Told & import("./judge.js").Part | Told & { builder: import("./formulas.js").Builder }} BoxData
 */

const SIGNS = { right: "\u2713 Right.", "not-yet": "\u2717 Not yet.", form: "? Not read." };
const MORE = ["Hint", "Second hint", "Solution"];

export class Box {
    /**
     * @param {HTMLFormElement} form
     * @param {(address: string) => Node} [linkTo] Makes a link to a state of the explorer, where it has an address.
     */
    constructor(form, linkTo) {
        this.form = form;
        this.linkTo = linkTo;
        /** @type {import("./judge.js").Verdict | undefined} */
        this.verdict = undefined;
        this.name = form.dataset.part ?? "";
        /** @type {BoxData} */
        this.data = JSON.parse(this.find('script[type="application/json"]').textContent ?? "");
        this.asks = "builder" in this.data ? new Builder(form, this.data.builder) : new Field(form, this.data);
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
        if (verdict.verdict === "right") progress.add(this.name);
    }

    /**
     * Says a verdict; without one, takes the last one away.
     * @param {import("./judge.js").Verdict} [verdict]
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
        const found = findDeparture(departs, this.verdict?.answer ?? "");
        const said = this.find(".answer-departs");
        said.replaceChildren();
        if (!found || (found.reveals && this.told < hints.length)) return;
        said.append(found.says, ...(this.linkTo ? [" ", this.linkTo(found.address)] : []));
    }

    /** A hint, the second, the solution: each after the one before. */
    tellMore() {
        const { hints, solution, shown } = this.data;
        const told = this.find(".answer-told");
        if (this.told < hints.length) told.append(paragraph(`Hint: ${hints[this.told]}`));
        else told.append(paragraph(`Solution: ${shown}.`), ...solution.flatMap(stepAsParagraphs));
        this.told++;
        this.depart();
        if (this.told > hints.length) this.more.disabled = true;
        else this.more.textContent = MORE[this.told];
    }
}

/** A text field that asks for an answer. */
class Field {
    /** @param {HTMLFormElement} form @param {import("./judge.js").Part} data */
    constructor(form, data) {
        this.data = data;
        this.input = /** @type {HTMLInputElement} */ (form.querySelector("input"));
    }

    check() {
        return check(this.data, this.input.value);
    }

    /** @param {import("./judge.js").Verdict} [verdict] */
    mark(verdict) {
        if (verdict) this.input.setAttribute("aria-invalid", String(verdict.verdict !== "right"));
        else this.input.removeAttribute("aria-invalid");
    }
}

/** @param {string[]} step */
function stepAsParagraphs([says, left, terms, result]) {
    const equation = left ? [paragraph(`${left} = ${terms} = ${result}`, "answer-terms")] : [];
    return [paragraph(says), ...equation];
}

/** @param {string} text @param {string} [name] */
function paragraph(text, name = "") {
    const element = document.createElement("p");
    element.textContent = text;
    element.className = name;
    return element;
}
