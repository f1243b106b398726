// A block of linked arrays: its grids, what is said of a cell, the editor and the player.

/** @import { Block, Cell, Emit, Numbers, Scene, Spot, State, Values } from "./types" */

import { makeAdder } from "./adder.js";
import { findArray, isEditable } from "./arrays.js";
import { compareResults } from "./comparing.js";
import { h, reachWhenScrolling, setText } from "./dom.js";
import { Editor } from "./editor.js";
import { asElement, currentCell, elementOf, isUntold, middleOf, pinnedCell, termsAt, veilOf } from "./element.js";
import { Grid } from "./grid.js";
import { listenTo } from "./listen.js";
import { writeFactors } from "./layout.js";
import { Looking } from "./looking.js";
import { looksOf } from "./looks.js";
import { Player } from "./player.js";
import { sceneOf } from "./scene.js";
import { explain } from "./sentences.js";
import { Showing } from "./showing.js";
import { StageView } from "./stage.js";
import { EMPTY, explainCell, numbersOf, targetOf } from "./state.js";

const HINT = matchMedia("(hover: none)").matches
    ? "Tap a cell to see what it comes of."
    : "Point at a cell or move to it with Tab and the arrow keys; click or Enter pins it, Esc frees it.";
const CHANGE = " One with a dotted edge can then be changed.";
const A_WHILE = 200; // milliseconds
const NOTHING = { lit: new Map(), lines: [] };

/**
 * What a block was painted from: `key` has the cells and what is shown of them.
 *
 * @typedef {{ numbers: Numbers, scene: Scene, key: string }} Seen
 */

/**
 * What decides how a block is built: all but its numbers and its sizes.
 *
 * @param {import("./types").LinkedData} block
 */
export const formOfBlock = ({ arrays, stages }) =>
    JSON.stringify([
        arrays.map(({ name, color, row, axes, runs, rule }) => [name, color, row, axes, runs, Boolean(rule)]),
        stages,
    ]);

export class LinkedBlock {
    #isBehind;
    #editor;
    #desk;
    #looking;

    /**
     * @param {Block} block
     * @param {Emit} emit
     */
    constructor(block, emit) {
        this.block = block;
        this.emit = emit;
        this.state = EMPTY;
        /** @type {Seen | null} */
        this.seen = null;
        this.#isBehind = false;
        /** @type {number | undefined} */
        this.timer = undefined;
        /** @type {Map<string, Grid>} */
        this.grids = new Map();
        for (const array of block.arrays) this.grids.set(array.name, new Grid(array));
        this.player = targetOf(block, EMPTY) ? new Player(block, emit) : null;
        this.#editor = new Editor(block, emit, ({ name, flat }) => this.grids.get(name)?.cells[flat].focus());
        this.lines = reachWhenScrolling(h("div", { class: "explorer-said" }));
        this.#desk = h("div", { class: "explorer-desk" }, this.lines, this.#editor.element);
        this.meanings = h("p", { class: "explorer-legend" });
        this.legend = h("p", { class: "explorer-legend" });
        this.stage = block.stages?.length ? new StageView() : null;
        this.#looking = new Looking(block, emit);
        this.showing = this.stage ? new Showing(block, emit) : null;
        this.element = h("div", { class: "linked-block" }, ...this.parts());
        this.element.classList.toggle("has-choices", !this.#looking.element.hidden);
    }

    /** What stands below one another. */
    parts() {
        const { stage, showing, player } = this;
        const steps = player ? [player.element] : [];
        if (!stage || !showing) {
            const tables = h("div", { class: "linked" }, ...this.#headedGrids());
            return [listenTo(tables, this.emit, this), this.meanings, this.legend, ...steps, this.#desk];
        }
        listenTo(stage.element, this.emit, this);
        reachWhenScrolling(stage.room);
        const row = h(
            "div",
            { class: "linked-steps" },
            makeAdder(this.block.key, this.emit),
            ...steps,
            showing.ways.element,
        );
        return [
            this.#looking.element,
            this.#looking.formula,
            stage.room,
            row,
            showing.form,
            this.#desk,
            this.meanings,
            this.legend,
        ];
    }

    /**
     * Shows another block of this form. What is out of sight there waits until the reader rests.
     *
     * @param {Block} block
     */
    show(block) {
        if (block.arrays === this.block.arrays && !this.#isBehind) return;
        for (const part of [this, this.#looking, this.showing, this.#editor, this.player]) if (part) part.block = block;
        this.showing?.clear();
        this.seen = null;
        this.#isBehind = Boolean(this.stage);
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.catchUp(), A_WHILE);
    }

    /** Paints what is out of sight too. */
    catchUp() {
        clearTimeout(this.timer);
        if (!this.#isBehind) return;
        this.#isBehind = false;
        this.seen = null;
        this.paint(this.state, this.state);
    }

    #headedGrids() {
        return this.block.arrays.flatMap(({ name, row }) => {
            const grid = /** @type {Grid} */ (this.grids.get(name));
            return row ? [h("p", { class: "linked-row" }, row), grid.element] : [grid.element];
        });
    }

    /**
     * @param {Element} cell
     * @returns {Spot}
     */
    spotOf(cell) {
        const { array, at } = /** @type {HTMLElement} */ (cell).dataset;
        return { block: this.block.key, name: String(array), flat: Number(at) };
    }

    isPinned() {
        return Boolean(pinnedCell(this.block, this.state.pin));
    }

    /** @param {Spot} spot */
    isEditable({ name, flat }) {
        return isEditable(findArray(this.block.arrays, name), flat);
    }

    /**
     * Pins a cell or frees it; one that is to be said is typed at once.
     *
     * @param {Element} cell
     */
    choose(cell) {
        const isAsked = this.state.show === "asked" && cell.matches(".veiled");
        this.emit(isAsked ? "pin" : "toggle", this.spotOf(cell));
        if (isAsked) this.showing?.focus();
    }

    /** @param {string | null} text */
    edit(text) {
        this.#editor.focus();
        if (text !== null) this.emit("type", this.block.key, text);
    }

    /**
     * @param {State} state
     * @param {State} before
     */
    render(state, before) {
        const { look, compared, edits } = state;
        const isMove = look === this.state.look && compared === this.state.compared && edits === this.state.edits;
        this.state = state;
        if (!isMove) this.#isBehind = false;
        this.#looking.render(state);
        this.paint(state, before);
        this.#editor.render(state);
        this.player?.render(state);
        this.showing?.render(state, before);
    }

    /**
     * @param {State} state
     * @param {State} before
     */
    paint(state, before) {
        const { block } = this;
        const isStep =
            state.views === before.views && state.pin && (state.pin !== before.pin || state.terms !== before.terms);
        const numbers = numbersOf(block.arrays, state.edits);
        const scene = sceneOf(block, state);
        const pinned = pinnedCell(block, state.pin);
        const current = currentCell(state, block);
        const element = elementOf(state, block);
        const key = JSON.stringify([pinned, current, element, state.show, state.terms, state.guessed]);
        const { seen } = this;
        if (seen?.numbers === numbers && seen.scene === scene && seen.key === key) return;
        this.seen = { numbers, scene, key };
        const { lit, lines } = current ? explainCell(state, block, current) : NOTHING;
        const sum = this.#paintGrids(state, { numbers, scene, pinned, current, element }, lit);
        if (seen?.numbers !== numbers || seen.scene !== scene) this.#reserveLines(scene, numbers.values);
        if (isStep && sum) this.stage?.bringIntoView(scene, this.grids, sum);
        const meanings = [
            ...numbers.marks.meanings,
            ...compareResults(scene, numbers.values),
            ...scene.arrays.flatMap(({ about }) => about ?? []),
        ];
        setText(this.meanings, meanings.join(" "));
        setText(this.legend, block.legend);
        const said = lines.length ? lines : [HINT + (scene.arrays.some(({ edit }) => edit) ? CHANGE : "")];
        if (this.lines.children.length !== said.length) this.lines.replaceChildren(...said.map(() => h("p")));
        for (const [k, line] of said.entries()) setText(this.lines.children[k], line);
    }

    /**
     * Keeps room for the longest that is said here of a sum, and of a cell with the field for its number.
     *
     * @param {Scene} scene
     * @param {Values} values
     */
    #reserveLines(scene, values) {
        if (!scene.stage || !this.stage) return;
        const { on, by = on, to } = scene.stage;
        const lengths = this.stage.need.every.map((terms) => terms.map(writeFactors).join("   ").length);
        const say = (/** @type {string} */ name, /** @type {number} */ flat) => {
            const array = findArray(scene.arrays, name);
            return explain(scene, values, array, flat).lines.join("\n").replace(/\S/g, "0"); // not what it says
        };
        // In the middle a cell has most uses; at the edge it may have so few that each of them is named.
        const uses = [on, by].flatMap((name) => {
            const { shape, axes } = findArray(scene.arrays, name);
            return [axes, axes.slice(1)].map((some) => say(name, middleOf({ shape, axes: some })));
        });
        this.#desk.dataset.sum = say(to, lengths.indexOf(Math.max(...lengths)));
        this.#desk.dataset.use = uses.toSorted((one, other) => other.length - one.length)[0];
    }

    /**
     * @param {State} state
     * @param {object} seen
     * @param {Numbers} seen.numbers
     * @param {Scene} seen.scene
     * @param {Cell | null} seen.pinned
     * @param {Cell | null} seen.current
     * @param {Cell | null} seen.element The one that the stage adds up.
     * @param {import("./types").Lights} lit
     * @returns {import("./stage.js").Sum | null} What a stage adds up.
     */
    #paintGrids(state, { numbers, scene, pinned, current, element }, lit) {
        const veil = veilOf(state, this.block);
        const terms = element ? termsAt(scene, numbers.values, element) : [];
        // What is pointed at may be no sum: then none is shown.
        const isAway = Boolean(current && !asElement(scene, current));
        const covered = new Set(scene.stage?.by && !isAway ? terms.map(({ on }) => on).filter((on) => on >= 0) : []);
        const hushed = isUntold(state, this.block) ? findArray(scene.arrays, scene.results[0]).mark : undefined;
        const inSight = new Set(scene.arrays.map(({ name }) => name));
        for (const array of this.block.arrays) {
            const { name } = array;
            if (this.#isBehind && !inSight.has(name)) continue;
            const isVeiled = scene.results.includes(name)
                ? (/** @type {number} */ flat) => veil(name, flat) !== undefined
                : undefined;
            const stage = { isVeiled, hushed, covered: name === scene.stage?.on ? covered : undefined };
            const grid = /** @type {Grid} */ (this.grids.get(name));
            grid.show(array);
            grid.paint(looksOf(array, numbers, lit, pinned, stage));
        }
        if (!this.stage || !element) return null;
        const told = veil(element.name, element.flat);
        const isMax = findArray(scene.arrays, element.name).rule?.kind === "Max";
        const done = Math.min(told ?? terms.length, terms.length);
        const isHidden = told !== undefined;
        const sum = { element, terms, done, isMax, isHidden, isResting: !current, isAway };
        this.stage.render(scene, this.grids, sum, numbers.values);
        return sum;
    }

    remove() {
        clearTimeout(this.timer);
        this.player?.remove();
    }
}
