// A text field that asks for an answer.

import { check } from "./judge.js";

export class Field {
    /** @param {HTMLFormElement} form @param {import("./judge.js").Part} data */
    constructor(form, data) {
        this.data = data;
        this.input = /** @type {HTMLInputElement} */ (form.querySelector("input"));
    }

    get given() {
        return this.input.value;
    }

    set given(text) {
        this.input.value = text;
    }

    check() {
        return check(this.data, this.input.value);
    }

    /** @param {import("./rules.js").Verdict} [verdict] */
    mark(verdict) {
        if (verdict) this.input.setAttribute("aria-invalid", String(verdict.verdict !== "right"));
        else this.input.removeAttribute("aria-invalid");
    }
}
