// Back, step, play and pause: the pin goes through the elements that the first rule makes.

/** @import { Block, Emit, State } from "./types" */

import { SPEEDS } from "./actions.js";
import { countTables, firstOfTables, nameTable, positionOf, sizeOf } from "./arrays.js";
import { button, h } from "./dom.js";
import { elementOf } from "./element.js";
import { targetOf } from "./state.js";

const REDUCED = matchMedia("(prefers-reduced-motion: reduce)"); // the style sheet hides what plays

export class Player {
    /** @type {number | undefined} */
    #timer;

    /**
     * @param {Block} block
     * @param {Emit} emit
     */
    constructor(block, emit) {
        const { key } = block;
        this.block = block;
        this.emit = emit;
        this.pause = 0;
        this.texts = ""; // of the tables to choose from
        this.toggle = button("Play", () => (this.pause ? emit("stop") : emit("play", key)), { class: "explorer-play" });
        const choices = SPEEDS.map(({ label }, k) => h("option", { value: k }, label));
        const setSpeed = () => emit("setSpeed", Number(this.speed.value));
        this.speed = h(
            "select",
            { class: "explorer-speed", "aria-label": "Speed of play", onchange: setSpeed },
            ...choices,
        );
        const choose = () => emit("chooseTable", key, Number(this.tables.value));
        this.tables = h("select", { "aria-label": "Table", onchange: choose });
        this.element = h(
            "div",
            { class: "explorer-steps", role: "group" },
            button("\u25c2", () => emit("step", key, -1), { "aria-label": "Step back" }),
            button("\u25b8", () => emit("step", key, 1), { "aria-label": "Step" }),
            this.toggle,
            this.speed,
            this.tables,
        );
    }

    /** @param {State} state */
    render(state) {
        const { playing, speed } = state;
        this.#renderTables(state);
        const target = targetOf(this.block, state);
        this.element.hidden = !target || sizeOf(target) < 2; // there is nowhere to go
        const label = `Go through ${target?.name}`;
        if (this.element.ariaLabel !== label) this.element.ariaLabel = label;
        this.speed.value = String(speed);
        this.#play(playing === this.block.key ? SPEEDS[speed].pause : 0);
    }

    /** @param {number} pause From one element to the next, in milliseconds; 0 stops it. */
    #play(pause) {
        if (pause === this.pause) return;
        this.pause = pause;
        clearInterval(this.#timer);
        if (pause) this.#timer = setInterval(() => this.#advance(), pause);
        this.toggle.textContent = pause ? "Pause" : "Play";
    }

    /**
     * Where a stage shows one table of its result at a time, a list of them.
     *
     * @param {State} state
     */
    #renderTables(state) {
        const element = elementOf(state, this.block);
        const target = element && targetOf(this.block, state);
        const count = target ? countTables(target) : 1;
        this.tables.hidden = count < 2;
        if (!target || count < 2) return;
        const texts = firstOfTables(target).map((flat) => nameTable(target, flat));
        if (texts.join() !== this.texts) {
            this.texts = texts.join();
            this.tables.replaceChildren(...texts.map((text, k) => h("option", { value: k }, text)));
        }
        this.tables.value = String(positionOf(target, element.flat).table);
    }

    // A notebook may have dropped the output, and a reader may ask for less motion at any time.
    #advance() {
        if (REDUCED.matches || !this.element.isConnected) this.emit("stop");
        else this.emit("advance", this.block.key);
    }

    /** Its block is taken away. */
    remove() {
        this.#play(0);
    }
}
