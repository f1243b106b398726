// Choices with all their values in sight: the browser's own radio buttons and checkboxes.

import { h, makeId } from "./dom.js";

/** @typedef {{ element: HTMLElement, set: (value: string) => void }} Choice */

/**
 * Makes a row of radio buttons.
 *
 * @param {string} legend
 * @param {{ value: string, text: string }[]} options
 * @param {(value: string) => void} choose
 * @param {string} name
 * @returns {Choice}
 */
export function makeChoiceRow(legend, options, choose, name = makeId("choice")) {
    const inputs = options.map(({ value }, k) => {
        const attributes = { type: "radio", id: `${name}--${k}`, name, value };
        return h("input", { ...attributes, onchange: () => choose(value) });
    });
    const labels = options.map(({ text }, k) => h("label", {}, inputs[k], h("span", {}, text)));
    const row = h("div", {}, ...labels);
    const element = h("fieldset", { class: "explorer-choice" }, h("legend", {}, legend), row);
    const set = (/** @type {string} */ value) => {
        for (const input of inputs) input.checked = input.value === value;
    };
    return { element, set };
}

/**
 * Makes checkboxes; `set` takes the names of those that are on, one after the other.
 *
 * @param {string} legend
 * @param {{ value: string, text: string }[]} options
 * @param {(value: string, isOn: boolean) => void} choose
 */
export function makeToggles(legend, options, choose) {
    const inputs = options.map(({ value }) => {
        const input = h("input", { type: "checkbox", value, onchange: () => choose(value, input.checked) });
        return input;
    });
    const labels = options.map(({ text }, k) => h("label", {}, inputs[k], text));
    const row = h("div", {}, ...labels);
    const element = h("fieldset", { class: "explorer-choice explorer-toggles" }, h("legend", {}, legend), row);
    const set = (/** @type {readonly string[]} */ on) => {
        for (const input of inputs) input.checked = on.includes(input.value);
    };
    return { element, set };
}
