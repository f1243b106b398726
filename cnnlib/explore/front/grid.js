// One array as tables of cells: one for each index of the axes that run neither down nor across.

/** @import { LinkedArray, Look } from "./types" */

/** @import { Box } from "./lens.js" */

import { positionOf, startAlong } from "./arrays.js";
import { h, makeId } from "./dom.js";
import { isLong, splitTitle } from "./layout.js";
import { Lens } from "./lens.js";
import { format } from "./numbers.js";

/** @param {number | null} axis */
const isAxis = (axis) => axis !== null && axis >= 0;

/**
 * What decides how the tables of an array are built. Arrays of one form can use the same tables.
 *
 * @param {LinkedArray} array
 */
const formOfTables = ({ name, shape, axes, title, color, padding, origin, runs }) =>
    JSON.stringify([name, shape, axes, title, color, padding ?? null, origin ?? null, runs]);

/**
 * All tuples of indices below these lengths, in order.
 *
 * @param {number[]} lengths
 */
const tuples = (lengths) =>
    lengths.reduce(
        (all, length) => all.flatMap((one) => Array.from({ length }, (_, k) => [...one, k])),
        /** @type {number[][]} */ ([[]]),
    );

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
    /** @param {LinkedArray} array */
    constructor(array) {
        this.form = formOfTables(array);
        /** @type {HTMLElement[]} By flat index. */
        this.cells = [];
        /** @type {Look[]} */
        this.painted = [];
        const { shape, axes } = array;
        const [down, across] = axes;
        this.rows = isAxis(down) ? shape[Number(down)] : 1;
        this.columns = isAxis(across) ? shape[across] : 1;
        this.characters = 1; // of the longest number
        this.title = array.title;
        const others = [...shape.keys()].filter((axis) => axis !== down && axis !== across);
        this.matrices = tuples(others.map((axis) => shape[axis])).map((slice) => {
            const index = shape.map((_, axis) => (others.includes(axis) ? slice[others.indexOf(axis)] : null));
            return this.makeTable(array, index);
        });
        this.element = h("div", { class: "cells" }, ...this.matrices.map(({ element }) => element));
        this.element.style.setProperty("--hue", array.color);
        this.reserveRoom(this.matrices.length, Boolean(array.rule));
    }

    /**
     * The matrix at an index; null stands where its rows and columns run.
     *
     * @param {LinkedArray} array
     * @param {(number | null)[]} index
     */
    makeTable(array, index) {
        const { name, shape, axes, title } = array;
        const [down, across] = axes;
        const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
        const start = index.reduce((/** @type {number} */ sum, at, axis) => sum + (at ?? 0) * strides[axis], 0);
        const blank = h("td", { role: "gridcell", tabindex: -1, "aria-selected": "false", "data-array": name });
        const rows = Array.from({ length: this.rows }, (_, i) => {
            const cells = Array.from({ length: this.columns }, (_, j) => {
                const flat =
                    start + (isAxis(down) ? i * strides[Number(down)] : 0) + (isAxis(across) ? j * strides[across] : 0);
                const cell = /** @type {HTMLElement} */ (blank.cloneNode()); // a chapter has up to a thousand
                cell.dataset.at = String(flat);
                if (!i && !j) cell.tabIndex = 0;
                this.cells[flat] = cell;
                return cell;
            });
            return [header(array, 0, i), ...cells];
        });
        const isSlice = index.some((at) => at !== null);
        const places = index.map((at, axis) => (at === null ? ":" : at + startAlong(array, axis)));
        const caption = isSlice ? `${title}: [${places.join(", ")}]` : title;
        return makeMatrix(
            caption,
            Array.from({ length: this.columns }, (_, j) => header(array, 1, j)),
            rows,
            array.runs,
        );
    }

    /**
     * About the room that it takes, until it comes into sight and is laid out.
     *
     * @param {number} tables
     * @param {boolean} isResult Those have longer numbers.
     */
    reserveRoom(tables, isResult) {
        const [wide, high] = [(isResult ? 4.2 : 2.2) * this.columns + 3, 2.15 * this.rows + 3.7];
        const beside = Math.min(tables, Math.max(1, Math.floor(46 / wide)));
        this.element.style.containIntrinsicSize = `auto ${beside * wide}em auto ${high * Math.ceil(tables / beside)}em`;
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
        this.characters = looks.reduce((most, { text, sign }) => Math.max(most, text.length + sign.length), 1);
        for (const [flat, cell] of this.cells.entries()) {
            if (looks[flat] !== this.painted[flat]) paintCell(cell, looks[flat], this.painted[flat]);
        }
        this.painted = looks;
    }
}
