// The list of snippets to copy, which a reader unfolds.

/** @import { State } from "./types" */

import { writeCode } from "./code.js";
import { button, h } from "./dom.js";

export class CodeList {
    /** @param {(text: string, pressed: HTMLElement, shown: HTMLElement) => void} copy */
    constructor(copy) {
        this.copy = copy;
        this.list = h("div"); // what is beside it stays where it is, and so does the focus on it
        this.element = h("details", { class: "explorer-code" }, h("summary", {}, "Copy as code"), this.list);
    }

    /**
     * @param {State} state
     * @param {State} before
     */
    render(state, before) {
        if (state.views === before.views && state.edits === before.edits) return;
        this.element.hidden = !state.views.some(({ code }) => Object.keys(code ?? {}).length);
        this.write(state);
    }

    /** @param {State} state */
    write(state) {
        if (!this.element.open) return;
        const snippets = writeCode(state).map(({ library, text }) => {
            const pre = h("pre", { tabindex: 0, "aria-label": `Code for ${library}` }, text);
            /** @type {HTMLButtonElement} */
            const copy = button("Copy", () => this.copy(text, copy, pre), { "aria-label": `Copy the ${library} code` });
            return h("div", { class: "explorer-snippet" }, h("span", {}, library), copy, pre);
        });
        this.list.replaceChildren(...snippets);
    }
}
