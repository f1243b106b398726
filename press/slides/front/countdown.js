// The count-down of a vote, which can be switched off for good.

import { keep, recall } from "./memory.js";

const COUNT_DOWN = "count-down of votes"; // the key in the browser's memory
let timer = 0;

/** Begins anew on the slide of a vote; there is nothing to wait for when it has been revealed. @param {HTMLElement} slide */
export function count(slide) {
    clearInterval(timer);
    const output = slide.querySelector("output");
    const box = /** @type {HTMLInputElement | null} */ (slide.querySelector(".count-down input"));
    if (!output || !box) return;
    box.checked = recall(COUNT_DOWN) !== "off";
    output.hidden = !box.checked || slide.querySelector(".reason.visible") !== null;
    output.value = output.defaultValue;
    if (output.hidden) return;
    timer = window.setInterval(() => {
        output.value = String(Math.max(0, Number(output.value) - 1));
        if (output.value === "0") clearInterval(timer);
    }, 1000);
}

export function toggleCount() {
    keep(COUNT_DOWN, recall(COUNT_DOWN) === "off" ? "on" : "off");
    count(Reveal.getCurrentSlide());
}
