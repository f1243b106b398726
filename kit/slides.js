// What is looked at on a slide: whether anything is cut off or small, and the texts of its notes.
window.slides = (() => {
    const RAISED = 0.7;
    const SCRIPTS = "msub, msup, msubsup, munder, mover, munderover";
    const shown = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const isOut = (box, within) =>
        box.left < within.left - 1 ||
        box.top < within.top - 1 ||
        box.right > within.right + 1 ||
        box.bottom > within.bottom + 1;

    /** The parts of an element that hold text themselves, and pictures. */
    function* parts(slide) {
        for (const one of slide.querySelectorAll("*")) {
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

    const isOpen = (one) => {
        const { overflowX, overflowY } = getComputedStyle(one);
        return overflowX === "visible" && overflowY === "visible";
    };

    /** What cuts a box off, of all that an element is in. */
    function findEdges(one, box, slide) {
        const found = [];
        for (let holder = one.parentElement; holder && holder !== slide; holder = holder.parentElement)
            if (!isOpen(holder) && isOut(box, holder.getBoundingClientRect()))
                found.push(`${name(one)} is cut off by ${holder.className}`);
        return found;
    }

    /** Whether a text is an index or an exponent, which type sets smaller. */
    function isRaised(one) {
        for (let at = one; at && at.localName !== "math"; at = at.parentElement) {
            if (at.matches("sub, sup")) return true;
            if (at.parentElement?.matches(SCRIPTS) && at !== at.parentElement.firstElementChild) return true;
        }
        return false;
    }

    /** How large the type of an element is on the screen, in pixels; in a picture the whole picture is scaled. */
    function sizeOf(one) {
        const size = Number.parseFloat(getComputedStyle(one).fontSize);
        if (one.localName !== "text") return size * one.currentCSSZoom * Reveal.getScale();
        const { a, b } = one.getScreenCTM();
        return size * Math.hypot(a, b);
    }

    function look(least) {
        const slide = Reveal.getCurrentSlide();
        const bounds = slide.getBoundingClientRect();
        const within = {
            left: Math.max(0, bounds.left),
            top: Math.max(0, bounds.top),
            right: Math.min(innerWidth, bounds.right),
            bottom: Math.min(innerHeight, bounds.bottom),
        };
        const found = [];
        for (const [one, box] of parts(slide)) {
            if (!box.width || !box.height) continue;
            if (isOut(box, within)) found.push(`${name(one)} is out of the slide`);
            found.push(...findEdges(one, box, slide));
            if (one.matches("svg, input")) continue;
            const size = sizeOf(one);
            if (size < least * (isRaised(one) ? RAISED : 1) - 0.3) found.push(`${name(one)} has ${size.toFixed(1)} px`);
        }
        return [...new Set(found)];
    }
    return { look };
})();
