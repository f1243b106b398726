// The arrays of a stage side by side: one lies on another, beside them are the products and what they add up to.

/** @import { Box } from "./lens.js" */
/** @import { Room } from "./layout.js" */
/** @import { Cell, LinkedArray, Scene, Term, Values } from "./types" */

import { countTables, findArray, positionOf } from "./arrays.js";
import { fitStage } from "./columns.js";
import { fill, h, setStyle } from "./dom.js";
import { termsAt } from "./element.js";
import { Grid } from "./grid.js";
import { roomFor } from "./layout.js";
import { formatShort } from "./numbers.js";
import { Products } from "./products.js";
import { orderOf } from "./scene.js";

const MOST_STACKED = 4; // rows of a factor that has its products below it

/**
 * What is looked at now: the element, its terms, and how many of them are added up; whether nothing is pointed at, or
 * something else.
 *
 * @typedef {object} Sum
 * @property {Cell} element
 * @property {Term[]} terms
 * @property {number} done
 * @property {boolean} isMax
 * @property {boolean} isHidden
 * @property {boolean} isResting
 * @property {boolean} isAway
 */

/**
 * The boxes that lie on the tables of the picture, by table.
 *
 * @param {LinkedArray} picture
 * @param {Sum} sum
 * @returns {Map<number, Box[]>}
 */
function boxesOn(picture, { terms, done }) {
    const found = new Map();
    for (const [t, { on, by, factors }] of terms.entries()) {
        if (on < 0) continue;
        const { table, row, column } = positionOf(picture, on);
        const other = by < 0 ? undefined : factors.find(({ flat, name }) => flat === by && name !== picture.name);
        const isNow = t === done - 1 && done < terms.length;
        const box = { key: String(by < 0 ? t : by), row, column, text: other ? formatShort(other.value) : "", isNow };
        found.set(table, [...(found.get(table) ?? []), box]);
    }
    return found;
}

/**
 * On the other factor, a box on what the last product was made with.
 *
 * @param {LinkedArray} other
 * @param {Sum} sum
 * @returns {Map<number, Box[]>}
 */
function boxNow(other, { terms, done }) {
    const now = done < terms.length ? terms[done - 1] : undefined;
    if (!now || now.by < 0) return new Map();
    const { table, row, column } = positionOf(other, now.by);
    return new Map([[table, [{ key: "now", row, column, text: "", isNow: true }]]]);
}

/**
 * The tables of the other factor that have a part in these terms; where none has, the first.
 *
 * @param {LinkedArray} other
 * @param {Term[]} terms
 */
function tablesOf(other, terms) {
    const tables = terms.filter(({ by }) => by >= 0).map(({ by }) => positionOf(other, by).table);
    return tables.length ? tables : [0];
}

export class StageView {
    constructor() {
        this.products = new Products();
        this.middle = h("div", { class: "linked-middle" });
        this.element = h("div", { class: "linked staged" });
        this.room = h("div", { class: "linked-room" }, this.element);
        /** @type {Scene | null} */
        this.scene = null;
        /** @type {Values | null} */
        this.values = null;
        this.need = /** @type {Room} */ ({}); // until there is a scene
    }

    /**
     * What there has to be room for in a scene; writes down how large its cells may be.
     *
     * @param {Scene} scene
     * @param {Map<string, Grid>} grids
     * @param {Sum} sum
     * @param {Values} values
     */
    #makeRoom(scene, grids, { isMax }, values) {
        const { on = "", to = "" } = scene.stage ?? {};
        const every = Array.from(values[to], (_, flat) => termsAt(scene, values, { name: to, flat }));
        this.need = roomFor(findArray(scene.arrays, on), every, isMax);
        const isStacked = this.#isStacked(scene);
        this.#place(scene, grids, isStacked);
        const { widths, products, ...sizes } = fitStage(scene, grids, this.need, isStacked);
        for (const [name, wide] of widths) {
            const grid = grids.get(name);
            if (grid) setStyle(grid.element, "--wide", String(wide));
        }
        const { element } = this.products;
        setStyle(element, "--product", `${products.each}em`);
        setStyle(element, "min-width", `${products.em}em`);
        for (const [where, size] of Object.entries(sizes)) setStyle(this.element, `--${where}-cells`, size);
    }

    /**
     * Puts the tables of a scene side by side; all others are kept out of sight.
     *
     * @param {Scene} scene
     * @param {Map<string, Grid>} grids
     * @param {boolean} isStacked
     */
    #place(scene, grids, isStacked) {
        const { on = "", by } = scene.stage ?? {};
        const { before, after } = orderOf(scene, isStacked);
        const gridOf = (/** @type {string} */ name) => /** @type {Grid} */ (grids.get(name)).element;
        fill(this.middle, [...(by && isStacked ? [gridOf(by)] : []), this.products.element]);
        const shown = [...before.map(gridOf), this.middle, ...after.map(gridOf)];
        const seen = new Set(scene.arrays.map(({ name }) => name));
        const rest = [...grids].filter(([name]) => !seen.has(name)).map(([, { element }]) => element);
        fill(this.element, [...shown, ...rest]);
        for (const [name, grid] of grids) {
            grid.element.hidden = !seen.has(name);
            grid.point(null, 0); // what was a result may be a factor now
        }
        const first = [on, ...scene.results].map(gridOf);
        for (const element of shown) element.classList.toggle("aside", !first.includes(element));
    }

    /**
     * Whether the other factor is so small that its products stand below it, where there is no room beside it.
     *
     * @param {Scene} scene
     */
    #isStacked({ stage, arrays }) {
        if (!stage?.by) return false;
        const other = findArray(arrays, stage.by);
        const rows = other.axes[0] === null ? 1 : other.shape[other.axes[0]];
        return rows <= MOST_STACKED && this.need.every.every((terms) => new Set(tablesOf(other, terms)).size === 1);
    }

    /**
     * @param {Scene} scene
     * @param {Map<string, Grid>} grids
     * @param {Sum} sum
     * @param {Values} values
     */
    render(scene, grids, sum, values) {
        const { stage } = scene;
        if (!stage) return;
        const isNew = this.scene !== scene || this.values !== values;
        if (isNew) this.#makeRoom(scene, grids, sum, values);
        this.scene = scene;
        this.values = values;
        this.element.classList.toggle("still", isNew); // where there was something else, nothing glides
        const { terms } = sum;
        const picture = findArray(scene.arrays, stage.on);
        const other = stage.by ? findArray(scene.arrays, stage.by) : null;
        const boxes = boxesOn(picture, sum);
        for (const array of scene.arrays) {
            const grid = grids.get(array.name);
            if (array === picture) grid?.lay(sum.isAway ? new Map() : boxes, other?.color ?? "", [...boxes.keys()]);
            else if (array === other) grid?.lay(boxNow(other, sum), "", tablesOf(other, terms));
            else this.frame(array, grid, scene, sum);
        }
        this.products.render(scene, terms, sum, this.need);
    }

    /**
     * Where the picture and the result do not fit side by side, one may be off the screen: what is lit is scrolled into
     * view, last what something lies on.
     *
     * @param {Scene} scene
     * @param {Map<string, Grid>} grids
     * @param {Sum} sum
     */
    bringIntoView({ stage }, grids, { element, terms }) {
        const [picture, result] = [grids.get(stage?.on ?? ""), grids.get(element.name)];
        if (!picture || !result) return;
        const cells = [result.cells[element.flat], picture.cells[terms.at(-1)?.on ?? -1], picture.cells[terms[0]?.on]];
        // Once it is laid out anyway.
        requestAnimationFrame(() => {
            const [above, below] = [picture, result].map((grid) => grid.element.getBoundingClientRect());
            if (below.top < above.bottom) return;
            for (const cell of cells)
                cell?.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
        });
    }

    /**
     * Frames the element that stays in sight while nothing is pointed at, and the same one in what it is compared with; of
     * all others the same table is in sight.
     *
     * @param {LinkedArray} array
     * @param {Grid | undefined} grid
     * @param {Scene} scene
     * @param {Sum} sum
     */
    frame(array, grid, { stage, arrays, results }, { element, isResting, isAway }) {
        const isMeant = array.name === element.name || (element.name === stage?.to && results.includes(array.name));
        const target = findArray(arrays, element.name);
        const { table, row, column } = positionOf(target, element.flat);
        const box = { key: "at", row, column, text: "", isNow: false };
        const isParallel = isMeant || countTables(array) === countTables(target);
        grid?.lay(new Map(isMeant && isResting ? [[table, [box]]] : []), "", isParallel ? [table] : null);
        grid?.point(isMeant && !isAway ? array : null, element.flat);
    }
}
