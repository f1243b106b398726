// The state as lines of code for other libraries, with the reader's numbers.

/** @import { LinkedArray, State } from "./types" */

import { isPadding } from "./arrays.js";
import { linkedBlocks, numbersOf } from "./state.js";

/**
 * The numbers without the padding, as nested lists that Python reads.
 *
 * @param {LinkedArray} array
 * @param {ArrayLike<number>} values
 */
export function writeLiteral(array, values) {
    /** @type {(axis: number, flat: number) => string | null} */
    const nest = (axis, flat) => {
        if (axis === array.shape.length) return isPadding(array, flat) ? null : String(values[flat]);
        const length = array.shape[axis];
        const inner = Array.from({ length }, (_, k) => nest(axis + 1, flat * length + k));
        const kept = inner.filter((text) => text !== null);
        return kept.length ? `[${kept.join(", ")}]` : null;
    };
    return nest(0, 0);
}

/**
 * The lines for each library.
 *
 * @param {State} state
 */
export function writeCode({ views, edits }) {
    /** @type {Record<string, string | null>} */
    const literals = {};
    for (const { arrays } of linkedBlocks(views)) {
        const { values } = numbersOf(arrays, edits);
        for (const array of arrays) literals[array.name] = writeLiteral(array, values[array.name]);
    }
    return views
        .flatMap(({ code }) => Object.entries(code ?? {}))
        .map(([library, template]) => {
            const text = template.replace(/\{([^{}]+)\}/g, (whole, name) => literals[name] ?? whole);
            return { library, text };
        });
}
