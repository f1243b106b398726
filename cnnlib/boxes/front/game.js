// The answers of the key as a game: some are wrong, and a reader marks those that look so.

const KEY = "found in the key";
const MOST = 5; // marks that are open at a time

/** @typedef {{ wrong: Record<string, string>, conditions: Record<string, string> }} GameData */

export class Game {
    /** @param {HTMLElement} root */
    constructor(root) {
        this.root = root;
        /** @type {GameData} */
        this.data = JSON.parse(root.querySelector("script")?.textContent ?? "");
        this.rows = /** @type {HTMLElement[]} */ ([...root.querySelectorAll("li")]);
        this.count = Object.keys(this.data.wrong).length;
        for (const row of this.rows) row.querySelector("button")?.addEventListener("click", () => this.mark(row));
        root.querySelector(".game-check")?.addEventListener("click", () => this.check());
        root.querySelector(".game-again")?.addEventListener("click", () => this.again());
        for (const part of this.load()) this.show(part);
        this.hear = (/** @type {Event} */ event) => this.find(/** @type {CustomEvent<string>} */ (event).detail);
        addEventListener("found", this.hear);
        this.say("");
    }

    /** @returns {string[]} */
    load() {
        try {
            const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
            return Array.isArray(kept) ? kept.filter((part) => part in this.data.wrong) : [];
        } catch {
            return []; // a page may be denied the memory
        }
    }

    found() {
        return this.rows.filter(({ dataset }) => dataset.found);
    }

    marked() {
        return this.rows.filter((row) => row.querySelector("button")?.getAttribute("aria-pressed") === "true");
    }

    /** @param {HTMLElement} row */
    mark(row) {
        const button = row.querySelector("button");
        const on = button?.getAttribute("aria-pressed") !== "true";
        if (on && this.marked().length === MOST)
            return this.say(`At most ${MOST} marks at a time: take one away first.`);
        button?.setAttribute("aria-pressed", String(on));
        return this.say("");
    }

    check() {
        const marked = this.marked();
        const conditions = [];
        let missed = 0;
        for (const row of marked) {
            const part = row.dataset.part ?? "";
            if (part in this.data.wrong) this.find(part);
            else if (part in this.data.conditions) conditions.push(part);
            else missed++;
        }
        const said = marked.length
            ? [`${marked.length - missed - conditions.length} of your ${marked.length} marks hit.`]
            : ["Nothing is marked."];
        for (const part of conditions) {
            said.push(`${part[0]}(${part[1]}) is none of the five: it is right, with a condition left out.`);
        }
        this.say(said.join(" "));
    }

    /** Shows that a wrong answer is found, and keeps it. @param {string} part */
    find(part) {
        this.show(part);
        this.say("");
        try {
            localStorage.setItem(KEY, JSON.stringify(this.found().map(({ dataset }) => dataset.part)));
        } catch {
            // Then it lasts as long as the page.
        }
    }

    /** @param {string} part */
    show(part) {
        const row = this.rows.find(({ dataset }) => dataset.part === part);
        if (!row) return;
        row.dataset.found = "true";
        const button = row.querySelector("button");
        button?.setAttribute("aria-pressed", "false");
        button?.toggleAttribute("disabled", true);
        if (button) button.textContent = "\u2713 found: wrong";
        const told = row.querySelector(".game-told");
        if (told) told.textContent = `Wrong: ${this.data.wrong[part]}`;
    }

    /** Ends it, where it is taken away. */
    leave() {
        removeEventListener("found", this.hear);
    }

    again() {
        try {
            localStorage.removeItem(KEY);
        } catch {
            // Nothing was kept.
        }
        for (const row of this.rows) {
            delete row.dataset.found;
            const button = row.querySelector("button");
            button?.toggleAttribute("disabled", false);
            button?.setAttribute("aria-pressed", "false");
            if (button) button.textContent = "wrong?";
            const told = row.querySelector(".game-told");
            if (told) told.textContent = "";
        }
        this.say("");
    }

    /** @param {string} text */
    say(text) {
        const found = this.found().length;
        const all = found === this.count ? " You have found them all." : "";
        const score = this.root.querySelector(".game-score");
        if (score) score.textContent = `${found} of ${this.count} found.${all} ${text}`;
    }
}
