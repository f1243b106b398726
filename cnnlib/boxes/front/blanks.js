// A worked solution with blanks: its steps up to the first blank; what follows would say what belongs there, so it comes
// once the blank is filled.

import { paragraph, SIGNS, stepAsParagraphs } from "./tell.js";

/**
 * Tells a solution whose last results are blank.
 * @param {HTMLElement} told
 * @param {import("./box.js").Told} data
 * @param {number} count How many of its results are blank; may be more than there are.
 */
export function tellWithBlanks(told, { solution, shown }, count) {
    const last = solution.filter(([, , , result]) => result).slice(count ? -count : solution.length);
    const steps = [...solution];
    const goOn = () => {
        for (let step = steps.shift(); step; step = steps.shift()) {
            if (last.includes(step)) return ask(told, step, goOn);
            told.append(...stepAsParagraphs(step));
        }
        return told.append(paragraph(`Solution: ${shown}.`));
    };
    goOn();
}

/** What a result is judged with: one whole number, or several in order. @param {string} result @returns {import("./judge.js").Part} */
function makePart(result) {
    const [kind, example, right] = result.includes(",")
        ? ["vector", "7, 8, 9", `[${result}]`]
        : ["count", "12", result];
    const wrong = "Work this step out again.";
    return {
        kind,
        example,
        of: [],
        rules: [
            [true, "", "", { answer: [right] }],
            [false, "", wrong, {}],
        ],
    };
}

/** @param {KeyboardEvent} event @param {HTMLInputElement} input @param {HTMLButtonElement} check */
function checkOnEnter(event, input, check) {
    if (event.key !== "Enter" || event.target !== input) return;
    event.preventDefault(); // it would send the form of the box
    if (!input.readOnly) check.click();
}

const BLANK =
    '<label><span></span> <input type="text" autocomplete="off"></label> <button type="button">Check</button> <button type="button">Show</button><p role="status"></p>';

/**
 * Asks for the result of a step, within the form of a box, and goes on once it is there.
 * @param {HTMLElement} told
 * @param {string[]} step
 * @param {() => void} goOn
 */
function ask(told, [says, left, terms, result], goOn) {
    const blank = document.createElement("div");
    blank.className = "practice-blank";
    blank.innerHTML = BLANK;
    const [label, input, check, show, said] = /** @type {any[]} */ ([
        ...blank.querySelectorAll("span, input, button, p"),
    ]);
    label.textContent = `${[left, terms].filter(Boolean).join(" = ")} = `;
    const field = /** @type {any} */ (window).makeAnswerField(blank, makePart(result));
    const say = (/** @type {string} */ words, /** @type {unknown} */ verdict = undefined) => {
        field.mark(verdict);
        said.textContent = words;
    };
    const end = () => {
        input.readOnly = true;
        check.remove();
        show.remove();
        input.focus(); // which the next blank takes
        goOn();
    };
    check.onclick = () => {
        const verdict = field.check();
        say(`${SIGNS[/** @type {"right"} */ (verdict.verdict)]} ${verdict.says}`, verdict);
        if (verdict.verdict === "right") end();
    };
    show.onclick = () => {
        input.value = result;
        say("Shown, not worked out.");
        end();
    };
    blank.oninput = (event) => {
        event.stopPropagation(); // what the box said of the answer stays
        say("");
    };
    blank.onkeydown = (event) => checkOnEnter(event, input, check);
    told.append(paragraph(says), blank);
    input.focus();
}
