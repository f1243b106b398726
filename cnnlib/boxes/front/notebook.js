// An answer box in a notebook: Python sends the form.

import { Box } from "./box.js";
import { keepKeys } from "./quiet.js";

/** @param {{ model: { get: (name: string) => string }, el: HTMLElement }} surroundings */
function render({ model, el }) {
    el.innerHTML = model.get("form");
    new Box(/** @type {HTMLFormElement} */ (el.querySelector("form")));
    return keepKeys(el);
}

export default { render };
