// axe-core judges the contrast of each text on its own, and most of a page's texts look like one before: the same
// colours, in a chain of the same boxes. Of those that look alike it is asked about one.
window.judge = (() => {
    const CONTRAST = "color-contrast";
    const LEAST = 4.5; // of letters with their ground: WCAG 2.2, 1.4.3
    const MARK = "data-judged";
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
    const part = (one, name) => {
        const style = getComputedStyle(one, name);
        return style.content === "none" ? ["none"] : values(style, PARTS);
    };

    // A box that may lie above or below a text that is not in it.
    const strays = ({ position, float, transform, marginTop, marginLeft }) =>
        (position !== "static" && position !== "relative") ||
        float !== "none" ||
        transform !== "none" ||
        parseFloat(marginTop) < 0 ||
        parseFloat(marginLeft) < 0;
    const overlap = (one, other) =>
        one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;

    const textOf = (one) =>
        [...one.childNodes].map((node) => (node.nodeType === Node.TEXT_NODE ? node.data.trim() : "")).join("");

    // The elements below some roots that have a text of their own, by look; what a stray box touches is like nothing else.
    function looks(roots) {
        const texts = roots
            .flatMap((root) => [...root.querySelectorAll("*"), root])
            .map((one) => [one, textOf(one)])
            .filter(([one, text]) => text || one.matches("input, select, textarea"));
        const stray = [...document.querySelectorAll("*")]
            .filter((one) => strays(getComputedStyle(one)) && one.checkVisibility())
            .map((one) => [one, one.getBoundingClientRect()]);
        const numbers = new Map([[null, 0]]);
        const lookOf = (one) => {
            if (numbers.has(one)) return numbers.get(one);
            const look = [
                lookOf(one.parentElement),
                one.localName,
                one.matches(":disabled, [aria-disabled=true]"),
                ...values(getComputedStyle(one), STYLES),
                ...part(one, "::before"),
                ...part(one, "::after"),
            ];
            numbers.set(one, number(look.join("|")));
            return numbers.get(one);
        };
        const found = new Map();
        for (const [one, text] of texts) {
            const box = one.getBoundingClientRect();
            const touched = stray.some(
                ([other, around]) => overlap(box, around) && !other.contains(one) && !one.contains(other),
            );
            const key = touched
                ? one
                : `${lookOf(one)}|${one.innerText?.trim().length === 1}|${text.replace(/[\x20-\x7e]/g, "")}`;
            if (!found.has(key)) found.set(key, []);
            found.get(key).push(one);
        }
        return [...found.values()];
    }

    // What axe-core finds within some roots; the rule of contrast looks at these elements only.
    async function run(roots, elements, options) {
        for (const one of elements) one.setAttribute(MARK, "");
        const found = await axe.run(roots, {
            preload: false,
            elementRef: true,
            selectors: false,
            resultTypes: ["violations", "incomplete"],
            ...options,
        });
        for (const one of elements) one.removeAttribute(MARK);
        return found;
    }

    // Whether contrast is among some rules, or tags of rules; without any, it is.
    const asksContrast = (rules) =>
        !rules || rules.includes(CONTRAST) || axe.getRules(rules).some(({ ruleId }) => ruleId === CONTRAST);

    // The contrast of each look of letters in a box whose ground has shades at its edges, such as a block of code, a table
    // or an answer's form. axe-core takes the shades for a picture, and cannot tell.
    function contrastsOnShades(roots) {
        const light = (colour) => {
            const [red, green, blue] = colour
                .match(/[\d.]+/g)
                .slice(0, 3)
                .map((part) => {
                    const share = part / 255;
                    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
                });
            return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
        };
        const grounds = new Map();
        const ground = (box) => {
            if (!grounds.has(box)) {
                const { backgroundColor, backgroundImage } = getComputedStyle(box);
                const isClear = /, 0(\.\d+)?\)$/.test(backgroundColor) && box.parentElement;
                grounds.set(box, isClear ? ground(box.parentElement) : { backgroundColor, backgroundImage });
            }
            return grounds.get(box);
        };
        const found = new Map();
        for (const one of roots.flatMap((root) => [...root.querySelectorAll("*")])) {
            if (!textOf(one)) continue;
            const { backgroundColor, backgroundImage } = ground(one);
            if (!backgroundImage.includes("gradient") || !one.checkVisibility()) continue;
            const { color } = getComputedStyle(one);
            const [dark, bright] = [color, backgroundColor].map(light).sort((a, b) => a - b);
            found.set(`${one.localName}.${one.className}: ${color} on ${backgroundColor}`, bright / dark);
        }
        return [...found];
    }

    // The violations, of contrast one for each look; where axe-core cannot tell for one text, it is asked about all
    // that look alike. Without rules, it is asked about all that are not experimental.
    async function violations(roots, rules) {
        const groups = asksContrast(rules) ? looks(roots) : [];
        const first = groups.map(([one]) => one);
        const { violations: found, incomplete } = await run(roots, first, rules ? { runOnly: rules } : {});
        const others = incomplete
            .filter(({ id }) => id === CONTRAST)
            .flatMap(({ nodes }) => nodes)
            .filter((node) => !BY_LOOK.includes(node.any[0]?.data?.messageKey))
            .flatMap((node) => groups.find(([one]) => one === node.element)?.slice(1) ?? []);
        if (others.length) found.push(...(await run(roots, others, { runOnly: [CONTRAST] })).violations);
        const faint = (asksContrast(rules) ? contrastsOnShades(roots) : []).filter(([, contrast]) => contrast < LEAST);
        return [
            ...found.flatMap(({ id, nodes }) =>
                nodes.map(({ element, failureSummary }) => [
                    id,
                    `${failureSummary} ${element?.outerHTML.slice(0, 300)}`,
                ]),
            ),
            ...faint.map(([look, contrast]) => [CONTRAST, `${contrast.toFixed(2)}: ${look}`]),
        ];
    }

    // The same of parts of a page, while all that is neither in them nor around them is off the page: axe-core reads all
    // of a page for each part of it. Styles stay. A name that a part has from elsewhere is missed, and so reported.
    async function violationsAlone(roots, rules) {
        const away = [];
        const clear = (one) => {
            for (const child of [...one.children]) {
                if (roots.includes(child) || child.matches("style, link, script")) continue;
                if (roots.some((root) => child.contains(root))) {
                    clear(child);
                    continue;
                }
                const mark = document.createComment("");
                child.replaceWith(mark);
                away.push([mark, child]);
            }
        };
        clear(document.body);
        try {
            return await violations(roots, rules);
        } finally {
            for (const [mark, child] of away) mark.replaceWith(child);
        }
    }

    // What is found is said with its element: axe-core need not note the HTML of all that it looks at.
    axe.configure({ noHtml: true, rules: [{ id: CONTRAST, selector: `[${MARK}]` }] });
    return { violations, violationsAlone, contrastsOnShades };
})();
