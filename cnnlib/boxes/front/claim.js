// The claim on the start page: the kernel goes over the image once, Z fills, and a reader says whether the key is right.

const PAUSE = 450; // milliseconds from one window to the next

/** @typedef {{ kernel: [number, number], sums: string[][], claimed: [number, number], right: [number, number], part: string, value: number, there: number }} ClaimData */

export class Claim {
    /** @param {HTMLElement} root */
    constructor(root) {
        this.root = root;
        /** @type {ClaimData} */
        this.data = JSON.parse(this.find("script").textContent ?? "");
        this.x = rowsOf(this.find(".claim-x"));
        this.z = rowsOf(this.find(".claim-z"));
        this.numbers = this.z.map((row) => row.map((cell) => cell.textContent ?? ""));
        this.play = this.find(".claim-play");
        /** @type {number | undefined} */
        this.timer = undefined;
        this.play.addEventListener("click", () => (this.timer === undefined ? this.start() : this.stop()));
        for (const button of root.querySelectorAll("button[value]")) {
            button.addEventListener("click", () => this.answer(button.getAttribute("value") === "yes"));
        }
        for (const [i, row] of this.z.entries()) {
            for (const [j, cell] of row.entries()) cell.addEventListener("pointerenter", () => this.point(i, j));
        }
        if (!matchMedia("(prefers-reduced-motion: reduce)").matches) this.start();
    }

    /** @param {string} selector @returns {HTMLElement} */
    find(selector) {
        return /** @type {HTMLElement} */ (this.root.querySelector(selector));
    }

    /** Lays the kernel on the window of one element of Z. @param {number} row @param {number} column */
    lay(row, column) {
        const [rows, columns] = this.data.kernel;
        for (const [i, cells] of this.x.entries()) {
            for (const [j, cell] of cells.entries()) {
                cell.classList.toggle("lit", i >= row && i < row + rows && j >= column && j < column + columns);
            }
        }
        for (const [i, cells] of this.z.entries()) {
            for (const [j, cell] of cells.entries()) cell.classList.toggle("lit", i === row && j === column);
        }
        this.fill(row, column);
    }

    /** Shows one element of Z. @param {number} row @param {number} column */
    fill(row, column) {
        const cell = this.z[row][column];
        cell.textContent = this.numbers[row][column];
        cell.classList.remove("blank");
    }

    /** @param {number} row @param {number} column */
    point(row, column) {
        if (this.timer !== undefined) return;
        this.lay(row, column);
        this.find(".claim-sum").textContent = this.data.sums[row][column];
    }

    start() {
        for (const cell of this.z.flat()) {
            cell.textContent = "\u00a0";
            cell.classList.add("blank");
        }
        const columns = this.z[0].length;
        let at = 0;
        const step = () => {
            if (at === columns * this.z.length) return this.stop();
            this.lay(Math.floor(at / columns), at % columns);
            at++;
            return undefined;
        };
        this.timer = setInterval(step, PAUSE);
        this.play.textContent = "Stop";
        step();
    }

    stop() {
        clearInterval(this.timer);
        this.timer = undefined;
        for (const [i, row] of this.z.entries()) for (const j of row.keys()) this.fill(i, j);
        this.play.textContent = "Play again";
    }

    /** Ends it, where it is taken away. */
    leave() {
        clearInterval(this.timer);
    }

    /** @param {boolean} yes */
    answer(yes) {
        this.stop();
        const { claimed, right, value, there, part } = this.data;
        this.point(...claimed);
        const [row, column] = claimed;
        const seen = `Row ${row}, column ${column} of Z has a ${there}, and ${value} stands in row ${right[0]}, column ${right[1]}, among others.`;
        this.find(".claim-verdict").textContent = yes
            ? `\u2717 Look again. ${seen}`
            : `\u2713 Right, it is not. ${seen} One of the wrong answers is found.`;
        if (!yes) dispatchEvent(new CustomEvent("found", { detail: part })); // the game hears it
    }
}

/** The cells of a table, row by row. @param {HTMLElement} table */
function rowsOf(table) {
    return [...table.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td")]);
}
