// Where a wrong procedure departs from the right one: a sentence with both numbers, and a link to the explorer's cell.

/**
 * By the text of an answer, or by its slip, the cell as an address names it, both numbers, and whether the second one is the answer; and
 * once for all of them the sentence, and the explorer's controls.
 * @typedef {{ says: string, at: string, of: Record<string, [string, string, string, number?]> }} Departures
 */

/**
 * What is said of an answer that departs somewhere, and the state of the explorer there; undefined if none is known.
 * @param {Departures | undefined} departs
 * @param {import("./rules.js").Verdict} verdict
 */
export function findDeparture(departs, { answer, slip }) {
    const key = [answer, slip].find((one) => departs && Object.hasOwn(departs.of, one));
    if (!departs || key === undefined) return undefined;
    const found = departs.of[key];
    const [pin, yours, gives, reveals] = found;
    const [array, ...index] = pin.split(",");
    /** @type {Record<string, string>} */
    const facts = { yours, gives, place: `${array}[${index.join(", ")}]` };
    const says = departs.says.replace(/\{([a-z]+)\}/g, (_, name) => facts[name]);
    const at = new URLSearchParams(departs.at);
    at.append("pin", pin);
    return { says, reveals: Boolean(reveals), address: `#explorer-1?${at}` };
}

/**
 * A link to a state of the first explorer, which follows it by itself.
 * @param {string} address
 */
export function linkTo(address) {
    const link = document.createElement("a");
    link.href = address;
    link.textContent = "Look at it in the explorer";
    return link;
}
