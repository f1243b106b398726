// The places of an array's elements, as a reader counts them: padding lies at negative indices, and behind the end.

/** @import { LinkedArray } from "./types" */

import { format } from "./numbers.js";

/**
 * The number of elements.
 *
 * @param {LinkedArray} array
 */
export const sizeOf = (array) => array.shape.reduce((product, length) => product * length, 1);

/**
 * The flat indices of all elements.
 *
 * @param {LinkedArray} array
 */
export const flatsOf = (array) => [...Array(sizeOf(array)).keys()];

/**
 * The first of this name, if there is one.
 *
 * @template {{ name: string }} T
 * @param {T[]} all
 * @param {string | undefined} name
 */
export const findNamed = (all, name) => all.find((one) => one.name === name);

/**
 * The array of this name; that there is one was seen to when the block was made.
 *
 * @param {LinkedArray[]} arrays
 * @param {string} name
 */
export const findArray = (arrays, name) => /** @type {LinkedArray} */ (findNamed(arrays, name));

/**
 * The index of the first cell along an axis.
 *
 * @param {LinkedArray} array
 * @param {number} axis
 */
export const startAlong = (array, axis) => (array.origin?.[axis] ?? 0) - paddingAlong(array, axis);

/**
 * How many rows or columns of padding lie before the first element along an axis.
 *
 * @param {LinkedArray} array
 * @param {number} axis
 */
function paddingAlong(array, axis) {
    const k = array.axes.indexOf(axis);
    return k < 0 ? 0 : (array.padding?.[k] ?? 0);
}

/**
 * The place of an element, from its flat index.
 *
 * @param {LinkedArray} array
 * @param {number} flat
 */
export function placeOf(array, flat) {
    /** @type {number[]} */
    const place = [];
    for (let axis = array.shape.length - 1; axis >= 0; axis--) {
        place[axis] = (flat % array.shape[axis]) + startAlong(array, axis);
        flat = Math.floor(flat / array.shape[axis]);
    }
    return place;
}

/**
 * Where an element stands on the page: in which of an array's tables, and in which of its rows and columns.
 *
 * @param {LinkedArray} array
 * @param {number} flat
 */
export function positionOf({ shape, axes }, flat) {
    const position = { table: 0, row: 0, column: 0 };
    let tables = 1;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
        const at = flat % shape[axis];
        flat = Math.floor(flat / shape[axis]);
        if (axis === axes[0]) position.row = at;
        else if (axis === axes[1]) position.column = at;
        else {
            position.table += at * tables;
            tables *= shape[axis];
        }
    }
    return position;
}

/**
 * How many tables an array is: one for each index of the axes that run neither down nor across.
 *
 * @param {LinkedArray} array
 */
export const countTables = ({ shape, axes }) =>
    shape.reduce((count, length, axis) => (axes.includes(axis) ? count : count * length), 1);

/**
 * Of each table of an array the flat index of its first element.
 *
 * @param {LinkedArray} array
 */
export function firstOfTables(array) {
    /** @type {number[]} */
    const found = [];
    for (const flat of flatsOf(array)) found[positionOf(array, flat).table] ??= flat;
    return found;
}

/**
 * Which table of an array an element is in, as in [0, :, :, 1].
 *
 * @param {LinkedArray} array
 * @param {number} flat
 */
export function nameTable(array, flat) {
    const index = placeOf(array, flat).map((at, axis) => (array.axes.includes(axis) ? ":" : at));
    return `[${index.join(", ")}]`;
}

/**
 * The other way: null for a place that the array does not have.
 *
 * @param {LinkedArray} array
 * @param {number[]} place
 */
export function flatOf(array, place) {
    if (place.length !== array.shape.length) return null;
    let flat = 0;
    for (const [axis, length] of array.shape.entries()) {
        const at = place[axis] - startAlong(array, axis);
        if (!(Number.isInteger(at) && at >= 0 && at < length)) return null;
        flat = flat * length + at;
    }
    return flat;
}

/**
 * Whether an element lies in the padding.
 *
 * @param {LinkedArray} array
 * @param {number} flat
 */
export function isPadding(array, flat) {
    if (!array.padding) return false;
    return placeOf(array, flat).some((at, axis) => at < 0 || at >= array.shape[axis] - 2 * paddingAlong(array, axis));
}

/**
 * Whether a reader may change an element.
 *
 * @param {LinkedArray} array
 * @param {number} flat
 */
export const isEditable = (array, flat) => Boolean(array.edit) && !isPadding(array, flat);

/**
 * Writes a place as in X[2, 1]; a single number has its name alone.
 *
 * @param {string} name
 * @param {number[]} place
 */
export const namePlace = (name, place) => (place.length ? `${name}[${place.map(format).join(", ")}]` : name);

/**
 * The name of an element.
 *
 * @param {LinkedArray} array
 * @param {number} flat
 */
export const nameOf = (array, flat) => namePlace(array.name, placeOf(array, flat));
