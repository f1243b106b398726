// An explorer on a page: native controls, the table of states that the book's build has computed, and the link.

/** @import { Control, Pin, State } from "./types" */

import { clear, show } from "./actions.js";
import { seen } from "./asked.js";
import { Address, isReturn } from "./address.js";
import { describeControls, makeInput } from "./controls.js";
import { button, h } from "./dom.js";
import { Explorer } from "./explorer.js";
import { moveOldPin } from "./oldlinks.js";
import { choicesOf, readQuery, startOf, writeQuery } from "./query.js";
import { refusal, sift } from "./state.js";
import { readTable } from "./table.js";

export class PageExplorer {
    #printed;

    /**
     * @param {HTMLElement} root
     * @param {string} name As in an address.
     * @param {Address} address
     */
    constructor(root, name, address) {
        const data = JSON.parse(root.querySelector('script[type="application/json"]')?.textContent ?? "");
        this.root = root;
        this.name = name;
        this.address = address;
        /** @type {Control[]} */
        this.controls = data.controls;
        this.table = readTable(data);
        this.choices = choicesOf(this.table(startOf(this.controls)));
        this.isOpen = false; // whether what is asked is shown though it is not answered
        this.inputs = this.controls.map((control, k) =>
            makeInput(control, `${name}-${control.name}`, (at) => this.move(k, at)),
        );
        const inputs = this.inputs.map(({ element }) => element);
        this.#printed = h("p", { class: "explorer-printed" }); // paper has no sliders
        const group = h("div", { class: "explorer-controls", role: "group", "aria-label": "Controls" }, ...inputs);
        const live = h("div", { class: "explorer-live" }, group, this.#printed);
        /** @type {HTMLButtonElement} */
        const copy = button("Copy link", () => this.explorer.copy(this.address.link(this), copy));
        this.explorer = new Explorer(live, {
            buttons: [copy],
            // A reader who goes on has read what was said.
            changed: () => {
                this.explorer.update({ note: "" });
                this.address.remember();
            },
            reset: () => this.reset(),
            uncover: () => this.open(),
            render: (state, before) => state.controls !== before.controls && this.#renderControls(state),
        });
        root.classList.toggle("controls-below", this.choices.hasStage); // on a narrow page
        root.querySelector(".explorer-still")?.replaceWith(live); // the address says with which state
    }

    /**
     * @param {number[]} controls
     * @param {Pin | null} [pin] What is pinned then.
     */
    #viewsAt(controls, pin = this.explorer.state.pin) {
        return seen(this.table(controls), this.isOpen, pin);
    }

    /** Shows what is asked. */
    open() {
        this.isOpen = true;
        this.follow("Shown.");
    }

    /**
     * What has been answered is shown.
     *
     * @param {string} said
     */
    follow(said) {
        const { state } = this.explorer;
        if (state.views.length) this.explorer.update(show(state, this.#viewsAt(state.controls), said));
    }

    /** @param {State} state */
    #renderControls({ controls }) {
        for (const [k, input] of this.inputs.entries()) input.set(controls[k]);
        this.#printed.textContent = describeControls(this.controls, controls);
    }

    /**
     * @param {number} k Which control.
     * @param {number} at
     */
    move(k, at) {
        const controls = this.explorer.state.controls.with(k, at);
        const { label, labels } = this.controls[k];
        this.explorer.emit("moveControls", controls, this.#viewsAt(controls), `${label} ${labels[at]}.`);
    }

    reset() {
        this.isOpen = false;
        const controls = startOf(this.controls);
        this.explorer.emit("reset", controls, this.#viewsAt(controls, null));
    }

    query() {
        return writeQuery(this.controls, this.explorer.state, this.choices);
    }

    /** @param {string} query */
    read(query) {
        const read = readQuery(this.controls, query, this.choices);
        if (read.isOld) moveOldPin(this.table(read.controls), read, read.cells);
        return read;
    }

    /**
     * Whether it shows what a query says, which an older link may say in other words.
     *
     * @param {string} query
     */
    shows(query) {
        if (query === this.query()) return true;
        const read = this.read(query);
        if (!read.isOld || read.wrong.length) return false;
        return writeQuery(this.controls, { ...this.explorer.state, ...read }, this.choices) === this.query();
    }

    /** Brings what a link says into view, and returns the pinned cell. */
    comeIntoView() {
        this.root.scrollIntoView({ behavior: "instant" });
        const cell = /** @type {HTMLElement | null} */ (this.root.querySelector("[aria-selected=true]"));
        cell?.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
        return cell;
    }

    /** A reader has followed a link to here. */
    arrive() {
        const control = /** @type {HTMLElement | null} */ (this.root.querySelector("input, select"));
        (this.comeIntoView() ?? control)?.focus({ preventScroll: true });
    }

    /**
     * Where the controls rest, an edit or a pin that has no cell there falls away, with a word: the address is to say
     * all that the screen shows, and the screen all that the address says. A slider on its way takes nothing with it.
     */
    settle() {
        const { edits, pin, strays } = sift(this.explorer.state);
        if (!strays.length) return;
        this.explorer.update({ edits, pin });
        const gone = `${new Intl.ListFormat("en-GB").format(strays)} ${strays.length > 1 ? "have" : "has"}`;
        this.explorer.warn(`${gone[0].toUpperCase()}${gone.slice(1)} fallen away: there is no such cell here.`);
    }

    /**
     * Shows the state of a query, and returns whether all of it fits. What does not falls away alone, with a word.
     *
     * @param {string} query
     * @param {string[]} strange What else to say.
     */
    restore(query, strange) {
        const isFirst = !this.explorer.state.views.length;
        const { cells, wrong, isOld: _, ...read } = this.read(query);
        const { controls } = read;
        /** @type {State} */
        const state = { ...this.explorer.state, ...clear(), ...read };
        const shown = show(state, this.#viewsAt(controls, read.pin), isFirst && !query ? "" : "Restored.");
        const next = { ...state, ...shown, terms: read.terms, guessed: read.guessed };
        const refused = cells.map((cell) => ({ ...cell, why: refusal(next, cell.pin, cell.isEdit) }));
        const all = [
            ...strange,
            ...wrong,
            ...refused.filter(({ why }) => why).map(({ text, why }) => `${text} ${why}`),
        ];
        const sifted = sift(next);
        this.explorer.update({ ...next, edits: sifted.edits, pin: sifted.pin });
        if (!all.length) return true;
        const left = this.query() ? "All else is as the link says." : "This is the state at the start.";
        this.explorer.warn(`Not all of the link could be read: ${all.join("; ")}. ${left}`);
        return false;
    }
}

/** @param {HTMLElement[]} roots */
function begin(roots) {
    /** @type {PageExplorer[]} */
    const explorers = [];
    const address = new Address(explorers);
    for (const [k, root] of roots.entries()) {
        const explorer = new PageExplorer(root, `explorer-${k + 1}`, address);
        explorers.push(Object.assign(root, { explorer }).explorer); // where one who looks into the page finds it
    }
    address.start();
    // Paper has what is out of sight.
    addEventListener("beforeprint", () => {
        for (const { explorer } of explorers) explorer.catchUp();
    });
    addEventListener("answered", () => {
        for (const explorer of explorers) explorer.follow("");
    });
}

const ACTS = ["keydown", "pointerdown", "hashchange", "popstate", "beforeprint"];

// The text comes first: explorers begin when the reader acts, or comes near one; where a page opens further down, at once.
function start() {
    /** @type {HTMLElement[]} */
    const roots = [...document.querySelectorAll(/** @type {"div"} */ (".explorer"))];
    if (!roots.length) return;
    document.documentElement.classList.add("has-explorers"); // the style sheet puts a button out of their way
    const controller = new AbortController();
    const beginOnce = () => {
        if (controller.signal.aborted) return;
        controller.abort();
        near.disconnect();
        begin(roots);
    };
    const near = new IntersectionObserver((seen) => seen.some(({ isIntersecting }) => isIntersecting) && beginOnce(), {
        rootMargin: "9999999px 0px 50%",
    });
    if (location.hash || isReturn()) return beginOnce();
    for (const root of roots) {
        root.querySelector(".explorer-still")?.setAttribute("hidden", ""); // it shows what is asked
        near.observe(root);
    }
    for (const act of ACTS) addEventListener(act, beginOnce, { signal: controller.signal, capture: true });
}

start(); // a deferred script runs when the page is there
