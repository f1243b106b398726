// What a browser remembers of a deck, if it may.

/**
 * Chromium (156) at times gives a page from a disk whose first question is for its memory one that is lost with the
 * page, so cookies are asked for before.
 *
 * @param {string} key
 */
export function recall(key) {
    try {
        void document.cookie;
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
