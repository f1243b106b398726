// Python writes lists of whole numbers as steps, which compress to almost nothing.

/**
 * Adds the steps up.
 *
 * @param {number[]} steps
 */
export function addUp(steps) {
    let at = 0;
    return Int32Array.from(steps, (step) => {
        at += step;
        return at;
    });
}
