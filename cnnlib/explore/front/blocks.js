// What a panel shows: blocks of several kinds.

/** @import { Emit, LinkedData, State, TableData, View } from "./types" */

import { fill, h, reachWhenScrolling, setText } from "./dom.js";
import { formOfBlock, LinkedBlock } from "./linked.js";
import { keyOf } from "./state.js";

/**
 * What stands on the page for a block, and for others of its form: what is taken out of a page and put in anew takes long
 * to lay out.
 *
 * @typedef {{ element: HTMLElement, show: (block: any) => void, linked?: LinkedBlock }} Part
 */

/**
 * @param {TableData} table
 * @returns {Part}
 */
function makeTextTable({ caption, header, rows }) {
    const head = header.map((text) => (text ? h("th", { scope: "col" }, text) : h("td")));
    const cells = rows.map((texts) => texts.map((_, k) => (k ? h("td") : h("th", { scope: "row" }))));
    const table = h(
        "table",
        {},
        h("caption", {}, caption),
        h("thead", {}, h("tr", {}, ...head)),
        h("tbody", {}, ...cells.map((row) => h("tr", {}, ...row))),
    );
    const show = (/** @type {TableData} */ block) => {
        for (const [i, row] of cells.entries()) for (const [j, cell] of row.entries()) setText(cell, block.rows[i][j]);
    };
    return { element: reachWhenScrolling(h("div", { class: "explorer-table" }, table)), show };
}

/** @returns {Part} */
function makePicture() {
    const element = h("div");
    let shown = "";
    const show = (/** @type {{ html: string }} */ { html }) => {
        if (html === shown) return;
        element.innerHTML = shown = html; // written by cnnlib, not by a reader
        element.querySelectorAll(".explorer-chart").forEach(reachWhenScrolling);
        element.classList.toggle("drawing", Boolean(element.querySelector(":scope > .explorer-drawing")));
    };
    return { element, show };
}

/**
 * What decides how a block is built.
 *
 * @param {View["blocks"][number]} block
 */
function formOfPart(block) {
    if (block.kind === "linked") return formOfBlock(block);
    if (block.kind === "table") return JSON.stringify(["table", block.caption, block.header, block.rows.length]);
    return block.kind;
}

/**
 * @param {View["blocks"][number]} block
 * @param {string} key
 * @param {Emit} emit
 * @returns {Part}
 */
function makePart(block, key, emit) {
    if (block.kind === "table") return makeTextTable(block);
    if (block.kind === "html") return makePicture();
    const linked = new LinkedBlock({ ...block, key }, emit);
    const show = (/** @type {LinkedData} */ other) => linked.show({ ...other, key });
    return { element: linked.element, show, linked };
}

/** One panel of an explorer. */
export class Panel {
    /**
     * @param {number} number
     * @param {Emit} emit
     */
    constructor(number, emit) {
        this.number = number;
        this.emit = emit;
        /** @type {View | null} */
        this.view = null;
        /** @type {Part[]} */
        this.parts = [];
        /** @type {Map<string, Part>} By their places and forms, those that are not shown now among them. */
        this.made = new Map();
        this.element = h("div", { class: "explorer-panel" });
    }

    /** The parts that are linked arrays. */
    get linked() {
        return this.parts.flatMap(({ linked }) => linked ?? []);
    }

    /**
     * @param {View["blocks"][number]} block
     * @param {number} place
     */
    #partFor(block, place) {
        const form = `${place} ${formOfPart(block)}`;
        const part = this.made.get(form) ?? makePart(block, keyOf(this.number, place), this.emit);
        this.made.set(form, part);
        return part;
    }

    /** @param {View} view */
    show(view) {
        if (view === this.view) return;
        this.view = view;
        const before = this.parts;
        this.parts = view.blocks.map((block, place) => this.#partFor(block, place));
        for (const [place, part] of this.parts.entries()) part.show(view.blocks[place]);
        for (const part of before) if (!this.parts.includes(part)) part.linked?.remove();
        const elements = this.parts.map(({ element }) => element);
        fill(this.element, elements);
        // Said in classes, as a selector of what is inside takes long.
        const drawings = elements.filter(({ classList }) => classList.contains("drawing")).length;
        this.element.classList.toggle("has-drawings", drawings > 0);
        this.element.classList.toggle("has-drawings-alone", drawings > 0 && drawings === elements.length);
    }

    /**
     * @param {State} state
     * @param {State} before
     */
    render(state, before) {
        for (const block of this.linked) block.render(state, before);
    }

    remove() {
        for (const block of this.linked) block.remove();
    }
}
