// How large the cells are: as large as the room lets them be. The room is the style sheet's to know: what is written here
// are formulas of its width (100cqi) and height (--high), so that nothing has to be measured.

/**
 * What stands side by side with others: so many cells and em wide, counted in several ways of which each has to fit; and so
 * many cells and em high.
 *
 * @typedef {{ wide: { cells: number, em: number }[], high: { rows: number, em: number } }} Column
 */

const GAP = 1.25; // em between two columns, and a little more
const EDGES = 0.6;

/**
 * The sizes at which these columns fit into one line.
 *
 * @param {Column[]} columns
 */
function wideAs(columns) {
    return columns[0].wide.map((_, way) => {
        const em = columns.reduce((sum, { wide }) => sum + wide[way].em, GAP * (columns.length - 1) + EDGES);
        const cells = columns.reduce((sum, { wide }) => sum + wide[way].cells, 0);
        return `(100cqi - ${em.toFixed(2)}em) / ${Math.max(cells, 1)}`;
    });
}

/**
 * The sizes at which lines of columns, one below the other, are not too high.
 *
 * @param {Column[][]} lines
 */
function highAs(lines) {
    let sums = [{ rows: 0, em: 0 }];
    for (const line of lines)
        sums = sums.flatMap((sum) =>
            line.map(({ high }) => ({ rows: sum.rows + high.rows, em: sum.em + high.em + 0.75 })),
        );
    return sums.map(({ rows, em }) => `(var(--high) - ${em.toFixed(2)}em) / ${Math.max(rows, 1)}`);
}

/**
 * The size of a cell as a formula: the largest that one line allows, or two lines, wherever the second begins. The browser
 * puts into the first line what fits there, so that this may be as high as any of the columns.
 *
 * @param {Column[]} columns
 */
export function fitCells(columns) {
    const ways = columns.map((_, k) => {
        const end = columns.length - k;
        const lines = [columns.slice(0, end), ...(k ? [columns.slice(end)] : [])];
        const sizes = new Set([...lines.flatMap(wideAs), ...highAs([columns, ...lines.slice(1)])]);
        return `min(${[...sizes].join(", ")})`;
    });
    return `max(${ways.join(", ")})`;
}
