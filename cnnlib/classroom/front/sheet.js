// A sheet keeps what is typed in this browser, and writes it into a file. It knows nothing of what is right.

const form = /** @type {HTMLFormElement} */ (document.querySelector("form"));
const { code, student } = form.dataset;
const said = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));

/** What the fields of one part hold: a text, or for a formula its choices by name. @param {HTMLElement} part */
function read(part) {
    if (part instanceof HTMLInputElement) return part.value.trim();
    /** @type {Record<string, string[]>} */
    const chosen = {};
    for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (part.querySelectorAll("input:checked, select"))) {
        if (field.value) chosen[field.name] = [...(chosen[field.name] ?? []), field.value];
    }
    return chosen;
}

/** Puts into the fields of one part what `read` gave. @param {HTMLElement} part @param {any} held */
function write(part, held) {
    if (part instanceof HTMLInputElement) {
        part.value = held;
        return;
    }
    for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (part.querySelectorAll("input, select"))) {
        const values = held[field.name] ?? [];
        if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
        else field.value = values[0] ?? "";
    }
}

const parts = /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-part]"));
const collect = () => Object.fromEntries([...parts].map((part) => [part.dataset.part, read(part)]));
const isAnswered = (/** @type {any} */ held) => (typeof held === "string" ? held !== "" : Object.keys(held).length > 0);

/** Where an answer is kept, each by itself: another page may have other answers of this sheet. @param {HTMLElement} part */
const keyOf = (part) => `sheet-${code}-${part.dataset.part}`;

/** Keeps the answer of a part in this browser, which may forbid it. @param {Event} event */
function keep({ target }) {
    const part = /** @type {HTMLElement} */ (/** @type {HTMLElement} */ (target).closest("[data-part]"));
    try {
        localStorage.setItem(keyOf(part), JSON.stringify(read(part)));
    } catch {}
}

/**
 * Brings back what was kept. Chromium (156) at times gives a page from a disk whose first question is for its memory one
 * that is lost with the page, so cookies are asked for before.
 */
function restore() {
    try {
        void document.cookie;
        for (const part of parts) {
            const held = localStorage.getItem(keyOf(part));
            if (held) write(part, JSON.parse(held));
        }
    } catch {}
}

function save() {
    const answers = Object.fromEntries(Object.entries(collect()).filter(([, held]) => isAnswered(held)));
    const text = JSON.stringify({ sheet: code, student, answers }, null, 1);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `answers-${code}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    const count = Object.keys(answers).length;
    said.textContent = `${count} of ${parts.length} answers are in the file ${link.download}: hand that in.`;
}

/** Shows what is typed on another page of this sheet. @param {StorageEvent} event */
function follow({ key, newValue }) {
    const part = [...parts].find((one) => keyOf(one) === key);
    if (part && newValue) write(part, JSON.parse(newValue));
}

restore();
form.addEventListener("input", keep);
window.addEventListener("storage", follow);
form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
});
