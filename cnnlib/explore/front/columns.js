// How much room the columns of a stage need: tables, and the products of an element.

/** @import { Column } from "./fit.js" */
/** @import { Grid } from "./grid.js" */
/** @import { Room } from "./layout.js" */
/** @import { Scene, Term } from "./types" */

import { fitCells } from "./fit.js";
import { factorNames, isLong, splitTitle, writeFactors } from "./layout.js";
import { formatShort } from "./numbers.js";
import { orderOf } from "./scene.js";

const HEADER = 1.5; // em: the indices of the rows, and those of the columns
const TITLE = 1.9;
const TOTAL = 2.4;
const LETTER = 0.58; // em, about
const DIGIT = 0.56;
const SMALL = 0.45;
const SIZES = [1.9, 3.8, 99]; // em: how wide the smallest cells are, about, large ones, and more than any
const LEAST_PRODUCT = 3; // how wide a product is, and how high, with its factors and without
const LEAST_SUM = 2.2;
const COUNT = 7.1; // "so far 4 of 40", and what is between it and the result
const PRODUCT_HIGH = 2.6;
const PRODUCT_LOW = 1.7;

/**
 * The characters of a text, of which points and brackets are narrow.
 *
 * @param {string} text
 */
const lengthOf = (text) => text.length - 0.38 * text.replace(/[^.()\u00b7]/g, "").length;

/**
 * How wide a cell is, in cells: what it holds has to fit, and what lies in its corner.
 *
 * @param {number} characters
 * @param {number} inCorner
 */
const widthFor = (characters, inCorner) => Math.max(1, characters * 0.26 + 0.15, inCorner * 0.2 + 0.2);

/**
 * How wide the cells of each array in sight are, in cells.
 *
 * @param {Scene} scene
 * @param {Map<string, Grid>} grids
 * @param {Term[]} terms
 */
function widthsOf({ stage, arrays }, grids, terms) {
    const lengths = terms.flatMap(({ factors }) => factors.map(({ value }) => formatShort(value).length));
    const longest = Math.max(0, ...lengths);
    return new Map(
        arrays.map(({ name }) => {
            const inCorner = name === stage?.on && stage.by ? longest : 0;
            return [name, widthFor(grids.get(name)?.characters ?? 1, inCorner)];
        }),
    );
}

/**
 * A column for a table: as wide as its title, where that is wider than cells of some size; or as wide as its cells.
 *
 * @param {Grid} grid
 * @param {number} wide How wide a cell is, in cells.
 * @returns {Column}
 */
function makeColumn({ title, runs, rows, columns, matrices }, wide) {
    const { name, shape } = splitTitle(title);
    const cells = wide * columns;
    const { length } = matrices; // any of them may be shown
    // A slice has as many entries as the shape. What is long, and how the axes run, have lines of their own.
    const small = SMALL * Math.max(runs.length, shape.length * (length > 1 ? 2 : 1));
    const more = runs ? 2 : Number(isLong(shape));
    const em = more ? Math.max(name.length * LETTER, small) : name.length * LETTER + small;
    const high = { rows: rows * length, em: (HEADER + TITLE + more) * length };
    const asCells = { cells, em: HEADER };
    return { wide: SIZES.map((size) => (em > HEADER + cells * size ? { cells: 0, em } : asCells)), high };
}

/**
 * The column of the products, with the factor above them where it is small. What is written above and below them may be
 * wider than they are.
 *
 * @param {Room} room
 * @param {number} characters Of the longest result.
 * @param {Column} [above]
 */
function makeProducts({ terms, rows, columns, isLow, hasSums }, characters, above) {
    const values = Math.max(...terms.map(({ value }) => lengthOf(formatShort(value)))) * DIGIT;
    const factors = isLow ? 0 : Math.max(...terms.map((term) => lengthOf(writeFactors(term)))) * SMALL;
    const each = Math.max(LEAST_PRODUCT, values + 0.4, factors + 0.5);
    const table = each * columns + (hasSums ? Math.max(LEAST_SUM, values + 0.4) : 0);
    const title = "products".length * LETTER + SMALL * factorNames(terms).length;
    const total = COUNT + 1.375 * DIGIT * characters;
    const em = Math.max(table, title, total);
    const wide = { cells: 0, em };
    const mine = rows * (isLow ? PRODUCT_LOW : PRODUCT_HIGH) + TITLE + TOTAL;
    const high = above ? { rows: above.high.rows, em: above.high.em + mine + 0.75 } : { rows: 0, em: mine };
    return { each, em, column: { wide: [wide, ...(above?.wide.slice(1) ?? [wide, wide])], high } };
}

/**
 * How large the cells of a stage may be, in a column, where all stand side by side, and on a narrow page.
 *
 * @param {Scene} scene
 * @param {Map<string, Grid>} grids
 * @param {Room} room
 * @param {boolean} hasStack Whether the products stand below the other factor.
 */
export function fitStage(scene, grids, room, hasStack) {
    const { on = "", by = "", to = "" } = scene.stage ?? {};
    const widths = widthsOf(scene, grids, room.terms);
    const columnOf = (/** @type {string} */ name) =>
        makeColumn(/** @type {Grid} */ (grids.get(name)), widths.get(name) ?? 1);
    const longest = grids.get(to)?.characters ?? 1;
    const { each, em } = makeProducts(room, longest);
    const arrange = (/** @type {boolean} */ isStacked) => {
        const { before, after } = orderOf(scene, isStacked);
        const { column } = makeProducts(room, longest, isStacked ? columnOf(by) : undefined);
        return fitCells([...before.map(columnOf), column, ...after.map(columnOf)]);
    };
    return {
        widths,
        products: { each, em },
        wide: arrange(hasStack),
        beside: arrange(false),
        narrow: fitCells([on, ...orderOf(scene, false).after].map(columnOf)),
    };
}
