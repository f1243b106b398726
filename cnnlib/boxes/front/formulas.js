// Judge a formula that was put together from choices: its text, its indices, and what the build found out about it. The
// twin of cnnlib/problems/formulas.py. Nothing is computed here.

import { judge } from "./rules.js";

/**
 * What a choice gives: a word, or where it differs first, what it gives there and what is right.
 * @typedef {string | [string, string, string]} Outcome
 * @typedef {Record<string, string>} Choice
 * @typedef {{
 *     labels: Record<string, string>, pieces: Record<string, string>, indexed: boolean, key: Choice,
 *     tables: Record<string, Record<string, Outcome>>, rules: import("./rules.js").Rule[],
 * }} Builder
 */

const NAMES = ["i", "j1", "j2", "k1", "k2", "n", "m"];

/** The text of a choice, or of a piece of it; dots where nothing is chosen. @param {Builder} builder @param {Choice} choice @param {string} piece */
export function writeFormula(builder, choice, piece = "formula") {
    /** @type {Record<string, string>} */
    const known = { ...builder.pieces, ...choice };
    let text = builder.pieces[piece];
    while (text.includes("{")) text = text.replace(/\{([a-z_]+)\}/g, (_, name) => known[name] ?? "…");
    return text;
}

/** The verdict on a choice. @param {Builder} builder @param {Choice} choice @returns {import("./rules.js").Verdict} */
export function checkFormula(builder, choice) {
    const open = Object.keys(builder.labels).filter((name) => !choice[name]);
    const answer = writeFormula(builder, choice);
    if (open.length) {
        const labels = open.map((name) => builder.labels[name]).join("; ");
        return { verdict: "form", slip: "", says: `Nothing is chosen yet for: ${labels}.`, answer };
    }
    const facts = { ...choice, ...(builder.indexed ? findIndices(answer) : {}) };
    for (const [piece, table] of Object.entries(builder.tables)) {
        const text = writeFormula(builder, choice, piece);
        // Texts that begin alike may share an outcome.
        Object.assign(facts, writeOutcome(piece, table[text] ?? table[text.replace(/,[^,]*$/, "")] ?? ""));
    }
    const [right, slip, says] = judge(builder.rules, facts);
    return { verdict: right ? "right" : "not-yet", slip, says, answer };
}

/** What a choice gives, as facts. @param {string} piece @param {Outcome} outcome */
function writeOutcome(piece, outcome) {
    if (typeof outcome === "string") return { [piece]: outcome };
    const [at, given, right] = outcome;
    return { [piece]: "differs", [`${piece}_at`]: at, [`${piece}_given`]: given, [`${piece}_right`]: right };
}

/** The indices that occur in a text, in their usual order. @param {string} text */
function findNames(text) {
    const found = /** @type {string[]} */ (text.match(/\b(?:i|[jk][12]|[nm])\b/g) ?? []);
    return NAMES.filter((name) => found.includes(name));
}

/** How the indices of both sides differ. @param {string} formula */
function findIndices(formula) {
    const [left, right] = formula.split(" = ");
    const [sum, over, terms] = right.match(/sum over (.*?) of \(?([^()]*)\)?/) ?? ["", "", ""];
    const [wanted, summed, covered] = [left, over, terms].map(findNames);
    const outside = findNames(right.replace(sum, ""));
    const free = NAMES.filter((name) => outside.includes(name) || (covered.includes(name) && !summed.includes(name)));
    const [extra, missing, unused] = [lack(free, wanted), lack(wanted, free), lack(summed, covered)];
    const told = [
        extra && `Your right side still depends on ${extra}; the left side has ${wanted.join(", ")}.`,
        missing && `Your right side does not depend on ${missing}, which the left side has.`,
        unused && `Your sum goes over ${unused}, which its terms do not have.`,
    ].filter(Boolean);
    return { fits: told.length ? "no" : "yes", extra, indices: told.join(" ") };
}

/** Those of some names that are not among others. @param {string[]} names @param {string[]} others */
function lack(names, others) {
    return names.filter((name) => !others.includes(name)).join(", ");
}
