// The answer boxes of a page, what is worked out below them, and how far a reader is.

import { Box } from "./box.js";
import { Builder } from "./builder.js";
import { linkTo } from "./departure.js";
import { prepareForPaper } from "./paper.js";
import { progress } from "./progress.js";

/**
 * @template {Element} T
 * @param {string} selector
 * @returns {T[]}
 */
const all = (selector) => [.../** @type {NodeListOf<T>} */ (document.querySelectorAll(selector))];

/** @type {HTMLDetailsElement[]} */
const folds = all("details.worked");

/** @type {any} The other scripts of a page: one for fields comes before this one, one for practice makes more boxes. */
const page = window;

/** Says above the boxes how many are answered; the contents say it of each chapter. @param {Box[]} boxes */
function showProgress(boxes) {
    const answered = boxes.filter(({ name }) => progress.has(name)).length;
    for (const said of all(".answer-progress")) {
        said.textContent = `${answered} of ${boxes.length} parts answered; kept in this browser only.`;
    }
    for (const box of /** @type {HTMLInputElement[]} */ (all(".answer-everything"))) box.checked = progress.everything;
}

/** Unfolds what is worked out, or folds it. @param {boolean} open */
function unfold(open) {
    for (const fold of folds) fold.open = open;
}

/** A link into what is folded unfolds it. */
function follow() {
    const target = document.querySelector(":target");
    for (let fold = target?.closest("details"); fold; fold = fold.parentElement?.closest("details")) fold.open = true;
    if (target?.closest("details.worked")) target.scrollIntoView();
}

/** @type {ConstructorParameters<typeof Box>[1]} */
function makeAsks(form, data) {
    // fields.js is there where a form has a text field.
    return "builder" in data ? new Builder(form, data.builder) : page.makeAnswerField(form, data);
}

page.makeBox = (/** @type {HTMLFormElement} */ form) => new Box(form, makeAsks, linkTo);

function start() {
    /** @type {Box[]} */
    const boxes = all("form.answer")
        .map(page.makeBox)
        .filter(({ isKept }) => isKept);
    for (const box of boxes) box.restore();
    for (const box of /** @type {HTMLInputElement[]} */ (all(".answer-everything"))) {
        box.addEventListener("change", () => {
            progress.everything = box.checked;
            unfold(box.checked);
        });
    }
    for (const button of all(".answer-clear")) button.addEventListener("click", () => progress.clear());
    addEventListener("answered", () => {
        showProgress(boxes);
        for (const box of boxes) box.forget();
    });
    addEventListener("hashchange", follow);
    prepareForPaper(folds);
    if (progress.everything) unfold(true);
    showProgress(boxes);
    follow();
}

start();
