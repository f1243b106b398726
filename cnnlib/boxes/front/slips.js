// The slips that a reader made on an instance, and what is said of them before and after the next one.

/** @typedef {import("./instances.js").Made} Made */

/** Each slip once, in words. @param {Made[]} made */
function name(made) {
    return [...new Set(made.map(({ slip }) => `\u201c${slip.replaceAll("-", " ")}\u201d`))].join(" and ");
}

export class Slips {
    constructor() {
        /** @type {Made[]} The last one first. */
        this.made = [];
    }

    /** @param {string} letter @param {string} slip */
    add(letter, slip) {
        const others = this.made.filter((one) => one.letter !== letter || one.slip !== slip);
        this.made = [{ letter, slip }, ...others];
    }

    clear() {
        this.made = [];
    }

    promise() {
        const names = name(this.made);
        return names && `After ${names} the next one is chosen so that this leads to another answer than is right.`;
    }

    /** @param {Made[]} told Those that the next instance tells from the right procedure. */
    explain(told) {
        if (!this.made.length) return "";
        return told.length
            ? `On these numbers ${name(told)} leads to another answer than the right procedure.`
            : `No other numbers of this size tell ${name(this.made)} from the right procedure.`;
    }
}
