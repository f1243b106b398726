// Tested instances of a problem. Their data loads when it is asked for, by a script, as a page that is opened as a file
// may load nothing else.

/**
 * What is given, as HTML, and the parts by their letters.
 * @typedef {import("./box.js").Told & import("./judge.js").Part & { asked: string }} PartData
 * @typedef {{ given: string, parts: Record<string, PartData> }} Instance
 * A slip that a reader made, and the letter of the part.
 * @typedef {[letter: string, slip: string]} Made
 */

/** @param {string} selector @returns {any} */
export const find = (selector) => document.querySelector(selector);

/** It says which problem, and for each size where its data is. @type {DOMStringMap} */
export const page = find(".practice").dataset;

/**
 * Loads the instances of a size, once; after a failure it can be tried again.
 * @param {string} size
 * @returns {Promise<Instance[]>}
 */
export async function load(size) {
    const all = () => /** @type {any} */ (window).practiceInstances?.[`${page.problem}-${size}`];
    if (!all()) {
        await new Promise((resolve, reject) => {
            const script = document.createElement("script");
            script.src = page[size] ?? "";
            script.onload = resolve;
            script.onerror = reject;
            document.head.append(script);
        });
    }
    const { texts, instances } = all();
    // "~" and a number stand for a text that several instances share.
    return JSON.parse(JSON.stringify(instances), (_, item) => (item?.[0] === "~" ? texts[item.slice(1)] : item));
}

/**
 * The instance to go on with, and those slips that lead to another answer there than the right procedure: the next in
 * order, or after slips the next that tells most of them apart. Only then a rule names a slip.
 * @param {Instance[]} instances
 * @param {number} seed
 * @param {Made[]} made
 */
export function chooseNext(instances, seed, made) {
    return instances
        .map((_, n) => (seed + 1 + n) % instances.length)
        .map((next) => ({
            next,
            told: made.filter(([letter, slip]) => instances[next].parts[letter].rules.some(([, id]) => id === slip)),
        }))
        .slice(0, -1) // the last one is here
        .reduce((best, one) => (one.told.length > best.told.length ? one : best));
}
