// A deck: reveal.js, with explorers on its slides, votes with a count-down, and a clicker that always turns the page.

(() => {
    /** @type {any} */
    const { Reveal, RevealNotes } = window;
    const STEPS = ["term", "row", "all"];
    const COUNT = "count-down of votes"; // the key in the browser's memory
    const isPrinted = /print-pdf/i.test(location.search);
    const root = document.documentElement;

    const recall = (key) => {
        try {
            return localStorage.getItem(key);
        } catch {
            return null;
        }
    };
    const keep = (key, value) => {
        try {
            localStorage.setItem(key, value);
        } catch {
            // Then it is forgotten.
        }
    };

    const chosen = recall("mode");
    const isDark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
    root.dataset.theme = isDark && !isPrinted ? "dark" : "light";

    // Explorers share their data: each place gets a copy before the explorers begin.
    const places = [...document.querySelectorAll(".explorer")];
    for (const place of places) {
        const data = document.querySelector(`.explorer-data[data-from="${place.dataset.from}"]`);
        const copy = document.createElement("script");
        copy.type = "application/json";
        copy.textContent = data.textContent;
        place.append(copy);
    }

    const explorerOf = (slide) => slide?.querySelector(".explorer");
    const countOf = (slide) => slide.querySelectorAll(".step.visible").length;

    /** The first linked block of an explorer: the one that adds up. */
    function keyOf({ views }) {
        for (const [panel, { blocks }] of views.entries()) {
            const place = blocks.findIndex(({ kind, stages }) => kind === "linked" && stages?.length);
            if (place >= 0) return `${panel}.${place}`;
        }
        return null;
    }

    /** Shows the state of a place after so many steps: the same one whichever way the speaker came. */
    function walk(place, steps) {
        const one = place.explorer;
        if (!one) return;
        const start = place.dataset.query;
        const query = steps === null ? start : `${start}&show=fills&terms=0`;
        if (steps === null && one.query() === start) return;
        one.restore(query, []);
        one.explorer.update({ status: "" });
        const key = keyOf(one.explorer.state);
        for (const how of STEPS.slice(0, steps ?? 0)) if (key) one.explorer.emit("add", key, how);
    }

    const isWalked = (place) => place.dataset.walk !== undefined;

    /** What a slide shows when it is entered, unless a link or the reader has chosen something. */
    function enter(slide) {
        const place = explorerOf(slide);
        if (!place?.explorer || place.dataset.query === undefined) return;
        const said = place.explorer.query();
        if (!place.explorer.isOpen) {
            place.explorer.open();
            if (said) place.explorer.restore(said, []); // what a link has begun to add up
        }
        if (!said) walk(place, isWalked(place) ? countOf(slide) : null);
    }

    /** Zooms what is drawn on a slide as far as its place lets it be. */
    function fit(slide) {
        const content = slide.querySelector(".content");
        const drawn = [
            ...content.querySelectorAll(
                ".explorer:not(.has-stages) .explorer-live, .output > .pictures, .output > .row",
            ),
        ];
        if (!drawn.length) return;
        const isIn = (zoom) => {
            slide.style.setProperty("--zoom", String(zoom));
            return [content, ...content.querySelectorAll(".explorer, .output")].every(
                (one) => one.scrollHeight <= one.clientHeight + 1 && one.scrollWidth <= one.clientWidth + 1,
            );
        };
        let [least, most] = [0.5, 3];
        for (let k = 0; k < 8; k += 1) {
            const zoom = (least + most) / 2;
            if (isIn(zoom)) least = zoom;
            else most = zoom;
        }
        isIn(least);
    }

    /** Leaves only those parts of an explorer that its slide names; what a control shows anew too. */
    function choose(place, name, selector) {
        if (!place.dataset[name]) return;
        const shown = place.dataset[name].split(" ").map(Number);
        const hide = () => {
            for (const [k, one] of [...place.querySelectorAll(selector)].entries())
                one.classList.toggle("left-out", !shown.includes(k + 1));
        };
        hide();
        new MutationObserver(hide).observe(place, { childList: true, subtree: true });
    }

    // Count-down.
    let timer = 0;
    function count(slide) {
        clearInterval(timer);
        const output = slide?.querySelector(".count-down output");
        if (!output) return;
        const box = slide.querySelector(".count-down input");
        box.checked = recall(COUNT) !== "off";
        output.hidden = !box.checked;
        output.value = output.defaultValue;
        if (!box.checked || slide.querySelector(".reason.visible")) return;
        timer = setInterval(() => {
            output.value = String(Math.max(0, Number(output.value) - 1));
            if (output.value === "0") clearInterval(timer);
        }, 1000);
    }
    const toggleCount = () => {
        keep(COUNT, recall(COUNT) === "off" ? "on" : "off");
        count(Reveal.getCurrentSlide());
    };
    for (const box of document.querySelectorAll(".count-down input")) box.addEventListener("change", toggleCount);

    // A clicker sends Page Up and Page Down, which a slider that has the focus would take.
    addEventListener(
        "keydown",
        (event) => {
            const turn = { PageDown: "next", PageUp: "prev" }[event.key];
            if (!turn || event.altKey || event.ctrlKey || event.metaKey) return;
            event.preventDefault();
            event.stopImmediatePropagation();
            Reveal[turn]();
        },
        true,
    );

    /** A key is the deck's unless what has the focus needs it. */
    function isForDeck(event) {
        const on = event.target instanceof Element ? event.target : null;
        if (on?.closest("select, td, input:not([type=checkbox])")) return false;
        return !(on?.closest("button, summary, a, label, input") && [" ", "Enter"].includes(event.key));
    }

    /** The address names the slide, or the state of its explorer: a link opens just that moment. */
    function place() {
        const named = /^#explorer-(\d+)\?/.exec(location.hash);
        const there = named
            ? places[Number(named[1]) - 1]?.closest("section")
            : document.getElementById(location.hash.slice(1));
        if (!there?.matches(".slides section")) return null;
        return Reveal.getIndices(there);
    }

    function name(slide) {
        if (slide && !isPrinted && !/receiver/i.test(location.search))
            history.replaceState(history.state, "", `#${slide.id}`);
    }

    async function start() {
        await Reveal.initialize({
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
            plugins: [RevealNotes],
        });
        document.querySelector(".reveal").removeAttribute("role"); // else a reader's own keys would not work
        Reveal.addKeyBinding({ keyCode: 84, key: "T", description: "Count-down on or off" }, toggleCount);
        dispatchEvent(new Event("pointerdown")); // explorers begin at a reader's first act: a deck is one
        for (const one of places) {
            choose(one, "panels", ".explorer-panels > *");
            choose(one, "blocks", ".explorer-panel > *");
        }
        const at = place();
        if (at) Reveal.slide(at.h, at.v);
        for (const slide of Reveal.getSlides()) enter(slide);
        if (isPrinted) for (const one of places.filter(isWalked)) walk(one, STEPS.length);
        for (const slide of isPrinted ? Reveal.getSlides() : [Reveal.getCurrentSlide()]) fit(slide);
        if (!at) name(Reveal.getCurrentSlide());
        count(Reveal.getCurrentSlide());
        Reveal.on("slidechanged", ({ currentSlide }) => {
            name(currentSlide);
            enter(currentSlide);
            fit(currentSlide);
            count(currentSlide);
        });
        const step = ({ fragment }) => {
            const slide = Reveal.getCurrentSlide();
            if (fragment.matches(".step")) walk(explorerOf(slide), countOf(slide));
            count(slide);
        };
        Reveal.on("fragmentshown", step);
        Reveal.on("fragmenthidden", step);
        addEventListener("hashchange", () => {
            const there = place();
            if (there) Reveal.slide(there.h, there.v);
        });
        root.dataset.deck = "ready";
    }

    if (document.readyState === "complete") start();
    else addEventListener("load", start);
})();
