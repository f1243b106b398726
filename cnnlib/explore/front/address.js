// The address of a page has the states of all explorers that are not at their start, as in
// #explorer-1?stride=2&pin=Z,1,3&explorer-2?n=5. Where it is a link to a heading, it has no room for them: there the
// entry in the browser's history has them; and as other scripts clear that when the page loads, so has the tab, for a
// reload.

/** @import { PageExplorer } from "./page.js" */

const OURS = /^#explorer-\d+\?/;
const LINKS = 'a[href^="#explorer-"]'; // to a state
const A_REST = 300; // milliseconds

const memoryKey = () => `explorers of ${location.pathname}`;

/**
 * Keeps the states of the present address for a reload. A page may be denied the memory.
 *
 * @param {string} states
 */
function keepForReload(states) {
    try {
        sessionStorage.setItem(memoryKey(), JSON.stringify({ at: location.href, states }));
    } catch {
        // Then a reload starts anew.
    }
}

/** Whether the page was loaded again, or by the browser's back. */
export function isReturn() {
    const [how] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
    return how?.type !== "navigate";
}

/**
 * Returns after a reload, or the browser's back, the states that were kept.
 *
 * @returns {string | undefined}
 */
function recallAfterReload() {
    try {
        const kept = JSON.parse(sessionStorage.getItem(memoryKey()) ?? "null");
        return isReturn() && kept?.at === location.href ? kept.states : undefined;
    } catch {
        return undefined;
    }
}

/**
 * The query of each explorer in an address.
 *
 * @param {string} states
 * @returns {Map<string, string>}
 */
export function splitStates(states) {
    const parts = states.split(/[#&](?=explorer-\d+\?)/).slice(1);
    return new Map(parts.map((part) => [part.slice(0, part.indexOf("?")), part.slice(part.indexOf("?") + 1)]));
}

const whole = () => location.href.replace(/#.*$/, "");

export class Address {
    /** @type {string | null | undefined} The states that the address has; null: it does not say what is shown. */
    #known;
    /** @type {number | undefined} */
    #later;

    /** @param {PageExplorer[]} explorers Of the page, in order. */
    constructor(explorers) {
        this.explorers = explorers;
        this.#known = undefined;
        this.hash = "";
        this.#later = undefined;
    }

    /** Shows what the address says, and follows it. */
    start() {
        addEventListener("popstate", () => this.restore());
        addEventListener("hashchange", () => location.hash !== this.hash && this.restore());
        addEventListener("click", (event) => this.follow(event));
        this.restore();
    }

    /**
     * A link to a state leads to its explorer, even if the address says the same already.
     *
     * @param {MouseEvent} event
     */
    follow(event) {
        const link = /** @type {HTMLAnchorElement | null} */ (/** @type {Element} */ (event.target).closest(LINKS));
        if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        this.write();
        if (link.hash !== location.hash) history.pushState(null, "", link.hash);
        this.restore();
        this.explorers.find(({ name }) => link.hash.startsWith(`#${name}?`))?.arrive();
    }

    /**
     * The states after the #; that of `first` stands first, as a link leads there.
     *
     * @param {PageExplorer} [first]
     */
    states(first) {
        const others = this.explorers.filter((one) => one !== first && one.query());
        const states = [...(first ? [first] : []), ...others].map((one) => `${one.name}?${one.query()}`);
        return states.length ? `#${states.join("&")}` : "";
    }

    /** @param {PageExplorer} first */
    link(first) {
        this.write();
        return whole() + this.states(first);
    }

    /** Waits until a slider rests: a browser allows only so many entries in its history. */
    remember() {
        clearTimeout(this.#later);
        this.#later = setTimeout(() => this.write(), A_REST);
    }

    write() {
        clearTimeout(this.#later);
        for (const one of this.explorers) one.settle();
        const states = this.states();
        if (states === this.#known) return;
        history.pushState({ explorers: states }, "", states || (OURS.test(location.hash) ? whole() : location.href));
        this.hash = location.hash;
        this.keep();
    }

    restore() {
        clearTimeout(this.#later);
        const isFirst = this.#known === undefined;
        const { hash } = location;
        this.hash = hash;
        const states = OURS.test(hash)
            ? hash
            : (history.state?.explorers ?? (isFirst ? recallAfterReload() : undefined));
        if (states === undefined && hash && !isFirst) return this.keep(); // a link to a heading has been followed
        const queries = splitStates(states ?? "");
        const { changed, isWhole } = this.show(queries, isFirst);
        this.keep();
        if (!isWhole) this.#known = null; // the next change puts that right
        const [first] = queries.keys();
        const seen = isFirst ? this.explorers.find(({ name }) => name === first) : changed[0];
        if (!OURS.test(hash)) return;
        if (isFirst) seen?.comeIntoView();
        else seen?.root.scrollIntoView({ block: "nearest" });
    }

    /**
     * Shows the states of these queries, and returns which explorers have changed and whether all was understood.
     *
     * @param {Map<string, string>} queries
     * @param {boolean} isFirst
     */
    show(queries, isFirst) {
        const strange = [...queries.keys()].filter((name) => !this.explorers.some((one) => one.name === name));
        const changed = [];
        let isWhole = true;
        for (const [k, one] of this.explorers.entries()) {
            const query = queries.get(one.name) ?? "";
            const wrong = k ? [] : strange.map((name) => `there is no ${name} on this page`);
            if (!isFirst && !wrong.length && one.shows(query)) continue;
            isWhole = one.restore(query, wrong) && isWhole;
            changed.push(one);
        }
        return { changed, isWhole };
    }

    /** The present entry in the history keeps the states. */
    keep() {
        for (const one of this.explorers) one.settle();
        this.#known = this.states();
        if (history.state?.explorers !== this.#known)
            history.replaceState({ ...history.state, explorers: this.#known }, "");
        keepForReload(this.#known);
    }
}
