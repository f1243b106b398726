// What is said of a cell, and what lights up with it: how it follows from others, or where it is used.

/** @import { Explanation, LinkedArray, Lights, Scene, TermsRule, Values } from "./types" */

import { findArray, findNamed, nameOf, sizeOf } from "./arrays.js";
import { format, formatFactor, isExact, MINUS } from "./numbers.js";
import { findWinners, hasTerms, termsFrom, termsInto, termsOf } from "./rules.js";

/** @typedef {{ whole: string, brief?: string }} Sentence */
/** @typedef {(name: string, flat: number) => number | undefined} Veil How many terms may be told; undefined: all of it. */

const MOST = 4; // parts that are all named
const SHOWS_ALL = () => undefined;

/**
 * Joins parts: of many the first two, and how many more there are. Who listens cannot skip what is read out.
 *
 * @param {string[]} parts
 * @param {string} between
 */
const joinBriefly = (parts, between) =>
    parts.length > MOST ? `${parts.slice(0, 2).join(between)} and ${parts.length - 2} more` : parts.join(between);

/** @param {number[]} numbers */
const equals = (...numbers) => (numbers.every(isExact) ? "=" : "\u2248");

/**
 * Explains a cell.
 *
 * @param {Scene} scene
 * @param {Values} values
 * @param {LinkedArray} array
 * @param {number} flat
 * @param {Veil} veil
 * @returns {Explanation}
 */
export function explain(scene, values, array, flat, veil = SHOWS_ALL) {
    const { arrays } = scene;
    /** @type {Lights} */
    const lit = new Map(arrays.map(({ name }) => [name, new Map()]));
    const others = (array.explains ?? []).map((name) => findArray(arrays, name));
    const isDerived = (/** @type {LinkedArray} */ one) => one.rule || scene.results.includes(one.name);
    /** @type {Sentence[]} */
    const sentences = isDerived(array) ? [] : describeUses(scene, values, array, flat, lit, veil);
    for (const one of [array, ...others]) {
        if (one !== array) lit.get(one.name)?.set(flat, "fed");
        if (isDerived(one)) sentences.push(derive(scene, values, one, flat, lit, veil(one.name, flat)));
    }
    lit.get(array.name)?.set(flat, "picked"); // last: Z is also a part of the U that it explains
    const lines = sentences.map(({ whole }) => whole);
    return { lit, lines, spoken: sentences.map(({ whole, brief }) => brief ?? whole) };
}

/**
 * Writes out how one element follows from others, and lights them.
 *
 * @param {Scene} scene
 * @param {Values} values
 * @param {LinkedArray} array
 * @param {number} flat
 * @param {Lights} lit
 * @param {number} [told] How many terms may be told, if not all of it may.
 * @returns {Sentence}
 */
function derive(scene, values, array, flat, lit, told) {
    const { rule } = array;
    const result = values[array.name][flat];
    const start = nameOf(array, flat);
    if (!rule) return { whole: told === undefined ? `${start} = ${format(result)}.` : `${start} = ?` };
    if (hasTerms(rule)) {
        const found = writeTerms(rule, values, flat, lit);
        return told === undefined
            ? writeSum(scene, rule, start, result, found)
            : { whole: writeBeginning(rule, start, found.terms, told) };
    }
    if (rule.kind !== "CentralDifference") lit.get(rule.of)?.set(flat, "part");
    if (told !== undefined) return { whole: `${start} = ?` };
    if (rule.kind === "CentralDifference") {
        const by = nameOf({ ...(findNamed(scene.arrays, rule.by) ?? array), name: rule.by }, flat);
        const [after, before] = [`${rule.of}(${by} + h)`, `${rule.of}(${by} ${MINUS} h)`];
        return { whole: `${start} = (${after} ${MINUS} ${before}) / 2h \u2248 ${format(result)}` };
    }
    const call = rule.kind === "Sigmoid" ? "sigmoid" : "slope of the sigmoid at ";
    const z = values[rule.of][flat];
    return { whole: `${start} = ${call}(${format(z)}) ${equals(z, result)} ${format(result)}` };
}

/**
 * What stands before, between and behind the terms of a rule.
 *
 * @param {TermsRule} rule
 */
const signsOf = ({ kind }) => (kind === "Max" ? ["max(", ", ", ")"] : ["", " + ", ""]);

/**
 * Writes a sum whose terms are added up one by one, as far as that has gone.
 *
 * @param {TermsRule} rule
 * @param {string} start
 * @param {string[]} terms
 * @param {number} told
 */
function writeBeginning(rule, start, terms, told) {
    const [before, between, after] = signsOf(rule);
    if (!told) return `${start} = ?`;
    const parts = [...terms.slice(0, told), ...(told < terms.length ? ["\u2026"] : [])];
    return `${start} = ${before}${parts.join(between)}${after}${told < terms.length ? "" : " = ?"}`;
}

/**
 * Writes a whole sum: all of its products, however many there are.
 *
 * @param {Scene} scene
 * @param {TermsRule} rule
 * @param {string} start
 * @param {number} result
 * @param {Written} found
 * @returns {Sentence}
 */
function writeSum(scene, rule, start, result, { terms, used, places }) {
    const [before, between, after] = signsOf(rule);
    const end = `${equals(...used, result)} ${format(result)}`;
    if (!terms.length) return { whole: `${start} = 0 (no term) ${end}` };
    // One number alone would be said twice: it is said whose it is.
    if (used.length === 1 && rule.kind === "Sum") return { whole: `${start} = ${nameOnly(scene, places)} ${end}` };
    const [whole, brief] = [terms.join(between), joinBriefly(terms, between)].map(
        (sum) => `${start} = ${before}${sum}${after} ${end}`,
    );
    return { whole, brief };
}

/**
 * The name of the one element that has a part in a sum.
 *
 * @param {Scene} scene
 * @param {Map<string, number[]>} places
 */
function nameOnly({ arrays }, places) {
    for (const [name, [flat]] of places) if (flat >= 0) return nameOf(findArray(arrays, name), flat);
    return "";
}

/**
 * The terms of an element as products, the numbers in them, and of each array the places that met.
 *
 * @typedef {{ terms: string[], used: number[], places: Map<string, number[]> }} Written
 */

/**
 * Writes the terms of one element as products, and lights what is in them.
 *
 * @param {TermsRule} rule
 * @param {Values} values
 * @param {number} flat
 * @param {Lights} lit
 * @returns {Written}
 */
function writeTerms(rule, values, flat, lit) {
    const { of } = termsOf(rule);
    /** @type {Written} */
    const found = { terms: [], used: [], places: new Map(of.map(({ name }) => [name, []])) };
    for (const t of termsInto(rule, flat)) {
        const parts = of.filter(({ where }) => where[t] >= 0);
        for (const { name, where } of parts) lit.get(name)?.set(where[t], "part");
        for (const { name, where } of of) found.places.get(name)?.push(where[t]);
        const numbers = parts.map(({ name, where }) => values[name][where[t]]);
        found.used.push(...numbers);
        found.terms.push(numbers.map(numbers.length > 1 || rule.kind === "Sum" ? formatFactor : format).join("*"));
    }
    return found;
}

/**
 * Says in which sums a given element is, and lights them and what it meets there; those that are only compared have the
 * same.
 *
 * @param {Scene} scene
 * @param {Values} values
 * @param {LinkedArray} array
 * @param {number} flat
 * @param {Lights} lit
 * @param {Veil} veil
 * @returns {Sentence[]}
 */
function describeUses({ arrays, results }, values, array, flat, lit, veil) {
    const start = { whole: `${nameOf(array, flat)} = ${format(values[array.name][flat])}.` };
    // Where gradients stand beside the forward pass, they are what is explained.
    if (array.explains?.length) return [start];
    const uses = arrays.flatMap((target) => {
        const places = writeUses(arrays, values, array, flat, target, lit, veil);
        if (!places || results.indexOf(target.name) > 0) return [];
        if (!places.length) return [{ whole: `No element of ${target.name} uses it.` }];
        const count = places.length === 1 ? "1 element" : `${places.length} elements`;
        return [{ whole: `It is in ${count} of ${target.name}: ${joinBriefly(places, "; ")}.` }];
    });
    return [start, ...uses];
}

/**
 * Names the elements of one array that a given element has a part in, or returns null if that array has no such terms.
 *
 * @param {LinkedArray[]} arrays
 * @param {Values} values
 * @param {LinkedArray} array
 * @param {number} flat
 * @param {LinkedArray} target
 * @param {Lights} lit
 * @param {Veil} veil
 */
function writeUses(arrays, values, array, flat, target, lit, veil) {
    const { rule } = target;
    if (!hasTerms(rule)) return null;
    const { to, of } = termsOf(rule);
    if (!of.every(({ name }) => findNamed(arrays, name))) return null; // of what is out of sight
    const winners = rule.kind === "Max" ? findWinners(rule, values, sizeOf(target)) : null;
    return termsFrom(rule, array.name, flat)?.map((t) => {
        lit.get(target.name)?.set(to[t], "fed");
        const others = of.filter(({ name, where }) => name !== array.name && where[t] >= 0);
        for (const { name, where } of others) lit.get(name)?.set(where[t], "part");
        const times = others.map(({ name, where }) => {
            return `, times ${nameOf(findArray(arrays, name), where[t])} = ${format(values[name][where[t]])}`;
        });
        const isTold = veil(target.name, to[t]) === undefined;
        const result = winners && isTold ? (winners[to[t]] === t ? " (won)" : " (lost)") : "";
        return `${nameOf(target, to[t])}${result}${times.join("")}`;
    });
}
