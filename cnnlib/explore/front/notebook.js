// An explorer in a notebook: ipywidgets' controls, and views that come from Python as they change.

import { clear, show } from "./actions.js";
import { seen } from "./asked.js";
import { h } from "./dom.js";
import { Explorer } from "./explorer.js";
import { moveOldPin } from "./oldlinks.js";
import { choicesOf, readQuery } from "./query.js";

/**
 * What anywidget gives to a view.
 *
 * @typedef {object} Model
 * @property {(name: string) => any} get
 * @property {(event: string, listener: () => void) => void} on
 * @property {(event: string, listener: () => void) => void} off
 * @property {(message: any) => void} send
 * @property {{ kernel: object | null }} [widget_manager]
 */

// JupyterLab looks at a key before the view does, and takes arrows, digits, letters and Enter for its own. It leaves
// out an element with this attribute. Saving with Ctrl+S and running with Shift+Enter still work.
const QUIET = "data-lm-suppress-shortcuts";

/** @param {KeyboardEvent} event */
const isForNotebook = (event) => event.ctrlKey || event.metaKey || (event.shiftKey && event.key === "Enter");

class NotebookExplorer {
    #el;
    #isAlone;

    /**
     * @param {Model} model
     * @param {HTMLElement} el
     */
    constructor(model, el) {
        this.model = model;
        this.#el = el;
        // Without its kernel ipywidgets' sliders still move, and nothing hears of it.
        this.#isAlone = false;
        this.isOpen = false; // whether what is asked is shown though it is not answered
        const root = h("div", { class: "explorer explorer-live" });
        el.append(root);
        this.explorer = new Explorer(root, { reset: () => this.reset(), uncover: () => this.open() });
        this.error = this.#complaint();
        this.explorer.update({ ...show(this.explorer.state, this.#readViews(), ""), note: this.error });
    }

    /** Of each panel its view; one that is as it was is the same object. */
    #readViews() {
        const views = this.model.get("places").map((/** @type {string} */ place) => this.model.get(place));
        return seen(views, this.isOpen, this.explorer.state.pin);
    }

    /** Shows what is asked. */
    open() {
        this.isOpen = true;
        this.look("Shown.");
    }

    /**
     * What has been answered is shown.
     *
     * @param {string} said
     */
    look(said) {
        const { state } = this.explorer;
        this.explorer.update(show(state, this.#readViews(), said));
    }

    #complaint() {
        return this.#isAlone ? "No kernel answers: run the cell again." : this.model.get("error");
    }

    /** Python has sent panels, or what went wrong, or both. */
    follow() {
        const { state } = this.explorer;
        const views = this.#readViews();
        const note = this.#complaint();
        const isNew = views.some((/** @type {object} */ view, /** @type {number} */ k) => view !== state.views[k]);
        const isWrong = note !== this.error;
        this.error = note;
        if (!isNew && !isWrong) return;
        this.explorer.update({
            ...(isNew && show(state, views, "Changed.")),
            ...(isWrong && { note }),
            ...(isWrong && (note || !isNew) && { status: note }),
        });
    }

    reset() {
        this.isOpen = false;
        this.explorer.update({ ...clear(), note: this.#complaint(), status: "Reset." });
        this.look("");
        this.model.send({ show: {} });
    }

    /**
     * A link in the notebook's text to a state, as in #explorer-1?stride=2: the explorers are counted from the top.
     *
     * @param {MouseEvent} event
     */
    followLink(event) {
        const { target } = /** @type {{ target: any }} */ (event);
        const link = target.closest?.('a[href^="#explorer-"]');
        const notebook = this.#el.closest(".jp-Notebook");
        if (!link || !notebook?.contains(link)) return;
        const [, number, query] = /^#explorer-(\d+)\?(.*)$/.exec(link.getAttribute("href")) ?? [];
        if (notebook.querySelectorAll(".explorer")[Number(number) - 1] !== this.#el.firstElementChild) return;
        event.preventDefault();
        const { views } = this.explorer.state;
        const read = readQuery([], query, choicesOf(views));
        if (read.isOld) moveOldPin(views, read, read.cells);
        const { edits, pin, look, compared, show: shown, terms, guessed } = read;
        this.explorer.update({ ...clear(), edits, pin, look, compared, show: shown });
        this.explorer.update({ ...show(this.explorer.state, this.#readViews(), "Restored."), terms, guessed });
        this.model.send({ show: Object.fromEntries(new URLSearchParams(query)) });
        this.#el.closest(".jp-OutputArea")?.scrollIntoView();
    }

    /** @param {KeyboardEvent} event */
    quieten(event) {
        const target = /** @type {Element} */ (event.target);
        if (!this.has(target)) return;
        target.toggleAttribute(QUIET, !isForNotebook(event));
        this.touch(target);
    }

    /**
     * Whether an element belongs to this explorer, or to its controls.
     *
     * @param {Element} target
     */
    has(target) {
        return (this.#el.closest(".jp-OutputArea-output") ?? this.#el).contains(target);
    }

    /** ipywidgets says so when the kernel is restarted. */
    leave() {
        this.#isAlone = true;
        this.explorer.warn(this.#complaint());
    }

    /**
     * When it is shut down nobody says so: then a reader's next touch tells.
     *
     * @param {Element} target
     */
    touch(target) {
        if (!this.#isAlone && this.model.widget_manager?.kernel === null && this.has(target)) this.leave();
    }
}

/**
 * Shows a view of the model, and returns what takes it away.
 *
 * @param {{ model: Model, el: HTMLElement }} surroundings
 */
function render({ model, el }) {
    const explorer = new NotebookExplorer(model, el);
    const follow = () => explorer.follow();
    const leave = () => explorer.leave();
    const press = (/** @type {KeyboardEvent} */ event) => explorer.quieten(event);
    const go = (/** @type {MouseEvent} */ event) => explorer.followLink(event);
    const touch = (/** @type {PointerEvent} */ { target }) => explorer.touch(/** @type {Element} */ (target));
    const look = () => explorer.look("");
    model.on("change", follow);
    addEventListener("answered", look);
    model.on("comm_live_update", leave);
    addEventListener("keydown", press, { capture: true });
    addEventListener("pointerdown", touch, { capture: true });
    addEventListener("click", go, { capture: true });
    return () => {
        model.off("change", follow);
        removeEventListener("answered", look);
        model.off("comm_live_update", leave);
        removeEventListener("keydown", press, { capture: true });
        removeEventListener("pointerdown", touch, { capture: true });
        removeEventListener("click", go, { capture: true });
    };
}

export default { render };
