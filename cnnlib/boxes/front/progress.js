// Which parts have been answered, in this browser only. A page may be denied the memory: then it lasts until it is left.

const KEY = "answered parts";

class Progress extends EventTarget {
    /** @type {Set<string>} */
    #parts = new Set();

    constructor() {
        super();
        this.#load();
        addEventListener("storage", ({ key }) => {
            if (key !== KEY && key !== null) return;
            this.#load();
            this.dispatchEvent(new Event("change"));
        });
    }

    #load() {
        try {
            const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
            this.#parts = new Set(Array.isArray(kept) ? kept.filter((part) => typeof part === "string") : []);
        } catch {
            // Then nothing is known of an earlier visit.
        }
    }

    /** @param {string} part */
    has(part) {
        return this.#parts.has(part);
    }

    /** @param {string} part */
    add(part) {
        this.#load(); // another tab may have added some
        this.#set([...this.#parts, part]);
    }

    clear() {
        this.#set([]);
    }

    /** @param {string[]} parts */
    #set(parts) {
        this.#parts = new Set(parts);
        try {
            localStorage.setItem(KEY, JSON.stringify([...this.#parts].sort()));
        } catch {
            // Then it lasts as long as the page.
        }
        this.dispatchEvent(new Event("change"));
    }
}

export const progress = new Progress();
