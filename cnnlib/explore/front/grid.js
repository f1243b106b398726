// One array as tables of cells: one for each index of the axes that run neither down nor across.

/** @import { LinkedArray, Look } from "./types" */

/** @import { Box } from "./lens.js" */

import { firstOfTables, flatsOf, nameTable, positionOf, startAlong } from "./arrays.js";
import { fill, h, makeId, setStyle, setText } from "./dom.js";
import { isLong, splitTitle } from "./layout.js";
import { Lens } from "./lens.js";
import { format } from "./numbers.js";

/** @param {...HTMLElement} cells */
const makeRow = (...cells) => h("tr", { role: "row" }, ...cells);

/**
 * Gives an element so many children; those that are new are like one of them.
 *
 * @param {Element} element
 * @param {number} count
 * @param {Element} one
 */
function resize(element, count, one) {
    while (element.children.length > count) element.lastElementChild?.remove();
    while (element.children.length < count) element.append(one.cloneNode(true)); // a chapter has up to a thousand
}

/**
 * One table, with its title above it and what lies on it. A caption of its own would make the columns as wide as itself.
 * It grows and shrinks at its end: what is taken out of a page and put in anew takes long to lay out.
 */
class Matrix {
    #title;
    #table;
    #head;
    #body;

    constructor() {
        const id = makeId("caption");
        this.#title = h("p", { id, class: "matrix-title" });
        this.#head = makeRow(h("td"));
        this.#body = h("tbody");
        this.lens = new Lens();
        const head = h("thead", {}, this.#head);
        this.#table = h("table", { role: "grid", "aria-labelledby": id }, head, this.#body);
        this.element = h("div", { class: "matrix" }, this.#title, this.#table, this.lens.element);
    }

    /**
     * @param {string} title
     * @param {string} runs How its axes run.
     */
    name(title, runs) {
        const { name, shape, slice } = splitTitle(title);
        const attributes = { class: (isLong(shape) || runs) && "long", "data-runs": runs || undefined };
        const rest = [h("span", {}, shape), h("span", { class: "matrix-slice" }, slice)];
        this.#title.replaceChildren(name, h("small", attributes, ...rest));
    }

    /**
     * Gives it so many rows and columns, with an index where there is such an axis.
     *
     * @param {LinkedArray} array
     * @param {number} down
     * @param {number} across
     * @param {Element} blank A cell.
     */
    resize(array, down, across, blank) {
        const starts = array.axes.map((axis) => (axis === null || axis < 0 ? null : startAlong(array, axis)));
        const makeHead = (/** @type {string} */ scope, k = 0) => (starts[k] === null ? h("td") : h("th", { scope }));
        resize(this.#head, across + 1, makeHead("col", 1));
        resize(this.#body, down, makeRow(makeHead("row")));
        for (const row of this.#body.children) resize(row, across + 1, blank);
        for (const [which, heads] of this.heads.entries())
            for (const [k, one] of heads.entries()) if (starts[which] !== null) setText(one, format(k + starts[which]));
        setStyle(this.lens.element, "--rows", String(down));
        setStyle(this.#table, "--columns", String(across));
    }

    /** The indices of its rows, and those of its columns. */
    get heads() {
        return [[...this.#body.children].map((row) => row.children[0]), [...this.#head.children].slice(1)];
    }

    /**
     * @param {number} row
     * @param {number} column
     */
    at(row, column) {
        return /** @type {HTMLElement} */ (this.#body.children[row].children[column + 1]);
    }
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
        if (before && !before.sign && !look.sign) /** @type {Node} */ (cell.firstChild).nodeValue = look.text;
        else cell.replaceChildren(look.text, ...(look.sign ? [h("sup", {}, look.sign)] : []));
    }
    if (look.share !== before?.share) cell.dataset.share = Number(look.share).toFixed(1);
    if (look.label !== before?.label) cell.ariaLabel = look.label;
    if (look.selected !== before?.selected) cell.ariaSelected = look.selected;
}

export class Grid {
    /** @type {WeakMap<HTMLElement, Look>} */
    #painted;

    /** @param {LinkedArray} array */
    constructor(array) {
        this.form = "";
        this.#painted = new WeakMap();
        this.characters = 1; // of the longest number
        this.title = this.runs = "";
        this.rows = this.columns = 0;
        /** @type {Matrix[]} */
        this.matrices = [];
        /** @type {HTMLElement[]} By flat index. */
        this.cells = [];
        this.element = h("div", { class: "cells" });
        this.element.style.setProperty("--hue", array.color);
        this.show(array);
    }

    /**
     * Makes room for the elements of an array, which may have other sizes than before, but has the same axes.
     *
     * @param {LinkedArray} array
     */
    show(array) {
        const { name, shape, axes, title, padding, origin, runs } = array;
        const form = JSON.stringify([shape, title, padding, origin]);
        if (form === this.form) return;
        this.form = form;
        this.title = title;
        this.runs = runs ?? "";
        [this.rows, this.columns] = axes.map((axis) => shape[axis ?? -1] ?? 1);
        const starts = firstOfTables(array);
        const blank = h("td", { role: "gridcell", tabindex: -1, "aria-selected": "false", "data-array": name });
        const isSliced = shape.some((_, axis) => !axes.includes(axis));
        while (this.matrices.length < starts.length) this.matrices.push(new Matrix());
        this.matrices.length = starts.length;
        for (const [k, matrix] of this.matrices.entries()) {
            matrix.name(isSliced ? `${title}: ${nameTable(array, starts[k])}` : title, this.runs);
            matrix.resize(array, this.rows, this.columns, blank);
        }
        fill(
            this.element,
            this.matrices.map(({ element }) => element),
        );
        this.cells = flatsOf(array).map((flat) => {
            const { table, row, column } = positionOf(array, flat);
            const cell = this.matrices[table].at(row, column);
            cell.dataset.at = String(flat);
            cell.tabIndex = flat === starts[table] ? 0 : -1;
            return cell;
        });
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
        for (const [k, { heads }] of this.matrices.entries()) {
            const here = at?.table === k ? [at.row, at.column] : [];
            for (const [which, some] of heads.entries())
                for (const [i, one] of some.entries()) one.classList.toggle("here", i === here[which]);
        }
    }

    /** @param {Look[]} looks By flat index. */
    paint(looks) {
        this.characters = Math.max(1, ...looks.map(({ size }) => size));
        for (const [flat, cell] of this.cells.entries()) {
            const before = this.#painted.get(cell);
            if (looks[flat] === before) continue;
            paintCell(cell, looks[flat], before);
            this.#painted.set(cell, looks[flat]);
        }
    }
}
