// An explorer on the whole screen, for the projector.

import { button } from "./dom.js";

/**
 * Makes the button; where a browser or a frame does not allow it, there is none.
 *
 * @param {() => HTMLElement | null} whole
 * @param {() => void} refuse Says that the browser does not allow it now.
 */
export function fullScreenButton(whole, refuse) {
    if (!document.fullscreenEnabled) return [];
    const change = () => (document.fullscreenElement ? document.exitFullscreen() : whole()?.requestFullscreen());
    const toggle = button("Full screen", () => change()?.catch(refuse), { class: "explorer-screen" });
    document.addEventListener("fullscreenchange", () => {
        toggle.textContent = document.fullscreenElement === whole() ? "Leave full screen" : "Full screen";
    });
    return [toggle];
}
