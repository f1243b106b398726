// Explorers on slides: their data, which of their parts are shown, and the steps by which a clicker adds up a cell.

/** @import { Place } from "./types" */

const STEPS = /** @type {const} */ (["term", "row", "all"]);

/** The places of explorers, in the order of the slides. */
export const places = /** @type {Place[]} */ ([...document.querySelectorAll(".explorer")]);

/** @param {Element | null | undefined} slide */
export const placeOn = (slide) => /** @type {Place | null} */ (slide?.querySelector(".explorer") ?? null);

/** How many steps of a slide are shown; on paper all are. @param {Element} slide */
export const countSteps = (slide) => slide.querySelectorAll(".step.visible, .print-pdf .step").length;

/** Gives each place a copy of the data that explorers share, before they begin. */
export function giveData() {
    for (const place of places) {
        const data = document.querySelector(`.explorer-data[data-from="${place.dataset.from}"]`);
        const copy = document.createElement("script");
        copy.type = "application/json";
        copy.textContent = data?.textContent ?? "";
        place.append(copy);
    }
}

/** The first linked block of an explorer: the one that adds up. @param {NonNullable<Place["explorer"]>} explorer */
function findKey({ explorer }) {
    for (const [panel, { blocks }] of explorer.state.views.entries()) {
        const at = blocks.findIndex((block) => block.kind === "linked" && block.stages?.length);
        if (at >= 0) return `${panel}.${at}`;
    }
    return null;
}

/**
 * Shows the state of a place after so many steps: the same one whichever way the speaker came.
 *
 * @param {Place} place
 * @param {number | null} steps null: its state as it is.
 */
function add(place, steps) {
    const { explorer } = place;
    const start = place.dataset.query ?? "";
    if (!explorer || (steps === null && explorer.query() === start)) return;
    // Other results stay hidden: a class may be asked about them next.
    explorer.restore(steps === null ? start : `${start}&show=asked&terms=0`, []);
    const cell = /** @type {HTMLElement | null} */ (place.querySelector("td[aria-selected=true]"));
    const guessed = cell && steps === STEPS.length ? [Number(cell.dataset.at)] : [];
    explorer.explorer.update({ status: "", guessed: steps === null ? explorer.explorer.state.guessed : guessed });
    const key = findKey(explorer);
    if (key) for (const how of STEPS.slice(0, steps ?? 0)) explorer.explorer.emit("add", key, how);
}

/** Shows what the steps of a slide have come to. @param {Element} slide */
export function walk(slide) {
    const place = placeOn(slide);
    if (place?.dataset.walk !== undefined) add(place, countSteps(slide));
}

/** What a slide shows when it is entered, unless a link or the reader has chosen something. @param {Element} slide */
export function enter(slide) {
    const place = placeOn(slide);
    if (!place?.explorer || place.dataset.query === undefined) return;
    const said = place.explorer.query();
    if (!place.explorer.isOpen) {
        place.explorer.open();
        if (said) place.explorer.restore(said, []); // what a link has begun to add up
    }
    if (said) return;
    if (place.dataset.walk === undefined) add(place, null);
    else walk(slide);
}

/**
 * Leaves only those parts of an explorer that its slide names, and others if it names some for the next click.
 *
 * @param {Place} place
 * @param {"panels" | "blocks"} name
 * @param {string} selector
 */
function choose(place, name, selector) {
    const first = place.dataset[name];
    if (!first) return;
    const slide = /** @type {HTMLElement} */ (place.closest("section"));
    const hide = () => {
        const then = place.dataset[`${name}Then`];
        const shown = (then && countSteps(slide) ? then : first).split(" ").map(Number);
        for (const [k, one] of [...place.querySelectorAll(selector)].entries())
            one.classList.toggle("left-out", !shown.includes(k + 1));
    };
    hide();
    new MutationObserver(hide).observe(place, { childList: true, subtree: true });
    place.addEventListener("step", hide);
}

export function chooseParts() {
    for (const place of places) {
        choose(place, "panels", ".explorer-panels > *");
        choose(place, "blocks", ".explorer-panel > *");
    }
}
