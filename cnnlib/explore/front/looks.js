// What each cell looks like, as a function of the numbers and of what is lit.

/** @import { Cell, LinkedArray, Lights, Look, Numbers } from "./types" */

import { isEditable, isPadding, nameOf } from "./arrays.js";
import { oncePer } from "./memo.js";
import { format } from "./numbers.js";

/**
 * @param {LinkedArray} array
 * @param {number} flat
 * @param {Numbers} numbers
 * @param {number} largest
 * @param {string} hushed
 * @returns {Look}
 */
function lookOf(array, flat, { values, edited, marks }, largest, hushed) {
    const { name } = array;
    const value = values[name][flat];
    const isOutside = isPadding(array, flat);
    const isUnreached = marks.unreached.get(name)?.has(flat);
    const isEdited = edited.get(name)?.has(flat);
    const classes = [
        value < 0 && "negative",
        value === 0 && "zero",
        isOutside && "padding",
        isEditable(array, flat) && "editable",
        isUnreached && "unreached",
        isEdited && "edited",
    ];
    const text = format(value);
    const signs = marks.signs.get(name)?.get(flat) ?? "";
    const label = [
        `${nameOf(array, flat)} = ${text} ${signs.replace(hushed, "")}`.trim(),
        isOutside && "padding, always 0",
        isUnreached && "no window reaches it",
        isEdited && "edited",
    ];
    return {
        classes: classes.filter(Boolean).join(" "),
        text,
        sign: signs.replace(hushed, ""),
        size: text.length + signs.length,
        share: (Math.abs(value) / largest).toFixed(2),
        label: label.filter(Boolean).join("; "),
        selected: "false",
    };
}

/** @type {Set<number>} */
const NONE = new Set();

/**
 * By the numbers of a block, and the name of an array with the sign that is left out: its cells while nothing is lit.
 * Pointing changes none of it.
 */
const unlit = oncePer((/** @type {Numbers} */ _) => /** @type {Map<string, Look[]>} */ (new Map()));

/**
 * What the cells of an array look like while nothing is lit.
 *
 * @param {LinkedArray} array
 * @param {Numbers} numbers
 * @param {string} hushed A sign that is left out.
 * @returns {Look[]}
 */
function unlitLooks(array, numbers, hushed) {
    const key = array.name + hushed;
    const known = unlit(numbers).get(key);
    if (known) return known;
    const values = numbers.values[array.name];
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
    const looks = Array.from(values, (_, flat) => lookOf(array, flat, numbers, largest, hushed));
    unlit(numbers).set(key, looks);
    return looks;
}

/**
 * A cell whose number is not shown yet; it has room for it.
 *
 * @param {LinkedArray} array
 * @param {number} flat
 * @param {Look} look
 * @returns {Look}
 */
const veiledLook = (array, flat, look) => ({
    ...look,
    classes: "veiled",
    text: "?",
    sign: "",
    share: "0.00",
    label: `${nameOf(array, flat)}, not shown yet`,
});

/**
 * What the cells of an array look like. A cell that is not lit has the same look, the object itself, as long as its
 * numbers stay.
 *
 * @param {LinkedArray} array
 * @param {Numbers} numbers
 * @param {Lights} lit
 * @param {Cell | null} picked The cell that is pinned.
 * @param {{ covered?: Set<number>, isVeiled?: (flat: number) => boolean, hushed?: string }} [stage] The cells that
 *     something lies on, those whose number is not shown yet, and the sign that would tell it.
 * @returns {Look[]}
 */
export function looksOf(array, numbers, lit, picked, { covered = NONE, isVeiled, hushed = "" } = {}) {
    const looks = unlitLooks(array, numbers, hushed).slice();
    if (isVeiled)
        for (const flat of looks.keys()) if (isVeiled(flat)) looks[flat] = veiledLook(array, flat, looks[flat]);
    for (const flat of covered) looks[flat] = { ...looks[flat], classes: `under ${looks[flat].classes}`.trim() };
    for (const [flat, light] of lit.get(array.name) ?? []) {
        looks[flat] = { ...looks[flat], classes: [light, looks[flat].classes].filter(Boolean).join(" ") };
    }
    if (picked?.name === array.name) looks[picked.flat] = { ...looks[picked.flat], selected: "true" };
    return looks;
}
