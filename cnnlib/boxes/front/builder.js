// The controls of a formula: what is chosen, as text and as an answer.

import { checkFormula, writeFormula } from "./formulas.js";

/** @typedef {import("./formulas.js").Choice} Choice */

export class Builder {
    /** @param {HTMLFormElement} form @param {import("./formulas.js").Builder} data */
    constructor(form, data) {
        this.form = form;
        this.data = data;
        this.formula = /** @type {HTMLElement} */ (form.querySelector(".answer-formula"));
        form.addEventListener("input", () => this.show());
        form.addEventListener("keydown", (event) => this.press(event));
        form.querySelector(".answer-key")?.addEventListener("click", () => this.set(data.key));
        this.show();
    }

    /**
     * Enter on a control checks, as in a text field; in an open list it picks.
     * @param {KeyboardEvent} event
     */
    press(event) {
        const control = /** @type {HTMLElement} */ (event.target);
        if (event.key !== "Enter" || !control.matches("select, input")) return;
        if (CSS.supports("selector(:open)") && control.matches(":open")) return;
        event.preventDefault();
        this.form.requestSubmit();
    }

    get given() {
        return JSON.stringify(this.choice());
    }

    set given(text) {
        this.set(text ? JSON.parse(text) : {});
    }

    check() {
        return checkFormula(this.data, this.choice());
    }

    /** What is chosen now; nothing is summed over while no index is. @returns {Choice} */
    choice() {
        /** @type {Choice} */
        const choice = this.form.querySelector("[type=checkbox]") ? { sum: "no index" } : {};
        const fields = new FormData(this.form);
        for (const name of new Set(fields.keys())) {
            const chosen = fields.getAll(name).filter(Boolean);
            if (chosen.length) choice[name] = chosen.join(", ");
        }
        return choice;
    }

    /** @param {Choice} choice */
    set(choice) {
        for (const control of this.form.querySelectorAll("select")) control.value = choice[control.name] ?? "";
        for (const control of /** @type {NodeListOf<HTMLInputElement>} */ (this.form.querySelectorAll("input"))) {
            const chosen = choice[control.name] ?? "";
            control.checked = (control.type === "radio" ? [chosen] : chosen.split(", ")).includes(control.value);
        }
        this.form.dispatchEvent(new Event("input"));
    }

    /** Shows the formula; a screen reader reads it on demand. */
    show() {
        this.formula.textContent = writeFormula(this.data, this.choice()).replaceAll("; ", ";\n");
    }

    /** Marks nothing: it is the formula that is wrong, not one of the controls. */
    mark() {}
}
