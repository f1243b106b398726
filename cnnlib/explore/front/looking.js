// What to look at: the stages of a block, what to compare with, and the formula in the colours of the arrays.

/** @import { Choice } from "./choices.js" */
/** @import { Block, Emit, LinkedArray, Scene, State } from "./types" */

import { makeChoiceRow, makeToggles } from "./choices.js";
import { h } from "./dom.js";
import { sceneOf } from "./scene.js";

/**
 * A formula whose arrays have their colours: {X}[i] is all of X[i].
 *
 * @param {string} formula
 * @param {LinkedArray[]} arrays
 */
function colourFormula(formula, arrays) {
    return formula.split(/(\{[^{}]+\}(?:\[[^\]]*\])?)/).map((part) => {
        const [, name, index] = /^\{([^{}]+)\}(.*)$/.exec(part) ?? [];
        if (!name) return part;
        const span = h("span", {}, name + index);
        span.style.setProperty("--hue", arrays.find((array) => array.name === name)?.color ?? "currentColor");
        return span;
    });
}

export class Looking {
    /**
     * @param {Block} block
     * @param {Emit} emit
     */
    constructor(block, emit) {
        this.block = block;
        const stages = block.stages ?? [];
        const options = stages.map(({ name }) => ({ value: name, text: name }));
        /** @type {Choice | null} */
        this.stages = stages.length > 1 ? makeChoiceRow("look at", options, (name) => emit("look", name)) : null;
        /** @type {Map<string, ReturnType<typeof makeToggles>>} By the name of the stage. */
        this.toggles = new Map();
        for (const { name, compare } of stages)
            if (compare)
                this.toggles.set(
                    name,
                    makeToggles("compare with", Object.keys(compare), (one, isOn) => emit("compare", one, isOn)),
                );
        this.formula = h("p", { class: "explorer-formula" });
        const toggles = [...this.toggles.values()].map(({ element }) => element);
        this.element = h(
            "div",
            { class: "explorer-looking" },
            ...(this.stages ? [this.stages.element] : []),
            ...toggles,
        );
        this.element.hidden = !this.element.children.length;
        /** @type {Scene | null} */
        this.scene = null;
    }

    /** @param {State} state */
    render(state) {
        const scene = sceneOf(this.block, state);
        if (scene === this.scene || !scene.stage) return;
        this.scene = scene;
        const { name, formula } = scene.stage;
        this.stages?.set(name);
        for (const [stage, toggles] of this.toggles) {
            toggles.element.hidden = stage !== name;
            toggles.set(state.compared);
        }
        this.formula.hidden = !formula;
        this.formula.replaceChildren(...(formula ? colourFormula(formula, this.block.arrays) : []));
    }
}
