// The claim of the start page, or its game, in a notebook: Python sends the element.

import { Claim } from "./claim.js";
import { Game } from "./game.js";
import { keepKeys } from "./quiet.js";

/**
 * What anywidget gives to a view; in JupyterLab its manager knows which notebook it is in.
 *
 * @typedef {object} Model
 * @property {(name: string) => string} get
 * @property {{ context?: { path: string } }} [widget_manager]
 */

/**
 * Lets the links lead to the other notebooks, as those of a text do: a browser would leave JupyterLab.
 *
 * @param {HTMLElement} el
 * @param {string} path Of this notebook.
 */
function link(el, path) {
    for (const one of el.querySelectorAll("a")) {
        const [name, id] = (one.getAttribute("href") ?? "").split("#");
        const there = path.replace(/[^/]*$/, name);
        one.dataset.commandlinkerCommand = "rendermime:handle-local-link";
        one.dataset.commandlinkerArgs = JSON.stringify({ path: there, id: `#${id}`, scope: "server" });
    }
}

/** @param {{ model: Model, el: HTMLElement }} surroundings */
function render({ model, el }) {
    el.innerHTML = model.get("html");
    link(el, model.widget_manager?.context?.path ?? "");
    const [claim, game] = [".claim", ".game"].map((name) => /** @type {HTMLElement | null} */ (el.querySelector(name)));
    const shown = claim ? new Claim(claim) : game && new Game(game);
    const release = keepKeys(el);
    return () => {
        release();
        shown?.leave();
    };
}

export default { render };
