// What follows from the state of an explorer: which blocks are shown, their numbers, and what is said of a cell.

/** @import { Block, Cell, Edits, Explanation, LinkedArray, Numbers, Pin, State, View } from "./types" */

import { findNamed, flatOf, isEditable, namePlace } from "./arrays.js";
import { elementOf, isUntold, pinnedCell, veilOf } from "./element.js";
import { findMarks } from "./marks.js";
import { format } from "./numbers.js";
import { evaluate, hasTerms } from "./rules.js";
import { sceneOf, stageOf } from "./scene.js";
import { explain } from "./sentences.js";

/**
 * What a link says of a state besides its controls, where it says nothing.
 *
 * @type {Pick<State, "edits" | "pin" | "look" | "compared" | "show" | "terms" | "guessed">}
 */
export const UNSAID = { edits: new Map(), pin: null, look: "", compared: [], show: "all", terms: null, guessed: [] };

/** @type {State} */
export const EMPTY = {
    ...UNSAID,
    controls: [],
    views: [],
    hover: null,
    focus: null,
    last: null,
    draft: null,
    verdict: "",
    playing: null,
    speed: 1,
    status: "",
    note: "",
};

/**
 * A name for the block at a place of a panel.
 *
 * @param {number} panel
 * @param {number} place
 */
export const keyOf = (panel, place) => `${panel}.${place}`;

/**
 * The panel of a block.
 *
 * @param {string} key
 */
export const panelOf = (key) => Number(key.split(".")[0]);

/**
 * The linked blocks that are shown.
 *
 * @param {View[]} views
 * @returns {Block[]}
 */
export const linkedBlocks = (views) =>
    views.flatMap(({ blocks }, panel) =>
        blocks.flatMap((block, place) => (block.kind === "linked" ? [{ ...block, key: keyOf(panel, place) }] : [])),
    );

/**
 * Whether a reader is to find results of any block that is shown.
 *
 * @param {State} state
 */
export const hasUntold = (state) => linkedBlocks(state.views).some((block) => isUntold(state, block));

/**
 * The block of this key, which is shown.
 *
 * @param {State} state
 * @param {string} key
 * @returns {Block}
 */
export const blockOf = (state, key) =>
    /** @type {Block} */ (linkedBlocks(state.views).find((block) => block.key === key));

/**
 * The array whose elements the pin can go through: the sum that was looked at last, where something is hidden what the
 * stage adds up, or the first that has terms.
 *
 * @param {Block} block
 * @param {State} state
 */
export function targetOf(block, state) {
    const name = state.show === "all" ? elementOf(state, block)?.name : stageOf(block, state.look)?.to;
    return name ? findNamed(block.arrays, name) : block.arrays.find(({ rule }) => hasTerms(rule));
}

/**
 * The edits that are in these arrays.
 *
 * @param {LinkedArray} array
 * @param {Edits} edits
 */
function editsIn(array, edits) {
    /** @type {Map<number, number>} */
    const found = new Map();
    for (const [place, value] of edits.get(array.name) ?? []) {
        const flat = flatOf(array, place.split(",").map(Number));
        if (flat !== null && isEditable(array, flat)) found.set(flat, value);
    }
    return found;
}

/**
 * @param {LinkedArray[]} arrays
 * @param {Edits} edits
 * @returns {Numbers}
 */
function compute(arrays, edits) {
    /** @type {Numbers["values"]} */
    const given = {};
    /** @type {Numbers["edited"]} */
    const edited = new Map();
    for (const array of arrays) {
        if (!array.values) continue;
        given[array.name] = Float64Array.from(array.values);
        const mine = editsIn(array, edits);
        for (const [flat, value] of mine) given[array.name][flat] = value;
        edited.set(array.name, new Set(mine.keys()));
    }
    const values = evaluate(arrays, given);
    return { values, edited, marks: findMarks(arrays, values) };
}

/** @type {WeakMap<LinkedArray[], { edits: Edits, numbers: Numbers }>} */
const computed = new WeakMap();

/**
 * The numbers of a block. Computed only after an edit: central differences are many evaluations.
 *
 * @param {LinkedArray[]} arrays
 * @param {Edits} edits
 */
export function numbersOf(arrays, edits) {
    const before = computed.get(arrays);
    if (before?.edits === edits) return before.numbers;
    const numbers = compute(arrays, edits);
    computed.set(arrays, { edits, numbers });
    return numbers;
}

/**
 * What is said of a cell.
 *
 * @param {State} state
 * @param {Block} block
 * @param {Cell} cell
 * @returns {Explanation}
 */
export function explainCell(state, block, { name, flat }) {
    const scene = sceneOf(block, state);
    const { values } = numbersOf(block.arrays, state.edits);
    const array = findNamed(scene.arrays, name);
    if (!array) return { lit: new Map(), lines: [], spoken: [] }; // out of sight
    return explain(scene, values, array, flat, veilOf(state, block));
}

/**
 * What is read out of the pinned cell.
 *
 * @param {State} state
 */
export function speakOfPin(state) {
    const spoken = linkedBlocks(state.views).flatMap((block) => {
        const cell = pinnedCell(block, state.pin);
        return cell ? explainCell(state, block, cell).spoken : [];
    });
    return spoken.join(" ");
}

/**
 * Why an edit or a pin does not fit what is shown, or "".
 *
 * @param {State} state
 * @param {Pin} pin
 * @param {boolean} isEdit
 */
export function refusal(state, { name, place }, isEdit) {
    // An edit counts though its array is out of sight; a pin has nothing to say there.
    const arrays = linkedBlocks(state.views).flatMap((block) => (isEdit ? block : sceneOf(block, state)).arrays);
    const array = findNamed(arrays, name);
    const flat = array ? flatOf(array, place) : null;
    if (!array || flat === null) return "is no cell of this state";
    return isEdit && !isEditable(array, flat) ? "is a cell that cannot be changed" : "";
}

/**
 * The edits with one more.
 *
 * @param {Edits} edits
 * @param {Pin} pin
 * @param {number} value
 * @returns {Edits}
 */
export const withEdit = (edits, { name, place }, value) =>
    new Map(edits).set(name, new Map(edits.get(name)).set(place.join(), value));

/**
 * Which edits and which pin fit what is shown, and the names of those that do not.
 *
 * @param {State} state
 */
export function sift(state) {
    /** @type {string[]} */
    const strays = [];
    const edits = new Map(
        [...state.edits].map(([name, cells]) => {
            const kept = [...cells].filter(([text, value]) => {
                const place = text.split(",").map(Number);
                const fits = !refusal(state, { name, place }, true);
                if (!fits) strays.push(`the edit ${namePlace(name, place)} = ${format(value)}`);
                return fits;
            });
            return [name, new Map(kept)];
        }),
    );
    const { pin } = state;
    const pinFits = !pin || !refusal(state, pin, false);
    if (!pinFits) strays.push(`the pin on ${namePlace(pin.name, pin.place)}`);
    return { edits: strays.length ? edits : state.edits, pin: pinFits ? pin : null, strays };
}

const KEPT = /** @type {const} */ (["controls", "edits", "look", "compared", "show", "guessed"]);

/**
 * Whether a state differs from the one before in what an address remembers. While the pin goes on by itself, the address
 * does not follow it.
 *
 * @param {State} state
 * @param {State} before
 */
export const isToRemember = (state, before) =>
    KEPT.some((name) => state[name] !== before[name]) ||
    (!state.playing && (state.pin !== before.pin || state.terms !== before.terms || before.playing !== null));
