// One array as tables of cells: one for each index of the axes that run neither down nor across.

/** @import { LinkedArray, Look } from "./types" */

/** @import { Box } from "./lens.js" */

import { firstOfTables, nameTable, positionOf, sizeOf, startAlong } from "./arrays.js";
import { h, makeId } from "./dom.js";
import { isLong, splitTitle } from "./layout.js";
import { Lens } from "./lens.js";
import { format } from "./numbers.js";

/**
 * What decides how the tables of an array are built. Arrays of one form can use the same tables.
 *
 * @param {LinkedArray} array
 */
const formOfTables = ({ name, shape, axes, title, color, padding, origin, runs }) =>
    JSON.stringify([name, shape, axes, title, color, padding ?? null, origin ?? null, runs]);

/**
 * A header with the index of a row or a column, or an empty cell where there is no such axis.
 *
 * @param {LinkedArray} array
 * @param {number} which 0 for the one down, 1 for the one across.
 * @param {number} k
 */
const header = (array, which, k) => {
    const axis = array.axes[which];
    if (axis === null || axis < 0) return h("td");
    return h("th", { scope: which ? "col" : "row" }, format(k + startAlong(array, axis)));
};

/**
 * One table, with its title above it and what lies on it. A caption of its own would make the columns as wide as itself.
 *
 * @typedef {{ element: HTMLElement, lens: Lens, across: HTMLElement[], down: HTMLElement[] }} Matrix
 */

/**
 * @param {string} title
 * @param {HTMLElement[]} across
 * @param {HTMLElement[][]} rows
 * @param {string} [runs] How its axes run.
 * @returns {Matrix}
 */
function makeMatrix(title, across, rows, runs = "") {
    const id = makeId("caption");
    const body = rows.map((cells) => h("tr", {}, ...cells));
    const head = h("thead", {}, h("tr", {}, h("td"), ...across));
    const table = h("table", { role: "grid", "aria-labelledby": id }, head, h("tbody", {}, ...body));
    const lens = new Lens();
    const { name, shape, slice } = splitTitle(title);
    const rest = [shape && h("span", {}, shape), slice && h("span", { class: "matrix-slice" }, slice)];
    const attributes = { class: (isLong(shape) || runs) && "long", "data-runs": runs || false };
    const small = h("small", attributes, ...rest.filter((one) => one !== ""));
    const heading = h("p", { id, class: "matrix-title" }, name, small);
    const element = h("div", { class: "matrix" }, heading, table, lens.element);
    element.style.setProperty("--rows", String(rows.length));
    return { element, lens, across, down: rows.map(([header]) => header) };
}

/**
 * Changes what has changed on a cell: a style that is set again is computed again.
 *
 * @param {HTMLElement} cell
 * @param {Look} look
 * @param {Look | undefined} before
 */
function paintCell(cell, look, before) {
    if (look.classes !== (before?.classes ?? "")) cell.className = look.classes;
    if (look.text !== before?.text || look.sign !== before.sign) {
        cell.replaceChildren(look.text, ...(look.sign ? [h("sup", {}, look.sign)] : []));
    }
    if (look.share !== before?.share) cell.dataset.share = Number(look.share).toFixed(1);
    if (look.label !== before?.label) cell.ariaLabel = look.label;
    if (look.selected !== before?.selected) cell.ariaSelected = look.selected;
}

export class Grid {
    /** @type {Look[]} */
    #painted;

    /** @param {LinkedArray} array */
    constructor(array) {
        this.form = formOfTables(array);
        this.#painted = [];
        this.characters = 1; // of the longest number
        const { name, shape, axes, title, runs } = array;
        this.title = title;
        const [down, across] = axes.map((axis) => shape[axis ?? -1] ?? 1);
        this.rows = down;
        this.columns = across;
        const starts = firstOfTables(array);
        const tables = starts.map(() => Array.from({ length: down }, (_, i) => [header(array, 0, i)]));
        const blank = h("td", { role: "gridcell", tabindex: -1, "aria-selected": "false", "data-array": name });
        /** @type {HTMLElement[]} By flat index. */
        this.cells = Array.from({ length: sizeOf(array) }, (_, flat) => {
            const { table, row } = positionOf(array, flat);
            const cell = /** @type {HTMLTableCellElement} */ (blank.cloneNode()); // a chapter has up to a thousand
            cell.dataset.at = String(flat);
            if (flat === starts[table]) cell.tabIndex = 0;
            tables[table][row].push(cell);
            return cell;
        });
        const isSliced = shape.some((_, axis) => !axes.includes(axis));
        this.matrices = tables.map((rows, k) => {
            const heads = Array.from({ length: across }, (_, j) => header(array, 1, j));
            return makeMatrix(isSliced ? `${title}: ${nameTable(array, starts[k])}` : title, heads, rows, runs);
        });
        this.element = h("div", { class: "cells" }, ...this.matrices.map(({ element }) => element));
        this.element.style.setProperty("--hue", array.color);
    }

    /**
     * Whether these tables can show an array too.
     *
     * @param {LinkedArray} array
     */
    fits(array) {
        return this.form === formOfTables(array);
    }

    /**
     * Lays boxes on the tables, and keeps the other tables out of sight.
     *
     * @param {Map<number, Box[]>} boxes By table.
     * @param {string} color
     * @param {number[] | null} shown The tables to show; null for all.
     */
    lay(boxes, color, shown) {
        for (const [k, { element, lens }] of this.matrices.entries()) {
            const isShown = !shown || shown.includes(k);
            if (element.hidden === isShown) element.hidden = !isShown;
            lens.lay(boxes.get(k) ?? [], color);
        }
    }

    /**
     * Sets off the indices of the row and the column of an element, so that one learns to read them.
     *
     * @param {LinkedArray | null} array Null for no element.
     * @param {number} flat
     */
    point(array, flat) {
        const at = array && positionOf(array, flat);
        for (const [k, { across, down }] of this.matrices.entries()) {
            for (const [j, one] of across.entries()) one.classList.toggle("here", at?.table === k && at.column === j);
            for (const [i, one] of down.entries()) one.classList.toggle("here", at?.table === k && at.row === i);
        }
    }

    /** @param {Look[]} looks By flat index. */
    paint(looks) {
        this.characters = Math.max(1, ...looks.map(({ size }) => size));
        for (const [flat, cell] of this.cells.entries()) {
            if (looks[flat] !== this.#painted[flat]) paintCell(cell, looks[flat], this.#painted[flat]);
        }
        this.#painted = looks;
    }
}
