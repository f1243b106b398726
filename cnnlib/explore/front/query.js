// The state of a page's explorer as its address has it, as in stride=2&edit=X,2,1,5&pin=Z,1,3; "" at the start.

/** @import { Control, Pin, State, View } from "./types" */

import { ALLOWED, parse } from "./numbers.js";
import { linkedBlocks, UNSAID, withEdit } from "./state.js";

/**
 * Where the controls stand at the start.
 *
 * @param {Control[]} controls
 */
export const startOf = (controls) => controls.map(({ first }) => first);

/**
 * What can be looked at, and compared, in these views.
 *
 * @param {View[]} views
 */
export function choicesOf(views) {
    const stages = linkedBlocks(views).flatMap((block) => block.stages ?? []);
    return {
        looks: stages.map(({ name }) => name).filter(Boolean),
        compared: [...new Set(stages.flatMap(({ compare }) => Object.keys(compare ?? {})))],
        hasStage: stages.length > 0,
        before: Object.assign({}, ...views.map(({ before }) => before ?? {})),
    };
}

/** @typedef {ReturnType<typeof choicesOf>} Choices */

/**
 * Writes a state.
 *
 * @param {Control[]} controls
 * @param {State} state
 * @param {Choices} choices
 */
export function writeQuery(controls, state, { looks } = choicesOf([])) {
    const query = new URLSearchParams();
    for (const [k, { name, labels, first }] of controls.entries()) {
        if (state.controls[k] !== first) query.append(name, labels[state.controls[k]]);
    }
    for (const name of state.compared) query.append(name, "on");
    if (state.show !== "all") query.append("show", state.show);
    for (const [name, cells] of state.edits) {
        for (const [place, value] of cells) query.append("edit", [name, place, value].join());
    }
    if (state.pin) query.append("pin", [state.pin.name, ...state.pin.place].join());
    if (state.pin && state.terms !== null) query.append("terms", String(state.terms));
    if (state.guessed.length) query.append("said", state.guessed.join());
    const look = looks.includes(state.look) ? state.look : looks[0];
    const rest = query.toString();
    // A link that names no stage is one from before there were any.
    if (!look || (!rest && look === looks[0])) return rest;
    return [new URLSearchParams({ look }).toString(), rest].filter(Boolean).join("&");
}

/** @param {string[]} parts */
const readPlace = (parts) => parts.map((part) => (/^-?\d+$/.test(part) ? Number(part) : Number.NaN));

const SHOWS = ["all", "fills", "asked"];

/** What is read from a query: the state, its cells to be held against what is shown, and what is wrong with the rest. */
class Reading {
    #known;

    /**
     * @param {Control[]} controls
     * @param {Choices} choices
     */
    constructor(controls, choices) {
        this.#known = { controls, choices };
        /** @type {{ text: string, pin: Pin, isEdit: boolean }[]} */
        this.cells = [];
        /** @type {string[]} */
        this.wrong = [];
        this.read = { ...UNSAID, controls: startOf(controls) };
    }

    /**
     * @param {string} key
     * @param {string} value
     */
    take(key, value) {
        const { controls, choices } = this.#known;
        const k = controls.findIndex(({ name }) => name === key);
        if (key === "edit" || key === "pin") this.#takeCell(key, value);
        else if (k >= 0) this.#takeControl(k, value);
        else if (choices.compared.includes(key)) this.#takeCompared(key, value);
        else if (choices.hasStage && STAGED[key]) this.#takeStaged(key, value);
        else this.wrong.push(`there is no control ${key}`);
    }

    /**
     * @param {string} key
     * @param {string} value
     */
    #takeCell(key, value) {
        const text = `${key}=${value}`;
        const [name, ...parts] = value.split(",");
        const isEdit = key === "edit";
        const number = isEdit ? parse(String(parts.pop())) : 0;
        const pin = { name, place: readPlace(parts) };
        if (number === null) {
            this.wrong.push(`${text} needs ${ALLOWED}`);
            return;
        }
        if (isEdit) this.read.edits = withEdit(this.read.edits, pin, number);
        else this.read.pin = pin;
        this.cells.push({ text, pin, isEdit });
    }

    /**
     * @param {string} key
     * @param {string} value
     * @param {string[]} allowed
     */
    #refuse(key, value, allowed) {
        this.wrong.push(`${key}=${value} is none of ${allowed.join(", ")}`);
    }

    /**
     * @param {number} k
     * @param {string} value
     */
    #takeControl(k, value) {
        const { name, labels } = this.#known.controls[k];
        const at = labels.indexOf(value);
        if (at >= 0) this.read.controls[k] = at;
        else this.#refuse(name, value, labels);
    }

    /**
     * @param {string} name
     * @param {string} value
     */
    #takeCompared(name, value) {
        const others = this.read.compared.filter((one) => one !== name);
        this.read.compared = value === "on" ? [...others, name] : others;
        if (value !== "on" && value !== "off") this.#refuse(name, value, ["on", "off"]);
    }

    /**
     * @param {string} key
     * @param {string} value
     */
    #takeStaged(key, value) {
        const { looks } = this.#known.choices;
        const allowed = { look: looks, show: SHOWS }[key];
        const numbers = value.split(",").map((text) => (/^\d+$/.test(text) ? Number(text) : Number.NaN));
        if (allowed && !allowed.includes(value)) this.#refuse(key, value, allowed);
        else if (!allowed && numbers.some(Number.isNaN)) this.wrong.push(`${key}=${value} needs whole numbers`);
        else Object.assign(this.read, { [STAGED[key]]: allowed ? value : key === "terms" ? numbers[0] : numbers });
    }
}

/** @type {Record<string, string>} What it is called in the state. */
const STAGED = { look: "look", show: "show", terms: "terms", said: "guessed" };

/**
 * Reads a state.
 *
 * @param {Control[]} controls
 * @param {string} query
 * @param {Choices} choices
 */
export function readQuery(controls, query, choices = choicesOf([])) {
    const found = new Reading(controls, choices);
    const pairs = [...new URLSearchParams(query)];
    // A link from before there were stages means by silence what was shown then.
    const isOld = choices.looks.length > 1 && pairs.length > 0 && !pairs.some(([key]) => key === "look");
    if (isOld) for (const [key, value] of Object.entries(choices.before)) found.take(key, value);
    for (const [key, value] of pairs) found.take(key, value);
    const { read, cells, wrong } = found;
    return { ...read, cells, wrong, isOld };
}
