// The first rule that applies to what is known of an answer. The twin of `judge` in cnnlib/problems/rules.py.

/**
 * A rule as Python writes it: whether it is of right answers, the slip's id or "", the sentence, and the conditions.
 * @typedef {[boolean, string, string, Record<string, string[]>]} Rule
 * @typedef {{ verdict: "right" | "not-yet" | "form", slip: string, says: string, answer: string }} Verdict
 */

/** The first rule that applies, with its sentence filled in. @param {Rule[]} rules @param {Record<string, string>} facts @returns {[boolean, string, string]} */
export function judge(rules, facts) {
    for (const [right, slip, says, when] of rules) {
        if (Object.entries(when).every(([name, allowed]) => allowed.includes(facts[name]))) {
            return [right, slip, says.replace(/\{([a-z_]+)\}/g, (_, name) => facts[name])];
        }
    }
    throw new Error("the last rule of a part applies to every answer");
}
