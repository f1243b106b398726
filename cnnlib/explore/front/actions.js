// What a reader can do: each action says what changes in the state.

/** @import { Block, Change, Pin, Show, Spot, State, View } from "./types" */

import { advanceTerms, guessElement } from "./adding.js";
import { findArray, firstOfTables, flatOf, isEditable, nameOf, placeOf, positionOf, sizeOf } from "./arrays.js";
import { asElement, elementOf, pinnedCell } from "./element.js";
import { ALLOWED, describeMistake, format, parse } from "./numbers.js";
import { sceneOf } from "./scene.js";
import {
    blockOf,
    explainCell,
    hasUntold,
    linkedBlocks,
    numbersOf,
    panelOf,
    speakOfPin,
    targetOf,
    UNSAID,
    withEdit,
} from "./state.js";

/** Names, and milliseconds from one element to the next. */
export const SPEEDS = [
    { label: "slow", pause: 2000 },
    { label: "normal", pause: 1000 },
    { label: "fast", pause: 300 },
];

/**
 * The cell of a spot as an address names it.
 *
 * @param {State} state
 * @param {Spot} spot
 * @returns {Pin}
 */
const pinOf = (state, { block, name, flat }) => ({
    name,
    place: placeOf(findArray(blockOf(state, block).arrays, name), flat),
});

/**
 * @param {Pin | null} one
 * @param {Pin | null} other
 */
const isSamePin = (one, other) => one?.name === other?.name && one?.place.join() === other?.place.join();

/**
 * Puts the pin somewhere, or takes it away.
 *
 * @param {State} state
 * @param {Pin | null} pin
 * @returns {Change}
 */
function movePin(state, pin) {
    const draft = isSamePin(pin, state.pin) ? state.draft : null;
    const change = { pin, draft, terms: null, verdict: "", last: pin ?? state.last };
    return { ...change, status: pin ? speakOfPin({ ...state, ...change }) : "Freed." };
}

/**
 * What an element that is pointed at or focused leaves behind: it stays in sight.
 *
 * @param {State} state
 * @param {Spot | null} spot
 */
function keepLast(state, spot) {
    if (!spot) return {};
    return asElement(sceneOf(blockOf(state, spot.block), state), spot) ? { last: pinOf(state, spot) } : {};
}

/**
 * Moves the pin to another element of the target, or returns null if there is none.
 *
 * @param {State} state
 * @param {string} key
 * @param {number} by
 * @returns {Change | null}
 */
function moveAlong(state, key, by) {
    const target = targetOf(blockOf(state, key), state);
    if (!target) return null;
    const { pin } = state;
    const at = pin?.name === target.name ? flatOf(target, pin.place) : null;
    const next = at === null ? (by > 0 ? 0 : sizeOf(target) - 1) : at + by;
    if (next < 0 || next >= sizeOf(target)) return null;
    return movePin(state, { name: target.name, place: placeOf(target, next) });
}

/**
 * What is wrong with a draft, or "".
 *
 * @param {Block} block
 * @param {{ name: string, flat: number, value: number, text: string }} draft
 */
export function complaintAbout({ arrays }, { name, flat, value, text }) {
    if (parse(text) !== null) return "";
    const stays = `${nameOf(findArray(arrays, name), flat)} stays ${format(value)}`;
    return `Needs ${ALLOWED}; ${describeMistake(text)}. ${stays}.`;
}

/** What adding up has come to is over. */
const ADDED = { terms: null, guessed: [], verdict: "" };

/**
 * Takes all edits, the pin and what was chosen to look at away.
 *
 * @returns {Change}
 */
export const clear = () => ({
    ...UNSAID,
    verdict: "",
    draft: null,
    playing: null,
    note: "",
});

/**
 * Looks at something else: a pin that is out of sight there falls away.
 *
 * @param {State} state
 * @param {Change} change
 * @returns {Change}
 */
function lookAt(state, change) {
    const next = { ...state, ...ADDED, ...change };
    const { pin } = state;
    const isSeen =
        pin && linkedBlocks(state.views).some((b) => sceneOf(b, next).arrays.some((a) => a.name === pin.name));
    const kept = { ...ADDED, ...change, pin: isSeen ? pin : null, draft: isSeen ? state.draft : null, playing: null };
    return { ...kept, status: speakOfPin({ ...state, ...kept }) };
}

/**
 * Shows a view for each panel. What was pointed at, typed or played in a panel that changes is over.
 *
 * @param {State} state
 * @param {View[]} views
 * @param {string} said What a screen reader says before it says what is shown; without it, it says nothing.
 * @returns {Change}
 */
export function show(state, views, said) {
    /** @type {(key: string) => boolean} */
    const stays = (key) => views[panelOf(key)] === state.views[panelOf(key)];
    /** @type {<S extends Spot>(spot: S | null) => S | null} */
    const keep = (spot) => (spot && stays(spot.block) ? spot : null);
    const playing = state.playing && stays(state.playing) ? state.playing : null;
    const changed = views.filter((view, panel) => view !== state.views[panel]);
    const change = {
        views,
        hover: keep(state.hover),
        focus: keep(state.focus),
        draft: keep(state.draft),
        playing,
        ...(changed.length && ADDED),
    };
    if (!said) return change;
    // Where nothing follows from a control, the result that stays is said again.
    const summaries = (changed.length ? changed : views).map(({ summary }) => summary);
    const next = { ...state, ...change };
    // What is shown is not said while a reader is to find it.
    const status = [said, ...(hasUntold(next) ? [] : summaries), speakOfPin(next)].filter(Boolean).join(" ");
    return { ...change, status };
}

/**
 * The pin goes on by itself until it is stopped; from the last element to the first.
 *
 * @param {State} state
 * @param {string} key
 * @returns {Change}
 */
const play = (state, key) => ({
    ...(moveAlong(state, key, 1) ?? moveAlong({ ...state, pin: null }, key, 1)),
    playing: key,
});

/** @satisfies {Record<string, (state: State, ...details: any[]) => Change>} */
export const ACTIONS = {
    hover: (state, /** @type {Spot | null} */ spot) => ({ hover: spot, ...keepLast(state, spot) }),

    focus(state, /** @type {Spot} */ spot) {
        const block = blockOf(state, spot.block);
        if (pinnedCell(block, state.pin)) return { focus: spot };
        return { focus: spot, ...keepLast(state, spot), status: explainCell(state, block, spot).spoken.join(" ") };
    },

    blur: () => ({ focus: null }),

    pin: (state, /** @type {Spot} */ spot) => movePin(state, pinOf(state, spot)),

    // A pin goes with the focus.
    follow: (state, /** @type {Spot} */ spot) =>
        pinnedCell(blockOf(state, spot.block), state.pin) ? movePin(state, pinOf(state, spot)) : {},

    free: (state) => ({ ...movePin(state, null), playing: null }),

    toggle(state, /** @type {Spot} */ spot) {
        const pin = pinOf(state, spot);
        return { ...movePin(state, isSamePin(pin, state.pin) ? null : pin), playing: null };
    },

    // The last good number stays until there is another.
    type(state, /** @type {string} */ key, /** @type {string} */ text) {
        const block = blockOf(state, key);
        const cell = pinnedCell(block, state.pin);
        if (!state.pin || !cell || !isEditable(findArray(block.arrays, cell.name), cell.flat)) return {};
        const value = parse(text);
        if (value === null) {
            const stays = numbersOf(block.arrays, state.edits).values[cell.name][cell.flat];
            const draft = { ...cell, block: key, value: stays, text };
            return { draft, status: complaintAbout(block, draft) };
        }
        const edits = withEdit(state.edits, state.pin, value);
        return { edits, draft: { ...cell, block: key, value, text }, status: speakOfPin({ ...state, edits }) };
    },

    undo: () => ({ edits: new Map(), status: "All edits are undone." }),

    step: (state, /** @type {string} */ key, /** @type {number} */ by) => ({
        ...moveAlong(state, key, by),
        playing: null,
    }),

    play,

    // Where the pin has gone through all elements, it stops.
    advance: (state, /** @type {string} */ key) => moveAlong(state, key, 1) ?? { playing: null },

    stop: () => ({ playing: null }),

    setSpeed: (state, /** @type {number} */ speed) => ({ ...(state.playing && play(state, state.playing)), speed }),

    look: (state, /** @type {string} */ name) => lookAt(state, { look: name }),

    compare(state, /** @type {string} */ name, /** @type {boolean} */ isOn) {
        const others = state.compared.filter((one) => one !== name);
        return lookAt(state, { compared: isOn ? [...others, name] : others });
    },

    // What fills in, or is to be said, begins at its first element.
    setShow(state, /** @type {string} */ key, /** @type {Show} */ show) {
        const { pin } = state;
        const change = { ...ADDED, show, playing: null, pin: show === "all" ? pin : null };
        return show === "asked" ? { ...change, ...moveAlong({ ...state, ...change }, key, 1) } : change;
    },

    // The element at the same place in another table.
    chooseTable(state, /** @type {string} */ key, /** @type {number} */ table) {
        const block = blockOf(state, key);
        const element = elementOf(state, block);
        const target = element && targetOf(block, state);
        if (!target) return {};
        const first = firstOfTables(target);
        const flat = element.flat - first[positionOf(target, element.flat).table] + first[table];
        return movePin(state, { name: target.name, place: placeOf(target, flat) });
    },

    add: (state, /** @type {string} */ key, /** @type {"term" | "row" | "all"} */ how) => advanceTerms(state, key, how),

    guess: (state, /** @type {string} */ key, /** @type {string} */ text) => guessElement(state, key, text),

    // A control of the page has moved, or all of them.
    moveControls: (
        state,
        /** @type {number[]} */ controls,
        /** @type {View[]} */ views,
        /** @type {string} */ said,
    ) => ({
        controls,
        ...show(state, views, said),
    }),

    reset: (state, /** @type {number[]} */ controls, /** @type {View[]} */ views) => ({
        controls,
        ...clear(),
        ...show({ ...state, ...clear() }, views, "Reset."),
    }),
};
