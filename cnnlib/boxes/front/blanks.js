// A worked solution with blanks: its steps up to the first blank; what follows would say what belongs there, so it comes
// once the blank is filled.

import { paragraph, SIGNS, stepAsParagraphs, tellSolution } from "./tell.js";

/** @typedef {import("./box.js").Told} Told */

/**
 * Tells a solution whose last results are blank.
 * @param {HTMLElement} told
 * @param {Told} data
 * @param {number} count How many of its results are blank; may be more than there are.
 */
export function tellWithBlanks(told, data, count) {
    const places = data.solution.flatMap(([, , , result], n) => (result ? [n] : []));
    const blank = new Set(count ? places.slice(-count) : []);
    if (!blank.size) return tellSolution(told, data);
    const goOn = (/** @type {number} */ from) => {
        for (let n = from; n < data.solution.length; n++) {
            if (blank.has(n)) return new Blank(told, data.solution[n], () => goOn(n + 1)).ask();
            told.append(...stepAsParagraphs(data.solution[n]));
        }
        return told.append(paragraph(`Solution: ${data.shown}.`));
    };
    return goOn(0);
}

/**
 * What a blank is judged with: one whole number, or several in order.
 * @param {string} result
 * @returns {import("./judge.js").Part}
 */
function makePart(result) {
    const isList = result.includes(",");
    return {
        kind: isList ? "vector" : "count",
        example: isList ? "7, 8, 9" : "12",
        of: [],
        rules: [
            [true, "", "", { answer: [isList ? `[${result}]` : result] }],
            [false, "", "Work this step out again.", {}],
        ],
    };
}

/** A step that asks for its result, and goes on once it is there. It stands in the form of a box, and is none itself. */
class Blank {
    /** @param {HTMLElement} told @param {string[]} step @param {() => void} goOn */
    constructor(told, [says, left, terms, result], goOn) {
        this.told = told;
        this.says = says;
        this.result = result;
        this.goOn = goOn;
        this.root = document.createElement("div");
        this.root.className = "practice-blank";
        this.input = document.createElement("input");
        this.input.type = "text";
        this.input.autocomplete = "off";
        const label = document.createElement("label");
        label.append(`${[left, terms].filter(Boolean).join(" = ")} = `, this.input);
        this.said = paragraph("");
        this.said.setAttribute("role", "status");
        this.root.append(label, this.makeButton("Check", "check"), this.makeButton("Show", "show"), this.said);
        this.field = /** @type {any} */ (window).makeAnswerField(this.root, makePart(result));
        this.root.addEventListener("input", (event) => this.change(event));
        this.root.addEventListener("keydown", (event) => this.press(event));
    }

    /** @param {string} text @param {"check" | "show"} does */
    makeButton(text, does) {
        const button = document.createElement("button");
        button.type = "button"; // it does not send the form
        button.textContent = text;
        button.addEventListener("click", () => this[does]());
        return button;
    }

    ask() {
        this.told.append(paragraph(this.says), this.root);
        this.input.focus();
    }

    /** @param {import("./rules.js").Verdict} [verdict] */
    say(verdict) {
        this.field.mark(verdict);
        this.said.textContent = verdict ? `${SIGNS[verdict.verdict]} ${verdict.says}` : "";
    }

    /** The form knows nothing of it: what it said of the answer stays. @param {Event} event */
    change(event) {
        event.stopPropagation();
        this.say();
    }

    /** @param {KeyboardEvent} event */
    press(event) {
        if (event.key !== "Enter" || event.target !== this.input) return;
        event.preventDefault();
        this.check();
    }

    check() {
        if (this.input.readOnly) return;
        const verdict = this.field.check();
        this.say(verdict);
        if (verdict.verdict === "right") this.end();
    }

    show() {
        this.input.value = this.result;
        this.say();
        this.said.textContent = "Shown, not worked out.";
        this.end();
    }

    end() {
        this.input.readOnly = true;
        for (const button of this.root.querySelectorAll("button")) button.remove();
        this.input.focus(); // which the next blank takes
        this.goOn();
    }
}
