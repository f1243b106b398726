// A page for practice: other instances in place of the one that is there, each with an address; solutions with blanks. It
// runs before the boxes' own script, and makes new boxes when that has run.

import { tellWithBlanks } from "./blanks.js";
import { chooseNext, find, load, page } from "./instances.js";

const now = find(".practice-now");
const why = find(".practice-why");
const size = find(".practice-size");
const level = find(".practice-level");

/** What is given, and the questions with a field: formulas are the same with any numbers. @returns {any[]} */
const findOwn = () => [...document.querySelectorAll(".answer-given, form:has(.answer-text)")];

/** As they are before there is a box in them. */
const first = findOwn().map((one) => /** @type {HTMLElement} */ (one.cloneNode(true)));
const start = first[1].dataset.instance ?? "";

let shown = start;
/** @type {import("./instances.js").Made[]} The slips made on these numbers, the last one first. */
let made = [];
let reason = ""; // what is to be said of the next numbers

/** How an instance is called in Python. @param {number | string} seed */
const writeCall = (seed, of = size.value) =>
    `practice(${page.problem}, ${seed}${of === "medium" ? "" : `, size="${of}"`})`;

/** Slips in words, each once. @param {import("./instances.js").Made[]} slips */
const quote = (slips) => [...new Set(slips.map(([, slip]) => `“${slip.replaceAll("-", " ")}”`))].join(" and ");

/** Shows what the address says: without one, what was there at first. */
async function follow() {
    const code = location.hash.slice(1) || start;
    const [, number, of, seed] = code.match(/^(\d)-([a-z]+)-(0|[1-9]\d*)$/) ?? [];
    if (number !== page.problem || !page[of] || code === shown) return;
    try {
        const instance = code === start ? undefined : (await load(of))[Number(seed)];
        if (code !== (location.hash.slice(1) || start)) return; // the reader has gone elsewhere meanwhile
        if (!instance && code !== start) throw new Error(code);
        put(code, instance);
        size.value = of;
        now.textContent = `Numbers ${code}; in Python ${writeCall(seed)}.${reason}`;
    } catch {
        size.value = shown.split("-")[1];
        now.textContent = `${code} is not on this page. In Python it is ${writeCall(seed, of)}.`;
    }
    reason = "";
}

/** Puts an instance in the place of another. @param {string} code @param {import("./instances.js").Instance} [instance] */
function put(code, instance) {
    const { given, parts } = instance ?? {};
    for (const [n, old] of findOwn().entries()) {
        const one = /** @type {HTMLFormElement} */ (first[n].cloneNode(true));
        if (parts && n) fill(one, code, parts[(one.dataset.part ?? "")[1]]);
        else if (given) one.innerHTML = given;
        old.replaceWith(one);
        if (n) /** @type {any} */ (window).makeBox(one).tell = tellFaded;
    }
    shown = code;
    made = [];
    why.textContent = "";
    letScroll();
}

/** @type {import("./box.js").Box["tell"]} */
const tellFaded = (told, data) =>
    tellWithBlanks(told, data, level.value === "all" ? data.solution.length : Number(level.value));

/** Gives the form of a part other numbers. @param {HTMLFormElement} form @param {string} code @param {import("./instances.js").PartData} data */
function fill(form, code, data) {
    const [label, input, written, script] = ["label", "input", ".answer-form", "script"].map(
        (selector) => /** @type {HTMLElement} */ (form.querySelector(selector)),
    );
    form.dataset.instance = code;
    const id = `answer-${form.dataset.part}-${code}`;
    label.setAttribute("for", id);
    input.id = id;
    written.id = `${id}-form`;
    input.setAttribute("aria-describedby", written.id);
    written.textContent = `Written like this: ${data.example}`;
    label.nextSibling?.replaceWith(`, ${data.asked}`);
    script.textContent = JSON.stringify(data);
}

/** What scrolls sideways is a stop for the keyboard. */
function letScroll() {
    for (const grids of document.querySelectorAll(".answer-grids")) {
        /** @type {HTMLElement} */ (grids).tabIndex = grids.scrollWidth > grids.clientWidth ? 0 : -1;
    }
}

/** A step in the history, and all else follows. @param {number | string} seed */
function go(seed) {
    const hash = `#${page.problem}-${size.value}-${seed}`;
    if (location.hash === hash) follow();
    else location.hash = hash;
}

/** Goes on to another one. @param {Event} event */
async function goOn({ target }) {
    const seed = Number(shown.split("-")[2]);
    try {
        const { next, told } = chooseNext(await load(size.value), seed, made);
        if (told[0]) reason = ` On these numbers ${quote(told)} leads to another answer than the right procedure.`;
        go(next);
    } catch {
        now.textContent = `Other numbers could not be loaded. In Python ${writeCall(seed + 1)} has some.`;
    }
    const above = find(".practice-next");
    if (target === above) return;
    find(".practice").scrollIntoView();
    above.focus({ preventScroll: true });
}

/** Keeps a slip that a box has named, and says what follows. @param {{ target: any }} event */
function hear({ target }) {
    const { part, slip } = target.dataset;
    if (!slip) return;
    made.unshift([part[1], slip]);
    why.textContent = `After ${quote(made)} the next one is chosen so that this leads to another answer than is right.`;
}

level.value = localStorage.practice ?? "0";
level.onchange = () => {
    localStorage.practice = level.value;
};
size.onchange = () => go(shown.split("-")[2]);
document.addEventListener("submit", hear);
for (const button of document.querySelectorAll(".practice-next")) button.addEventListener("click", goOn);
addEventListener("hashchange", follow);
// Only then the boxes' own script has run; its boxes tell solutions without blanks.
addEventListener("DOMContentLoaded", () => {
    put(start);
    follow();
});
new ResizeObserver(letScroll).observe(document.body);
