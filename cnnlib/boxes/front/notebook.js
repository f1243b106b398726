// An answer box in a notebook: Python sends the form.

import { Box } from "./box.js";
import { Builder } from "./builder.js";
import { Field } from "./field.js";

// JupyterLab looks at a key before the field does, and takes letters and Enter for its own; not with this attribute.
const QUIET = "data-lm-suppress-shortcuts";

/** @param {{ model: { get: (name: string) => string }, el: HTMLElement }} surroundings */
function render({ model, el }) {
    el.innerHTML = model.get("form");
    el.toggleAttribute(QUIET, true);
    new Box(/** @type {HTMLFormElement} */ (el.querySelector("form")), (form, data) =>
        "builder" in data ? new Builder(form, data.builder) : new Field(form, data),
    );
}

export default { render };
