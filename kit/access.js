// What test_access.py asks a page: its headings, tables and names, and what the keyboard reaches.
window.access = (() => {
    const all = (selector, within = document) => [...within.querySelectorAll(selector)];
    const said = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 120);
    // Folded text is part of a page.
    const unfold = () => {
        for (const one of all("details")) one.open = true;
        for (const one of all(".toggle-hidden .toggle-button")) one.click();
    };
    const shown = (element) => element.checkVisibility({ visibilityProperty: true });
    const nameOf = (element) =>
        (
            element.ariaLabel ??
            element.textContent +
                all("img, svg", element)
                    .map((one) => one.alt ?? one.ariaLabel ?? "")
                    .join("")
        ).trim();

    // A number alone, with its name above it, is a grid of one cell in an explorer.
    const isNumber = (table) =>
        all("td[data-at]", table).length === 1 &&
        document.getElementById(table.getAttribute("aria-labelledby"))?.textContent;

    const structure = () => {
        const headings = all("h1, h2, h3, h4, h5, h6");
        const levels = headings.map((one) => Number(one.tagName[1]));
        const ids = all("[id]").map((one) => one.id);
        return {
            language: document.documentElement.lang,
            first: headings.filter((one) => one.tagName === "H1").map((one) => one.textContent),
            skipped: headings.filter((_, k) => k && levels[k] > levels[k - 1] + 1).map(said),
            empty: headings.filter((one) => !nameOf(one)).map(said),
            bare: all("table")
                .filter(
                    (one) => one.role !== "presentation" && !all("thead th, th[scope]", one).length && !isNumber(one),
                )
                .map(said),
            nameless: all("table th")
                .filter((one) => !nameOf(one))
                .map(said),
            twice: ids.filter((id, k) => ids.indexOf(id) !== k),
            silent: all("a[href], button, summary")
                .filter((one) => shown(one) && !nameOf(one))
                .map(said),
            ahead: all("[tabindex]")
                .filter((one) => one.tabIndex > 0)
                .map(said),
            silentFields: all("input, select")
                .filter((one) => shown(one) && !one.labels.length && !one.ariaLabel)
                .map(said),
        };
    };

    // What a reader with a mouse can use: the cells of a grid are one stop for the keyboard, and the arrows do the rest.
    const usable = () =>
        all("a[href], button, input, select, summary, [tabindex='0']").filter((one) => shown(one) && !one.disabled);

    const look = (element) => {
        const { outlineStyle, outlineWidth, outlineColor, boxShadow, backgroundColor, borderColor, color } =
            getComputedStyle(element);
        const outline = outlineStyle === "none" ? "none" : [outlineStyle, outlineWidth, outlineColor].join(" ");
        return [outline, boxShadow, backgroundColor, borderColor, color].join("; ");
    };
    // The elements that look the same with the focus as without. A reader came by keyboard: the test has pressed Tab.
    const unmarked = () => {
        const still = document.createElement("style");
        still.textContent = "* { transition: none !important }";
        document.head.append(still);
        const found = usable().filter((one) => {
            one.focus({ preventScroll: true });
            // A switch may be drawn by the label beside it.
            const parts = [one, ...(one.labels ?? [])];
            const before = parts.map(look).join();
            one.blur();
            return before === parts.map(look).join();
        });
        still.remove();
        return found.map(said);
    };

    // From here on, what has had the focus is known; Tab goes on from the top of the page.
    const reached = new Set();
    const begin = () => {
        document.addEventListener("focusin", ({ target }) => reached.add(target));
        const top = Object.assign(document.createElement("span"), { tabIndex: -1 });
        document.body.prepend(top);
        top.focus();
        top.remove();
    };
    // Of several radio buttons Tab reaches one; the arrows go to the others.
    const inGroup = (one) =>
        all("input[type='radio']").filter(({ form, name }) => form === one.form && name === one.name);
    const missed = () =>
        usable()
            .filter((one) => !(one.type === "radio" ? inGroup(one) : [one]).some((other) => reached.has(other)))
            .map(said);

    return { unfold, structure, usable, begin, missed, unmarked };
})();
