// Adding up an element term by term, and saying what it comes to.

/** @import { Block, Cell, Change, State } from "./types" */

import { findArray, flatsOf, nameOf, placeOf, positionOf, sizeOf } from "./arrays.js";
import { elementOf, pinnedCell, termsAt } from "./element.js";
import { ALLOWED, format, parse } from "./numbers.js";
import { sceneOf } from "./scene.js";
import { blockOf, numbersOf, speakOfPin } from "./state.js";

/**
 * The terms of the element that a block adds up.
 *
 * @param {State} state
 * @param {Block} block
 * @param {Cell} element
 */
const termsOfElement = (state, block, element) =>
    termsAt(sceneOf(block, state), numbersOf(block.arrays, state.edits).values, element);

/**
 * How many terms are added up once the row of the next one is whole.
 *
 * @param {State} state
 * @param {Block} block
 * @param {Cell} element
 * @param {number} done
 */
function endOfRow(state, block, element, done) {
    const { stage, arrays } = sceneOf(block, state);
    const picture = findArray(arrays, stage?.on ?? "");
    const rows = termsOfElement(state, block, element).map(({ on }) => {
        const { table, row } = positionOf(picture, on);
        return on < 0 ? "none" : `${table}.${row}`;
    });
    const end = rows.findIndex((row, t) => t > done && row !== rows[done]);
    return end < 0 ? rows.length : end;
}

/**
 * Puts the pin on an element of a block, with so many of its terms added up.
 *
 * @param {State} state
 * @param {Block} block
 * @param {Cell} element
 * @param {number | null} terms
 * @returns {Change}
 */
function pinWith(state, block, { name, flat }, terms) {
    const pin = { name, place: placeOf(findArray(block.arrays, name), flat) };
    const change = { pin, last: pin, terms, draft: null, playing: null };
    return { ...change, status: speakOfPin({ ...state, ...change }) };
}

/**
 * Adds up the next term of an element, the rest of its row or all of it; where that is done, it goes on to the next
 * element.
 *
 * @param {State} state
 * @param {string} key
 * @param {"term" | "row" | "all"} how
 * @returns {Change}
 */
export function advanceTerms(state, key, how) {
    const block = blockOf(state, key);
    const element = elementOf(state, block);
    if (!element) return {};
    const isPinned = pinnedCell(block, state.pin)?.flat === element.flat && state.pin?.name === element.name;
    const count = termsOfElement(state, block, element).length;
    // One that is whole begins anew; one that was begun and is whole now gives way to the next.
    const isDone = isPinned && state.terms === count;
    const next = isDone ? element.flat + 1 : element.flat;
    if (next >= sizeOf(findArray(block.arrays, element.name))) return { terms: null };
    const now = { ...element, flat: next };
    const done = isDone || !isPinned ? 0 : (state.terms ?? 0);
    const whole = termsOfElement(state, block, now).length;
    if (how === "all") return pinWith(state, block, now, whole);
    return pinWith(state, block, now, Math.min(whole, how === "term" ? done + 1 : endOfRow(state, block, now, done)));
}

/**
 * What is said of a guess that is not right.
 *
 * @param {number} guess
 * @param {number} right
 */
function judge(guess, right) {
    if (right && Math.abs(guess + right) < NEAR) return "The size is right, the sign is not.";
    return "Not yet: add it up term by term.";
}

const NEAR = 0.005; // two decimals can be typed

/**
 * Takes what a reader says an element is: if it is right it is shown, and the next one is asked for.
 *
 * @param {State} state
 * @param {string} key
 * @param {string} text
 * @returns {Change}
 */
export function guessElement(state, key, text) {
    const block = blockOf(state, key);
    const element = elementOf(state, block);
    const value = parse(text);
    if (!element) return {};
    const array = findArray(block.arrays, element.name);
    const name = nameOf(array, element.flat);
    const right = numbersOf(block.arrays, state.edits).values[element.name][element.flat];
    if (value === null || Math.abs(value - right) >= NEAR) {
        const verdict = value === null ? `Not read: it needs ${ALLOWED}.` : judge(value, right);
        return { verdict, status: verdict };
    }
    const guessed = [...state.guessed.filter((one) => one !== element.flat), element.flat];
    const verdict = `Right: ${name} = ${format(right)}.`;
    const next = flatsOf(array).find((e) => !guessed.includes(e));
    const moved = next === undefined ? {} : pinWith(state, block, { ...element, flat: next }, null);
    return { ...moved, guessed, verdict, status: verdict };
}
