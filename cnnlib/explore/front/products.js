// The products of one element as they lie on the picture, with what their rows and all of them come to.

/** @import { Room } from "./layout.js" */
/** @import { Scene, Term } from "./types" */

import { findArray } from "./arrays.js";
import { h, setText } from "./dom.js";
import { factorNames, layOut, writeFactors } from "./layout.js";
import { format, formatShort } from "./numbers.js";

/**
 * How much of the terms is added up, and what of; and whether something else is looked at.
 *
 * @typedef {{ done: number, isMax: boolean, isHidden: boolean, isAway: boolean }} Sum
 */

/**
 * The cells of the products, and of the sums of their rows.
 *
 * @typedef {{ element: HTMLElement, cells: HTMLElement[], sums: { cell: HTMLElement, terms: number[] }[] }} Table
 */

/**
 * The table of the products as they are laid out, without their numbers; it has room for those of any element.
 *
 * @param {ReturnType<typeof layOut>} layout
 * @param {Pick<Room, "rows" | "columns" | "hasSums">} room
 * @returns {Table}
 */
function makeTable({ rows, columns, tables, count: [down, across] }, { hasSums, ...room }) {
    const cells = rows.map(() => h("td", {}, h("small"), h("b")));
    /** @type {Table["sums"]} */
    const sums = [];
    const body = Array.from({ length: Math.max(down, room.rows) }, (_, row) => {
        const terms = [...rows.keys()].filter((t) => rows[t] === row);
        const line = Array.from({ length: Math.max(across, room.columns) }, () => h("td", { class: "none" }));
        for (const t of terms) line[Math.max(0, columns[t])] = cells[t];
        if (hasSums && terms.length) {
            const cell = h("td", { class: "sum" });
            sums.push({ cell, terms });
            line.push(cell);
        }
        const isNext = row > 0 && terms.length && tables[terms[0]] !== tables[rows.indexOf(row - 1)];
        return [...(isNext ? [h("tr", { class: "gap" }, h("td"))] : []), h("tr", {}, ...line)];
    });
    return { element: h("table", { role: "presentation" }, h("tbody", {}, ...body.flat())), cells, sums };
}

/**
 * @param {HTMLElement} cell
 * @param {Term} term
 * @param {{ isNow: boolean, isAdded: boolean, hasRoom: boolean }} how
 */
function writeProduct(cell, term, { isNow, isAdded, hasRoom }) {
    cell.classList.toggle("now", isNow);
    cell.classList.toggle("nothing", isAdded && !term.value);
    const [factors, product] = cell.children;
    setText(factors, hasRoom ? writeFactors(term) : "");
    setText(product, isAdded ? formatShort(term.value) : "\u00a0");
}

/**
 * Writes the products into their table, as far as they are added up.
 *
 * @param {Table} table
 * @param {Term[]} terms
 * @param {number} done
 * @param {boolean} isLow Whether only the last product has room for its factors.
 */
function writeTable({ element, cells, sums }, terms, done, isLow) {
    element.classList.toggle("many", isLow);
    for (const [t, cell] of cells.entries()) {
        const isNow = t === done - 1 && done < terms.length;
        writeProduct(cell, terms[t], { isNow, isAdded: t < done, hasRoom: !isLow || isNow });
    }
    for (const { cell, terms: mine } of sums) {
        const sum = mine.reduce((total, t) => total + terms[t].value, 0);
        setText(cell, mine.every((t) => t < done) ? formatShort(sum) : "\u00b7");
    }
}

/**
 * What all of it comes to.
 *
 * @param {Term[]} terms
 * @param {Sum} sum
 */
function writeTotal(terms, { done, isMax, isHidden }) {
    const values = terms.slice(0, done).map(({ value }) => value);
    const total = isMax ? Math.max(...values) : values.reduce((sum, value) => sum + value, 0);
    const isWhole = done === terms.length;
    return {
        kind: !isWhole ? "so far" : isMax ? "largest" : "total",
        shown: (isWhole && isHidden) || (isMax && !values.length) ? "?" : format(total),
        count: isWhole ? (terms.length === 1 ? "1 term" : `all ${terms.length}`) : `${done} of ${terms.length}`,
    };
}

export class Products {
    constructor() {
        this.title = h("p", {}, h("b"), h("small"));
        this.total = h("p", { class: "total" }, h("small"), h("b"), h("small"));
        // A sentence says the same.
        this.element = h("div", { class: "products", "aria-hidden": "true" });
        this.form = "";
        /** @type {Table | null} */
        this.table = null;
    }

    /**
     * @param {Scene} scene
     * @param {Term[]} terms
     * @param {Sum} sum
     * @param {Room} room
     */
    render({ stage, arrays }, terms, sum, room) {
        this.element.classList.toggle("away", sum.isAway);
        const layout = layOut(findArray(arrays, stage?.on ?? ""), terms);
        const form = JSON.stringify([layout, room.rows, room.columns, room.hasSums]);
        if (form !== this.form || !this.table) {
            this.form = form;
            this.table = makeTable(layout, room);
            this.element.replaceChildren(this.title, this.table.element, this.total);
        }
        const hasFactors = stage?.by && !sum.isMax;
        writeAll(this.title, [hasFactors ? "products" : "terms", hasFactors ? ` ${factorNames(terms)}` : ""]);
        writeTable(this.table, terms, sum.done, room.isLow);
        const { kind, shown, count } = writeTotal(terms, sum);
        writeAll(this.total, [kind, shown, count]);
    }
}

/**
 * @param {HTMLElement} line
 * @param {string[]} texts One for each of its elements.
 */
function writeAll(line, texts) {
    for (const [k, element] of [...line.children].entries()) setText(element, texts[k]);
}
