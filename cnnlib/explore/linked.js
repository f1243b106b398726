// Linked arrays: what follows from what, and how to say it. No page here, and no geometry: the rules come from Python.

const MINUS = "\u2212";
const NOT_EQUAL = "\u2260";
const LIMIT = 999;
const ALLOWED = `a number from ${MINUS}${LIMIT} to ${LIMIT} with at most 2 decimals and a point, such as ${MINUS}2 or 0.5`;

// Four decimals, so that sums of products of what can be typed in are shown exactly.
const rounded = (value) => Math.round(value * 1e4) / 1e4 + 0;
const shown = (value) => String(rounded(value)).replace("-", MINUS);
const isExact = (value) => Math.abs(rounded(value) - value) <= 1e-9 * Math.max(1, Math.abs(value));
const factor = (value) => (value < 0 ? `(${shown(value)})` : shown(value));

// What is pasted, or typed on another keyboard: full-width characters, hyphens and dashes for a minus, and around the
// number spaces and marks that cannot be seen.
const DASH = /[\u2010-\u2015\u2212\ufe63]/g;
const UNSEEN = "[\\s\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069]+";
const AROUND = new RegExp(`^${UNSEEN}|${UNSEEN}$`, "g");
const plain = (text) =>
    text.replace(/[\uff0b-\uff19]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0)).replace(DASH, "-").replace(AROUND, "");

// Returns the number that was typed, or null.
function parsed(text) {
    const typed = plain(text);
    if (!/^[+-]?(\d+(\.\d{0,2})?|\.\d{1,2})$/.test(typed)) return null;
    const value = Number(typed);
    return Math.abs(value) <= LIMIT ? value + 0 : null;
}

// Says what is wrong with a text that is no number.
function wrongWith(text) {
    const typed = plain(text);
    const [strange] = typed.match(/[^-+.,\d\s]/u) ?? [];
    if (!typed) return "it is empty";
    if (strange) return `\u201c${strange}\u201d is no part of one`;
    if (typed.includes(",")) return "it has a comma: use a point";
    if (/\s/.test(typed)) return "it has a space inside";
    if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(typed)) return /\d/.test(typed) ? "it has a sign or a point too many" : "it has no digit";
    return Math.abs(Number(typed)) > LIMIT ? "it is out of this range" : "it has too many decimals";
}

// The indices come as steps. Decoded once: the same rule serves many states.
function terms(rule) {
    if (!rule.decoded) {
        const decode = (steps) => {
            let at = 0;
            return Int32Array.from(steps, (step) => (at += step));
        };
        const of = Object.entries(rule.of).map(([name, steps]) => [name, decode(steps)]);
        rule.decoded = { to: decode(rule.to), of };
    }
    return rule.decoded;
}

const namesOf = (rule) => (typeof rule.of === "string" ? [rule.of] : Object.keys(rule.of));
const isList = (rule) => rule?.kind === "Sum" || rule?.kind === "Max";
const sizeOf = (array) => array.shape.reduce((product, length) => product * length, 1);
const sigmoid = (z) => 1 / (1 + Math.exp(-z));

const RULES = {
    Sum(rule, values, size) {
        const { to, of } = terms(rule);
        const total = new Float64Array(size);
        // One array after the other, as central differences do this hundreds of times for one state.
        const products = new Float64Array(to.length).fill(1);
        for (const [name, where] of of) {
            const factors = values[name];
            for (let t = 0; t < to.length; t++) if (where[t] >= 0) products[t] *= factors[where[t]];
        }
        for (let t = 0; t < to.length; t++) total[to[t]] += products[t];
        return total;
    },
    Max(rule, values, size) {
        const { to, of: [[name, where]] } = terms(rule);
        const largest = new Float64Array(size).fill(-Infinity);
        for (let t = 0; t < to.length; t++) largest[to[t]] = Math.max(largest[to[t]], values[name][where[t]]);
        return largest;
    },
    Sigmoid: (rule, values) => values[rule.of].map(sigmoid),
    SigmoidSlope: (rule, values) => values[rule.of].map((z) => sigmoid(z) * (1 - sigmoid(z))),
    CentralDifference(rule, values, size, arrays) {
        const given = { ...values };
        const wanted = new Set([rule.of]);
        for (const { name, rule } of arrays.toReversed()) if (rule && wanted.has(name)) namesOf(rule).forEach((one) => wanted.add(one));
        const needed = arrays.filter(({ name }) => wanted.has(name));
        const at = (place, step) => {
            given[rule.by] = values[rule.by].slice();
            given[rule.by][place] += step;
            return evaluate(needed, given)[rule.of][0];
        };
        return Float64Array.from({ length: size }, (_, e) => (at(e, rule.step) - at(e, -rule.step)) / (2 * rule.step));
    },
};

// Returns the numbers of all arrays; `given` has those that follow from no rule.
function evaluate(arrays, given) {
    const values = {};
    for (const array of arrays) {
        const { name, rule } = array;
        values[name] = rule ? RULES[rule.kind](rule, values, sizeOf(array), arrays) : given[name];
    }
    return values;
}

// For a rule with terms: of each element the numbers of its terms. States share a rule, and their arrays may be of
// several sizes: of an element that is in no term there is nothing here.
function byElement(places) {
    const found = [];
    places.forEach((place, t) => place >= 0 && (found[place] ??= []).push(t));
    return found;
}

// Which term of each element of a Max won: the first of the largest.
function winners(rule, values, size) {
    const { to, of: [[name, where]] } = terms(rule);
    const won = new Int32Array(size).fill(-1);
    to.forEach((z, t) => {
        if (won[z] < 0 || values[name][where[t]] > values[name][where[won[z]]]) won[z] = t;
    });
    return won;
}

// (row, column) as a reader counts it: padding lies at negative indices, and behind the end.
function placeOf(array, flat) {
    const place = [];
    for (let axis = array.shape.length - 1; axis >= 0; axis--) {
        place[axis] = flat % array.shape[axis];
        flat = Math.floor(flat / array.shape[axis]);
    }
    array.axes.forEach((axis, k) => {
        if (axis !== null && axis >= 0) place[axis] -= array.padding?.[k] ?? 0;
    });
    return place;
}

// The other way: null for a place that the array does not have.
function flatOf(array, place) {
    if (place.length !== array.shape.length) return null;
    const shift = array.shape.map((_, axis) => {
        const k = array.axes.indexOf(axis);
        return k < 0 ? 0 : (array.padding?.[k] ?? 0);
    });
    let flat = 0;
    for (const [axis, length] of array.shape.entries()) {
        const at = place[axis] + shift[axis];
        if (!(Number.isInteger(at) && at >= 0 && at < length)) return null;
        flat = flat * length + at;
    }
    return flat;
}

// Whether an element lies in the padding.
function isPadding(array, flat) {
    if (!array.padding) return false;
    const place = placeOf(array, flat);
    return array.axes.some((axis, k) => {
        if (axis === null) return false;
        return place[axis] < 0 || place[axis] >= array.shape[axis] - 2 * array.padding[k];
    });
}

const nameOf = (array, flat) => {
    const place = placeOf(array, flat);
    return place.length ? `${array.name}[${place.map(shown).join(", ")}]` : array.name;
};

// Who listens cannot skip what is read out: of more parts than this the first two, and how many more there are.
const MOST = 4;
const brief = (parts, between) =>
    parts.length > MOST ? `${parts.slice(0, 2).join(between)} and ${parts.length - 2} more` : parts.join(between);

// What lights up when an element is picked, what is said of it, and what of that is read out.
function explain(arrays, values, array, flat) {
    const lit = new Map(arrays.map((one) => [one.name, new Map()]));
    const named = Object.fromEntries(arrays.map((one) => [one.name, one]));
    const said = [];
    for (const one of [array, ...(array.explains ?? []).map((name) => named[name])]) {
        if (one !== array) lit.get(one.name).set(flat, "fed");
        if (one.rule) said.push(derivation(named, values, one, flat, lit));
    }
    if (!array.rule) said.unshift(...uses(arrays, values, array, flat, lit));
    lit.get(array.name).set(flat, "picked"); // last: Z is also a part of the U that it explains
    return { lit, said: said.map(([whole]) => whole), heard: said.map(([whole, short]) => short ?? whole) };
}

const equals = (...numbers) => (numbers.every(isExact) ? "=" : "\u2248");

// Writes out how one element follows from others, whole and in brief, and lights them.
function derivation(named, values, array, flat, lit) {
    const { rule } = array;
    const result = values[array.name][flat];
    const start = nameOf(array, flat);
    if (rule.kind === "CentralDifference") {
        const by = nameOf(named[rule.by], flat);
        return [`${start} = (${rule.of}(${by} + h) ${MINUS} ${rule.of}(${by} ${MINUS} h)) / 2h \u2248 ${shown(result)}`];
    }
    if (!isList(rule)) {
        lit.get(rule.of).set(flat, "part");
        const call = rule.kind === "Sigmoid" ? "sigmoid" : "slope of the sigmoid at ";
        const z = values[rule.of][flat];
        return [`${start} = ${call}(${shown(z)}) ${equals(z, result)} ${shown(result)}`];
    }
    const { to, of } = terms(rule);
    rule.byTarget ??= byElement(to);
    const used = [];
    const written = (rule.byTarget[flat] ?? []).map((t) => {
        const parts = of.filter(([, where]) => where[t] >= 0);
        for (const [name, where] of parts) lit.get(name).set(where[t], "part");
        const numbers = parts.map(([name, where]) => values[name][where[t]]);
        used.push(...numbers);
        return numbers.map(numbers.length > 1 || rule.kind === "Sum" ? factor : shown).join("*");
    });
    const [before, between, after] = rule.kind === "Max" ? ["max(", ", ", ")"] : ["", " + ", ""];
    const sums = written.length ? [written.join(between), brief(written, between)] : ["0 (no term)"];
    return sums.map((sum) => `${start} = ${before}${sum}${after} ${equals(...used, result)} ${shown(result)}`);
}

// Says in which sums a given element is, whole and in brief, and lights them and what it meets there.
function uses(arrays, values, array, flat, lit) {
    const start = `${nameOf(array, flat)} = ${shown(values[array.name][flat])}`;
    // Where gradients stand beside the forward pass, they are what is explained.
    if (array.explains?.length) return [[`${start}.`]];
    const said = [];
    for (const target of arrays) {
        if (!isList(target.rule)) continue;
        const { to, of } = terms(target.rule);
        const mine = of.find(([name]) => name === array.name);
        if (!mine) continue;
        target.rule.bySource ??= {};
        target.rule.bySource[array.name] ??= byElement(mine[1]);
        const won = target.rule.kind === "Max" && winners(target.rule, values, sizeOf(target));
        const places = (target.rule.bySource[array.name][flat] ?? []).map((t) => {
            lit.get(target.name).set(to[t], "fed");
            const others = of.filter(([name, where]) => name !== array.name && where[t] >= 0);
            for (const [name, where] of others) lit.get(name).set(where[t], "part");
            const times = others.map(([name, where]) => ` times ${nameOf(arrays.find((a) => a.name === name), where[t])} = ${shown(values[name][where[t]])}`);
            const result = won ? (won[to[t]] === t ? " (won)" : " (lost)") : "";
            return `${nameOf(target, to[t])}${result}${times.join("")}`;
        });
        const count = places.length === 1 ? "1 element" : `${places.length} elements`;
        const lists = [places.join(", "), brief(places, ", ")];
        said.push(places.length ? lists.map((list) => `It is in ${count} of ${target.name}: ${list}.`) : [`No element of ${target.name} uses it.`]);
    }
    return [[`${start}.`], ...said];
}

// Of each given array the cells that no term uses, and the signs of those that a rule took; what a Max left behind.
function marks(arrays, values) {
    const found = new Map(arrays.map((array) => [array.name, { unreached: new Set(), signs: new Map() }]));
    const lost = [];
    const lists = arrays.filter((array) => isList(array.rule));
    for (const array of arrays) {
        const looking = lists.flatMap((target) => terms(target.rule).of).filter(([name]) => name === array.name);
        if (array.rule || !looking.length) continue;
        const reached = new Set(looking.flatMap(([, where]) => [...where]));
        for (let e = 0; e < sizeOf(array); e++) if (!reached.has(e)) found.get(array.name).unreached.add(e);
    }
    for (const target of lists.filter((array) => array.mark)) {
        const [[name, where]] = terms(target.rule).of;
        const source = arrays.find((array) => array.name === name);
        const isMax = target.rule.kind === "Max";
        const took = new Set(Array.from(isMax ? winners(target.rule, values, sizeOf(target)) : where.keys(), (t) => where[t]));
        const { signs } = found.get(name);
        for (const e of took) signs.set(e, (signs.get(e) ?? "") + target.mark);
        const left = Array.from({ length: sizeOf(source) }, (_, e) => e).filter((e) => !took.has(e));
        const names = left.map((e) => nameOf(source, e)).join(", ");
        lost.push(`${target.mark} marks what is in ${target.name}. ${names ? `Never there: ${names}.` : "Nothing is left out."}`);
    }
    for (const array of arrays.filter((one) => one.differs)) {
        const { signs } = found.get(array.name);
        values[array.name].forEach((value, e) => {
            const right = values[array.differs][e];
            if (Math.abs(value - right) > 1e-6 * Math.max(1, Math.abs(right))) signs.set(e, NOT_EQUAL);
        });
    }
    return { found, lost };
}
