// The field for the number of a pinned cell.

/** @import { Block, Cell, Emit, State } from "./types" */

import { complaintAbout } from "./actions.js";
import { findArray, isEditable, nameOf } from "./arrays.js";
import { h, makeField, makeId, setText } from "./dom.js";
import { pinnedCell } from "./element.js";
import { format } from "./numbers.js";
import { numbersOf } from "./state.js";

export class Editor {
    #field;

    /**
     * @param {Block} block
     * @param {Emit} emit
     * @param {(cell: Cell) => void} leave Puts the focus on a cell.
     */
    constructor(block, emit, leave) {
        this.block = block;
        this.emit = emit;
        this.leave = leave;
        /** @type {Cell | null} */
        this.cell = null;
        const id = makeId("field");
        this.label = h("label", { for: id });
        this.#field = makeField({
            id,
            "aria-describedby": `${id}-error`,
            oninput: () => emit("type", block.key, this.#field.value),
        });
        this.wrong = h("span", { id: `${id}-error`, class: "explorer-wrong" });
        const onkeydown = (/** @type {KeyboardEvent} */ event) => this.press(event);
        this.element = h("div", { class: "explorer-edit", onkeydown }, this.label, this.#field, this.wrong);
    }

    /** @param {KeyboardEvent} event */
    press(event) {
        event.stopPropagation();
        if (event.key !== "Enter" && event.key !== "Escape") return;
        event.preventDefault();
        const { cell } = this;
        if (!cell) return; // lost, by the browser's back for one; the field has the focus for a moment yet
        if (event.key === "Escape") this.emit("free");
        this.leave(cell);
    }

    /** @param {State} state */
    render({ pin, draft, edits }) {
        const pinned = pinnedCell(this.block, pin);
        const array = pinned && findArray(this.block.arrays, pinned.name);
        this.cell = array && isEditable(array, pinned.flat) ? pinned : null;
        this.element.hidden = !this.cell;
        if (!array || !this.cell) return;
        const { name, flat } = this.cell;
        const value = numbersOf(this.block.arrays, edits).values[name][flat];
        // What was typed, and what is said of it, belong to one cell while it has one number.
        const isMine =
            draft?.block === this.block.key && draft.name === name && draft.flat === flat && draft.value === value;
        const text = isMine ? draft.text : format(value);
        const wrong = isMine ? complaintAbout(this.block, draft) : "";
        setText(this.label, `${nameOf(array, flat)} =`);
        if (this.#field.value !== text) this.#field.value = text; // set again, it would move the cursor
        setText(this.wrong, wrong);
        this.#field.ariaInvalid = wrong ? "true" : null;
    }

    focus() {
        this.#field.focus();
    }
}
