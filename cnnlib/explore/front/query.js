// The state of a page's explorer as its address has it, as in stride=2&edit=X,2,1,5&pin=Z,1,3; "" at the start.

/** @import { Control, Edits, Pin, State } from "./types" */

import { ALLOWED, parse } from "./numbers.js";
import { withEdit } from "./state.js";

/**
 * Where the controls stand at the start.
 *
 * @param {Control[]} controls
 */
export const startOf = (controls) => controls.map(({ first }) => first);

/**
 * Writes a state.
 *
 * @param {Control[]} controls
 * @param {State} state
 */
export function writeQuery(controls, state) {
    const query = new URLSearchParams();
    for (const [k, { name, labels, first }] of controls.entries()) {
        if (state.controls[k] !== first) query.append(name, labels[state.controls[k]]);
    }
    for (const [name, cells] of state.edits) {
        for (const [place, value] of cells) query.append("edit", [name, place, value].join());
    }
    if (state.pin) query.append("pin", [state.pin.name, ...state.pin.place].join());
    return query.toString();
}

/** @param {string[]} parts */
const readPlace = (parts) => parts.map((part) => (/^-?\d+$/.test(part) ? Number(part) : Number.NaN));

/**
 * Reads a state.
 *
 * @param {Control[]} controls
 * @param {string} query
 */
export function readQuery(controls, query) {
    const found = {
        controls: startOf(controls),
        edits: /** @type {Edits} */ (new Map()),
        pin: /** @type {Pin | null} */ (null),
        /** @type {{ text: string, pin: Pin, isEdit: boolean }[]} To be held against what is shown. */
        cells: [],
        /** @type {string[]} What is wrong with the rest. */
        wrong: [],
    };
    for (const [key, value] of new URLSearchParams(query)) {
        const text = `${key}=${value}`;
        const [name, ...parts] = value.split(",");
        const k = controls.findIndex((control) => control.name === key);
        if (key === "edit") {
            const number = parse(String(value.split(",").at(-1)));
            const pin = { name, place: readPlace(parts.slice(0, -1)) };
            if (number === null) {
                found.wrong.push(`${text} needs ${ALLOWED}`);
                continue;
            }
            found.edits = withEdit(found.edits, pin, number);
            found.cells.push({ text, pin, isEdit: true });
        } else if (key === "pin") {
            found.pin = { name, place: readPlace(parts) };
            found.cells.push({ text, pin: found.pin, isEdit: false });
        } else if (k < 0) {
            found.wrong.push(`there is no control ${key}`);
        } else if (controls[k].labels.includes(value)) {
            found.controls[k] = controls[k].labels.indexOf(value);
        } else {
            found.wrong.push(`${text} is none of ${controls[k].labels.join(", ")}`);
        }
    }
    return found;
}
