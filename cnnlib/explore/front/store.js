// The state of an explorer: it has one owner, and whoever shows it is told of each change.

/** @import { Change, State } from "./types" */

import { EMPTY } from "./state.js";

export class Store {
    #rendered;
    #isRendering;

    /** @param {(state: State, before: State) => void} render Shows a state. */
    constructor(render) {
        this.state = EMPTY;
        this.#rendered = EMPTY;
        this.render = render;
        this.#isRendering = false;
    }

    /** @param {Change} change */
    update(change) {
        this.state = { ...this.state, ...change };
        if (this.#isRendering) return; // an element that is taken away says so: the loop comes to it
        this.#isRendering = true;
        try {
            while (this.#rendered !== this.state) {
                const before = this.#rendered;
                this.#rendered = this.state;
                this.render(this.state, before);
            }
        } finally {
            this.#isRendering = false;
        }
    }
}
