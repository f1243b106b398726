// The answer boxes of a page, and in the contents how many parts of each chapter have been answered.

import { Box } from "./box.js";
import { progress } from "./progress.js";

function start() {
    for (const form of document.querySelectorAll("form.answer")) new Box(/** @type {HTMLFormElement} */ (form));
    progress.addEventListener("change", showProgress);
    showProgress();
}

/** Writes "2 of 5" behind each chapter of the contents. */
function showProgress() {
    for (const link of document.querySelectorAll("a[data-parts]")) {
        const parts = (link.getAttribute("data-parts") ?? "").split(" ");
        const done = parts.filter((part) => progress.has(part)).length;
        let count = link.querySelector(".answer-count");
        if (!count) {
            count = document.createElement("span");
            count.className = "answer-count";
            link.append(" ", count);
        }
        count.textContent = done ? `${done} of ${parts.length}` : "";
        count.toggleAttribute("hidden", !done);
    }
}

start();
