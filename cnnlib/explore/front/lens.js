// What lies on a table: a box for each cell that it covers, and a frame around them.

import { h, setStyle } from "./dom.js";

/**
 * A box: `key` says which one glides when it moves, `text` stands in its corner.
 *
 * @typedef {object} Box
 * @property {string} key
 * @property {number} row
 * @property {number} column
 * @property {string} text
 * @property {boolean} isNow
 */

const place = (/** @type {number} */ row, /** @type {number} */ column) => `translate(${100 * column}%, ${100 * row}%)`;

export class Lens {
    #frame;

    constructor() {
        /** @type {Map<string, HTMLElement>} */
        this.boxes = new Map();
        this.#frame = h("u", { hidden: "" });
        this.element = h("div", { class: "lens", "aria-hidden": "true" }, this.#frame);
    }

    /**
     * @param {Box[]} boxes None takes the lens away.
     * @param {string} color Of what lies there; "" for the colour of the text.
     */
    lay(boxes, color) {
        setStyle(this.element, "--lens", color || "currentColor");
        const keys = new Set(boxes.map(({ key }) => key));
        for (const [key, box] of this.boxes) {
            if (keys.has(key)) continue;
            box.remove();
            this.boxes.delete(key);
        }
        for (const box of boxes) this.#layBox(box);
        this.#layFrame(boxes);
    }

    /** @param {Box} box */
    #layBox({ key, row, column, text, isNow }) {
        let box = this.boxes.get(key);
        if (!box) {
            box = h("i");
            this.boxes.set(key, box);
            this.element.append(box);
        }
        setStyle(box, "transform", place(row, column));
        // Not as text: what stands there is no part of the table, and is said in the sentence.
        if (box.dataset.by !== text) box.dataset.by = text;
        box.classList.toggle("now", isNow);
    }

    /** @param {Box[]} boxes */
    #layFrame(boxes) {
        this.#frame.hidden = !boxes.length;
        if (!boxes.length) return;
        const [rows, columns] = [boxes.map(({ row }) => row), boxes.map(({ column }) => column)];
        const [top, left] = [Math.min(...rows), Math.min(...columns)];
        const [high, wide] = [Math.max(...rows) - top + 1, Math.max(...columns) - left + 1];
        setStyle(this.#frame, "transform", place(top, left));
        setStyle(this.#frame, "--across", String(wide));
        setStyle(this.#frame, "--down", String(high));
        this.element.classList.toggle("has-gaps", high * wide !== boxes.length);
    }
}
