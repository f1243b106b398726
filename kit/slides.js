// What is looked at on a slide: whether anything is cut off, small or faint, and what each click shows.
window.slides = (() => {
    const RAISED = 0.7; // of the type beside it: an index or an exponent
    const SCRIPTS = "msub, msup, msubsup, munder, mover, munderover";
    const MOST = 99; // states of a deck
    const CONTRAST = 3; // the least, of type as large as that of slides (WCAG 2.2, 1.4.3)
    const UNSEEN = "aside, script, option, annotation, svg, .explorer-status";
    const shown = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const isOut = (box, within) =>
        box.left < within.left - 1 ||
        box.top < within.top - 1 ||
        box.right > within.right + 1 ||
        box.bottom > within.bottom + 1;

    /** The parts of an element that hold text themselves, and pictures. */
    function* parts(slide) {
        for (const one of slide.querySelectorAll(":not(path, rect, line, circle, g, use, defs *)")) {
            if (one.closest("aside, option, script, semantics annotation, .explorer-status") || !shown(one)) continue;
            if (one.matches("svg, svg text, input, select, button")) yield [one, one.getBoundingClientRect()];
            else if (!one.closest("svg") && [...one.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) {
                const range = document.createRange();
                range.selectNodeContents(one);
                yield [one, range.getBoundingClientRect()];
            }
        }
    }

    const name = (one) =>
        `${one.tagName.toLowerCase()}.${one.getAttribute("class") ?? ""} "${one.textContent.trim().slice(0, 30)}"`;

    /** The edges that cut off what is in an element, from the innermost one outwards; each element is looked at once. */
    function findEdges(one, slide, known) {
        if (!one || one === slide) return [];
        if (known.has(one)) return known.get(one);
        const { overflowX, overflowY } = getComputedStyle(one);
        const isOpen = overflowX === "visible" && overflowY === "visible";
        const own = isOpen ? [] : [{ holder: one, box: one.getBoundingClientRect() }];
        const edges = [...own, ...findEdges(one.parentElement, slide, known)];
        known.set(one, edges);
        return edges;
    }

    function isRaised(one) {
        for (let at = one; at && at.localName !== "math"; at = at.parentElement) {
            if (at.matches("sub, sup")) return true;
            if (at.parentElement?.matches(SCRIPTS) && at !== at.parentElement.firstElementChild) return true;
        }
        return false;
    }

    /** How large the type of an element is on the screen, in pixels: that of a picture is scaled with it. */
    function sizeOf(one) {
        const size = Number.parseFloat(getComputedStyle(one).fontSize);
        if (one.localName !== "text") return size * one.currentCSSZoom * Reveal.getScale();
        const { a, b } = one.getScreenCTM();
        return size * Math.hypot(a, b);
    }

    /** What is wrong with the slide that is shown; `least` is that of its type, in pixels. */
    function look(least) {
        const slide = Reveal.getCurrentSlide();
        const bounds = slide.getBoundingClientRect();
        return lookWithin(slide, least, {
            left: Math.max(0, bounds.left),
            top: Math.max(0, bounds.top),
            right: Math.min(innerWidth, bounds.right),
            bottom: Math.min(innerHeight, bounds.bottom),
        });
    }

    /** What is wrong with the slides as they go on paper, each on a page of its own. */
    function lookAtPaper(least) {
        const pages = Reveal.getSlides().map((slide) => [slide, slide.closest(".pdf-page").getBoundingClientRect()]);
        return pages.flatMap(([slide, page]) => lookWithin(slide, least, page));
    }

    function lookWithin(slide, least, within) {
        const found = [];
        const known = new Map();
        for (const [one, box] of parts(slide)) {
            if (!box.width || !box.height) continue;
            if (isOut(box, within)) found.push(`${name(one)} is out of the slide`);
            for (const { holder, box: edge } of findEdges(one.parentElement, slide, known))
                if (isOut(box, edge)) found.push(`${name(one)} is cut off by ${name(holder)}`);
            if (one.matches("svg, input")) continue;
            const size = sizeOf(one);
            if (size < least * (isRaised(one) ? RAISED : 1) - 0.3) found.push(`${name(one)} has ${size.toFixed(1)} px`);
        }
        return [...new Set(found)];
    }

    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const colours = new Map();

    /** Red, green, blue and how opaque, from 0 to 1, of a colour as CSS writes it. */
    function readColour(text) {
        if (!colours.has(text)) {
            canvas.clearRect(0, 0, 1, 1);
            canvas.fillStyle = text;
            canvas.fillRect(0, 0, 1, 1);
            colours.set(
                text,
                [...canvas.getImageData(0, 0, 1, 1).data].map((one) => one / 255),
            );
        }
        return colours.get(text);
    }

    const lay = ([...over], below) => [0, 1, 2].map((k) => over[k] * over[3] + below[k] * (1 - over[3]));

    /** How bright a colour is (WCAG 2.2, relative luminance). */
    function brightness(colour) {
        const [red, green, blue] = colour.map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    }

    /** The colour that lies below what is in an element; those that are known need not be mixed again. */
    function findGround(one, known) {
        if (!one) return [1, 1, 1];
        if (!known.has(one))
            known.set(
                one,
                lay(readColour(getComputedStyle(one).backgroundColor), findGround(one.parentElement, known)),
            );
        return known.get(one);
    }

    /** The texts of all slides that are hard to tell from what they stand on, whether they are shown now or not. */
    function findFaint() {
        const known = new Map();
        const found = new Set();
        for (const one of document.querySelectorAll(".slides > section *")) {
            if (one.closest(UNSEEN) || ![...one.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
            const ground = findGround(one, known);
            const [dark, light] = [lay(readColour(getComputedStyle(one).webkitTextFillColor), ground), ground]
                .map(brightness)
                .sort((a, b) => a - b);
            if ((light + 0.05) / (dark + 0.05) < CONTRAST) found.add(`${one.closest("section").id}: ${name(one)}`);
        }
        return [...found];
    }

    // Observers have their say, and nothing is painted in between, which would take longest.
    const settle = () => Promise.resolve();
    const count = (selector) => Reveal.getCurrentSlide().querySelectorAll(selector).length;
    const texts = (selector) => [...Reveal.getCurrentSlide().querySelectorAll(selector)].map((one) => one.innerText);

    /** The letters of the options that look right: by a sign, and by a frame. */
    function findMarked(slide) {
        const isSigned = (one) => getComputedStyle(one.querySelector("code"), "::before").content.includes("✓");
        const isFramed = (one) => getComputedStyle(one).boxShadow !== "none";
        return [isSigned, isFramed].map((looksRight) =>
            [...slide.querySelectorAll(".options > li")]
                .filter(looksRight)
                .map((one) => one.querySelector(".letter").innerText)
                .join(),
        );
    }

    /** What a class sees of the slide that is shown. */
    function read(least) {
        const slide = Reveal.getCurrentSlide();
        const tables = [...slide.querySelectorAll(".explorer-table")];
        return {
            slide: slide.id,
            steps: count(".fragment.visible"),
            wrong: look(least),
            options: texts(".options code"),
            reasons: texts("li:has(.reason.visible) .letter"),
            right: texts("[data-right] .letter"),
            said: texts(".reason.visible"),
            marked: findMarked(slide),
            isJudged: /\bright\b/i.test(slide.querySelector(".content").innerText),
            query: slide.querySelector(".explorer")?.explorer.query() ?? null,
            results: texts("td:is([data-array=Z], [data-array=pooled], [data-array=x]:has(sup))"),
            tables: tables.filter(shown).length,
        };
    }

    /** Goes through a deck as a clicker does, by this key, and returns each state. */
    async function walk(key, least) {
        const states = [];
        for (let k = 0; k < MOST; k += 1) {
            await settle();
            states.push(read(least));
            const is = Reveal.availableFragments();
            if (key === "PageDown" ? Reveal.isLastSlide() && !is.next : Reveal.isFirstSlide() && !is.prev) break;
            dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true }));
        }
        return states;
    }

    /** What is wrong with each slide in its last state. */
    async function lookAtLast(least) {
        const found = {};
        for (const [k, slide] of Reveal.getSlides().entries()) {
            Reveal.slide(k, 0, 9);
            await settle();
            const wrong = look(least);
            if (wrong.length) found[slide.id] = wrong;
        }
        return found;
    }
    return { look, walk, lookAtLast, lookAtPaper, findFaint };
})();
