// What is found on cells besides their numbers: signs, and that no window reaches them.

/** @import { LinkedArray, Marks, TermsRule, Values } from "./types" */

import { findArray, flatsOf, nameOf, sizeOf } from "./arrays.js";
import { findWinners, hasTerms, termsOf } from "./rules.js";

const NOT_EQUAL = "\u2260";
const MOST_NAMED = 8; // more are counted

/**
 * The given elements that no term uses, of the arrays that any term is of.
 *
 * @param {LinkedArray[]} arrays
 */
function findUnreached(arrays) {
    const lists = arrays.flatMap(({ rule, origin }) => (hasTerms(rule) && !origin ? termsOf(rule).of : []));
    /** @type {Marks["unreached"]} */
    const unreached = new Map();
    for (const array of arrays) {
        const mine = lists.filter(({ name }) => name === array.name);
        if (array.rule || !mine.length) continue;
        const reached = new Set(mine.flatMap(({ where }) => [...where]));
        unreached.set(array.name, new Set(flatsOf(array).filter((e) => !reached.has(e))));
    }
    return unreached;
}

/**
 * The elements that a rule took: of a Max those that won.
 *
 * @param {LinkedArray} target
 * @param {TermsRule} rule
 * @param {Values} values
 */
function findTaken(target, rule, values) {
    const [{ where }] = termsOf(rule).of;
    const terms = rule.kind === "Max" ? findWinners(rule, values, sizeOf(target)) : where.keys();
    return new Set([...terms].map((t) => where[t]));
}

/**
 * The elements that should be equal to those of another array, and are not.
 *
 * @param {Float64Array} found
 * @param {Float64Array} right
 * @param {number} [most] As a share of what they should be.
 */
export const findDifferences = (found, right, most = 1e-6) =>
    [...found.keys()].filter((e) => Math.abs(found[e] - right[e]) > most * Math.max(1, Math.abs(right[e])));

/**
 * Finds the marks of all arrays.
 *
 * @param {LinkedArray[]} arrays
 * @param {Values} values
 * @returns {Marks}
 */
export function findMarks(arrays, values) {
    /** @type {Marks["signs"]} */
    const signs = new Map(arrays.map(({ name }) => [name, new Map()]));
    const meanings = [];
    for (const target of arrays) {
        const { rule, mark } = target;
        if (!mark || !hasTerms(rule)) continue;
        const source = findArray(arrays, termsOf(rule).of[0].name);
        const taken = findTaken(target, rule, values);
        const signed = signs.get(source.name) ?? new Map();
        for (const e of taken) signed.set(e, (signed.get(e) ?? "") + mark);
        const left = flatsOf(source).filter((e) => !taken.has(e));
        const names =
            left.length > MOST_NAMED
                ? `${left.length} of ${sizeOf(source)}, those without the sign`
                : left.map((e) => nameOf(source, e)).join(", ");
        meanings.push(
            `${mark} marks what is in ${target.name}. ${names ? `Never there: ${names}.` : "Nothing is left out."}`,
        );
    }
    for (const { name, differs } of arrays) {
        if (!differs) continue;
        for (const e of findDifferences(values[name], values[differs])) signs.get(name)?.set(e, NOT_EQUAL);
    }
    return { unreached: findUnreached(arrays), signs, meanings };
}
