// Numbers as a reader writes and reads them.

export const MINUS = "\u2212";
const LIMIT = 999;
const RANGE = `from ${MINUS}${LIMIT} to ${LIMIT}`;
export const ALLOWED = `a number ${RANGE} with at most 2 decimals and a point, such as ${MINUS}2 or 0.5`;

/**
 * Four decimals, so that sums of products of what can be typed in are shown exactly.
 *
 * @param {number} value
 */
const round = (value) => Math.round(value * 1e4) / 1e4 + 0;

/**
 * Writes a number, with a real minus sign.
 *
 * @param {number} value
 */
export const format = (value) => String(round(value)).replace("-", MINUS);

/**
 * Writes a number where there is little room, with three decimals.
 *
 * @param {number} value
 */
export const formatShort = (value) => format(Math.round(value * 1e3) / 1e3);

/**
 * Writes a number as a factor of a product.
 *
 * @param {number} value
 */
export const formatFactor = (value) => (value < 0 ? `(${format(value)})` : format(value));

/**
 * Whether four decimals say all of a number.
 *
 * @param {number} value
 */
export const isExact = (value) => Math.abs(round(value) - value) <= 1e-9 * Math.max(1, Math.abs(value));

const DASH = /[\u2010-\u2015\u2212\ufe63]/g;
const FULL_WIDTH = /[\uff0b-\uff19]/g;
const UNSEEN = "[\\s\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069]+";
const AROUND = new RegExp(`^${UNSEEN}|${UNSEEN}$`, "g");

/**
 * Returns what was meant by what was pasted, or typed on another keyboard: full-width characters, hyphens and dashes
 * for a minus, and around the number spaces and marks that cannot be seen.
 *
 * @param {string} text
 */
export const toPlain = (text) =>
    text
        .replace(FULL_WIDTH, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
        .replace(DASH, "-")
        .replace(AROUND, "");

/**
 * Returns the number that was typed, or null.
 *
 * @param {string} text
 */
export function parse(text) {
    const typed = toPlain(text);
    if (!/^[+-]?(\d+(\.\d{0,2})?|\.\d{1,2})$/.test(typed)) return null;
    const value = Number(typed);
    return Math.abs(value) <= LIMIT ? value + 0 : null;
}

/**
 * Says what is wrong with a text that is no number.
 *
 * @param {string} text
 */
export function describeMistake(text) {
    const typed = toPlain(text);
    const [strange] = typed.match(/[^-+.,\d\s]/u) ?? [];
    if (!typed) return "it is empty";
    if (strange) return `\u201c${strange}\u201d is no part of a number`;
    if (typed.includes(",")) return "it has a comma: use a point";
    if (/\s/.test(typed)) return "it has a space inside";
    if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(typed))
        return /\d/.test(typed) ? "it has a sign or a point too many" : "it has no digit";
    return Math.abs(Number(typed)) > LIMIT ? "it is out of this range" : "it has too many decimals";
}
