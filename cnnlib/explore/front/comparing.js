// Where what is compared parts from the result.

/** @import { Scene, Values } from "./types" */

import { findArray } from "./arrays.js";
import { findDifferences } from "./marks.js";

const MEASURED = 1e-4; // the last of the decimals that are shown

/**
 * A sentence for each array that is held against the result of a stage.
 *
 * @param {Scene} scene
 * @param {Values} values
 */
export function compareResults({ arrays, results }, values) {
    const [to, ...others] = results;
    return others.map((name) => {
        const { differs } = findArray(arrays, name);
        const count = findDifferences(values[name], values[to], differs ? undefined : MEASURED).length;
        const all = values[to].length;
        if (!count) return `${name} is ${to} in all ${all} elements.`;
        return `${differs ? "\u2260: " : ""}${name} parts from ${to} in ${count} of ${all} elements.`;
    });
}
