// How an array follows from others. There is no geometry here: the rules come from Python.

/** @import { DifferenceRule, LinkedArray, Rule, TermsRule, Values } from "./types" */

import { sizeOf } from "./arrays.js";
import { oncePer } from "./memo.js";
import { addUp } from "./steps.js";

/**
 * Whether a rule is a list of terms.
 *
 * @param {Rule | undefined} rule
 * @returns {rule is TermsRule}
 */
export const hasTerms = (rule) => rule?.kind === "Sum" || rule?.kind === "Max";

/** The terms of a rule: of each array the flat index in each term, -1 for none. */
export const termsOf = oncePer((/** @type {TermsRule} */ { to, of }) => ({
    to: addUp(to),
    of: Object.entries(of).map(([name, steps]) => ({ name, where: addUp(steps) })),
}));

/**
 * Of each element the numbers of its terms. States share a rule, and their arrays may be of several sizes: of an
 * element that is in no term there is nothing here.
 *
 * @param {Int32Array} places
 */
function groupByElement(places) {
    /** @type {number[][]} */
    const found = [];
    for (const [t, place] of places.entries()) {
        if (place < 0) continue;
        found[place] ??= [];
        found[place].push(t);
    }
    return found;
}

const groupedByTarget = oncePer((/** @type {TermsRule} */ rule) => groupByElement(termsOf(rule).to));
const groupedBySource = oncePer(
    (/** @type {TermsRule} */ rule) =>
        new Map(termsOf(rule).of.map(({ name, where }) => [name, groupByElement(where)])),
);

/**
 * The numbers of the terms that make an element.
 *
 * @param {TermsRule} rule
 * @param {number} flat
 */
export const termsInto = (rule, flat) => groupedByTarget(rule)[flat] ?? [];

/**
 * The numbers of the terms that an element of an array takes part in, or null if no term is of that array.
 *
 * @param {TermsRule} rule
 * @param {string} name
 * @param {number} flat
 */
export function termsFrom(rule, name, flat) {
    const grouped = groupedBySource(rule).get(name);
    return grouped ? (grouped[flat] ?? []) : null;
}

/**
 * Which term of each element of a Max won: the first of the largest.
 *
 * @param {TermsRule} rule
 * @param {Values} values
 * @param {number} size
 */
export function findWinners(rule, values, size) {
    const { to, of } = termsOf(rule);
    const [{ name, where }] = of;
    const won = new Int32Array(size).fill(-1);
    for (let t = 0; t < to.length; t++) {
        const best = won[to[t]];
        if (best < 0 || values[name][where[t]] > values[name][where[best]]) won[to[t]] = t;
    }
    return won;
}

/**
 * @param {TermsRule} rule
 * @param {Values} values
 * @param {number} size
 */
function sum(rule, values, size) {
    const { to, of } = termsOf(rule);
    const total = new Float64Array(size);
    // One array after the other, as central differences do this hundreds of times for one state.
    const products = new Float64Array(to.length).fill(1);
    for (const { name, where } of of) {
        const factors = values[name];
        for (let t = 0; t < to.length; t++) if (where[t] >= 0) products[t] *= factors[where[t]];
    }
    for (let t = 0; t < to.length; t++) total[to[t]] += products[t];
    return total;
}

/**
 * @param {TermsRule} rule
 * @param {Values} values
 * @param {number} size
 */
function max(rule, values, size) {
    const { where, name } = termsOf(rule).of[0];
    return Float64Array.from(findWinners(rule, values, size), (t) => (t < 0 ? -Infinity : values[name][where[t]]));
}

/** @param {number} z */
const sigmoid = (z) => 1 / (1 + Math.exp(-z));

/** @param {number} z */
const sigmoidSlope = (z) => sigmoid(z) * (1 - sigmoid(z));

/**
 * The arrays that a rule names.
 *
 * @param {Rule | undefined} rule
 */
export function sourcesOf(rule) {
    if (!rule) return [];
    return typeof rule.of === "string" ? [rule.of] : Object.keys(rule.of);
}

/**
 * The arrays that one of them follows from, at any distance, and itself.
 *
 * @param {LinkedArray[]} arrays
 * @param {string} last
 */
function ancestorsOf(arrays, last) {
    const wanted = new Set([last]);
    for (const { name, rule } of arrays.toReversed()) {
        if (wanted.has(name)) for (const one of sourcesOf(rule)) wanted.add(one);
    }
    return arrays.filter(({ name }) => wanted.has(name));
}

/**
 * @param {DifferenceRule} rule
 * @param {Values} values
 * @param {number} size
 * @param {LinkedArray[]} arrays
 */
function centralDifference({ of, by, step }, values, size, arrays) {
    const needed = ancestorsOf(arrays, of);
    const moved = values[by].slice();
    /** @type {Values} */
    const given = Object.fromEntries(needed.filter(({ rule }) => !rule).map(({ name }) => [name, values[name]]));
    given[by] = moved;
    /**
     * @param {number} place
     * @param {number} distance
     */
    const moveBy = (place, distance) => {
        moved[place] = values[by][place] + distance;
        const [result] = evaluate(needed, given)[of];
        moved[place] = values[by][place];
        return result;
    };
    return Float64Array.from({ length: size }, (_, place) => (moveBy(place, step) - moveBy(place, -step)) / (2 * step));
}

/**
 * @param {LinkedArray} array
 * @param {Exclude<Rule, DifferenceRule>} rule
 * @param {Values} values
 */
function apply(array, rule, values) {
    switch (rule.kind) {
        case "Sum":
            return sum(rule, values, sizeOf(array));
        case "Max":
            return max(rule, values, sizeOf(array));
        case "Sigmoid":
            return values[rule.of].map(sigmoid);
        case "SigmoidSlope":
            return values[rule.of].map(sigmoidSlope);
    }
}

/**
 * Many evaluations, of an array that is mostly out of sight.
 *
 * @param {LinkedArray} array
 * @param {DifferenceRule} rule
 * @param {Values} values
 * @param {LinkedArray[]} arrays
 */
function applyWhenRead(array, rule, values, arrays) {
    /** @type {Float64Array | undefined} */
    let found;
    const get = () => (found ??= centralDifference(rule, values, sizeOf(array), arrays));
    Object.defineProperty(values, array.name, { enumerable: true, get });
}

/**
 * Returns the numbers of all arrays.
 *
 * @param {LinkedArray[]} arrays In an order in which each rule finds before it what it needs.
 * @param {Values} given Those that follow from no rule.
 */
export function evaluate(arrays, given) {
    /** @type {Values} */
    const values = {};
    for (const array of arrays) {
        const { name, rule } = array;
        if (rule?.kind === "CentralDifference") applyWhenRead(array, rule, values, arrays);
        else values[name] = rule ? apply(array, rule, values) : given[name];
    }
    return values;
}
