// Judge a text: what is known of it. The twin of cnnlib/problems/rules.py, with rules.js.

import { GRAMMAR } from "./grammar.js";
import { FormError, read } from "./reader.js";
import { judge } from "./rules.js";

/**
 * @typedef {{ kind: string, example: string, of: string[], names?: string[], grid?: number[][], rules: import("./rules.js").Rule[] }} Part
 */

/**
 * Return the verdict on a text as an answer to a part.
 * @param {Part} part
 * @param {string} text
 * @returns {import("./rules.js").Verdict}
 */
export function check(part, text) {
    let answer = "";
    try {
        answer = read(part.kind, text);
    } catch (error) {
        if (!(error instanceof FormError)) throw error;
        const says = GRAMMAR.wrong[error.message].replace("{example}", part.example);
        return { verdict: "form", slip: "", says, answer };
    }
    const [right, slip, says] = judge(part.rules, findFacts(answer, part));
    return { verdict: right ? "right" : "not-yet", slip, says, answer };
}

/** What is known of an answer, all as texts. @param {string} text @param {Part} data */
function findFacts(text, data) {
    const numbers = text.match(/-?[0-9][0-9./]*/g) ?? [];
    /** @type {Record<string, string>} */
    const facts = { answer: text, length: String(numbers.length), two: say(text.includes(" and ")) };
    facts.value = numbers[0] ?? "";
    Object.assign(facts, compare(numbers, data.of, data.names ?? []));
    if (data.grid) Object.assign(facts, lookUp(numbers, data.of, data.grid));
    return facts;
}

/** @param {boolean} so */
function say(so) {
    return so ? "yes" : "no";
}

/** How numbers differ from the right ones. @param {string[]} numbers @param {string[]} of @param {string[]} names */
function compare(numbers, of, names) {
    const sorted = (/** @type {string[]} */ texts) => [...texts].sort().join();
    const wrong = names.filter((_, n) => n < numbers.length && n < of.length && numbers[n] !== of[n]);
    return {
        same_length: say(numbers.length === of.length),
        permuted: say(sorted(numbers) === sorted(of)),
        wrong: wrong.join(", "),
        divides: say(numbers.length === 1 && of.length === 1 && isDivisor(numbers[0], of[0])),
    };
}

/** Whether a number is a whole one, above 0, that divides another. @param {string} number @param {string} of */
function isDivisor(number, of) {
    return isIndex(number) && isIndex(of) && number !== "0" && Number(of) % Number(number) === 0;
}

/** @param {string} text */
function isIndex(text) {
    return /^[0-9]+$/.test(text);
}

/** What stands in Z at the pixel that an answer names. @param {string[]} numbers @param {string[]} of @param {number[][]} grid */
function lookUp(numbers, of, grid) {
    const [row, column] = numbers.slice(-2);
    const [value, wanted] = numbers.length === 3 ? [numbers[0], of[0]] : ["0", "0"];
    const element = isIndex(row) && isIndex(column) ? grid[Number(row)]?.[Number(column)] : undefined;
    if (element === undefined) {
        const here = `Z has no pixel (${row}, ${column}): 2(b) asks how many rows and columns it has`;
        return { here, there: here, not_there: here, indeed: "no" };
    }
    const here = `Z[${row}, ${column}] is ${element}`;
    return {
        here,
        there: String(element) === wanted ? here : `${here}, not ${wanted}`,
        not_there: `Z[${row}, ${column}] is not ${value}`,
        indeed: say(String(element) === value),
    };
}
