// Which cell is meant: the one that is pinned, pointed at or focused, and the element that a stage adds up.

/** @import { Block, Cell, Pin, Scene, State, Term, Values } from "./types" */

import { findArray, findNamed, flatOf, flatsOf } from "./arrays.js";
import { hasTerms, sourcesOf, termsInto, termsOf } from "./rules.js";
import { sceneOf } from "./scene.js";

/**
 * The cell of a block that a pin is on, or null.
 *
 * @param {Block} block
 * @param {Pin | null} pin
 * @returns {Cell | null}
 */
export function pinnedCell(block, pin) {
    const array = pin && findNamed(block.arrays, pin.name);
    const flat = array ? flatOf(array, pin.place) : null;
    return pin && flat !== null ? { name: pin.name, flat } : null;
}

/**
 * The cell of a block that is explained. A pinned one stays; otherwise the one under the pointer, or with the focus.
 *
 * @param {State} state
 * @param {Block} block
 * @returns {Cell | null}
 */
export function currentCell({ pin, hover, focus }, block) {
    return pinnedCell(block, pin) ?? [hover, focus].find((spot) => spot?.block === block.key) ?? null;
}

/**
 * The element that a cell stands for in a stage, or null if nothing adds up to it there.
 *
 * @param {Scene} scene
 * @param {Cell} cell
 * @returns {Cell | null}
 */
export function asElement({ stage, arrays, results }, { name, flat }) {
    if (!stage) return null;
    if (results.includes(name)) return { name: stage.to, flat };
    const array = findNamed(arrays, name);
    const isSum = hasTerms(array?.rule) && sourcesOf(array.rule).every((one) => one === stage.on || one === stage.by);
    return isSum ? { name, flat } : null;
}

/**
 * In the middle there is more to see than in a corner.
 *
 * @param {{ shape: number[], axes: (number | null)[] }} array Of the axes that are not among these, the first index.
 */
export function middleOf({ shape, axes }) {
    return shape.reduce(
        (flat, length, axis) => flat * length + (axes.includes(axis) ? Math.floor((length - 1) / 2) : 0),
        0,
    );
}

/**
 * The element that the stage adds up: the one that is meant, the one that was last, or one in the middle.
 *
 * @param {State} state
 * @param {Block} block
 * @returns {Cell | null}
 */
export function elementOf(state, block) {
    const scene = sceneOf(block, state);
    if (!scene.stage) return null;
    for (const cell of [currentCell(state, block), pinnedCell(block, state.last)]) {
        const element = cell && asElement(scene, cell);
        if (element) return element;
    }
    return { name: scene.stage.to, flat: middleOf(findArray(scene.arrays, scene.stage.to)) };
}

/**
 * The terms of an element: where each lies on the picture, what lies there, and what they come to.
 *
 * @param {Scene} scene
 * @param {Values} values
 * @param {Cell} element
 * @returns {Term[]}
 */
export function termsAt({ stage, arrays }, values, { name, flat }) {
    const { rule } = findArray(arrays, name);
    if (!stage || !hasTerms(rule)) return [];
    return termsInto(rule, flat).map((t) => {
        const factors = termsOf(rule)
            .of.filter(({ where }) => where[t] >= 0)
            .map((one) => ({ name: one.name, flat: one.where[t], value: values[one.name][one.where[t]] }));
        const placeIn = (/** @type {string | undefined} */ wanted) => findNamed(factors, wanted)?.flat ?? -1;
        const value = factors.reduce((product, factor) => product * factor.value, 1);
        return { on: placeIn(stage.on), by: placeIn(stage.by), factors, value };
    });
}

/**
 * What is not shown yet of the results: for a cell how many terms of its sum are, or undefined where all of it is shown.
 *
 * @param {State} state
 * @param {Block} block
 * @returns {(name: string, flat: number) => number | undefined}
 */
export function veilOf(state, block) {
    const scene = sceneOf(block, state);
    const { show, terms, guessed } = state;
    const pinned = pinnedCell(block, state.pin);
    const at = pinned && scene.results.includes(pinned.name) ? pinned.flat : -1;
    const rule = scene.stage && at >= 0 ? findArray(scene.arrays, scene.stage.to).rule : undefined;
    const isBegun = terms !== null && hasTerms(rule) && terms < termsInto(rule, at).length;
    const isHidden = (/** @type {number} */ flat) => {
        if (show === "asked") return !guessed.includes(flat);
        return (show === "fills" && flat > at) || (flat === at && isBegun);
    };
    return (name, flat) => {
        if (!scene.results.includes(name) || !isHidden(flat)) return undefined;
        return name === scene.stage?.to && flat === at ? (terms ?? 0) : 0;
    };
}

/**
 * Whether a reader is to find results that are not shown yet: until all of them are, nothing else tells them. Where all
 * are shown, a sum that is being added up is only not finished.
 *
 * @param {State} state
 * @param {Block} block
 */
export function isUntold(state, block) {
    const { stage } = sceneOf(block, state);
    if (state.show === "all" || !stage) return false;
    const veil = veilOf(state, block);
    return flatsOf(findArray(block.arrays, stage.to)).some((flat) => veil(stage.to, flat) !== undefined);
}
