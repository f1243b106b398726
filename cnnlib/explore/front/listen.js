// What pointers, fingers and keys do on the tables of a block.

/** @import { Emit } from "./types" */
/** @import { Keyboard } from "./keys.js" */

import { press } from "./keys.js";

/** @type {(event: Event) => HTMLTableCellElement | null} */
const cellOf = ({ target }) => (target instanceof Element ? target.closest("td[data-at]") : null);

/**
 * @template {HTMLElement} E
 * @param {E} tables
 * @param {Emit} emit
 * @param {Keyboard} block
 */
export function listenTo(tables, emit, block) {
    tables.addEventListener("pointerover", (event) => {
        const cell = cellOf(event);
        if (event.pointerType === "mouse") emit("hover", cell && block.spotOf(cell));
    });
    tables.addEventListener("pointerleave", () => emit("hover", null));
    tables.addEventListener("focusin", (event) => {
        const cell = cellOf(event);
        if (!cell) return;
        cell.closest("table")?.querySelector("td[tabindex='0']")?.setAttribute("tabindex", "-1");
        cell.tabIndex = 0;
        emit("focus", block.spotOf(cell));
    });
    tables.addEventListener("focusout", () => emit("blur"));
    tables.addEventListener("click", (event) => {
        const cell = cellOf(event);
        if (cell) block.choose(cell);
    });
    tables.addEventListener("keydown", (event) => {
        const cell = cellOf(event);
        if (!cell || !press(event, cell, block)) return;
        event.preventDefault();
        event.stopPropagation(); // a page turns at an arrow key, and a notebook has shortcuts
    });
    return tables;
}
