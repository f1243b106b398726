// What is looked at on a slide: whether anything is cut off or small, and the texts of its notes.
window.slides = (() => {
    const shown = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const isOut = (box, within) =>
        box.left < within.left - 1 || box.top < within.top - 1 || box.right > within.right + 1 || box.bottom > within.bottom + 1;

    /** The parts of an element that hold text themselves, and pictures. */
    function* parts(slide) {
        for (const one of slide.querySelectorAll("*")) {
            if (one.closest("aside, option, script, semantics annotation, .explorer-status") || !shown(one)) continue;
            if (one.matches("svg, input, select, button")) yield [one, one.getBoundingClientRect()];
            else if (!one.closest("svg") && [...one.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) {
                const range = document.createRange();
                range.selectNodeContents(one);
                yield [one, range.getBoundingClientRect()];
            }
        }
    }

    const zoomOf = (one) => (one ? Number(getComputedStyle(one).zoom) * zoomOf(one.parentElement) : 1);
    const name = (one) => `${one.tagName.toLowerCase()}.${one.getAttribute("class") ?? ""} "${one.textContent.trim().slice(0, 30)}"`;

    function look(least) {
        const slide = Reveal.getCurrentSlide();
        const window = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
        const bounds = slide.getBoundingClientRect();
        const found = [];
        for (const [one, box] of parts(slide)) {
            if (!box.width || !box.height) continue;
            let holder = one;
            let within = { left: Math.max(0, bounds.left), top: Math.max(0, bounds.top), right: Math.min(innerWidth, bounds.right), bottom: Math.min(innerHeight, bounds.bottom) };
            if (isOut(box, within)) found.push(`${name(one)} is out of the slide`);
            while ((holder = holder.parentElement) && holder !== slide) {
                if (getComputedStyle(holder).overflowX === "visible" && getComputedStyle(holder).overflowY === "visible") continue;
                if (isOut(box, holder.getBoundingClientRect())) found.push(`${name(one)} is cut off by ${holder.className}`);
            }
            if (one.matches("svg, sub, sup, math *, input") || one.closest("math")) continue;
            const size = Number.parseFloat(getComputedStyle(one).fontSize) * Reveal.getScale();
            if (size < least - 0.3) found.push(`${name(one)} has ${size.toFixed(1)} px`);
        }
        return [...new Set(found)];
    }
    return { look };
})();
