// What the tests do inside a page: move an explorer's controls by their own events, and read what it shows.
window.tests = (() => {
    const explorers = () => [...document.querySelectorAll(".explorer")];
    let mine = 0; // which explorer of the page the rest is about
    const use = (k) => (mine = k);
    const root = () => explorers()[mine];
    const all = (selector, within = root()) => [...within.querySelectorAll(selector)];
    const texts = (selector, within) => all(selector, within).map((element) => element.textContent);
    const visible = (element) => element?.checkVisibility();
    // Told without asking for a layout: each action would wait for the one of the action before.
    const isShown = (element) => !element.closest("[hidden], details:not([open]) > :not(summary)");

    // Of a row of radio buttons the one that is on.
    const controls = () => all(".explorer-controls :is(input:not([type=radio]), input:checked, select)");
    const nameOf = (control) => control.id.replace(/^explorer-\d+-|--\d+$/g, "");
    const rowOf = (radio) => [...radio.closest("fieldset").querySelectorAll("input")];
    const captionOf = (control) =>
        control.type === "radio" ? control.closest("fieldset").querySelector("legend") : control.labels[0];
    const control = (name) => controls().find((one) => nameOf(one) === name);
    const count = (one) =>
        one.type === "radio"
            ? rowOf(one).length
            : one.type === "checkbox"
              ? 2
              : one.tagName === "SELECT"
                ? one.options.length
                : Number(one.max) + 1;
    const label = (one) => {
        if (one.type === "radio") return rowOf(one).find(({ checked }) => checked).parentElement.textContent;
        if (one.type === "checkbox") return one.checked ? "on" : "off";
        if (one.tagName === "SELECT") return one.selectedOptions[0].textContent;
        const said = one.getAttribute("aria-valuetext");
        return said === one.nextElementSibling.textContent
            ? said
            : `${said}, beside it ${one.nextElementSibling.textContent}`;
    };

    // Puts a control at one of its values, as a reader does: the input changes and says so.
    function put(one, at) {
        if (one.type === "radio") {
            const radio = rowOf(one)[at];
            radio.checked = true;
            radio.dispatchEvent(new Event("change", { bubbles: true }));
            return;
        }
        if (one.type === "checkbox") one.checked = Boolean(at);
        else one.value = String(at);
        one.dispatchEvent(new Event(one.type === "range" ? "input" : "change", { bubbles: true }));
    }

    const CLASSES = {
        zero: "z",
        negative: "n",
        padding: "p",
        unreached: "u",
        editable: "e",
        edited: "d",
        under: "", // something lies on it
        veiled: "v",
        picked: "P",
        part: "A",
        fed: "F",
    };
    const cells = (row) => all("td[data-at]", row);
    // Whether a table is in sight is asked once, and not of each of its cells.
    const cellsInSight = () => all(".matrix").filter(visible).flatMap(cells);
    const titleOf = (table) => document.getElementById(table.getAttribute("aria-labelledby")).textContent;
    // The tables of all arrays, in their order, those of other stages among them.
    function tables() {
        root().explorer.explorer.catchUp();
        const { views } = root().explorer.explorer.state;
        const names = views.flatMap(({ blocks }) =>
            blocks.flatMap(({ arrays = [] }) => arrays.map(({ name }) => name)),
        );
        const place = (table) => names.indexOf(table.querySelector("[data-array]")?.dataset.array);
        return all("table[role=grid]").sort((one, other) => place(one) - place(other));
    }
    const grid = (table) => ({
        caption: titleOf(table),
        columns: texts("thead :is(th, td:not(:first-child))", table),
        rows: texts("tbody th", table),
        texts: all("tbody tr", table).map((row) => cells(row).map((cell) => cell.textContent)),
        classes: all("tbody tr", table).map((row) =>
            cells(row).map((cell) => [...cell.classList].map((name) => CLASSES[name] ?? `?${name}`).join("")),
        ),
    });
    const chart = (svg) => ({
        label: svg.getAttribute("aria-label"),
        texts: texts("text", svg),
        lines: all("polyline", svg).map((line) => [...line.points].map(({ x, y }) => [x, y])),
        marks: all("*", svg)
            .filter((one) => Object.keys(one.dataset).length)
            .map((one) => ({
                ...one.dataset,
                box: one.dataset.width ? [one.getBBox().width, one.getBBox().height] : null, // it asks for a layout
                d: one.getAttribute("d"),
            })),
    });

    function shown() {
        const found = {
            state: Object.fromEntries(controls().map((one) => [nameOf(one), label(one)])),
            grids: tables().map(grid),
            // Of a stage that is not shown a toggle follows once it is.
            chosen: all(":is(.explorer-looking, .linked-steps) input:checked")
                .filter(isShown)
                .map(({ value }) => value),
            tables: all(".explorer-table table").map((one) => ({
                caption: one.caption.textContent,
                rows: all("tr", one).map((row) => texts("th, td", row)),
            })),
            notes: texts(".picture-note"),
            lost: texts(".explorer-legend")
                .filter((text) => /^[\u25b2\u2022]/.test(text))
                .join(""),
            charts: all(".explorer-chart svg").map(chart),
            said: texts(".explorer-said p"),
            status: texts("[role=status]").join(),
        };
        const code = root().querySelector(".explorer-code");
        if (code.open)
            found.code = Object.fromEntries(
                all(".explorer-snippet", code).map((one) => [
                    one.querySelector("span").textContent,
                    one.querySelector("pre").textContent,
                ]),
            );
        return found;
    }

    // What an address has to bring back, of each explorer of the page: nothing is pointed at and nothing plays.
    function whole() {
        document.activeElement.blur();
        const before = mine;
        const found = explorers().map((_, k) => {
            use(k);
            leave();
            const { status, code, ...rest } = shown();
            return {
                ...rest,
                pinned: all("[aria-selected=true]").map((one) => one.ariaLabel),
                buttons: texts(".explorer-actions button:not([hidden])"),
            };
        });
        use(before);
        return found;
    }
    const complaints = () => texts(".explorer-note:not([hidden])", document);
    const halt = () => {
        for (const play of all(".explorer-play", document)) if (play.textContent === "Pause") play.click();
    };

    // One step back in the browser's history and forward again: where that led, and what was to be seen there and here.
    const go = (by) =>
        new Promise((arrived) => {
            addEventListener("popstate", () => arrived({ address: location.href, whole: whole() }), { once: true });
            history.go(by);
        });
    async function backAndForward() {
        const before = navigation.entries()[navigation.currentEntry.index - 1];
        return before?.sameDocument ? [await go(-1), await go(1)] : null;
    }

    // What "Copy link" copies.
    function link() {
        let copied;
        Object.defineProperty(navigator, "clipboard", {
            configurable: true,
            value: { writeText: async (text) => (copied = text) },
        });
        all("button")
            .find((one) => one.textContent === "Copy link")
            .click();
        return copied;
    }

    const cell = (name, at) =>
        all("td[data-at]").find((one) => one.dataset.array === name && Number(one.dataset.at) === at);
    const point = (at) => at.dispatchEvent(new PointerEvent("pointerover", { bubbles: true, pointerType: "mouse" }));
    const leave = () => {
        for (const one of all(".linked")) one.dispatchEvent(new PointerEvent("pointerleave", { pointerType: "mouse" }));
    };

    // Goes through all states of the controls named, the first one fastest; a control that turns has one value in each.
    // In each it also points at one cell of every third array, other ones each time, and keeps what is said.
    function states(names, turning) {
        const moved = names.map(control);
        const turned = turning.map(control);
        const sizes = moved.map(count);
        const total = sizes.reduce((product, size) => product * size, 1);
        const found = [];
        const now = moved.map((one) =>
            one.type === "radio"
                ? rowOf(one).indexOf(one)
                : one.tagName === "SELECT"
                  ? one.selectedIndex
                  : Number(one.type === "checkbox" ? one.checked : one.value),
        );
        for (let k = 0; k < total; k++) {
            let rest = k;
            let turn = 0;
            sizes.forEach((size, i) => {
                const at = rest % size;
                rest = Math.floor(rest / size);
                if (now[i] !== at) put(moved[i], at);
                now[i] = at;
                turn += at;
            });
            for (const one of turned) put(one, turn % count(one));
            const one = shown();
            one.sums = all("table[role=grid]")
                .filter(isShown)
                .filter((_, n) => (k + n) % 3 === 0)
                .map((table, n) => {
                    const some = cells(table);
                    const at = some[(7 * k + n) % some.length];
                    point(at);
                    return {
                        array: at.dataset.array,
                        at: Number(at.dataset.at),
                        label: at.ariaLabel,
                        said: texts(".explorer-said p"),
                    };
                });
            leave();
            found.push(one);
        }
        return found;
    }

    // Shows all results, as a test of the numbers needs them.
    function reveal() {
        const ways = all(".linked-steps input[value=all]");
        for (const way of ways) {
            if (!way.checked) way.click();
            if (all("td.veiled").length) all("[aria-label='All terms']")[0].click();
        }
    }

    // What lights up: for each kind the cells, as [array, flat index].
    const lit = () =>
        Object.fromEntries(
            ["picked", "part", "fed"].map((kind) => [
                kind,
                all(`td.${kind}`).map((one) => [one.dataset.array, Number(one.dataset.at)]),
            ]),
        );

    const press = (key, more = {}) => {
        document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }),
        );
    };

    // Addresses as a reader might type them.
    const HASHES = [
        "",
        "#explorer-1?",
        "#explorer-1?stride=2",
        "#explorer-1?pin=Z,0,0",
        "#explorer-1?%",
        "#no-such",
        "#explorer-1?stride=3&explorer-2?n=5",
    ];
    const isTyped = () => HASHES.includes(location.hash);

    // For each seed does ten things at random, the same for the same seed.
    async function act(seeds) {
        for (const seed of seeds) await actTen(seed);
    }
    async function actTen(seed) {
        const random = () => {
            seed = (seed + 0x6d2b79f5) | 0;
            let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
            t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
            return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
        };
        const below = (n) => Math.floor(random() * n);
        const one = (list) => list[below(list.length)];
        const some = (selector) => one(all(selector).filter(isShown));
        const KEYS = "ArrowLeft,ArrowRight,ArrowUp,ArrowDown,Home,End,Enter,Escape, ,F2,-,7,.,x,Tab,Delete".split(",");
        const TEXTS = [
            "1",
            "-2",
            "0.25",
            "",
            "abc",
            "1e999",
            "1,5",
            "1000",
            "-999",
            "999",
            "-",
            "3.",
            "\u22124",
            "\u20135",
        ];
        const kinds = {
            control() {
                const input = one(controls());
                put(input, below(count(input)));
            },
            point: () => cells().length && point(one(cells())),
            leave: () => leave(),
            click: () => some("td[data-at]")?.click(),
            focus: () => some("td[data-at], button, summary")?.focus(),
            key: () => press(one(KEYS), below(9) ? {} : { ctrlKey: true }),
            keys() {
                for (let k = below(6); k >= 0; k--) press(one(KEYS));
            },
            type() {
                const field = some(".explorer-edit input");
                if (!field) return;
                field.focus();
                field.value = one(TEXTS);
                field.dispatchEvent(new Event("input", { bubbles: true }));
            },
            // Only a reader's own click, and not a script's, may ask for full screen.
            button: () => some("button:not(.explorer-screen)")?.click(),
            speed() {
                const list = some(".explorer-steps select");
                if (!list) return;
                list.value = String(below(3));
                list.dispatchEvent(new Event("change", { bubbles: true }));
            },
            code: () => some("summary")?.click(),
            choose: () => some(":is(.explorer-looking, .linked-steps) input")?.click(),
            guess() {
                const field = some(".explorer-guess input");
                if (field) field.value = one(TEXTS);
            },
            hash: () => (location.hash = one(HASHES)),
            // Not to the page before this one; waits, as two steps at once could lead there.
            back: () => navigation.canGoBack && navigation.back().finished.catch(() => {}),
        };
        const names = Object.keys(kinds);
        // What a reader does often comes up often.
        const often = [...names, "control", "control", "click", "click", "type", "type", "key", "keys", "point"];
        for (let k = 0; k < 10; k++) {
            use(below(explorers().length));
            await kinds[one(often)]();
        }
    }

    // Left, right, top and bottom of what is visible.
    const boxes = (selector) =>
        all(selector, document)
            .filter(visible)
            .map((one) => {
                const { left, right, top, bottom } = one.getBoundingClientRect();
                return [left, right, top, bottom];
            });

    // Of each text with a minus or a formula, and of a row of cells: whether the first stands left of the last.
    function leftToRight() {
        const range = document.createRange();
        const at = (node, k) => {
            range.setStart(node, k);
            range.setEnd(node, k + 1);
            return range.getBoundingClientRect().left;
        };
        const texts = [cell("Z", 4), ...all(".explorer-said p, .explorer-table td")].map((one) => one.firstChild);
        const signs = texts.filter((text) => /^\u2212|[=(]/.test(text?.data));
        const row = ["Z", "W", "X"].map(
            (name) => cell(name, 0).getBoundingClientRect().left < cell(name, 1).getBoundingClientRect().left,
        );
        return [...row, ...signs.map((text) => at(text, 0) < at(text, text.length - 1))];
    }

    // Keeps what is said from now on; `heard` returns it.
    function listen() {
        const said = [];
        const note = (changes) => {
            for (const change of changes) said.push(...[...change.addedNodes].map((node) => node.textContent));
        };
        const observer = new MutationObserver(note);
        observer.observe(root().querySelector("[role=status]"), {
            childList: true,
            characterData: true,
            subtree: true,
        });
        window.tests.heard = () => {
            note(observer.takeRecords());
            return said.splice(0);
        };
    }

    // What Tab comes to; of a row of radio buttons the one that is on.
    const stops = () =>
        all("button, input:not([type=radio]), input:checked, select, summary, [tabindex='0']").filter(visible);

    // A name for what has the focus.
    function focused() {
        const one = document.activeElement;
        return one.dataset.array ? `${one.dataset.array} ${one.dataset.at}` : one.id || one.textContent.slice(0, 30);
    }

    // Whether the focus can be seen: it has an outline, and is on the screen.
    function focusIsSeen() {
        const one = document.activeElement;
        const { outlineStyle, outlineWidth } = getComputedStyle(one);
        const { top, bottom, left, right } = one.getBoundingClientRect();
        const inside = top >= -2 && bottom <= innerHeight + 2 && left >= 0 && right <= innerWidth;
        return one.matches(":focus-visible") && outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && inside;
    }

    return {
        act,
        backAndForward,
        boxes,
        captionOf,
        complaints,
        explorers,
        go,
        halt,
        isTyped,
        leftToRight,
        link,
        press,
        use,
        whole,
        focused,
        focusIsSeen,
        listen,
        nameOf,
        stops,
        all,
        cell,
        cells,
        cellsInSight,
        control,
        controls,
        count,
        label,
        leave,
        lit,
        point,
        put,
        reveal,
        root,
        shown,
        states,
        texts,
        visible,
    };
})();
