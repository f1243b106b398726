// What the keys do on a cell.

/** @import { Emit, Spot } from "./types" */

import { toPlain } from "./numbers.js";

/** @type {Record<string, (cell: HTMLTableCellElement, row: HTMLElement) => Element | null | undefined>} */
const NEIGHBOURS = {
    ArrowLeft: (cell) => cell.previousElementSibling,
    ArrowRight: (cell) => cell.nextElementSibling,
    ArrowUp: (cell, row) => row.previousElementSibling?.children[cell.cellIndex],
    ArrowDown: (cell, row) => row.nextElementSibling?.children[cell.cellIndex],
    Home: (_cell, row) => row.querySelector("[data-at]"),
    End: (_cell, row) => row.lastElementChild,
};

/**
 * What the keys need of a block.
 *
 * @typedef {object} Keyboard
 * @property {Emit} emit
 * @property {(cell: Element) => Spot} spotOf
 * @property {(cell: Element) => void} choose
 * @property {() => boolean} isPinned Whether the pin is on one of its cells.
 * @property {(spot: Spot) => boolean} isEditable
 * @property {(text: string | null) => void} edit Goes to the editor, and types this there.
 */

/**
 * Does what a key is for, and returns whether it is for anything.
 *
 * @param {KeyboardEvent} event
 * @param {HTMLTableCellElement} cell
 * @param {Keyboard} block
 */
export function press(event, cell, block) {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (key in NEIGHBOURS) {
        const next = NEIGHBOURS[key](cell, /** @type {HTMLElement} */ (cell.parentElement));
        if (next instanceof HTMLElement && next.matches("[data-at]")) {
            next.focus();
            block.emit("follow", block.spotOf(next));
        }
        return true;
    }
    if (key === "Enter" || key === " ") {
        block.choose(cell);
        return true;
    }
    if (key === "Escape") {
        if (!block.isPinned()) return false;
        block.emit("free");
        return true;
    }
    const isNumber = key.length === 1 && /^[-+.\d]$/.test(toPlain(key));
    if (!(isNumber || key === "F2") || !block.isEditable(block.spotOf(cell))) return false;
    block.emit("pin", block.spotOf(cell));
    block.edit(isNumber ? key : null);
    return true;
}
