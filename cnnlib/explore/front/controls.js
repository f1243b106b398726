// The controls of a page's explorer: the browser's own.

/** @import { Control } from "./types" */

import { h } from "./dom.js";

/** @typedef {{ element: HTMLElement, set: (at: number) => void }} Input */

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
 * @param {HTMLElement} caption
 * @param {(at: number) => void} move
 * @param {string[]} labels
 * @returns {Input}
 */
function makeSlider(id, caption, move, labels) {
    const attributes = { id, type: "range", min: 0, max: labels.length - 1, step: 1 };
    const slider = h("input", { ...attributes, oninput: () => move(Number(slider.value)) });
    const output = h("output", { for: id });
    const set = (/** @type {number} */ at) => {
        slider.value = String(at);
        slider.setAttribute("aria-valuetext", labels[at]);
        output.textContent = labels[at];
    };
    return { element: h("div", {}, caption, slider, output), set };
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
