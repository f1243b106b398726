// Which instance: its code, such as "2-medium-7", is its address on the page, too.

/** @typedef {{ code: string, number: string, size: string, seed: number }} Place */

/** @param {string} code @returns {Place | undefined} */
export function readCode(code) {
    const [, number, size, seed] = code.match(/^(\d)-([a-z]+)-(0|[1-9]\d{0,8})$/) ?? [];
    return number ? { code, number, size, seed: Number(seed) } : undefined;
}

/** How it is written in Python. @param {{ number: string, size: string, seed: number }} place */
export function writeCall({ number, size, seed }) {
    return `practice(${number}, ${seed}${size === "medium" ? "" : `, size="${size}"`})`;
}

/**
 * Gives the form of a part other numbers.
 * @param {HTMLFormElement} form
 * @param {string} code
 * @param {import("./instances.js").PartData} data
 */
export function fillForm(form, code, data) {
    const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (form.querySelector(selector));
    const id = `answer-${form.dataset.part}-${code}`;
    form.dataset.instance = code;
    const [label, input, written] = [find("label"), find(".answer-text"), find(".answer-form")];
    label.setAttribute("for", id);
    input.id = id;
    written.id = `${id}-form`;
    input.setAttribute("aria-describedby", written.id);
    written.textContent = `Written like this: ${data.example}`;
    label.nextSibling?.replaceWith(`, ${data.asked}`);
    find(".answer-alone").remove(); // it is for those without scripts
    find('script[type="application/json"]').textContent = JSON.stringify(data);
}
