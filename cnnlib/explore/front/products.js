// The products of one element as they lie on the picture, with what their rows and all of them come to.

/** @import { Scene, Term } from "./types" */

import { findArray } from "./arrays.js";
import { h } from "./dom.js";
import { factorNames, isCrowded, layOut, writeFactors } from "./layout.js";
import { format, formatShort } from "./numbers.js";

/**
 * @param {Term} term
 * @param {boolean} isNow
 * @param {boolean} isAdded
 * @param {boolean} hasRoom
 */
function makeProduct(term, isNow, isAdded, hasRoom) {
    const { value } = term;
    const written = hasRoom ? writeFactors(term) : "";
    const kind = [isNow && "now", isAdded && !value && "nothing"].filter(Boolean).join(" ");
    return h("td", { class: kind }, h("small", {}, written), h("b", {}, isAdded ? formatShort(value) : "\u00a0"));
}

/**
 * A row of the products, with its sum.
 *
 * @param {Term[]} terms
 * @param {{ t: number, column: number }[]} places Of those in this row.
 * @param {number} done
 * @param {number} columns
 * @param {boolean} hasSum
 */
function makeRow(terms, places, done, columns, hasSum) {
    const hasRoom = !isCrowded(terms);
    const cells = Array.from({ length: columns }, () => h("td", { class: "none" }));
    for (const { t, column } of places) {
        const isNow = t === done - 1 && done < terms.length;
        cells[Math.max(0, column)] = makeProduct(terms[t], isNow, t < done, hasRoom || isNow);
    }
    if (hasSum) {
        const sum = places.reduce((total, { t }) => total + terms[t].value, 0);
        cells.push(h("td", { class: "sum" }, places.every(({ t }) => t < done) ? formatShort(sum) : "\u00b7"));
    }
    return h("tr", {}, ...cells);
}

/**
 * The table of the products, with the sums of its rows.
 *
 * @param {Scene} scene
 * @param {Term[]} terms
 * @param {number} done How many are added up.
 * @param {boolean} isMax
 */
function makeTable({ stage, arrays }, terms, done, isMax) {
    const { rows, columns, tables, count } = layOut(findArray(arrays, stage?.on ?? ""), terms);
    const hasSum = count[0] > 1 && count[1] > 1 && !isMax;
    const body = Array.from({ length: terms.length ? count[0] : 0 }, (_, row) => {
        const mine = [...rows.keys()].filter((t) => rows[t] === row).map((t) => ({ t, column: columns[t] }));
        const isNext = row > 0 && tables[mine[0].t] !== tables[rows.indexOf(row - 1)];
        const line = makeRow(terms, mine, done, count[1], hasSum);
        return isNext ? [h("tr", { class: "gap" }, h("td")), line] : [line];
    });
    return h("table", { class: isCrowded(terms) ? "many" : "" }, h("tbody", {}, ...body.flat()));
}

/**
 * What is written above and below the products.
 *
 * @param {Scene} scene
 * @param {Term[]} terms
 * @param {number} done
 * @param {boolean} isMax
 * @param {boolean} isHidden Whether a reader is to say what they come to.
 */
function makeTotal({ stage }, terms, done, isMax, isHidden) {
    const values = terms.slice(0, done).map(({ value }) => value);
    const total = isMax ? Math.max(...values) : values.reduce((sum, value) => sum + value, 0);
    const isWhole = done === terms.length;
    const shown = (isWhole && isHidden) || (isMax && !values.length) ? "?" : format(total);
    const kind = isMax ? "largest" : "total";
    const count = isWhole ? (terms.length === 1 ? "1 term" : `all ${terms.length}`) : `${done} of ${terms.length}`;
    const name = isMax || !stage?.by ? "terms" : "products";
    const factors = stage?.by && !isMax ? ` ${factorNames(terms)}` : "";
    return {
        title: h("p", {}, h("b", {}, name), h("small", {}, factors)),
        total: h(
            "p",
            { class: "total" },
            h("small", {}, isWhole ? kind : "so far"),
            h("b", {}, shown),
            h("small", {}, count),
        ),
    };
}

export class Products {
    constructor() {
        // A sentence says the same.
        this.element = h("div", { class: "products", "aria-hidden": "true" });
    }

    /**
     * @param {Scene} scene
     * @param {Term[]} terms
     * @param {number} done How many are added up.
     * @param {{ isMax: boolean, isHidden: boolean }} how
     */
    render(scene, terms, done, { isMax, isHidden }) {
        const { title, total } = makeTotal(scene, terms, done, isMax, isHidden);
        this.element.replaceChildren(title, makeTable(scene, terms, done, isMax), total);
    }
}
