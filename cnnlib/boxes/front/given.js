// What is given: the task, and each array as tables. The twin of `write_statement` in cnnlib/boxes/questions.py.

/** @typedef {import("./instances.js").Nested} Nested */

/** @param {import("./instances.js").Instance} instance */
export function writeGiven({ task, arrays }) {
    const tables = Object.entries(arrays).map(([name, array]) => cut(name, array).map(writeGrid));
    const grids = box("answer-grids", ...tables.map((own) => box("answer-array", ...own)));
    return box("answer-given", element("p", task), grids);
}

/** @param {string} name @param {Node[]} children */
function box(name, ...children) {
    const made = element("div", ...children);
    made.className = name;
    return made;
}

/** @param {string} tag @param {(string | Node)[]} children */
function element(tag, ...children) {
    const made = document.createElement(tag);
    made.append(...children);
    return made;
}

/** @param {Nested} array @returns {number[]} */
function shapeOf(array) {
    return Array.isArray(array) ? [array.length, ...shapeOf(array[0])] : [];
}

/** @param {Nested} array @param {number[]} index @returns {Nested} */
function pick(array, index) {
    return index.reduce((inner, at) => /** @type {Nested[]} */ (inner)[at], array);
}

/** All indices of a shape, in their order. @param {number[]} shape @returns {number[][]} */
function indicesOf([length, ...others]) {
    if (length === undefined) return [[]];
    const inner = indicesOf(others);
    return Array.from({ length }, (_, at) => inner.map((index) => [at, ...index])).flat();
}

/** The matrices of a tensor, (rows, columns), each with its name. @param {string} name @param {Nested[]} array @returns {[string, Nested[]][]} */
function cut(name, array) {
    const shape = shapeOf(array);
    if (shape.length < 3) return [[name, array]];
    const first = name === "W" ? 0 : 1; // of the axes of rows and columns
    return indicesOf([...shape.slice(0, first), ...shape.slice(first + 2)]).map((index) => {
        const [before, behind] = [index.slice(0, first), index.slice(first)];
        const rows = indicesOf([shape[first]]).map(([i]) =>
            indicesOf([shape[first + 1]]).map(([j]) => pick(array, [...before, i, j, ...behind])),
        );
        return [`${name}[${[...before, ":", ":", ...behind].join(", ")}]`, rows];
    });
}

/** A vector or a matrix as a table whose rows and columns are numbered. @param {[string, Nested[]]} named */
function writeGrid([name, values]) {
    const isMatrix = Array.isArray(values[0]);
    const rows = /** @type {number[][]} */ (isMatrix ? values : [values]);
    const columns = rows[0].map((_, j) => number("col", j));
    const head = element("tr", ...(isMatrix ? [element("td")] : []), ...columns);
    const body = rows.map((row, i) => {
        const cells = row.map((value) => element("td", String(value).replace("-", "\u2212")));
        return element("tr", ...(isMatrix ? [number("row", i)] : []), ...cells);
    });
    return element("table", element("caption", name), element("thead", head), element("tbody", ...body));
}

/** @param {string} scope @param {number} at */
function number(scope, at) {
    const cell = element("th", String(at));
    cell.setAttribute("scope", scope);
    return cell;
}
