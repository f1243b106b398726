// A block of linked arrays: its grids, what is said of a cell, the editor and the player.

/** @import { Block, Cell, Emit, LinkedArray, Numbers, Spot, State } from "./types" */

import { targetOf } from "./actions.js";
import { findArray, isEditable } from "./arrays.js";
import { h, reachWhenScrolling } from "./dom.js";
import { Editor } from "./editor.js";
import { Grid } from "./grid.js";
import { press } from "./keys.js";
import { looksOf } from "./looks.js";
import { Player } from "./player.js";
import { currentCell, explainCell, numbersOf, pinnedCell } from "./state.js";

const HINT = "Point at a cell or move to it with Tab and the arrow keys; click or Enter pins it, Esc frees it.";
const EDIT_HINT = " A pinned cell with a dotted edge can be changed.";
const NOTHING = { lit: new Map(), lines: [] };

/**
 * What a block was painted from.
 *
 * @typedef {{ numbers: Numbers, pinned: Cell | null, current: Cell | null }} Seen
 */

/**
 * @param {Cell | null} one
 * @param {Cell | null} other
 */
const isSameCell = (one, other) => one?.name === other?.name && one?.flat === other?.flat;

/**
 * @param {Seen | null} one
 * @param {Seen} other
 */
const isUpToDate = (one, other) =>
    one?.numbers === other.numbers && isSameCell(one.pinned, other.pinned) && isSameCell(one.current, other.current);

export class LinkedBlock {
    /**
     * @param {Block} block
     * @param {Emit} emit
     * @param {LinkedBlock | null} before The block whose place this one takes: tables of the same form are used again.
     */
    constructor(block, emit, before) {
        this.block = block;
        this.emit = emit;
        /** @type {Seen | null} */
        this.seen = null;
        /** @type {Map<string, Grid>} */
        this.grids = new Map();
        for (const array of block.arrays) this.grids.set(array.name, before?.gridFor(array) ?? new Grid(array));
        const target = targetOf(block);
        this.player = target ? new Player(block.key, target, emit) : null;
        this.editor = new Editor(block, emit, ({ name, flat }) => this.grids.get(name)?.cells[flat].focus());
        this.lines = reachWhenScrolling(h("div", { class: "explorer-said" }));
        this.meanings = h("p", { class: "explorer-legend" });
        this.element = h(
            "div",
            {},
            this.listen(h("div", { class: "linked" }, ...this.headedGrids())),
            this.meanings,
            ...(block.legend ? [h("p", { class: "explorer-legend" }, block.legend)] : []),
            ...(this.player ? [this.player.element] : []),
            h("div", { class: "explorer-desk" }, this.lines, this.editor.element),
        );
    }

    /**
     * The tables that show an array, if there are any.
     *
     * @param {LinkedArray} array
     */
    gridFor(array) {
        const grid = this.grids.get(array.name);
        return grid?.fits(array) ? grid : null;
    }

    headedGrids() {
        return this.block.arrays.flatMap(({ name, row }) => {
            const grid = /** @type {Grid} */ (this.grids.get(name));
            return row ? [h("p", { class: "linked-row" }, row), grid.element] : [grid.element];
        });
    }

    /** @param {HTMLElement} linked */
    listen(linked) {
        /** @type {(event: Event) => HTMLTableCellElement | null} */
        const cellOf = ({ target }) => (target instanceof Element ? target.closest("td[data-at]") : null);
        linked.addEventListener("pointerover", (event) => {
            const cell = cellOf(event);
            if (event.pointerType === "mouse") this.emit("hover", cell && this.spotOf(cell));
        });
        linked.addEventListener("pointerleave", () => this.emit("hover", null));
        linked.addEventListener("focusin", (event) => {
            const cell = cellOf(event);
            if (!cell) return;
            for (const stop of cell.closest("table")?.querySelectorAll("td[tabindex='0']") ?? [])
                stop.setAttribute("tabindex", "-1");
            cell.tabIndex = 0;
            this.emit("focus", this.spotOf(cell));
        });
        linked.addEventListener("focusout", () => this.emit("blur"));
        linked.addEventListener("click", (event) => {
            const cell = cellOf(event);
            if (cell) this.emit("toggle", this.spotOf(cell));
        });
        linked.addEventListener("keydown", (event) => {
            const cell = cellOf(event);
            if (!cell || !press(event, cell, this)) return;
            event.preventDefault();
            event.stopPropagation(); // a page turns at an arrow key, and a notebook has shortcuts
        });
        return linked;
    }

    /**
     * @param {Element} cell
     * @returns {Spot}
     */
    spotOf(cell) {
        const { array, at } = /** @type {HTMLElement} */ (cell).dataset;
        return { block: this.block.key, name: String(array), flat: Number(at) };
    }

    isPinned() {
        return Boolean(this.seen?.pinned);
    }

    /** @param {Spot} spot */
    isEditable({ name, flat }) {
        return isEditable(findArray(this.block.arrays, name), flat);
    }

    /** @param {string | null} text */
    edit(text) {
        this.editor.focus();
        if (text !== null) this.emit("type", this.block.key, text);
    }

    /**
     * @param {State} state
     * @param {State} before
     */
    render(state, before) {
        this.paint(state);
        this.editor.render(state);
        this.player?.render(state, before);
    }

    /** @param {State} state */
    paint(state) {
        const { arrays } = this.block;
        const seen = {
            numbers: numbersOf(arrays, state.edits),
            pinned: pinnedCell(this.block, state.pin),
            current: currentCell(state, this.block),
        };
        if (isUpToDate(this.seen, seen)) return;
        this.seen = seen;
        const { lit, lines } = seen.current ? explainCell(state, this.block, seen.current) : NOTHING;
        for (const array of arrays) this.grids.get(array.name)?.paint(looksOf(array, seen.numbers, lit, seen.pinned));
        const { meanings } = seen.numbers.marks;
        this.meanings.textContent = meanings.join(" ");
        this.meanings.hidden = !meanings.length;
        const hint = HINT + (arrays.some(({ edit }) => edit) ? EDIT_HINT : "");
        this.lines.replaceChildren(...(lines.length ? lines : [hint]).map((line) => h("p", {}, line)));
    }

    remove() {
        this.player?.remove();
    }
}
