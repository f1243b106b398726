// axe-core judges the contrast of each text on its own, and most of a page's texts look like one before: the same
// colours, in a chain of the same boxes. Of those that look alike it is asked about one.
window.contrast = (() => {
    const STYLES = [
        "color",
        "font-size",
        "font-weight",
        "text-shadow",
        "background-color",
        "background-image",
        "opacity",
        "filter",
        "mix-blend-mode",
        "position",
        "z-index",
        "visibility",
        "display",
        "overflow",
        "clip-path",
        "-webkit-text-stroke",
    ];
    const PARTS = ["content", "background-color", "background-image", "display", "position", "width", "height"];
    // Why axe-core cannot tell, where that follows from the look alone.
    const BY_LOOK = ["bgGradient", "bgImage", "imgNode", "pseudoContent", "shortTextContent", "nonBmp"];

    const number = (() => {
        const known = new Map();
        return (look) => {
            if (!known.has(look)) known.set(look, known.size);
            return known.get(look);
        };
    })();
    const values = (style, names) => names.map((name) => style.getPropertyValue(name));

    // A box that may lie above or below a text that is not in it.
    const strays = ({ position, float, transform, marginTop, marginLeft }) =>
        !["static", "relative"].includes(position) ||
        float !== "none" ||
        transform !== "none" ||
        [marginTop, marginLeft].some((margin) => parseFloat(margin) < 0);

    // The elements below a root that have a text of their own, by look; what a stray box touches is like nothing else.
    function looks(root) {
        const found = new Map();
        const numbers = new Map();
        const stray = [];
        for (const one of document.querySelectorAll("*")) {
            const style = getComputedStyle(one);
            const parts = ["::before", "::after"].flatMap((part) => values(getComputedStyle(one, part), PARTS));
            numbers.set(
                one,
                number(
                    [
                        numbers.get(one.parentElement),
                        one.localName,
                        one.matches(":disabled, [aria-disabled=true]"),
                        ...values(style, STYLES),
                        ...parts,
                    ].join("|"),
                ),
            );
            if (strays(style) && one.checkVisibility()) stray.push([one, one.getBoundingClientRect()]);
        }
        for (const [one, look] of numbers) {
            if (!root.contains(one)) continue;
            const text = [...one.childNodes]
                .map((node) => (node.nodeType === Node.TEXT_NODE ? node.data.trim() : ""))
                .join("");
            if (!text && !one.matches("input, select, textarea")) continue;
            const box = one.getBoundingClientRect();
            const touched = stray.some(
                ([other, { left, right, top, bottom }]) =>
                    !other.contains(one) &&
                    !one.contains(other) &&
                    left < box.right &&
                    right > box.left &&
                    top < box.bottom &&
                    bottom > box.top,
            );
            const key = touched
                ? one
                : `${look}|${one.innerText?.trim().length === 1}|${text.replace(/[\x20-\x7e]/g, "")}`;
            found.set(key, [...(found.get(key) ?? []), one]);
        }
        return [...found.values()];
    }

    async function judge(elements) {
        const mark = "data-judged";
        for (const one of elements) one.setAttribute(mark, "");
        axe.configure({ rules: [{ id: "color-contrast", selector: `[${mark}]` }] });
        const rule = { type: "rule", values: ["color-contrast"] };
        const found = await axe.run(document, {
            preload: false,
            elementRef: true,
            runOnly: rule,
            resultTypes: ["violations", "incomplete"],
        });
        axe.configure({ rules: [{ id: "color-contrast", selector: "*" }] });
        for (const one of elements) one.removeAttribute(mark);
        return found;
    }

    // The violations, one for each look; where axe-core cannot tell for one text, it is asked about all that look alike.
    async function violations(root) {
        const groups = looks(root);
        const first = await judge(groups.map(([one]) => one));
        const unclear = first.incomplete
            .flatMap(({ nodes }) => nodes)
            .filter((node) => !BY_LOOK.includes(node.any[0]?.data?.messageKey));
        const others = unclear.flatMap((node) => groups.find(([one]) => one === node.element)?.slice(1) ?? []);
        const second = others.length ? await judge(others) : { violations: [] };
        return [...first.violations, ...second.violations];
    }

    return { violations };
})();
