// What each cell looks like, as a function of the numbers and of what is lit.

/** @import { Cell, LinkedArray, Light, Lights, Look, Numbers } from "./types" */

import { isEditable, isPadding, nameOf } from "./arrays.js";
import { format } from "./numbers.js";

/**
 * @param {LinkedArray} array
 * @param {number} flat
 * @param {Numbers} numbers
 * @param {Light | undefined} light
 * @param {number} largest
 * @param {boolean} isPicked
 * @returns {Look}
 */
function lookOf(array, flat, { values, edited, marks }, light, largest, isPicked) {
    const { name } = array;
    const value = values[name][flat];
    const isOutside = isPadding(array, flat);
    const isUnreached = marks.unreached.get(name)?.has(flat);
    const isEdited = edited.get(name)?.has(flat);
    const classes = [
        light,
        value < 0 && "negative",
        value === 0 && "zero",
        isOutside && "padding",
        isEditable(array, flat) && "editable",
        isUnreached && "unreached",
        isEdited && "edited",
    ];
    const text = format(value);
    const sign = marks.signs.get(name)?.get(flat) ?? "";
    const label = [
        `${nameOf(array, flat)} = ${text}${sign && ` ${sign}`}`,
        isOutside && "padding, always 0",
        isUnreached && "no window reaches it",
        isEdited && "edited",
    ];
    return {
        classes: classes.filter(Boolean).join(" "),
        text,
        sign,
        share: (Math.abs(value) / largest).toFixed(2),
        label: label.filter(Boolean).join("; "),
        selected: String(isPicked),
    };
}

/**
 * What the cells of an array look like.
 *
 * @param {LinkedArray} array
 * @param {Numbers} numbers
 * @param {Lights} lit
 * @param {Cell | null} picked The cell that is pinned.
 * @returns {Look[]}
 */
export function looksOf(array, numbers, lit, picked) {
    const values = numbers.values[array.name];
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
    const lights = lit.get(array.name);
    const pickedHere = picked?.name === array.name ? picked.flat : null;
    return Array.from(values, (_, flat) =>
        lookOf(array, flat, numbers, lights?.get(flat), largest, flat === pickedHere),
    );
}
