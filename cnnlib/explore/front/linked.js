// A block of linked arrays: its grids, what is said of a cell, the editor and the player.

/** @import { Block, Cell, Emit, LinkedArray, Numbers, Scene, Spot, State } from "./types" */

import { makeAdder } from "./adder.js";
import { findArray, isEditable } from "./arrays.js";
import { compareResults } from "./comparing.js";
import { h, reachWhenScrolling, setText } from "./dom.js";
import { Editor } from "./editor.js";
import { asElement, currentCell, elementOf, pinnedCell, termsAt, veilOf } from "./element.js";
import { Grid } from "./grid.js";
import { listenTo } from "./listen.js";
import { Looking } from "./looking.js";
import { looksOf } from "./looks.js";
import { Player } from "./player.js";
import { sceneOf } from "./scene.js";
import { Showing } from "./showing.js";
import { StageView } from "./stage.js";
import { EMPTY, explainCell, numbersOf, targetOf } from "./state.js";

const HINTS = matchMedia("(hover: none)").matches
    ? ["Tap a cell to see what it comes of.", " One with a dotted edge can then be changed."]
    : [
          "Point at a cell or move to it with Tab and the arrow keys; click or Enter pins it, Esc frees it.",
          " A pinned cell with a dotted edge can be changed.",
      ];
const A_WHILE = 200; // milliseconds
const NOTHING = { lit: new Map(), lines: [] };

/**
 * What a block was painted from.
 *
 * @typedef {object} Seen
 * @property {Numbers} numbers
 * @property {Scene} scene
 * @property {Cell | null} pinned
 * @property {Cell | null} current
 * @property {Cell | null} element The one that the stage adds up.
 * @property {State["show"]} show
 * @property {State["terms"]} terms
 * @property {State["guessed"]} guessed
 */

/**
 * @param {Cell | null} one
 * @param {Cell | null} other
 */
const isSameCell = (one, other) => one?.name === other?.name && one?.flat === other?.flat;

/**
 * @param {Seen | null} one
 * @param {Seen} other
 */
const isUpToDate = (one, other) =>
    one !== null &&
    one.numbers === other.numbers &&
    one.scene === other.scene &&
    one.show === other.show &&
    one.terms === other.terms &&
    one.guessed === other.guessed &&
    isSameCell(one.pinned, other.pinned) &&
    isSameCell(one.current, other.current) &&
    isSameCell(one.element, other.element);

/**
 * What decides how a block is built: all but its numbers and its sizes.
 *
 * @param {import("./types").LinkedData} block
 */
export const formOfBlock = ({ arrays, legend, stages }) =>
    JSON.stringify([arrays.map(({ name, color, row, rule }) => [name, color, row, Boolean(rule)]), legend, stages]);

export class LinkedBlock {
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
        this.isBehind = false;
        /** @type {number | undefined} */
        this.timer = undefined;
        /** @type {Map<string, Grid>} */
        this.grids = new Map();
        for (const array of block.arrays) this.grids.set(array.name, new Grid(array));
        const target = block.arrays.some(({ rule }) => rule) && targetOf(block, { look: "" });
        this.player = target ? new Player(block, emit) : null;
        this.editor = new Editor(block, emit, ({ name, flat }) => this.grids.get(name)?.cells[flat].focus());
        this.lines = reachWhenScrolling(h("div", { class: "explorer-said" }));
        this.meanings = h("p", { class: "explorer-legend" });
        this.stage = block.stages?.length ? new StageView() : null;
        this.looking = new Looking(block, emit);
        this.showing = this.stage ? new Showing(block, emit) : null;
        const kind = this.looking.element.hidden ? "linked-block" : "linked-block has-choices";
        this.element = h("div", { class: kind }, ...this.parts());
    }

    /** What stands below one another. */
    parts() {
        const { block, stage, showing, player } = this;
        const legend = [this.meanings, ...(block.legend ? [h("p", { class: "explorer-legend" }, block.legend)] : [])];
        const desk = h("div", { class: "explorer-desk" }, this.lines, this.editor.element);
        const steps = player ? [player.element] : [];
        if (!stage || !showing) {
            const tables = h("div", { class: "linked" }, ...this.headedGrids());
            return [listenTo(tables, this.emit, this), ...legend, ...steps, desk];
        }
        listenTo(stage.element, this.emit, this);
        reachWhenScrolling(stage.room);
        const row = h(
            "div",
            { class: "linked-steps" },
            makeAdder(block.key, this.emit),
            ...steps,
            showing.ways.element,
        );
        return [this.looking.element, this.looking.formula, stage.room, row, showing.form, desk, ...legend];
    }

    /**
     * Shows another block of this form. What is out of sight there waits until the reader rests.
     *
     * @param {Block} block
     */
    show(block) {
        if (block.arrays === this.block.arrays && !this.isBehind) return;
        for (const part of [this, this.looking, this.showing, this.editor, this.player]) if (part) part.block = block;
        this.showing?.clear();
        this.seen = null;
        this.isBehind = Boolean(this.stage);
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.catchUp(), A_WHILE);
    }

    /** Paints what is out of sight too. */
    catchUp() {
        clearTimeout(this.timer);
        if (!this.isBehind) return;
        this.isBehind = false;
        this.seen = null;
        this.paint(this.state, this.state);
    }

    /**
     * The tables of an array; those of another size give way to new ones.
     *
     * @param {LinkedArray} array
     */
    gridFor(array) {
        const known = /** @type {Grid} */ (this.grids.get(array.name));
        if (known.fits(array)) return known;
        const grid = new Grid(array);
        grid.element.hidden = known.element.hidden;
        known.element.replaceWith(grid.element);
        this.grids.set(array.name, grid);
        return grid;
    }

    headedGrids() {
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
        return Boolean(this.seen?.pinned);
    }

    /** @param {Spot} spot */
    isEditable({ name, flat }) {
        return isEditable(findArray(this.block.arrays, name), flat);
    }

    /** @param {string | null} text */
    edit(text) {
        this.editor.focus();
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
        if (!isMove) this.isBehind = false;
        this.looking.render(state);
        this.paint(state, before);
        this.editor.render(state);
        this.player?.render(state, before);
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
        const seen = {
            numbers: numbersOf(block.arrays, state.edits),
            scene: sceneOf(block, state),
            pinned: pinnedCell(block, state.pin),
            current: currentCell(state, block),
            element: elementOf(state, block),
            show: state.show,
            terms: state.terms,
            guessed: state.guessed,
        };
        if (isUpToDate(this.seen, seen)) return;
        this.seen = seen;
        const { lit, lines } = seen.current ? explainCell(state, block, seen.current) : NOTHING;
        const sum = this.paintGrids(state, seen, lit);
        if (isStep && sum) this.stage?.bringIntoView(seen.scene, this.grids, sum);
        const meanings = [...seen.numbers.marks.meanings, ...compareResults(seen.scene, seen.numbers.values)];
        setText(this.meanings, meanings.join(" "));
        this.meanings.hidden = !meanings.length;
        const hint = HINTS[0] + (seen.scene.arrays.some(({ edit }) => edit) ? HINTS[1] : "");
        const said = lines.length ? lines : [hint];
        if (this.lines.children.length !== said.length) this.lines.replaceChildren(...said.map(() => h("p")));
        for (const [k, line] of said.entries()) setText(this.lines.children[k], line);
    }

    /**
     * @param {State} state
     * @param {Seen} seen
     * @param {import("./types").Lights} lit
     * @returns {import("./stage.js").Sum | null} What a stage adds up.
     */
    paintGrids(state, { numbers, scene, pinned, current, element }, lit) {
        const veil = veilOf(state, this.block);
        const terms = element ? termsAt(scene, numbers.values, element) : [];
        const covered = new Set(scene.stage?.by ? terms.map(({ on }) => on).filter((on) => on >= 0) : []);
        const inSight = new Set(scene.arrays.map(({ name }) => name));
        for (const array of this.block.arrays) {
            const { name } = array;
            if (this.isBehind && !inSight.has(name)) continue;
            const isVeiled = scene.results.includes(name)
                ? (/** @type {number} */ flat) => veil(name, flat) !== undefined
                : undefined;
            const stage = { isVeiled, covered: name === scene.stage?.on ? covered : undefined };
            this.gridFor(array).paint(looksOf(array, numbers, lit, pinned, stage));
        }
        if (!this.stage || !element) return null;
        const told = veil(element.name, element.flat);
        const isMax = findArray(scene.arrays, element.name).rule?.kind === "Max";
        const done = Math.min(told ?? terms.length, terms.length);
        const isHidden = told !== undefined;
        const isResting = !current || !asElement(scene, current);
        const sum = { element, terms, done, isMax, isHidden, isResting };
        this.stage.render(scene, this.grids, sum);
        return sum;
    }

    remove() {
        clearTimeout(this.timer);
        this.player?.remove();
    }
}
