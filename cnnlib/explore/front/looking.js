// What to look at: the stages of a block, what to compare with, and the formula in the colours of the arrays.

/** @import { Choice } from "./choices.js" */
/** @import { Block, Emit, Scene, State } from "./types" */

import { makeChoices } from "./choices.js";
import { h, setText } from "./dom.js";
import { sceneOf } from "./scene.js";

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
        this.stages = stages.length > 1 ? makeChoices("look at", options, (name) => emit("look", name)) : null;
        /** @type {Map<string, Choice>} By the name of the stage. */
        this.toggles = new Map();
        for (const { name, compare, labels } of stages) {
            if (!compare) continue;
            const texts = Object.keys(compare).map((value) => ({
                value,
                text: labels?.[value] ?? value.replaceAll("_", " "),
            }));
            this.toggles.set(
                name,
                makeChoices("compare with", texts, (one, isOn) => emit("compare", one, isOn), undefined, "checkbox"),
            );
        }
        this.says = h("p", { class: "explorer-says" });
        this.formula = h("p", { class: "explorer-formula" });
        const choices = [this.stages, ...this.toggles.values()].flatMap((choice) => choice?.element ?? []);
        this.element = h("div", { class: "explorer-looking" }, ...choices, this.says);
        this.element.hidden = !choices.length;
        /** @type {Scene | null} */
        this.scene = null;
        /** @type {string | undefined} */
        this.written = undefined; // formula
    }

    /** @param {State} state */
    render(state) {
        const scene = sceneOf(this.block, state);
        if (scene === this.scene || !scene.stage) return;
        this.scene = scene;
        const { name, formula, says } = scene.stage;
        this.stages?.set(name);
        for (const [stage, toggles] of this.toggles) {
            toggles.element.hidden = stage !== name;
            toggles.set(state.compared);
        }
        const said = Object.entries(says ?? {}).filter(([one]) => state.compared.includes(one));
        setText(this.says, said.map(([, text]) => text).join(" "));
        if (formula === this.written) return;
        this.written = formula;
        this.formula.innerHTML = formula ?? ""; // MathML that cnnlib has written
    }
}
