// Read an answer as a person types it, into the one text that says what was meant. The twin of cnnlib/forms/reader.py:
// the same functions in the same order, over the same table.

import { GRAMMAR } from "./grammar.js";

/** @typedef {{ kind: string, text: string, gap: boolean }} Token */

const KINDS = GRAMMAR.tokens.map(([kind, pattern]) => ({ kind, pattern: new RegExp(pattern, "y") }));
const ALIKE = new Map(Object.entries(GRAMMAR.alike).flatMap(([plain, all]) => [...all].map((one) => [one, plain])));
for (const [plain, all] of Object.entries(GRAMMAR.series)) {
    const later = (/** @type {string} */ one, /** @type {number} */ n) => String.fromCharCode(one.charCodeAt(0) + n);
    for (let n = 0; n < (plain === "a" ? 26 : 10); n++)
        for (const one of all) ALIKE.set(later(one, n), later(plain, n));
}
const OPENING = "([{";
const CLOSING = ")]}";
const COMMAS = ",;&"; // kinds of tokens
const WORDS = "RCw";
const WORDS_BETWEEN = new RegExp(`N[${WORDS}]+[${COMMAS}x]?N`);

/** What is wrong with the form of an answer: a key of `wrong` in the table. */
export class FormError extends Error {}

/**
 * Return the one text that says what a text means as an answer of a form.
 * @param {string} form
 * @param {string} text
 * @returns {string}
 */
export function read(form, text) {
    const tokens = tokenize(text);
    const keepsWords = form.startsWith("shape") && WORDS_BETWEEN.test(kindsOf(tokens));
    return READERS[form](keepsWords ? tokens : tokens.filter(({ kind }) => kind !== "w"));
}

/** Cut a text into tokens; a full stop at its end is nothing. @param {string} text @returns {Token[]} */
function tokenize(text) {
    const alike = (/** @type {string} */ one) => ALIKE.get(one) ?? one;
    const characters = [
        ...[...text]
            .map(alike)
            .join("")
            .replace(/[ .!?;]+$/, ""),
    ];
    const plain = characters.join("");
    if (!plain.replaceAll(" ", "")) throw new FormError("empty");
    if (characters.length > GRAMMAR.longest) throw new FormError("long");
    const tokens = [];
    let gap = false;
    for (let at = 0; at < plain.length; ) {
        if (plain[at] === " ") {
            at++;
            gap = true;
            continue;
        }
        const [kind, end] = matchToken(plain, at);
        if (kind) tokens.push({ kind, text: plain.slice(at, end), gap });
        at = end;
        gap = false;
    }
    return tokens;
}

/** The kind of the token that starts at a place, and where it ends. @param {string} text @param {number} at @returns {[string, number]} */
function matchToken(text, at) {
    for (const { kind, pattern } of KINDS) {
        pattern.lastIndex = at;
        if (pattern.test(text)) return [kind === "itself" ? text[at] : kind, pattern.lastIndex];
    }
    throw new FormError("unknown");
}

/** The kinds of tokens as a text, at which patterns can look. @param {Token[]} tokens */
function kindsOf(tokens) {
    return tokens.map(({ kind }) => kind).join("");
}

/** For each token within how many brackets it stands; brackets count as within. @param {Token[]} tokens */
function depthsOf(tokens) {
    let depth = 0;
    return tokens.map(({ kind }) => {
        depth += Number(OPENING.includes(kind));
        const within = depth;
        depth -= Number(CLOSING.includes(kind));
        return within;
    });
}

/** Split at the tokens of some kinds that stand outside all brackets. @param {Token[]} tokens @param {string} separators */
function split(tokens, separators) {
    const depths = depthsOf(tokens);
    const parts = [/** @type {Token[]} */ ([])];
    tokens.forEach((token, n) => {
        if (depths[n] === 0 && separators.includes(token.kind)) parts.push([]);
        else parts[parts.length - 1].push(token);
    });
    return parts;
}

/** Take off brackets around the whole. @param {Token[]} tokens */
function stripBrackets(tokens) {
    let inner = tokens;
    const around = () => kindsOf(inner.slice(0, 1)) + kindsOf(inner.slice(-1));
    while (["()", "[]", "{}"].includes(around()) && !innerEndsOf(inner).includes(1)) inner = inner.slice(1, -1);
    return inner;
}

/** The depth at each closing bracket but the last token. @param {Token[]} tokens */
function innerEndsOf(tokens) {
    return depthsOf(tokens).filter((_, n) => n < tokens.length - 1 && CLOSING.includes(tokens[n].kind));
}

// Numbers.

/** Read one whole number: 12.0 is 12, 5.133.600 is 5133600, 5.1e6 is 5100000, and 1.000 could be two. @param {string} text */
function readDigits(text) {
    const [plain, power] = text.split("e");
    let [head, ...tails] = plain.split(".");
    if (power) {
        const tail = tails.join("").padEnd(Number(power), "0");
        if (/[^0]/.test(tail.slice(Number(power)))) throw new FormError("whole");
        head += tail.slice(0, Number(power));
    } else if (tails.length > 1) {
        if (!head || tails.some((tail) => tail.length !== 3)) throw new FormError("whole");
        head += tails.join("");
    } else if (tails.length) {
        refuseTwoReadings(head, tails[0]);
        if (/[^0]/.test(tails[0]) || !head) throw new FormError("whole");
    }
    return Number(limitDigits(head.replace(/^0+/, "")) || "0");
}

/** Complain of 1.000, which is 1000 to some and 1 to others. @param {string} head @param {string} tail */
function refuseTwoReadings(head, tail) {
    if (tail.length === 3 && head !== "" && head !== "0") throw new FormError("dot");
}

/** The digits of a number, unless they are too many to be compared everywhere. @param {string} digits */
function limitDigits(digits) {
    if (digits.length > 15) throw new FormError("large");
    return digits;
}

/** Read one number with its sign as its shortest text: 1.50 is 1.5, -0 is 0. @param {Token[]} tokens */
function readDecimal(tokens) {
    if (!["N", "-N", "+N"].includes(kindsOf(tokens))) throw new FormError("list");
    const text = tokens[tokens.length - 1].text;
    const [head, ...tails] = text.split(".");
    let value = "";
    if (tails.length > 1 || text.includes("e")) {
        value = String(readDigits(text));
    } else {
        const tail = tails[0] ?? "";
        refuseTwoReadings(head, tail);
        value = limitDigits(head.replace(/^0+/, "")) || "0";
        if (/[^0]/.test(tail)) value += `.${limitDigits(tail.replace(/0+$/, ""))}`;
    }
    return tokens[0].kind === "-" && value !== "0" ? `-${value}` : value;
}

/** Evaluates sums, differences and products of whole numbers, by recursive descent. */
class Arithmetic {
    /** @param {Token[]} tokens */
    constructor(tokens) {
        this.tokens = tokens;
        this.at = 0;
    }

    next() {
        return this.tokens[this.at]?.kind ?? "";
    }

    take() {
        return this.tokens[this.at++].kind;
    }

    value() {
        const value = this.total();
        if (this.next()) throw new FormError("arithmetic");
        return value;
    }

    /** @returns {number} */
    total() {
        const sign = () => (["+", "-"].includes(this.next()) && this.take() === "-" ? -1 : 1);
        let value = sign() * this.product();
        while (["+", "-"].includes(this.next())) value = limit(value + sign() * this.product());
        return value;
    }

    product() {
        let value = this.atom();
        while (["*", "x"].includes(this.next())) {
            this.take();
            value = limit(value * this.atom());
        }
        return value;
    }

    atom() {
        const kind = this.next();
        if (kind !== "N" && kind !== "(") throw new FormError("arithmetic");
        this.take();
        if (kind === "N") return readDigits(this.tokens[this.at - 1].text);
        const value = this.total();
        if (this.next() !== ")") throw new FormError("arithmetic");
        this.take();
        return value;
    }
}

/** A value, unless it is larger than every language counts exactly. @param {number} value */
function limit(value) {
    if (Math.abs(value) > GRAMMAR.most) throw new FormError("large");
    return value + 0; // never -0
}

/** The value of sums and products of whole numbers. @param {Token[]} tokens */
function evaluate(tokens) {
    return new Arithmetic(tokens).value() + 0;
}

/** Join digits in groups of three: 5,133,600 (outside brackets) and 5 133 600 and 5'133'600 are one number. @param {Token[]} tokens */
function joinGroups(tokens) {
    const joined = [];
    const depths = depthsOf(tokens);
    for (let at = 0; at < tokens.length; ) {
        let token = tokens[at];
        let end = at + 1;
        if (token.kind === "N" && /^[1-9][0-9]?[0-9]?$/.test(token.text)) {
            for (const separator of depths[at] === 0 ? ["'", "", ","] : ["'", ""]) {
                end = endOfGroups(tokens, at, separator);
                if (end > at + 1) break;
            }
            const digits = tokens.slice(at, end).filter(({ kind }) => kind === "N");
            token = { kind: "N", text: digits.map(({ text }) => text).join(""), gap: token.gap };
        }
        joined.push(token);
        at = end;
    }
    return joined;
}

/** Where a number that starts at a place ends, if its groups of three digits stand between separators. @param {Token[]} tokens @param {number} at @param {string} separator */
function endOfGroups(tokens, at, separator) {
    const step = separator.length + 1;
    let end = at + 1;
    while (kindsOf(tokens.slice(end, end + step)) === `${separator}N`) {
        if (!/^[0-9][0-9][0-9]$/.test(tokens[end + step - 1].text)) break;
        end += step;
    }
    return end;
}

/** The value of an expression, or of both sides of an equation. @param {Token[]} tokens */
function readSides(tokens) {
    const sides = split(tokens, "=").filter((side) => !["", "Z"].includes(kindsOf(side)));
    const values = sides.map((side) => evaluate(joinGroups(stripBrackets(side))));
    if (!values.length) throw new FormError("arithmetic");
    if (values.some((value) => value !== values[0])) throw new FormError("sides");
    return values[0];
}

// Lists of numbers.

/** Split a list into its items: at commas; without any at x; without any at *; without any at spaces. @param {Token[]} tokens */
function splitItems(tokens) {
    let list = tokens;
    if (kindsOf(list.slice(0, 1)) === "Z") list = list.slice(kindsOf(list.slice(1, 2)) === "=" ? 2 : 1);
    list = stripBrackets(list);
    let parts = split(list, COMMAS);
    if (parts.length > 1) {
        if (!parts[parts.length - 1].length) parts.pop();
        if (parts.length > 1 && kindsOf(list).includes("x")) throw new FormError("list");
    }
    for (const separator of "x*") if (parts.length === 1) parts = split(parts[0], separator);
    return parts.length > 1 ? parts : splitAtSpaces(parts[0]);
}

/** Split at the spaces between numbers: 1 -3 0 are three, 1 - 3 is one. @param {Token[]} tokens */
function splitAtSpaces(tokens) {
    const parts = [/** @type {Token[]} */ ([])];
    tokens.forEach((token, n) => {
        const signed = token.kind === "-" && n + 1 < tokens.length && !tokens[n + 1].gap;
        if (n && token.gap && tokens[n - 1].kind === "N" && (token.kind === "N" || signed)) parts.push([]);
        parts[parts.length - 1].push(token);
    });
    return parts;
}

/** Put commas in place of words between numbers: 5 rows 4 columns, 100 images of 256 x 256 with 3 colours. @param {Token[]} tokens */
function partAtWords(tokens) {
    const isWord = (/** @type {Token | undefined} */ token) => WORDS.includes(token?.kind ?? "-");
    if (!WORDS_BETWEEN.test(kindsOf(tokens))) return tokens.filter((token) => !isWord(token));
    const comma = { kind: ",", text: ",", gap: false };
    /** @type {Token[]} */
    const parted = [];
    tokens.forEach((token, n) => {
        if (token.kind === "N" && isWord(tokens[n - 1]) && parted.at(-1)?.kind === "N") parted.push(comma);
        if (!isWord(token)) parted.push(token.kind === "x" ? comma : token);
    });
    return parted;
}

/** Read whole numbers in order. @param {Token[]} tokens */
function readList(tokens) {
    return complainOf("list", ["arithmetic"], () => splitItems(tokens).map(evaluate));
}

/**
 * Do something, and complain in other words where it complains in some.
 * @template T
 * @param {string} instead
 * @param {string[]} of
 * @param {() => T} act
 */
function complainOf(instead, of, act) {
    try {
        return act();
    } catch (error) {
        if (!(error instanceof FormError)) throw error;
        throw new FormError(of.includes(error.message) ? instead : error.message);
    }
}

/** Read two numbers with names, such as row 1, column 3; [] if it is no such pair. @param {Token[]} tokens @param {string} form */
function readNamed(tokens, form) {
    const [first, second] = GRAMMAR.names[form];
    for (const [pattern, swapped] of GRAMMAR.named) {
        if (new RegExp(pattern.replaceAll("a", first).replaceAll("b", second)).test(kindsOf(tokens))) {
            const values = readSigned(tokens);
            return swapped ? values.reverse() : values;
        }
    }
    return [];
}

/** The numbers among tokens, each with the sign that stands before it. @param {Token[]} tokens */
function readSigned(tokens) {
    return tokens.flatMap(({ kind, text }, n) =>
        kind === "N" ? [readDigits(text) * (n && tokens[n - 1].kind === "-" ? -1 : 1) + 0] : [],
    );
}

/** Read two numbers, with or without their names. @param {Token[]} tokens @param {string} form @param {string} wrong */
function readTwo(tokens, form, wrong) {
    const bare = stripBrackets(tokens);
    if (kindsOf(bare) === "[N][N]") return [readDigits(bare[1].text), readDigits(bare[4].text)];
    const named = readNamed(bare, form);
    const found = named.length ? named : readList(bare);
    if (found.length !== 2) throw new FormError(wrong);
    return found;
}

/** Numbers as the text of a shape. @param {number[]} values */
function inBrackets(values) {
    return `(${values.join(", ")})`;
}

// One reader for each form.

/** Read a count: a whole number, or sums and products of them. @param {Token[]} tokens */
function readCount(tokens) {
    const bare = stripBrackets(tokens);
    const isList = splitItems(tokens).length > 1 && !/[-+=*x]/.test(kindsOf(bare));
    if (isList && kindsOf(joinGroups(bare)) !== "N") throw new FormError("several");
    return String(readSides(tokens));
}

/** Read a shape: whole numbers in order, with or without words that say what they count. @param {Token[]} tokens */
function readShape(tokens) {
    const bare = stripBrackets(tokens.filter(({ kind }) => kind !== "w"));
    const named = readNamed(bare, "pixel");
    if (named.length) return inBrackets(named);
    if (/C.*R/.test(kindsOf(bare))) throw new FormError("list");
    return inBrackets(readList(partAtWords(stripBrackets(tokens))));
}

/** Read one shape, or two that are called Z and U or joined by "and"; two that agree are one. @param {Token[]} tokens */
function readShapes(tokens) {
    const bare = tokens.filter(
        ({ kind }, n) => !"BZ".includes(kind) && !(kind === "=" && n && tokens[n - 1].kind === "Z"),
    );
    let two = split(bare, "&");
    if (two.every((part) => kindsOf(part).split("N").length === 2)) {
        two = [bare];
    } else if (two.length === 1) {
        two = split(stripBrackets(bare), ",;");
        if (!two.every((part) => ["(", "["].includes(kindsOf(part.slice(0, 1))))) two = [bare];
    }
    const [first, ...others] = two.map(readShape);
    if (others.length > 1) throw new FormError("list");
    return others.length && others[0] !== first ? `${first} and ${others[0]}` : first;
}

/** Read a pixel: a row and a column, or where a 0 is: 0 at (1, 3), Z[1, 3] = 0. @param {Token[]} tokens */
function readPixel(tokens) {
    let pixel = tokens;
    if (/^Z.+=N$|^NA/.test(kindsOf(tokens))) {
        const [value, rest] = splitValue(tokens);
        if (evaluate(value)) throw new FormError("pixel");
        pixel = rest;
    }
    return readPlace(pixel);
}

/** Read a row and a column. @param {Token[]} tokens */
function readPlace(tokens) {
    if (/^[([]N,N[)\]](?:[,;&]*[([]N,N[)\]])+$/.test(kindsOf(stripBrackets(tokens)))) throw new FormError("one");
    return inBrackets(readTwo(tokens, "pixel", "pixel"));
}

/** Read the numbers of input and output channels. @param {Token[]} tokens */
function readPair(tokens) {
    return inBrackets(readTwo(tokens, "pair", "list"));
}

/** Read a value and its pixel. @param {Token[]} tokens */
function readValue(tokens) {
    const [value, pixel] = splitValue(stripBrackets(tokens));
    if (!value.length || !pixel.length) throw new FormError("value");
    return complainOf("value", ["arithmetic", "list", "pixel"], () => `${evaluate(value)} at ${readPlace(pixel)}`);
}

/** Split a value from its pixel: at "at", at the = of Z[1, 3] = 6, or after the first number. @param {Token[]} tokens @returns {[Token[], Token[]]} */
function splitValue(tokens) {
    const sides = split(tokens, "A");
    const equal = split(tokens, "=");
    if (sides.length === 2) {
        const [value, pixel] = sides;
        return [kindsOf(value.slice(-1)) === "," ? value.slice(0, -1) : value, pixel];
    }
    if (equal.length === 2 && kindsOf(equal[0]).startsWith("Z")) return [equal[1], equal[0].slice(1)];
    const end = ["-", "+"].includes(kindsOf(tokens.slice(0, 1))) ? 2 : 1;
    const between = [",", ";", "=", "&"].includes(kindsOf(tokens.slice(end, end + 1)));
    return [tokens.slice(0, end), tokens.slice(end + Number(between))];
}

/** Read a vector of decimal numbers. @param {Token[]} tokens */
function readVector(tokens) {
    return `[${splitItems(tokens).map(readDecimal).join(", ")}]`;
}

/** Read two ranges, for k1 and for k2. @param {Token[]} tokens */
function readRanges(tokens) {
    const pairs = findRanges(tokens);
    if (!pairs.length) {
        throw new FormError(/^\(*\(N,N\)[,;]?\(N,N\)\)*$/.test(kindsOf(tokens)) ? "end" : "ranges");
    }
    const names = pairs[0].name + pairs[1].name;
    if (!["", "12", "21"].includes(names)) throw new FormError("ranges");
    if (names === "21") pairs.reverse();
    return pairs.map(({ first, end }, n) => `${first} <= k${n + 1} < ${end}`).join(", ");
}

/** @typedef {{ name: string, first: number, end: number }} Range */

/** Both ranges; [] if there are not two. "both 0..1" and "0 <= k1, k2 < 2" are two as well. @param {Token[]} tokens @returns {Range[]} */
function findRanges(tokens) {
    if (kindsOf(tokens).includes("B")) {
        const one = readRange(tokens.filter(({ kind }) => kind !== "B"));
        return one ? [one, one] : [];
    }
    const both = kindsOf(tokens).indexOf("K,K");
    if (both >= 0 && tokens[both].text.slice(-1) + tokens[both + 2].text.slice(-1) === "12") {
        const one = readRange([...tokens.slice(0, both), ...tokens.slice(both + 2)]);
        return one ? [1, 2].map(() => ({ ...one, name: "" })) : [];
    }
    for (let at = 0; at < tokens.length; at++) {
        const first = readRange(tokens.slice(0, at));
        const second = first && readRange(tokens.slice(at + Number(COMMAS.includes(tokens[at].kind))));
        if (first && second) return [first, second];
    }
    return [];
}

/** One range as the first index and the one after the last. @param {Token[]} tokens @returns {Range | undefined} */
function readRange(tokens) {
    const found = kindsOf(tokens);
    for (const [pattern, meant] of GRAMMAR.ranges) {
        if (!new RegExp(pattern.replaceAll("n", "-?N")).test(found)) continue;
        let [first, last] = [0, ...readSigned(tokens)].slice(-2);
        if (meant === "down") [first, last] = [last, first];
        if (meant === "listed" && last !== first + 1) throw new FormError("ranges");
        const name = tokens.map(({ kind, text }) => (kind === "K" ? text.slice(-1) : "")).join("");
        const isLast = /Kl|gK/.test(found) || ["inclusive", "listed"].includes(meant);
        return { name, first: first + Number(/<K|K>/.test(found)), end: last + Number(isLast) };
    }
    return undefined;
}

/** @type {Record<string, (tokens: Token[]) => string>} */
const READERS = {
    count: readCount,
    shape: readShape,
    shapes: readShapes,
    pixel: readPixel,
    pair: readPair,
    value: readValue,
    vector: readVector,
    ranges: readRanges,
};
