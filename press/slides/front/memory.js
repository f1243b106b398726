// What a browser remembers of a deck, if it may.

/** @param {string} key */
export function recall(key) {
    try {
        return localStorage.getItem(key);
    } catch {
        return null;
    }
}

/**
 * @param {string} key
 * @param {string} value
 */
export function keep(key, value) {
    try {
        localStorage.setItem(key, value);
    } catch {
        // Then it is forgotten.
    }
}
