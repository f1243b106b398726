// What is said of a cell, and what lights up with it: how it follows from others, or where it is used.

/** @import { Explanation, LinkedArray, Lights, TermsRule, Values } from "./types" */

import { findArray, nameOf, sizeOf } from "./arrays.js";
import { format, formatFactor, isExact, MINUS } from "./numbers.js";
import { findWinners, hasTerms, termsFrom, termsInto, termsOf } from "./rules.js";

/** @typedef {{ whole: string, brief?: string }} Sentence */

const MOST = 4;

/**
 * Joins parts for one who listens and cannot skip what is read out: of many the first two, and how many more there are.
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
 * @param {LinkedArray[]} arrays
 * @param {Values} values
 * @param {LinkedArray} array
 * @param {number} flat
 * @returns {Explanation}
 */
export function explain(arrays, values, array, flat) {
    /** @type {Lights} */
    const lit = new Map(arrays.map(({ name }) => [name, new Map()]));
    const others = (array.explains ?? []).map((name) => findArray(arrays, name));
    /** @type {Sentence[]} */
    const sentences = array.rule ? [] : describeUses(arrays, values, array, flat, lit);
    for (const one of [array, ...others]) {
        if (one !== array) lit.get(one.name)?.set(flat, "fed");
        if (one.rule) sentences.push(derive(arrays, values, one, flat, lit));
    }
    lit.get(array.name)?.set(flat, "picked"); // last: Z is also a part of the U that it explains
    const lines = sentences.map(({ whole }) => whole);
    return { lit, lines, spoken: sentences.map(({ whole, brief }) => brief ?? whole) };
}

/**
 * Writes out how one element follows from others, and lights them.
 *
 * @param {LinkedArray[]} arrays
 * @param {Values} values
 * @param {LinkedArray} array
 * @param {number} flat
 * @param {Lights} lit
 * @returns {Sentence}
 */
function derive(arrays, values, array, flat, lit) {
    const { rule } = array;
    const result = values[array.name][flat];
    const start = nameOf(array, flat);
    if (!rule) return { whole: `${start} = ${format(result)}.` };
    if (rule.kind === "CentralDifference") {
        const by = nameOf(findArray(arrays, rule.by), flat);
        const [after, before] = [`${rule.of}(${by} + h)`, `${rule.of}(${by} ${MINUS} h)`];
        return { whole: `${start} = (${after} ${MINUS} ${before}) / 2h \u2248 ${format(result)}` };
    }
    if (!hasTerms(rule)) {
        lit.get(rule.of)?.set(flat, "part");
        const call = rule.kind === "Sigmoid" ? "sigmoid" : "slope of the sigmoid at ";
        const z = values[rule.of][flat];
        return { whole: `${start} = ${call}(${format(z)}) ${equals(z, result)} ${format(result)}` };
    }
    const { terms, used } = writeTerms(rule, values, flat, lit);
    const end = `${equals(...used, result)} ${format(result)}`;
    if (!terms.length) return { whole: `${start} = 0 (no term) ${end}` };
    const [before, between, after] = rule.kind === "Max" ? ["max(", ", ", ")"] : ["", " + ", ""];
    const [whole, brief] = [terms.join(between), joinBriefly(terms, between)];
    return {
        whole: `${start} = ${before}${whole}${after} ${end}`,
        brief: `${start} = ${before}${brief}${after} ${end}`,
    };
}

/**
 * Writes the terms of one element as products, and lights what is in them.
 *
 * @param {TermsRule} rule
 * @param {Values} values
 * @param {number} flat
 * @param {Lights} lit
 */
function writeTerms(rule, values, flat, lit) {
    /** @type {number[]} */
    const used = [];
    const terms = termsInto(rule, flat).map((t) => {
        const parts = termsOf(rule).of.filter(({ where }) => where[t] >= 0);
        for (const { name, where } of parts) lit.get(name)?.set(where[t], "part");
        const numbers = parts.map(({ name, where }) => values[name][where[t]]);
        used.push(...numbers);
        return numbers.map(numbers.length > 1 || rule.kind === "Sum" ? formatFactor : format).join("*");
    });
    return { terms, used };
}

/**
 * Says in which sums a given element is, and lights them and what it meets there.
 *
 * @param {LinkedArray[]} arrays
 * @param {Values} values
 * @param {LinkedArray} array
 * @param {number} flat
 * @param {Lights} lit
 * @returns {Sentence[]}
 */
function describeUses(arrays, values, array, flat, lit) {
    const start = { whole: `${nameOf(array, flat)} = ${format(values[array.name][flat])}.` };
    // Where gradients stand beside the forward pass, they are what is explained.
    if (array.explains?.length) return [start];
    const uses = arrays.flatMap((target) => {
        const places = writeUses(arrays, values, array, flat, target, lit);
        if (!places) return [];
        if (!places.length) return [{ whole: `No element of ${target.name} uses it.` }];
        const count = places.length === 1 ? "1 element" : `${places.length} elements`;
        const [whole, brief] = [places.join(", "), joinBriefly(places, ", ")].map(
            (list) => `It is in ${count} of ${target.name}: ${list}.`,
        );
        return [{ whole, brief }];
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
 */
function writeUses(arrays, values, array, flat, target, lit) {
    const { rule } = target;
    if (!hasTerms(rule)) return null;
    const { to, of } = termsOf(rule);
    const winners = rule.kind === "Max" ? findWinners(rule, values, sizeOf(target)) : null;
    return termsFrom(rule, array.name, flat)?.map((t) => {
        lit.get(target.name)?.set(to[t], "fed");
        const others = of.filter(({ name, where }) => name !== array.name && where[t] >= 0);
        for (const { name, where } of others) lit.get(name)?.set(where[t], "part");
        const times = others.map(({ name, where }) => {
            return ` times ${nameOf(findArray(arrays, name), where[t])} = ${format(values[name][where[t]])}`;
        });
        const result = winners ? (winners[to[t]] === t ? " (won)" : " (lost)") : "";
        return `${nameOf(target, to[t])}${result}${times.join("")}`;
    });
}
