// A page for practice: other instances in place of the one that is there, each with an address; solutions with blanks. It
// runs before the boxes, which ask it for the solutions, and asks them for new boxes.

import { tellWithBlanks } from "./blanks.js";
import { writeGiven } from "./given.js";
import { chooseNext, loadInstances } from "./instances.js";
import { countBlanks, keepLevel, readLevel } from "./level.js";
import { fillForm, readCode, writeCall } from "./place.js";
import { Slips } from "./slips.js";

/** @typedef {import("./place.js").Place} Place */

/** @template {HTMLElement} T @param {string} selector @returns {T} */
const find = (selector) => /** @type {T} */ (document.querySelector(selector));

/** What scrolls sideways, by its size now, is a stop for the keyboard. */
const stops = new ResizeObserver((entries) => {
    for (const { target } of entries) {
        if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
        else target.removeAttribute("tabindex");
    }
});

class Practice {
    /** @param {HTMLElement} root */
    constructor(root) {
        this.root = root;
        this.given = find(".answer-given");
        this.area = /** @type {HTMLElement} */ (this.given.parentElement);
        /** @type {HTMLFormElement[]} Those with a field: formulas are the same with any numbers. */
        this.forms = [...this.area.querySelectorAll("form")].filter((form) => form.querySelector(".answer-text"));
        /** As they are before there is a box in them. */
        this.blank = {
            given: this.given.cloneNode(true),
            forms: this.forms.map((form) => /** @type {HTMLFormElement} */ (form.cloneNode(true))),
        };
        this.first = this.forms[0].dataset.instance ?? "";
        this.place = /** @type {Place} */ (readCode(this.first));
        this.wanted = this.first;
        this.slips = new Slips();
        this.why = ""; // what is to be said of the next one
        this.level = /** @type {HTMLSelectElement} */ (find(".practice-level"));
        this.size = /** @type {HTMLSelectElement} */ (find(".practice-size"));
        this.listen();
        this.watch();
    }

    watch() {
        stops.disconnect();
        const grids = this.given.querySelector(".answer-grids");
        if (grids) stops.observe(grids);
    }

    listen() {
        this.level.value = readLevel();
        this.level.addEventListener("change", () => keepLevel(this.level.value));
        this.size.addEventListener("change", () => this.go(this.size.value, this.place.seed));
        for (const button of document.querySelectorAll(".practice-next")) {
            button.addEventListener("click", () => this.goOn(!this.root.contains(button)));
        }
        this.area.addEventListener("submit", ({ target }) => this.hear(/** @type {HTMLFormElement} */ (target)));
        addEventListener("hashchange", () => this.follow());
        // Only then the boxes' own script has run.
        addEventListener("DOMContentLoaded", () => this.follow());
    }

    /** Shows what the address says; without one, what was there at first. */
    follow() {
        const place = readCode(location.hash.slice(1) || this.first);
        if (place && place.number === this.place.number && this.root.dataset[place.size]) this.show(place);
    }

    /** @param {string} size @param {number} seed */
    go(size, seed) {
        const hash = `#${this.place.number}-${size}-${seed}`;
        if (location.hash === hash) this.follow();
        else location.hash = hash; // a step in the history, and all else follows
    }

    /** @param {Place} place */
    load({ number, size }) {
        return loadInstances(`${number}-${size}`, this.root.dataset[size] ?? "");
    }

    /** Goes on to another one. @param {boolean} fromBelow Whether the button below the questions was pressed. */
    async goOn(fromBelow) {
        const { place, slips } = this;
        try {
            const next = chooseNext(await this.load(place), place.seed, slips.made);
            this.why = slips.explain(next.told);
            this.go(place.size, next.seed);
        } catch {
            const call = writeCall({ ...place, seed: place.seed + 1 });
            this.say(`Other numbers could not be loaded. In Python ${call} has some.`);
        }
        if (!fromBelow) return;
        this.root.scrollIntoView();
        find(".practice .practice-next").focus({ preventScroll: true });
    }

    /** @param {Place} place */
    async show(place) {
        this.wanted = place.code;
        if (place.code === this.place.code) return;
        if (place.code === this.first) {
            this.put(place, this.blank.given.cloneNode(true), () => {});
            return;
        }
        try {
            const instance = (await this.load(place))[place.seed];
            if (this.wanted !== place.code) return; // the reader has gone elsewhere meanwhile
            this.put(place, writeGiven(instance), (form) => {
                fillForm(form, place.code, instance.parts[(form.dataset.part ?? "")[1]]);
            });
        } catch {
            this.size.value = this.place.size;
            this.say(`${place.code} is not on this page. In Python it is ${writeCall(place)}.`);
        }
    }

    /**
     * Puts an instance in the place of another.
     * @param {Place} place
     * @param {Node} given
     * @param {(form: HTMLFormElement) => void} change
     */
    put(place, given, change) {
        this.given.replaceWith(given);
        this.given = /** @type {HTMLElement} */ (given);
        this.watch();
        this.forms = this.forms.map((old, n) => {
            const form = /** @type {HTMLFormElement} */ (this.blank.forms[n].cloneNode(true));
            change(form);
            old.replaceWith(form);
            /** @type {any} */ (window).makeAnswerBox(form);
            return form;
        });
        this.place = place;
        this.size.value = place.size;
        this.say(`Numbers ${place.code}; in Python ${writeCall(place)}. ${this.why}`);
        this.why = "";
        this.slips.clear();
        this.promise();
    }

    /** @param {string} text */
    say(text) {
        find(".practice-now").textContent = text.trim();
    }

    /** Says what the next one will be like. */
    promise() {
        find(".practice-why").textContent = this.slips.promise();
    }

    /** Keeps a slip that a box has named. @param {HTMLFormElement} form */
    hear({ dataset: { slip, part = "" } }) {
        if (!slip) return;
        this.slips.add(part[1], slip);
        this.promise();
    }
}

/** @type {import("./box.js").Box["tell"]} */
const tellAnswerSolution = (told, data) => tellWithBlanks(told, data, countBlanks());

const root = /** @type {HTMLElement | null} */ (document.querySelector(".practice"));
if (root && document.querySelector(".answer-given")) {
    Object.assign(window, { tellAnswerSolution });
    new Practice(root);
}
