// Whether results are shown at once, as they fill in, or once a reader has said them; and the field for that.

/** @import { Block, Emit, Show, State } from "./types" */

import { makeChoices } from "./choices.js";
import { button, h, makeField, makeId, setText } from "./dom.js";
import { elementOf } from "./element.js";
import { findArray, nameOf, sizeOf } from "./arrays.js";
import { targetOf } from "./state.js";

const WAYS = [
    { value: "all", text: "all" },
    { value: "fills", text: "as it fills" },
    { value: "asked", text: "after I say" },
];

export class Showing {
    #field;

    /**
     * @param {Block} block
     * @param {Emit} emit
     */
    constructor(block, emit) {
        this.block = block;
        this.emit = emit;
        this.ways = makeChoices("show", WAYS, (way) => emit("setShow", block.key, /** @type {Show} */ (way)));
        this.legend = /** @type {HTMLElement} */ (this.ways.element.querySelector("legend"));
        const id = makeId("guess");
        this.label = h("label", { for: id });
        // What is typed is for this element.
        this.#field = makeField({ id, oninput: () => emit("stop") });
        this.verdict = h("span", { class: "explorer-verdict" });
        const onkeydown = (/** @type {KeyboardEvent} */ event) => {
            event.stopPropagation();
            if (event.key === "Enter") this.check();
        };
        const check = button("Check", () => this.check());
        this.form = h("div", { class: "explorer-guess", onkeydown }, this.label, this.#field, check, this.verdict);
    }

    check() {
        this.emit("guess", this.block.key, this.#field.value);
        this.focus();
    }

    /** What is typed next takes the place of a wrong number. */
    focus() {
        this.#field.focus();
        this.#field.select();
    }

    /** What was typed belongs to an element that is no more. */
    clear() {
        this.#field.value = "";
    }

    /**
     * @param {State} state
     * @param {State} before
     */
    render(state, before) {
        const { show, guessed, verdict } = state;
        const target = targetOf(this.block, { ...state, show: "asked" });
        this.ways.set(show);
        setText(this.legend, `show ${target?.name}`);
        this.form.hidden = show !== "asked";
        const element = elementOf(state, this.block);
        if (this.form.hidden || !element || !target) return;
        if (guessed.length !== before.guessed.length) this.clear();
        const label = `${nameOf(findArray(this.block.arrays, element.name), element.flat)} =`;
        setText(this.label, label);
        setText(this.verdict, verdict || `${guessed.length} of ${sizeOf(target)} said`);
    }
}
