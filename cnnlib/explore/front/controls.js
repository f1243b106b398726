// The controls of a page's explorer: the browser's own.

/** @import { Control } from "./types" */

import { makeChoices } from "./choices.js";
import { h, setText } from "./dom.js";

/** @typedef {{ element: HTMLElement, set: (at: number) => void }} Input */

const MOST_TICKS = 6; // numbers under a slider
const MOST_IN_A_ROW = 3; // choices that are all in sight, if they are short
const SHORT = 12; // characters

/**
 * @param {string} id
 * @param {HTMLElement} caption
 * @param {(at: number) => void} move
 * @returns {Input}
 */
function makeFlag(id, caption, move) {
    const box = h("input", { id, type: "checkbox", onchange: () => move(Number(box.checked)) });
    const set = (/** @type {number} */ at) => {
        box.checked = Boolean(at);
    };
    return { element: h("div", { class: "flag" }, box, caption), set };
}

/**
 * @param {string} id
 * @param {HTMLElement} caption
 * @param {(at: number) => void} move
 * @param {string[]} labels
 * @returns {Input}
 */
function makeChoice(id, caption, move, labels) {
    const options = labels.map((text, at) => h("option", { value: at }, text));
    const list = h("select", { id, onchange: () => move(Number(list.value)) }, ...options);
    const set = (/** @type {number} */ at) => {
        list.value = String(at);
    };
    return { element: h("div", {}, caption, list), set };
}

/**
 * @param {string} id
 * @param {string} label
 * @param {(at: number) => void} move
 * @param {string[]} labels
 * @returns {Input}
 */
function makeRadios(id, label, move, labels) {
    const options = labels.map((text, at) => ({ value: String(at), text }));
    const { element, set } = makeChoices(label, options, (at) => move(Number(at)), id);
    return { element: h("div", {}, element), set: (at) => set(String(at)) };
}

/**
 * @param {string} id
 * @param {HTMLElement} caption
 * @param {(at: number) => void} move
 * @param {string[]} labels
 * @returns {Input}
 */
function makeSlider(id, caption, move, labels) {
    const attributes = { id, type: "range", min: 0, max: labels.length - 1, step: 1 };
    const slider = h("input", { ...attributes, oninput: () => move(Number(slider.value)) });
    const output = h("output", { for: id });
    // All of few choices are in sight, the ends of many.
    const isLong = labels.length > MOST_TICKS;
    const texts = isLong ? [labels[0], labels[labels.length - 1]] : labels;
    const ticks = h("div", { class: "ticks", "aria-hidden": "true" }, ...texts.map((text) => h("span", {}, text)));
    const set = (/** @type {number} */ at) => {
        slider.value = String(at);
        slider.setAttribute("aria-valuetext", labels[at]);
        setText(output, labels[at]);
    };
    const element = h("div", { class: "slider" }, caption, slider, output, ticks);
    element.style.setProperty("--values", String(Math.min(labels.length, MOST_TICKS)));
    return { element, set };
}

/**
 * Makes the input of a control.
 *
 * @param {Control} control
 * @param {string} id
 * @param {(at: number) => void} move Is called with where a reader has put it.
 * @returns {Input}
 */
export function makeInput({ kind, label, labels }, id, move) {
    const caption = h("label", { for: id }, label);
    const isShort = labels.length <= MOST_IN_A_ROW && labels.every((text) => text.length <= SHORT);
    if (kind === "choice" && isShort) return makeRadios(id, label, move, labels);
    if (kind === "flag") return makeFlag(id, caption, move);
    if (kind === "choice") return makeChoice(id, caption, move, labels);
    return makeSlider(id, caption, move, labels);
}

/**
 * Says where the controls stand.
 *
 * @param {Control[]} controls
 * @param {number[]} state
 */
export const describeControls = (controls, state) =>
    `Shown: ${controls.map(({ label, labels }, k) => `${label} ${labels[state[k]]}`).join(", ")}.`;
