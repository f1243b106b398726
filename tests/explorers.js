// What the tests do inside a page: move an explorer's controls by their own events, and read what it shows.
window.tests = (() => {
    const root = () => document.querySelector(".explorer");
    const all = (selector, within = root()) => [...within.querySelectorAll(selector)];
    const texts = (selector, within) => all(selector, within).map((element) => element.textContent);
    const visible = (element) => element && element.checkVisibility();

    const controls = () => all(".explorer-controls :is(input, select)");
    const nameOf = (control) => control.id.replace(/^explorer-\d+-/, "");
    const control = (name) => controls().find((one) => nameOf(one) === name);
    const count = (one) => (one.type === "checkbox" ? 2 : one.tagName === "SELECT" ? one.options.length : Number(one.max) + 1);
    const label = (one) => {
        if (one.type === "checkbox") return one.checked ? "on" : "off";
        if (one.tagName === "SELECT") return one.selectedOptions[0].textContent;
        const said = one.getAttribute("aria-valuetext");
        return said === one.nextElementSibling.textContent ? said : `${said}, beside it ${one.nextElementSibling.textContent}`;
    };

    // Puts a control at one of its values, as a reader does: the input changes and says so.
    function put(one, at) {
        if (one.type === "checkbox") one.checked = Boolean(at);
        else one.value = String(at);
        one.dispatchEvent(new Event(one.type === "range" ? "input" : "change", { bubbles: true }));
    }

    const CLASSES = { zero: "z", negative: "n", padding: "p", unreached: "u", editable: "e", edited: "d", picked: "P", part: "A", fed: "F" };
    const cells = (row) => all("td[data-at]", row);
    const grid = (table) => ({
        caption: table.caption.textContent,
        columns: texts("thead th", table),
        rows: texts("tbody th", table),
        texts: all("tbody tr", table).map((row) => cells(row).map((cell) => cell.textContent)),
        classes: all("tbody tr", table).map((row) => cells(row).map((cell) => [...cell.classList].map((name) => CLASSES[name] ?? `?${name}`).join(""))),
    });
    const chart = (svg) => ({
        label: svg.getAttribute("aria-label"),
        texts: texts("text", svg),
        lines: all("polyline", svg).map((line) => [...line.points].map(({ x, y }) => [x, y])),
        bars: all("rect", svg).map((bar) => bar.width.baseVal.value),
    });

    function shown() {
        const found = {
            state: Object.fromEntries(controls().map((one) => [nameOf(one), label(one)])),
            grids: all("table[role=grid]").map(grid),
            tables: all(".explorer-table table").map((one) => ({ caption: one.caption.textContent, rows: all("tr", one).map((row) => texts("th, td", row)) })),
            notes: texts(".picture-note"),
            lost: texts(".explorer-legend").filter((text) => /^[\u25b2\u2022]/.test(text)).join(""),
            charts: all(".explorer-chart svg").map(chart),
            said: texts(".explorer-said p"),
            status: texts("[role=status]").join(),
        };
        const code = root().querySelector(".explorer-code");
        if (code.open) found.code = Object.fromEntries(all(".explorer-snippet", code).map((one) => [one.querySelector("span").textContent, one.querySelector("pre").textContent]));
        return found;
    }

    const cell = (name, at) => all("td[data-at]").find((one) => one.dataset.array === name && Number(one.dataset.at) === at);
    const point = (at) => at.dispatchEvent(new PointerEvent("pointerover", { bubbles: true, pointerType: "mouse" }));
    const leave = () => all(".linked").forEach((one) => one.dispatchEvent(new PointerEvent("pointerleave", { pointerType: "mouse" })));

    // Goes through all states of the controls named, the first one fastest. In each it also points at one cell of every
    // third array, other ones each time, and keeps what is said.
    function states(names) {
        const moved = names.map(control);
        const sizes = moved.map(count);
        const total = sizes.reduce((product, size) => product * size, 1);
        const found = [];
        const now = moved.map((one) => (one.tagName === "SELECT" ? one.selectedIndex : Number(one.type === "checkbox" ? one.checked : one.value)));
        for (let k = 0; k < total; k++) {
            let rest = k;
            sizes.forEach((size, i) => {
                const at = rest % size;
                rest = Math.floor(rest / size);
                if (now[i] !== at) put(moved[i], (now[i] = at));
            });
            const one = shown();
            one.sums = all("table[role=grid]").filter((_, n) => (k + n) % 3 === 0).map((table, n) => {
                const some = cells(table);
                const at = some[(7 * k + n) % some.length];
                point(at);
                return { array: at.dataset.array, at: Number(at.dataset.at), label: at.ariaLabel, said: texts(".explorer-said p") };
            });
            leave();
            found.push(one);
        }
        return found;
    }

    // What lights up: for each kind the cells, as [array, flat index].
    const lit = () => Object.fromEntries(["picked", "part", "fed"].map((kind) => [kind, all(`td.${kind}`).map((one) => [one.dataset.array, Number(one.dataset.at)])]));

    return { all, cell, cells, control, controls, count, label, leave, lit, point, put, root, shown, states, texts, visible };
})();
