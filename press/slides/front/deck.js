// A deck: reveal.js, with explorers on its slides, votes with a count-down, and a clicker that always turns the page.

import { count, toggleCount } from "./countdown.js";
import { fit, refit } from "./fit.js";
import { recall } from "./memory.js";
import { chooseParts, enter, giveData, placeOn, places, walk } from "./places.js";

const isPrinted = /print-pdf/i.test(location.search);
const isPreview = /receiver/i.test(location.search); // in the speaker's window

const SETTINGS = {
    width: 1280,
    height: 720,
    margin: 0,
    minScale: 0.1,
    center: false,
    hash: false,
    history: false,
    fragmentInURL: false,
    transition: "none",
    backgroundTransition: "none",
    slideNumber: "c/t",
    viewDistance: 99,
    mobileViewDistance: 99,
    scrollActivationWidth: null,
    keyboardCondition: isForDeck,
    showNotes: isPrinted ? "separate-page" : false,
    pdfSeparateFragments: false,
    pdfMaxPagesPerSlide: 1,
};

/** A key is the deck's unless what has the focus needs it. @param {KeyboardEvent} event */
function isForDeck({ target, key }) {
    const on = target instanceof Element ? target : null;
    if (on?.closest("select, td, input:not([type=checkbox])")) return false;
    return !(on?.closest("button, summary, a, label, input") && [" ", "Enter"].includes(key));
}

/** A clicker sends Page Up and Page Down, which a slider that has the focus would take. @param {KeyboardEvent} event */
function turn(event) {
    const isOn = event.key === "PageDown";
    if (!(isOn || event.key === "PageUp") || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // Behind a dark screen nobody sees a page turned.
    if (Reveal.isPaused()) Reveal.togglePause();
    else if (isOn) Reveal.next();
    else Reveal.prev();
}

function setScheme() {
    const chosen = recall("mode");
    const isDark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
    document.documentElement.dataset.theme = isDark && !isPrinted ? "dark" : "light";
}

/** Goes to the slide that the address names, or whose explorer's state it names: a link opens just that moment. */
function follow() {
    const [, number] = /^#explorer-(\d+)\?/.exec(location.hash) ?? [];
    const slide = number
        ? places[Number(number) - 1]?.closest("section")
        : document.getElementById(location.hash.slice(1));
    if (!slide?.matches(".slides section")) return false;
    const { h, v } = Reveal.getIndices(slide);
    Reveal.slide(h, v);
    return true;
}

/** Puts the name of a slide into the address. @param {HTMLElement} slide */
function name(slide) {
    if (!isPrinted && !isPreview) history.replaceState(history.state, "", `#${slide.id}`);
}

/** What a slide shows has changed by a click. @param {HTMLElement} slide */
function show(slide) {
    placeOn(slide)?.dispatchEvent(new Event("step"));
    fit(slide);
    count(slide);
}

function step() {
    const slide = Reveal.getCurrentSlide();
    walk(slide);
    show(slide);
}

function listen() {
    Reveal.addKeyBinding({ keyCode: 84, key: "T", description: "Count-down on or off" }, toggleCount);
    Reveal.on("slidechanged", ({ currentSlide }) => {
        name(currentSlide);
        enter(currentSlide);
        show(currentSlide);
    });
    Reveal.on("fragmentshown", step);
    Reveal.on("fragmenthidden", step);
    addEventListener("hashchange", follow);
    const observer = new MutationObserver(() => refit(Reveal.getCurrentSlide()));
    for (const place of places) observer.observe(place, { childList: true, subtree: true });
}

async function start() {
    const laidOut = new Promise((resolve) => Reveal.on("pdf-ready", resolve));
    await Reveal.initialize({ ...SETTINGS, plugins: [RevealNotes] });
    if (isPrinted) await laidOut; // slides have their sizes on paper only then
    document.querySelector(".reveal")?.removeAttribute("role"); // else a reader's own keys would not work
    dispatchEvent(new Event("pointerdown")); // explorers begin at a reader's first act: a deck is one
    chooseParts();
    const isNamed = follow();
    for (const slide of Reveal.getSlides()) enter(slide);
    for (const slide of isPrinted ? Reveal.getSlides() : [Reveal.getCurrentSlide()]) show(slide);
    if (!isNamed) name(Reveal.getCurrentSlide());
    listen();
    document.documentElement.dataset.deck = "ready";
}

setScheme();
giveData();
for (const box of document.querySelectorAll(".count-down input")) box.addEventListener("change", toggleCount);
addEventListener("keydown", turn, true);
if (document.readyState === "complete") start();
else addEventListener("load", start);
