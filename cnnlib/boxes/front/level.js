// How much of a worked solution is left to the reader, kept in this browser; where nothing can be kept, on this page.

const KEY = "practice";
const LEVELS = ["0", "1", "2", "all"]; // how many of the last results are blank

let level = LEVELS[0];
try {
    const kept = localStorage.getItem(KEY) ?? "";
    if (LEVELS.includes(kept)) level = kept;
} catch {
    // Then it is the first one.
}

export function readLevel() {
    return level;
}

/** How many results are blank. */
export function countBlanks() {
    return level === "all" ? Number.POSITIVE_INFINITY : Number(level);
}

/** @param {string} chosen */
export function keepLevel(chosen) {
    level = chosen;
    try {
        localStorage.setItem(KEY, chosen);
    } catch {
        // Then it lasts as long as the page.
    }
}
