// Answer boxes in a notebook: Python sends the forms.

import { Box } from "./box.js";
import { Builder } from "./builder.js";
import { linkTo } from "./departure.js";
import { Field } from "./field.js";
import { keepKeys } from "./quiet.js";

/** @param {{ model: { get: (name: string) => string }, el: HTMLElement }} surroundings */
function render({ model, el }) {
    el.innerHTML = model.get("form");
    for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (el.querySelectorAll("form.answer"))) {
        const makeAsks = (/** @type {HTMLFormElement} */ form, /** @type {any} */ data) =>
            "builder" in data ? new Builder(form, data.builder) : new Field(form, data);
        new Box(form, makeAsks, linkTo);
    }
    return keepKeys(el);
}

export default { render };
