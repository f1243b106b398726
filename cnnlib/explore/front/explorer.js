// One explorer: its state, its panels and its buttons. The page and the notebook share it.

/** @import { Change, Emit, State } from "./types" */

import { ACTIONS } from "./actions.js";
import { Panel } from "./blocks.js";
import { button, fill, h, setText } from "./dom.js";
import { fullScreenButton } from "./screen.js";
import { CodeList } from "./snippets.js";
import { hasUntold, isToRemember } from "./state.js";
import { Store } from "./store.js";

const A_MOMENT = 2000; // milliseconds that a button says what it has done

export class Explorer {
    #store;
    #panelList;

    /**
     * @param {HTMLElement} root
     * @param {object} surroundings
     * @param {HTMLElement[]} [surroundings.buttons] More of them.
     * @param {() => void} [surroundings.changed] Is called when a reader has changed what an address remembers.
     * @param {() => void} surroundings.reset Is called by the reset button.
     * @param {() => void} surroundings.uncover Is called by the button that shows what is asked.
     * @param {(state: State, before: State) => void} [surroundings.render] Shows what is around it.
     */
    constructor(root, { buttons = [], changed = () => {}, reset, uncover, render = () => {} }) {
        this.root = root;
        this.changed = changed;
        this.#store = new Store((state, before) => {
            render(state, before);
            this.render(state, before);
        });
        /** @type {Panel[]} */
        this.panels = [];
        this.#panelList = h("div", { class: "explorer-panels" });
        this.status = h("p", { class: "explorer-status", role: "status", "aria-live": "polite" });
        this.note = h("p", { class: "explorer-note" });
        this.reset = button("Reset", reset);
        this.undo = button("Undo edits", () => this.leave(() => this.emit("undo")));
        this.asked = button("Show the answers", () => this.leave(uncover));
        this.code = new CodeList((text, pressed, shown) => this.copy(text, pressed, shown));
        this.code.element.addEventListener("toggle", () => this.code.write(this.state));
        const screen = fullScreenButton(
            () => root.closest(".explorer"),
            () => this.update({ status: "The browser does not allow full screen now." }),
        );
        const row = h("div", { class: "explorer-actions" }, this.reset, this.undo, this.asked, ...buttons, ...screen);
        root.append(this.#panelList, row, this.code.element, this.status);
    }

    get state() {
        return this.#store.state;
    }

    /** @param {Change} change */
    update(change) {
        this.#store.update(change);
    }

    /**
     * Does what a reader asked for.
     *
     * @type {Emit}
     */
    emit = (action, ...details) => {
        const before = this.state;
        const act = /** @type {(state: State, ...details: any[]) => Change} */ (ACTIONS[action]);
        this.update(act(before, ...details));
        if (isToRemember(this.state, before)) this.changed();
    };

    /**
     * @param {State} state
     * @param {State} before
     */
    render(state, before) {
        if (state.views !== before.views) this.#showViews(state);
        for (const panel of this.panels) panel.render(state, before);
        this.#panelList.classList.toggle("untold", hasUntold(state));
        this.code.render(state, before);
        this.asked.hidden = !state.views.some(({ isCover }) => isCover);
        this.undo.hidden = ![...state.edits.values()].some(({ size }) => size);
        setText(this.note, state.note);
        this.note.hidden = !state.note;
        // The one live region: a screen reader says what is written here, once.
        setText(this.status, state.status);
    }

    /** @param {State} state */
    #showViews({ views }) {
        for (const panel of this.panels.splice(views.length)) panel.remove();
        for (const [k, view] of views.entries()) {
            this.panels[k] ??= new Panel(k, this.emit);
            this.panels[k].show(view);
        }
        // Classes say what is inside: a selector that looks there takes long, for the whole page.
        const { linked } = this;
        this.root.closest(".explorer")?.classList.toggle(
            "has-stages",
            linked.some(({ stage }) => stage),
        );
        fill(
            this.#panelList,
            this.panels.map(({ element }) => element),
        );
        (linked[0]?.lines ?? this.#panelList).before(this.note); // among the sentences it moves no array
    }

    /** The parts of all panels that are linked arrays. */
    get linked() {
        return this.panels.flatMap(({ linked }) => linked);
    }

    /** What is out of sight, and waits for the reader to rest, is there now. */
    catchUp() {
        for (const block of this.linked) block.catchUp();
    }

    /** @param {() => void} act What the button does that was pressed, and that is gone then. */
    leave(act) {
        act();
        this.reset.focus();
    }

    /** @param {string} text */
    warn(text) {
        this.update({ note: text, status: text });
    }

    /**
     * Copies a text. The button that was pressed says for a moment what it has done.
     *
     * @param {string} text
     * @param {HTMLElement} pressed
     * @param {HTMLElement} [shown] The element that shows the text.
     */
    async copy(text, pressed, shown) {
        let done = "Copied";
        try {
            await navigator.clipboard.writeText(text);
        } catch {
            // A page may be denied the clipboard: then the text is marked, or written out, ready to be copied by hand.
            if (!shown) return this.warn(`The browser does not let this page copy. The link: ${text}`);
            getSelection()?.selectAllChildren(shown);
            done = "Marked; press Ctrl+C to copy";
        }
        this.update({ status: `${done}.` });
        pressed.dataset.done = done;
        clearTimeout(Number(pressed.dataset.timer));
        const later = setTimeout(() => {
            delete pressed.dataset.done;
            if (this.state.status === `${done}.`) this.update({ status: "" }); // so that it is said again the next time
        }, A_MOMENT);
        pressed.dataset.timer = String(later);
    }
}
