// Back, step, play and pause: the pin goes through the elements that the first rule makes.

/** @import { Emit, LinkedArray, State } from "./types" */

import { SPEEDS } from "./actions.js";
import { button, h } from "./dom.js";

const REDUCED = matchMedia("(prefers-reduced-motion: reduce)"); // the style sheet hides what plays

export class Player {
    /**
     * @param {string} key The block.
     * @param {LinkedArray} target
     * @param {Emit} emit
     */
    constructor(key, target, emit) {
        this.key = key;
        this.emit = emit;
        /** @type {number | undefined} */
        this.timer = undefined;
        this.toggle = button("Play", () => (this.timer ? emit("stop") : emit("play", key)), { class: "explorer-play" });
        const choices = SPEEDS.map(({ label }, k) => h("option", { value: k }, label));
        const attributes = { class: "explorer-speed", "aria-label": "Speed of play" };
        this.speed = h(
            "select",
            { ...attributes, onchange: () => emit("setSpeed", Number(this.speed.value)) },
            ...choices,
        );
        this.element = h(
            "div",
            { class: "explorer-steps", role: "group", "aria-label": `Go through ${target.name}` },
            button("Step back", () => emit("step", key, -1)),
            button("Step", () => emit("step", key, 1)),
            this.toggle,
            this.speed,
        );
    }

    /**
     * @param {State} state
     * @param {State} before
     */
    render({ playing, speed }, before) {
        this.speed.value = String(speed);
        const isPlaying = playing === this.key;
        if (isPlaying === Boolean(this.timer) && speed === before.speed) return;
        clearInterval(this.timer);
        this.timer = isPlaying ? setInterval(() => this.advance(), SPEEDS[speed].pause) : undefined;
        this.toggle.textContent = isPlaying ? "Pause" : "Play";
    }

    // A notebook may have dropped the output, and a reader may ask for less motion at any time.
    advance() {
        if (REDUCED.matches || !this.element.isConnected) this.emit("stop");
        else this.emit("advance", this.key);
    }

    /** Its block is taken away. */
    remove() {
        clearInterval(this.timer);
    }
}
