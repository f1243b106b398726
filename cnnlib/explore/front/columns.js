// How much room the columns of a stage need: tables, and the products of an element.

/** @import { Column } from "./fit.js" */
/** @import { Grid } from "./grid.js" */
/** @import { LinkedArray, Scene, Term } from "./types" */

import { findArray } from "./arrays.js";
import { fitCells } from "./fit.js";
import { factorNames, isCrowded, isLong, layOut, splitTitle, writeFactors } from "./layout.js";
import { format, formatShort } from "./numbers.js";

const HEADER = 1.5; // em: the indices of the rows, and those of the columns
const TITLE = 1.9;
const TOTAL = 2.4;
const LETTER = 0.58; // em, about
const SMALL = 0.42;
const LEAST = 1.9; // em: about what the smallest cell is wide
const LEAST_PRODUCT = 3; // how wide a product is, and how high, with its factors and without
const PRODUCT_HIGH = 2.6;
const PRODUCT_LOW = 1.7;

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
export function widthsOf({ stage, arrays }, grids, terms) {
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
 * A column for a table: as wide as its title, where that is wider than the smallest cells; or as wide as its cells.
 *
 * @param {Grid} grid
 * @param {number} wide How wide a cell is, in cells.
 * @returns {Column}
 */
function makeColumn({ title, rows, columns, matrices }, wide) {
    const { name, shape } = splitTitle(title);
    const [cells, shown] = [wide * columns, matrices.filter(({ element }) => !element.hidden).length];
    // A slice has as many entries as the shape.
    const small = SMALL * shape.length * (matrices.length > 1 ? 2 : 1);
    const em = isLong(shape) ? Math.max(name.length * LETTER, small) : name.length * LETTER + small;
    const high = [{ rows: rows * shown, em: (HEADER + TITLE + (isLong(shape) ? 1 : 0)) * shown }];
    const asCells = { cells, em: HEADER };
    return { wide: [em > HEADER + cells * LEAST ? { cells: 0, em } : asCells, asCells], high };
}

/**
 * The column of the products, with the factor above them where it is small. What is written above and below them may be
 * wider than they are.
 *
 * @param {LinkedArray} picture
 * @param {Term[]} terms
 * @param {Column | undefined} above
 * @returns {Column}
 */
function makeProducts(picture, terms, above) {
    const [rows, columns] = layOut(picture, terms).count;
    const isLow = isCrowded(terms);
    const inside = terms.map((term) => [formatShort(term.value).length, isLow ? 0 : writeFactors(term).length]);
    const product = inside.map(([value, factors]) => Math.max(value * LETTER, factors * SMALL) + 0.4);
    const most = Math.max(LEAST_PRODUCT, ...product);
    const table = most * (columns + (rows > 1 && columns > 1 ? 1.1 : 0)); // with the sums of the rows
    const title = "products".length * LETTER + SMALL * factorNames(terms).length;
    const sum = format(terms.reduce((total, { value }) => total + value, 0));
    const total = "total all 40".length * SMALL + 1.7 + 1.375 * LETTER * sum.length;
    const wide = { cells: 0, em: Math.max(table, title, total) };
    const high = { rows: 0, em: rows * (isLow ? PRODUCT_LOW : PRODUCT_HIGH) + TITLE + TOTAL };
    if (!above) return { wide: [wide, wide], high: [high] };
    const stacked = above.high.map((one) => ({ rows: one.rows, em: one.em + high.em + 0.75 }));
    return { wide: [wide, above.wide[1]], high: stacked };
}

/**
 * How large the cells of a stage may be, in a column and on a narrow page.
 *
 * @param {Scene} scene
 * @param {Map<string, Grid>} grids
 * @param {Term[]} terms
 * @param {boolean} hasStack Whether the products stand below the other factor.
 */
export function fitStage({ stage, arrays, results }, grids, terms, hasStack) {
    const { on = "", by = "" } = stage ?? {};
    const widths = widthsOf({ stage, arrays, results }, grids, terms);
    const columnOf = (/** @type {string} */ name) =>
        makeColumn(/** @type {Grid} */ (grids.get(name)), widths.get(name) ?? 1);
    const middle = makeProducts(findArray(arrays, on), terms, hasStack ? columnOf(by) : undefined);
    const others = arrays.filter(({ name }) => ![on, by, ...results].includes(name));
    const before = [
        on,
        ...(by && !hasStack ? [by] : []),
        ...others.filter(({ rule }) => !rule).map(({ name }) => name),
    ];
    const after = [...results, ...others.filter(({ rule }) => rule).map(({ name }) => name)];
    return {
        wide: fitCells([...before.map(columnOf), middle, ...after.map(columnOf)]),
        narrow: fitCells([on, ...after].map(columnOf)),
    };
}
