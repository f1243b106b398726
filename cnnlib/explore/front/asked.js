// What a problem asks for is hidden in an explorer until it is answered, or a reader wants to see everything.
//
// The answer boxes say on the page's root which parts are answered; where there are none, nothing is.

/** @import { LinkedData, View } from "./types" */

/** @type {WeakMap<View, View>} So that what is covered stays the same object while nothing changes. */
const covers = new WeakMap();

/**
 * Views as they are to be seen now.
 *
 * @param {View[]} views
 * @param {boolean} isOpen Whether a reader wants to see all of this explorer.
 */
export const seen = (views, isOpen) => views.map((view) => (!isOpen && isAsked(view) ? cover(view) : view));

/**
 * Whether a view shows what is asked and not yet answered.
 *
 * @param {View} view
 */
function isAsked({ asked }) {
    const { answered, everything } = document.documentElement.dataset;
    if (!asked || everything === "true") return false;
    const known = (answered ?? "").split(" ");
    return !asked.parts.every((part) => known.includes(part));
}

/**
 * A view without what is asked: a sentence, and the arrays that are given.
 *
 * @param {View} view
 * @returns {View}
 */
function cover(view) {
    const known = covers.get(view);
    if (known || !view.asked) return known ?? view;
    const { keep, says } = view.asked;
    const linked = /** @type {LinkedData[]} */ (view.blocks.filter(({ kind }) => kind === "linked"));
    const blocks = linked.map((block) => ({
        ...block,
        arrays: block.arrays
            .filter(({ name }) => keep.includes(name))
            .map((array) => ({ ...array, explains: array.explains?.filter((name) => keep.includes(name)) })),
    }));
    /** @type {View} */
    const covered = {
        blocks: [
            { kind: "html", html: `<p class="explorer-asked">${says}</p>` },
            ...blocks.filter(({ arrays }) => arrays.length),
        ],
        summary: says,
        isCover: true,
    };
    covers.set(view, covered);
    return covered;
}
