// What a page with text fields has besides the boxes: one with formulas alone needs no reader of texts.

import { Field } from "./field.js";

Object.assign(window, {
    makeAnswerField: (/** @type {ConstructorParameters<typeof Field>} */ ...it) => new Field(...it),
});
