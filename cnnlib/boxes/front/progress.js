// Which parts have been answered, how, and whether everything is shown: in this browser only. A page may be denied the memory;
// then it lasts until the page is left. The root of the page says it too: explorers look there.

const KEY = "answers";

class Progress {
    /** @type {{ parts: string[], everything: boolean, given: Record<string, string> }} The right answer that was given last, by part. */
    #kept = { parts: [], everything: false, given: {} };

    constructor() {
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
            const { parts, everything, given } = JSON.parse(localStorage.getItem(KEY) ?? "{}");
            this.#kept = {
                parts: Array.isArray(parts) ? parts.map(String) : [],
                everything: everything === true,
                given: { ...given },
            };
        } catch {
            // Then what this page knows stays.
        }
    }

    /** @param {Partial<{ parts: string[], everything: boolean, given: Record<string, string> }>} changed */
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

    /** The right answer that was given to a part; "" if none is kept. @param {string} part */
    given(part) {
        return this.has(part) ? String(this.#kept.given[part] ?? "") : "";
    }

    /** @param {string} part @param {string} given */
    add(part, given) {
        this.#load();
        const parts = [...new Set([...this.parts, part])].sort();
        this.#keep({ parts, given: { ...this.#kept.given, [part]: given } });
    }

    clear() {
        this.#keep({ parts: [], given: {} });
    }
}

export const progress = new Progress();
