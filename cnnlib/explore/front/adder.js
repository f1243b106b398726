// The buttons that add up an element: the next term, the rest of its row, all of it.

/** @import { Emit } from "./types" */

import { button, h } from "./dom.js";

/**
 * @param {string} key The block.
 * @param {Emit} emit
 */
export function makeAdder(key, emit) {
    const attributes = { class: "explorer-steps", role: "group", "aria-label": "Add up" };
    return h(
        "div",
        attributes,
        button("Next term", () => emit("add", key, "term")),
        button("Row", () => emit("add", key, "row"), { "aria-label": "Rest of the row" }),
        button("All", () => emit("add", key, "all"), { "aria-label": "All terms" }),
    );
}
