// Choices with all their values in sight: the browser's own radio buttons and checkboxes.

import { h, makeId } from "./dom.js";

/** @typedef {{ element: HTMLElement, set: (on: string | readonly string[]) => void }} Choice */

/**
 * Makes a row of radio buttons, or of checkboxes; `set` takes the value, or the values, that are on.
 *
 * @param {string} legend
 * @param {{ value: string, text: string }[]} options
 * @param {(value: string, isOn: boolean) => void} choose
 * @param {string} [name]
 * @param {"radio" | "checkbox"} [type]
 * @returns {Choice}
 */
export function makeChoices(legend, options, choose, name = makeId("choice"), type = "radio") {
    const inputs = options.map(({ value }, k) => {
        const onchange = () => choose(value, input.checked);
        const input = h("input", { type, id: `${name}--${k}`, name, value, onchange });
        return input;
    });
    const labels = options.map(({ text }, k) => h("label", {}, inputs[k], h("span", {}, text)));
    const element = h(
        "fieldset",
        { class: `explorer-choice ${type}` },
        h("legend", {}, legend),
        h("div", {}, ...labels),
    );
    const set = (/** @type {string | readonly string[]} */ on) => {
        for (const input of inputs) input.checked = [on].flat().includes(input.value);
    };
    return { element, set };
}
