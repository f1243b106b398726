// Links from before there were stages: what they pin is looked at where it is added up.

/** @import { LinkedArray, Pin, Stage, View } from "./types" */

import { findNamed } from "./arrays.js";
import { linkedBlocks } from "./state.js";

/**
 * The stage in which an array is to be looked at: the one that makes it, or what it explains, or shows it.
 *
 * @param {Stage[]} stages
 * @param {LinkedArray} array
 */
function findStage(stages, { name, explains = [] }) {
    const results = (/** @type {Stage} */ { to, compare }) => [to, ...Object.values(compare ?? {})];
    const makes = stages.find((stage) => results(stage).includes(name));
    const explained = stages.find(({ to }) => explains[0] === to);
    if (makes) return { stage: makes, name };
    if (explained) return { stage: explained, name: explained.to };
    const shows = stages.find(({ on, by, beside }) => [on, by, ...(beside ?? [])].includes(name));
    return shows ? { stage: shows, name } : null;
}

/**
 * Sets the stage of an old link by its pin. A pin on a weight was read for its gradient: it goes there.
 *
 * @param {View[]} views
 * @param {{ look: string, pin: Pin | null }} read
 * @param {{ pin: Pin, isEdit: boolean }[]} cells
 */
export function moveOldPin(views, read, cells) {
    const { pin } = read;
    if (!pin) return;
    for (const { arrays, stages = [] } of linkedBlocks(views)) {
        const array = findNamed(arrays, pin.name);
        const found = array && findStage(stages, array);
        if (!found) continue;
        const moved = { name: found.name, place: pin.place };
        read.look = found.stage.name;
        read.pin = moved;
        for (const cell of cells) if (cell.pin === pin) cell.pin = moved;
    }
}
