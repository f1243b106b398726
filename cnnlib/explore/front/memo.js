// Keeps what is computed from an object for as long as there is the object: many states share a rule.

/**
 * Returns a function that computes once for each object.
 *
 * @template {object} K
 * @template V
 * @param {(key: K) => V} compute
 * @returns {(key: K) => V}
 */
export function oncePer(compute) {
    /** @type {WeakMap<K, V>} */
    const known = new WeakMap();
    return (key) => {
        const found = known.get(key) ?? compute(key);
        known.set(key, found);
        return found;
    };
}
