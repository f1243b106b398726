// What a problem asks for is hidden in an explorer until it is answered, or a reader wants to see everything.
//
// The answer boxes say on the page's root which parts are answered; where there are none, nothing is.

/** @import { Asked, LinkedArray, LinkedData, Pin, Stage, TermsRule, View } from "./types" */

import { findArray, findNamed, flatOf } from "./arrays.js";
import { hasTerms, termsInto, termsOf } from "./rules.js";
import { numbersOf } from "./state.js";

/**
 * So that what is covered stays the same object while nothing changes: by the name of the cell that is shown.
 *
 * @type {WeakMap<View, Map<string, View>>}
 */
const covers = new WeakMap();

/**
 * Views as they are to be seen now.
 *
 * @param {View[]} views
 * @param {boolean} isOpen Whether a reader wants to see all of this explorer.
 * @param {Pin | null} [pin] The one cell of what is hidden that is shown all the same: a link leads to it.
 */
export const seen = (views, isOpen, pin = null) =>
    views.map((view) => (!isOpen && view.asked && isAsked(view.asked) ? cover(view, view.asked, pin) : view));

/**
 * Whether what is asked is not yet answered.
 *
 * @param {Asked} asked
 */
const isAsked = ({ parts }) =>
    document.documentElement.dataset.everything !== "true" && !parts.every((part) => answered().includes(part));

/** The parts that are answered. */
const answered = () => (document.documentElement.dataset.answered ?? "").split(" ");

/**
 * The stages that show nothing but what is to be seen; the formula of one that is cut out is asked for.
 *
 * @param {Stage[]} stages
 * @param {LinkedArray[]} arrays Those that are to be seen.
 * @param {string[]} keep The names of those that are given.
 */
function keepStages(stages, arrays, keep) {
    const isSeen = (/** @type {string} */ name) => arrays.some((one) => one.name === name);
    const isMade = (/** @type {string} */ to) => hasTerms(findNamed(arrays, to)?.rule);
    return stages
        .filter(({ on, by, beside = [], to }) => [on, by ?? on, ...beside].every(isSeen) && isMade(to))
        .map((stage) => ({
            ...stage,
            formula: keep.includes(stage.to) ? stage.formula : undefined,
            compare: undefined, // it is of what is hidden
        }));
}

/**
 * A view without what is asked: a sentence, the arrays that are given, and the cell that a link leads to.
 *
 * @param {View} view
 * @param {Asked} asked
 * @param {Pin | null} pin
 * @returns {View}
 */
function cover(view, { keep, opens = {}, says }, pin) {
    const known = covers.get(view) ?? new Map();
    covers.set(view, known);
    const shown = pin && !keep.includes(pin.name) ? pin : null;
    const open = answered().flatMap((part) => opens[part] ?? []);
    const key = [open, shown?.name, shown?.place].join();
    if (known.has(key)) return known.get(key);
    const linked = /** @type {LinkedData[]} */ (view.blocks.filter(({ kind }) => kind === "linked"));
    const blocks = linked.map((block) => {
        // What is answered already is all there, and stages keep out of sight what it follows from.
        const stages = block.stages?.filter(({ to }) => [...keep, ...open].includes(to)) ?? [];
        const results = stages.flatMap(({ to, compare }) => [to, ...Object.values(compare ?? {})]);
        if (open.length && (!shown || results.includes(shown.name))) return { ...block, stages };
        const given = block.arrays.filter(({ name }) => keep.includes(name));
        const cell = shown ? cutOut(block.arrays, keep, shown) : [];
        const explains = (/** @type {string[] | undefined} */ names) => names?.filter((name) => keep.includes(name));
        const arrays = [...given.map((one) => ({ ...one, explains: explains(one.explains) })), ...cell];
        return { ...block, arrays, stages: keepStages(block.stages ?? [], arrays, keep) };
    });
    /** @type {View} */
    const covered = {
        blocks: [
            ...(says ? [/** @type {const} */ ({ kind: "html", html: `<p class="explorer-asked">${says}</p>` })] : []),
            ...blocks.filter(({ arrays }) => arrays.length),
        ],
        summary: says,
        isCover: true,
    };
    known.set(key, covered);
    return covered;
}

/**
 * One cell of an array as an array of its own, after those arrays that it is made of and that are hidden: of these the
 * numbers, and not how they follow. Nothing, if there is no such cell, or it has no terms.
 *
 * @param {LinkedArray[]} arrays
 * @param {string[]} keep
 * @param {Pin} pin
 * @returns {LinkedArray[]}
 */
function cutOut(arrays, keep, { name, place }) {
    const array = findNamed(arrays, name);
    const flat = array ? flatOf(array, place) : null;
    if (!array || flat === null || !hasTerms(array.rule)) return [];
    const { values } = numbersOf(arrays, new Map());
    const hidden = Object.keys(array.rule.of).filter((one) => !keep.includes(one));
    return [
        ...hidden.map((one) => ({
            ...plain(findArray(arrays, one)),
            rule: undefined,
            edit: false,
            values: [...values[one]],
        })),
        { ...plain(array), title: name, shape: place.map(() => 1), origin: place, rule: cutRule(array.rule, flat) },
    ];
}

/**
 * An array without what is said of others on its cells.
 *
 * @param {LinkedArray} array
 * @returns {LinkedArray}
 */
const plain = (array) => ({ ...array, explains: undefined, mark: undefined, differs: undefined });

/**
 * The terms of one element, as a rule for an array of which it is the only one.
 *
 * @param {TermsRule} rule
 * @param {number} flat
 * @returns {TermsRule}
 */
function cutRule(rule, flat) {
    const terms = termsInto(rule, flat);
    const of = termsOf(rule).of.map(({ name, where }) => {
        const places = terms.map((t) => where[t]);
        return [name, places.map((at, k) => at - (places[k - 1] ?? 0))];
    });
    return { ...rule, to: terms.map(() => 0), of: Object.fromEntries(of) };
}
