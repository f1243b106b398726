// What a panel shows: blocks of several kinds.

/** @import { Emit, State, TableData, View } from "./types" */

import { h, reachWhenScrolling } from "./dom.js";
import { LinkedBlock } from "./linked.js";
import { keyOf } from "./state.js";

/** @param {TableData} table */
function makeTextTable({ caption, header, rows }) {
    const head = header.map((text) => (text ? h("th", { scope: "col" }, text) : h("td")));
    const body = rows.map(([first, ...others]) =>
        h("tr", {}, h("th", { scope: "row" }, first), ...others.map((text) => h("td", {}, text))),
    );
    const table = h(
        "table",
        {},
        h("caption", {}, caption),
        h("thead", {}, h("tr", {}, ...head)),
        h("tbody", {}, ...body),
    );
    return reachWhenScrolling(h("div", { class: "explorer-table" }, table));
}

/** @param {string} html */
function makePicture(html) {
    const element = h("div");
    element.innerHTML = html; // written by cnnlib, not by a reader
    element.querySelectorAll(".explorer-chart").forEach(reachWhenScrolling);
    return element;
}

/** One panel of an explorer, as long as it shows the same view. */
export class Panel {
    /**
     * @param {View} view
     * @param {number} number
     * @param {Emit} emit
     * @param {Panel | undefined} before The panel whose place this one takes.
     */
    constructor(view, number, emit, before) {
        this.view = view;
        /** @type {(LinkedBlock | null)[]} */
        this.linked = [];
        const elements = view.blocks.map((block, place) => {
            if (block.kind === "table") return makeTextTable(block);
            if (block.kind === "html") return makePicture(block.html);
            const linked = new LinkedBlock(
                { ...block, key: keyOf(number, place) },
                emit,
                before?.linked[place] ?? null,
            );
            this.linked[place] = linked;
            return linked.element;
        });
        this.element = h("div", { class: "explorer-panel" }, ...elements);
    }

    /**
     * @param {State} state
     * @param {State} before
     */
    render(state, before) {
        for (const block of this.linked) block?.render(state, before);
    }

    remove() {
        for (const block of this.linked) block?.remove();
    }
}
