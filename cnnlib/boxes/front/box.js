// One answer box: its form asks, reads, judges and tells.

import { check } from "./judge.js";
import { progress } from "./progress.js";

/** @typedef {import("./judge.js").Part & { hints: string[], solution: string[][], shown: string }} BoxData */

const SIGNS = { right: "\u2713 Right.", "not-yet": "\u2717 Not yet.", form: "? Not read." };
const MORE = ["Hint", "Second hint", "Solution"];

export class Box {
    /** @param {HTMLFormElement} form */
    constructor(form) {
        this.form = form;
        this.name = form.dataset.part ?? "";
        /** @type {BoxData} */
        this.data = JSON.parse(this.find('script[type="application/json"]').textContent ?? "");
        this.field = /** @type {HTMLInputElement} */ (this.find("input"));
        this.more = /** @type {HTMLButtonElement} */ (this.find(".answer-more"));
        this.told = 0;
        form.addEventListener("submit", (event) => {
            event.preventDefault();
            this.check();
        });
        this.field.addEventListener("input", () => this.say());
        this.more.addEventListener("click", () => this.tellMore());
    }

    /** @param {string} selector @returns {HTMLElement} */
    find(selector) {
        return /** @type {HTMLElement} */ (this.form.querySelector(selector));
    }

    check() {
        const verdict = check(this.data, this.field.value);
        this.say(verdict);
        if (verdict.verdict === "right") progress.add(this.name);
    }

    /**
     * Says a verdict; without one, takes the last one away.
     * @param {import("./judge.js").Verdict} [verdict]
     */
    say(verdict) {
        const { dataset } = this.form;
        delete dataset.verdict;
        delete dataset.slip;
        this.find(".answer-said").textContent = verdict ? `${SIGNS[verdict.verdict]} ${verdict.says}` : "";
        this.field.toggleAttribute("aria-invalid", false);
        if (!verdict) return;
        dataset.verdict = verdict.verdict;
        if (verdict.slip) dataset.slip = verdict.slip;
        this.field.setAttribute("aria-invalid", String(verdict.verdict !== "right"));
    }

    /** A hint, the second, the solution: each after the one before. */
    tellMore() {
        const { hints, solution, shown } = this.data;
        const told = this.find(".answer-told");
        if (this.told < hints.length) told.append(paragraph(`Hint: ${hints[this.told]}`));
        else told.append(paragraph(`Solution: ${shown}.`), ...solution.flatMap(stepAsParagraphs));
        this.told++;
        if (this.told > hints.length) this.more.disabled = true;
        else this.more.textContent = MORE[this.told];
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
