// Tested instances of a problem. Their data loads when it is asked for, by a script, as a page that is opened as a file
// may load nothing else.

/**
 * @typedef {import("./box.js").Told & import("./judge.js").Part & { asked: string }} PartData
 * @typedef {number | Nested[]} Nested
 * @typedef {{ code: string, task: string, arrays: Record<string, Nested[]>, parts: Record<string, PartData> }} Instance
 * A slip that a reader made, and the letter of the part.
 * @typedef {{ letter: string, slip: string }} Made
 */

const MARK = "~"; // before the place of a text that several instances share

/** @type {Map<string, Promise<Instance[]>>} */
const loads = new Map();

/**
 * Loads the instances of a problem and size, once; after a failure it can be tried again.
 * @param {string} name Such as "2-medium".
 * @param {string} address
 * @returns {Promise<Instance[]>}
 */
export function loadInstances(name, address) {
    const load = loads.get(name) ?? runScript(address).then(() => restore(name));
    loads.set(name, load);
    load.catch(() => loads.delete(name));
    return load;
}

/** @param {string} address @returns {Promise<void>} */
function runScript(address) {
    return new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = address;
        script.addEventListener("load", () => resolve());
        script.addEventListener("error", () => reject(new Error(`${address} could not be loaded`)));
        document.head.append(script);
    });
}

/** The instances with the shared texts in their places. @param {string} name @returns {Instance[]} */
function restore(name) {
    const { texts, instances } = /** @type {any} */ (window).practiceInstances[name];
    const revive = (/** @type {string} */ _, /** @type {unknown} */ item) =>
        typeof item === "string" && item.startsWith(MARK) ? texts[Number(item.slice(MARK.length))] : item;
    return JSON.parse(JSON.stringify(instances), revive);
}

/**
 * The instance to go on with, and those slips that lead to another answer there than the right procedure: the next in
 * order, or after slips the next that tells most of them apart.
 * @param {Instance[]} instances
 * @param {number} seed
 * @param {Made[]} made
 */
export function chooseNext(instances, seed, made) {
    const order = instances.map((_, n) => (seed + 1 + n) % instances.length).slice(0, -1);
    const [first, ...others] = order.map((next) => ({
        seed: next,
        told: made.filter(({ letter, slip }) => tellsApart(instances[next].parts[letter], slip)),
    }));
    return others.reduce((best, one) => (one.told.length > best.told.length ? one : best), first);
}

/** Whether a slip leads to another answer than the right ones: only then a rule names it. @param {PartData | undefined} part @param {string} slip */
function tellsApart(part, slip) {
    return part?.rules.some(([, id]) => id === slip) ?? false;
}
