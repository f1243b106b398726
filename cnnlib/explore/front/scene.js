// What of a block is in sight: all of its arrays, or those of the stage that is looked at.

/** @import { Block, LinkedArray, Scene, Stage, State } from "./types" */

import { findArray, findNamed } from "./arrays.js";
import { oncePer } from "./memo.js";
import { sourcesOf } from "./rules.js";

/**
 * The stage that is looked at, or null where there are none: the one that was chosen, or the first.
 *
 * @param {Pick<Block, "stages">} block
 * @param {string} look
 * @returns {Stage | null}
 */
export const stageOf = ({ stages }, look) => findNamed(stages ?? [], look) ?? stages?.[0] ?? null;

/** By the arrays of a block, and the names of the stage and of what it is compared with. */
const scenes = oncePer((/** @type {LinkedArray[]} */ _) => /** @type {Map<string, Scene>} */ (new Map()));

/**
 * The arrays in sight, in the order in which they stand.
 *
 * @param {Block} block
 * @param {Pick<State, "look" | "compared">} state
 */
export function sceneOf(block, { look, compared }) {
    const stage = stageOf(block, look);
    const chosen = Object.entries(stage?.compare ?? {}).filter(([name]) => compared.includes(name));
    const key = [stage?.name, ...chosen.map(([name]) => name)].join("\n");
    const known = scenes(block.arrays);
    const checks = chosen.map(([, name]) => name);
    const found = known.get(key) ?? makeScene(block.arrays, stage, checks);
    known.set(key, found);
    return found;
}

/**
 * The names of the arrays that stand before the products, and of those behind them.
 *
 * @param {Scene} scene
 * @param {boolean} hasStack Whether the other factor stands above the products.
 */
export function orderOf({ stage, arrays, results }, hasStack) {
    const { on = "", by = "" } = stage ?? {};
    const others = arrays.filter(({ name }) => ![on, by, ...results].includes(name));
    const [given, made] = [false, true].map((isMade) =>
        others.filter(({ rule }) => Boolean(rule) === isMade).map(({ name }) => name),
    );
    return { before: [on, ...(by && !hasStack ? [by] : []), ...given], after: [...results, ...made] };
}

/**
 * @param {LinkedArray[]} arrays
 * @param {Stage | null} stage
 * @param {string[]} checks
 * @returns {Scene}
 */
function makeScene(arrays, stage, checks) {
    if (!stage) return { stage, arrays, results: [] };
    const { on, by = "", beside = [], to } = stage;
    const results = [to, ...checks];
    const inSight = [on, by, ...results, ...beside].filter(Boolean);
    // What follows from arrays that are out of sight is given here. A sum explains what it is compared with.
    const takePart = (/** @type {string} */ name) => {
        const array = findArray(arrays, name);
        const isDerived = results.includes(name) || sourcesOf(array.rule).every((one) => inSight.includes(one));
        const explains = name === to ? checks : (array.explains ?? []).filter((one) => inSight.includes(one));
        return { ...array, explains, rule: isDerived ? array.rule : undefined };
    };
    return { stage, arrays: inSight.map(takePart), results };
}
