// The table of all states of a page's explorer, as the book's build has written it.

/** @import { Control, View } from "./types" */

import { addUp } from "./steps.js";

/**
 * What the build has written: of each panel the controls that it depends on, and of each of its states the part that it
 * is.
 *
 * @typedef {object} Table
 * @property {Control[]} controls
 * @property {{ controls: number[], states: number[] }[]} panels
 * @property {any[]} pool The parts, in which {"$": n} stands for part n.
 */

/**
 * Returns a function that gives the whole of a part. What occurs in many states is one object in all of them.
 *
 * @param {any[]} pool
 */
function partsOf(pool) {
    const done = new Map();
    /** @type {(value: any) => any} */
    const whole = (value) => {
        if (Array.isArray(value)) return typeof value[0] === "number" ? value : value.map(whole);
        if (value === null || typeof value !== "object") return value;
        if (!("$" in value)) return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, whole(part)]));
        if (!done.has(value.$)) done.set(value.$, whole(pool[value.$]));
        return done.get(value.$);
    };
    return (/** @type {number} */ number) => whole({ $: number });
}

/**
 * Returns a function that gives the view of each panel where the controls stand.
 *
 * @param {Table} table
 * @returns {(state: number[]) => View[]}
 */
export function readTable({ controls, panels, pool }) {
    const part = partsOf(pool);
    const tables = panels.map((panel) => ({ depends: panel.controls, states: addUp(panel.states) }));
    return (state) =>
        tables.map(({ depends, states }) => {
            // It runs through the controls, the first one fastest.
            const at = depends.reduceRight((sum, k) => sum * controls[k].labels.length + state[k], 0);
            return part(states[at]);
        });
}
