// What a box says: the sign before a verdict, and the steps of a worked solution as paragraphs.

export const SIGNS = { right: "\u2713 Right.", "not-yet": "\u2717 Not yet.", form: "? Not read." };

/** @param {string[]} step */
export function stepAsParagraphs([says, left, terms, result]) {
    const sides = [left, terms, result].filter(Boolean).join(" = ");
    return sides ? [paragraph(says), paragraph(sides, "answer-terms")] : [paragraph(says)];
}

/** @param {string} text @param {string} [name] */
export function paragraph(text, name = "") {
    const element = document.createElement("p");
    element.textContent = text;
    element.className = name;
    return element;
}
