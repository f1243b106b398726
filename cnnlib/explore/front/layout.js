// How titles are broken, where the products of an element stand, and whether there is room for their factors.

/** @import { LinkedArray, Term } from "./types" */

import { positionOf } from "./arrays.js";
import { formatShort } from "./numbers.js";

const MOST_WITH_FACTORS = 12; // products; of more, or of long ones, only the last has room for its factors
const MOST_LONG = 6;
const LONG = 4; // characters

/**
 * The rank of each of some numbers among those that differ: a dilation leaves no gaps.
 *
 * @param {number[]} places
 */
function ranksOf(places) {
    const known = [...new Set(places)].sort((a, b) => a - b);
    return places.map((place) => known.indexOf(place));
}

/**
 * Where the products stand: as their terms lie on the picture. What does not lie on it has a row of its own at the end.
 *
 * @param {LinkedArray} picture
 * @param {Term[]} terms
 */
export function layOut(picture, terms) {
    const places = terms.map(({ on }) => (on < 0 ? null : positionOf(picture, on)));
    const rows = ranksOf(places.map((place, t) => (place ? place.table * 1e4 + place.row : 1e9 + t)));
    const columns = ranksOf(places.map((place) => place?.column ?? -1));
    const hasLoose = places.some((place) => !place);
    return {
        rows,
        columns: columns.map((column, t) => (hasLoose && places[t] ? column - 1 : column)),
        tables: places.map((place) => place?.table ?? -1),
        count: [Math.max(0, ...rows) + 1, Math.max(0, ...columns) + (hasLoose && terms.length > 1 ? 0 : 1)],
    };
}

/**
 * Whether only the last product has room for its factors.
 *
 * @param {Term[]} terms
 */
const isCrowded = (terms) =>
    terms.length > MOST_WITH_FACTORS ||
    (terms.length > MOST_LONG &&
        terms.some(({ factors }) => factors.some(({ value }) => formatShort(value).length > LONG)));

/**
 * What a stage needs room for, whichever of its elements is looked at: nothing is to move when one points at another.
 *
 * @param {LinkedArray} picture
 * @param {Term[][]} every The terms of each element.
 * @param {boolean} isMax
 */
export function roomFor(picture, every, isMax) {
    const counts = every.map((terms) => layOut(picture, terms).count);
    const [rows, columns] = [0, 1].map((k) => Math.max(...counts.map((count) => count[k])));
    const terms = every.flat();
    const isLow = every.some(isCrowded);
    return { every, terms, rows, columns, isLow, hasSums: rows > 1 && columns > 1 && !isMax };
}

/** @typedef {ReturnType<typeof roomFor>} Room */

/**
 * The parts of a table's title, as in dJ/dX (1, 6, 5, 1): [0, :, :, 0].
 *
 * @param {string} title
 */
export function splitTitle(title) {
    const [, name, shape = "", slice = ""] = /** @type {string[]} */ (/^(.*?)( \([^)]*\))?(: \[.*)?$/.exec(title));
    return { name, shape, slice };
}

/**
 * Whether a shape has a line of its own.
 *
 * @param {string} shape
 */
export const isLong = (shape) => shape.length > 9;

/** @param {number} value */
const formatShortFactor = (value) => (value < 0 ? `(${formatShort(value)})` : formatShort(value));

/**
 * The factors of a term, as they are written above its product.
 *
 * @param {Term} term
 */
export const writeFactors = ({ factors }) =>
    factors.length > 1 ? factors.map(({ value }) => formatShortFactor(value)).join("\u00b7") : "";

/**
 * The arrays of the factors of a product, in their order.
 *
 * @param {Term[]} terms
 */
export const factorNames = (terms) => (terms[0]?.factors ?? []).map(({ name }) => name).join(" \u00b7 ");
