// Which parts have been answered, and whether everything is shown: in this browser only. A page may be denied the memory;
// then it lasts until the page is left. The root of the page says it too: explorers look there.

const KEY = "answers";

class Progress extends EventTarget {
    /** @type {{ parts: string[], everything: boolean }} */
    #kept = { parts: [], everything: false };

    constructor() {
        super();
        this.#load();
        // Another tab has changed it.
        addEventListener("storage", ({ key }) => {
            if (key !== KEY && key !== null) return;
            this.#load();
            this.#tell();
        });
        this.#tell();
    }

    #load() {
        try {
            const { parts, everything } = JSON.parse(localStorage.getItem(KEY) ?? "{}");
            this.#kept = { parts: Array.isArray(parts) ? parts.map(String) : [], everything: everything === true };
        } catch {
            // Then what this page knows stays.
        }
    }

    /** @param {Partial<{ parts: string[], everything: boolean }>} changed */
    #keep(changed) {
        this.#kept = { ...this.#kept, ...changed };
        try {
            localStorage.setItem(KEY, JSON.stringify(this.#kept));
        } catch {
            // Then it lasts as long as the page.
        }
        this.#tell();
    }

    #tell() {
        const { dataset } = document.documentElement;
        dataset.answered = this.parts.join(" ");
        dataset.everything = String(this.everything);
        this.dispatchEvent(new Event("change"));
        dispatchEvent(new Event("answered"));
    }

    get parts() {
        return this.#kept.parts;
    }

    get everything() {
        return this.#kept.everything;
    }

    set everything(everything) {
        this.#keep({ everything });
    }

    /** @param {string} part */
    has(part) {
        return this.parts.includes(part);
    }

    /** @param {string} part */
    add(part) {
        this.#load();
        if (!this.has(part)) this.#keep({ parts: [...this.parts, part].sort() });
    }

    clear() {
        this.#keep({ parts: [] });
    }
}

export const progress = new Progress();
