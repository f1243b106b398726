// One explorer's view: draws the blocks, lights up what belongs together, takes edits. The page and the notebook share it.

const HINT = "Point at a cell or move to it with Tab and the arrow keys; click or Enter pins it, Esc frees it.";
const EDIT_HINT = " A pinned cell with a dotted edge can be changed.";
const SPEEDS = [["slow", 2000], ["normal", 1000], ["fast", 300]];
const STILL = matchMedia("(prefers-reduced-motion: reduce)"); // the style sheet hides what plays
const A_MOMENT = 2000; // milliseconds that a button says what it has done

function h(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
        else if (value === true) element.setAttribute(name, "");
        else if (value !== false && value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
}

const button = (label, onclick, attributes = {}) => h("button", { type: "button", onclick, ...attributes }, label);

let count = 0; // for ids, which labels need

// What has more in it than it has room for is a stop for Tab, so that the arrow keys can scroll it.
const SCROLLS = ".explorer-table, .explorer-chart, .explorer-said";
const scrolls = new ResizeObserver((entries) => {
    for (const { target } of entries) {
        const wanted = target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight;
        if (wanted) Object.assign(target, { tabIndex: 0, role: "group", ariaLabel: "Scrolls with the arrow keys" });
        else for (const name of ["tabindex", "role", "aria-label"]) target.removeAttribute(name);
    }
});

class Explorer {
    // `actions` are more buttons; `changed` is called when the pin or an edit changes, and `reset` by the reset button.
    constructor(root, { actions = [], changed = () => {}, reset }) {
        this.root = root;
        this.changed = changed;
        // Both may be out of sight, where no cell is shown that they fit; then they wait for it.
        this.edits = new Map(); // name of the array -> Map of "row,column" -> number
        this.pin = null; // { name, place }
        this.views = [];
        this.blocks = [];
        this.speed = 1;
        this.panels = h("div", { class: "explorer-panels" });
        this.status = h("p", { class: "explorer-status", role: "status", "aria-live": "polite" });
        this.note = h("p", { class: "explorer-note", hidden: true });
        this.undo = button("Undo edits", () => this.undoEdits(), { hidden: true });
        this.code = h("details", { class: "explorer-code" }, h("summary", {}, "Copy as code"));
        this.code.addEventListener("toggle", () => this.showCode());
        const buttons = [button("Reset", reset), this.undo, ...actions, ...this.fullScreen()];
        const row = h("div", { class: "explorer-actions" }, ...buttons);
        root.append(this.note, this.panels, row, this.code, this.status);
    }

    // For the projector; where a browser or a frame does not allow it, there is no button.
    fullScreen() {
        if (!document.fullscreenEnabled) return [];
        const whole = () => this.root.closest(".explorer");
        const change = () => (document.fullscreenElement ? document.exitFullscreen() : whole().requestFullscreen());
        const toggle = button("Full screen", () => change().catch(() => this.say("The browser does not allow full screen now.")), {
            class: "explorer-screen",
        });
        document.addEventListener("fullscreenchange", () => {
            toggle.textContent = document.fullscreenElement === whole() ? "Leave full screen" : "Full screen";
        });
        return [toggle];
    }

    // The one live region: a screen reader says what is written here, once.
    say(text) {
        if (this.status.textContent !== text) this.status.textContent = text;
    }

    complain(text) {
        this.note.textContent = text;
        this.note.hidden = !text;
    }

    // Why an edit or a pin does not fit what is shown, or "".
    refusal(name, place, isEdit) {
        const block = this.linked().find((one) => one.array(name));
        const flat = block ? flatOf(block.array(name), place) : null;
        if (flat === null) return "is no cell of this state";
        return isEdit && !block.canChange(name, flat) ? "is a cell that cannot be changed" : "";
    }

    // Takes away the edits and the pin that do not fit what is shown, and names them.
    dropStrays() {
        const gone = [];
        for (const [name, cells] of this.edits) {
            for (const [place, value] of cells) {
                if (!this.refusal(name, place.split(",").map(Number), true)) continue;
                cells.delete(place);
                gone.push(`the edit ${name}[${place.split(",").map(shown).join(", ")}] = ${shown(value)}`);
            }
        }
        const { pin } = this;
        if (pin && this.refusal(pin.name, pin.place, false)) {
            this.pin = null;
            gone.push(`the pin on ${pin.name}[${pin.place.map(shown).join(", ")}]`);
        }
        if (gone.length) this.refresh();
        return gone;
    }

    // Shows a view for each panel; those that are the same object stay as they are.
    show(views, said = "") {
        const changed = views.map((view, k) => view !== this.views[k]);
        this.blocks.flatMap((blocks, k) => (changed[k] ? blocks : [])).forEach((block) => block.stop?.());
        this.blocks = views.map((view, k) => (changed[k] ? view.blocks.map((block, b) => this.draw(block, this.blocks[k]?.[b])) : this.blocks[k]));
        this.views = views;
        const panels = this.blocks.map((blocks, k) =>
            changed[k] ? h("div", { class: "explorer-panel" }, ...blocks.map((block) => block.element)) : this.panels.children[k],
        );
        this.panels.replaceChildren(...panels);
        for (const element of this.panels.querySelectorAll(SCROLLS)) scrolls.observe(element);
        this.refresh();
        if (said) {
            // Where nothing follows from a control, the result that stays is said again.
            const told = changed.some(Boolean) ? views.filter((_, k) => changed[k]) : views;
            const sentences = told.map((view) => view.summary);
            this.say([said, ...sentences, ...this.pinned()].join(" "));
        }
    }

    draw(block, before) {
        if (block.kind === "linked") return new LinkedBlock(this, block, before instanceof LinkedBlock ? before : null);
        if (block.kind === "table") return { element: table(block) };
        const element = h("div");
        element.innerHTML = block.html; // written by cnnlib, not by a reader
        return { element };
    }

    linked() {
        return this.blocks.flat().filter((block) => block instanceof LinkedBlock);
    }

    // What is read out of the pinned cell.
    pinned() {
        return this.linked().flatMap((block) => (block.at(this.pin) === null ? [] : block.explained(this.pin.name, block.at(this.pin)).heard));
    }

    // After a change of the pin or of an edit: nothing is built anew, so that a field that is typed in stays.
    refresh() {
        for (const block of this.linked()) block.refresh();
        this.undo.hidden = ![...this.edits.values()].some((cells) => cells.size);
        if (this.code.open) this.showCode();
        this.code.hidden = !this.views.some((view) => Object.keys(view.code ?? {}).length);
    }

    setPin(pin, { quiet = false } = {}) {
        this.pin = pin;
        this.refresh();
        this.say(pin ? this.pinned().join(" ") : "Freed.");
        if (!quiet) this.changed();
    }

    edit(name, place, value) {
        if (!this.edits.has(name)) this.edits.set(name, new Map());
        this.edits.get(name).set(place.join(), value);
        this.refresh();
        this.say(this.pinned().join(" "));
        this.changed();
    }

    undoEdits() {
        this.edits.clear();
        this.refresh();
        this.say("All edits are undone.");
        this.changed();
        this.root.querySelector(".explorer-actions button")?.focus(); // this button is about to hide
    }

    clear() {
        for (const block of this.linked()) block.stop();
        this.edits.clear();
        this.pin = null;
        this.complain("");
    }

    showCode() {
        const literals = {};
        for (const block of this.linked()) for (const array of block.arrays) literals[array.name] = literal(array, block.values[array.name]);
        const parts = this.views.flatMap((view) => Object.entries(view.code ?? {})).map(([library, template]) => {
            const text = template.replace(/\{([^{}]+)\}/g, (whole, name) => literals[name] ?? whole);
            const pre = h("pre", { tabindex: 0, "aria-label": `Code for ${library}` }, text);
            const copied = ({ currentTarget }) => this.copy(text, currentTarget, pre);
            return h("div", { class: "explorer-snippet" }, h("span", {}, library), button("Copy", copied, { "aria-label": `Copy the ${library} code` }), pre);
        });
        this.code.replaceChildren(this.code.firstElementChild, ...parts);
    }

    // The button that was pressed says for a moment what it has done; `shown` is the element that shows the text.
    async copy(text, pressed, shown) {
        let done = "Copied";
        try {
            await navigator.clipboard.writeText(text);
        } catch {
            // A page may be denied the clipboard: then the text is marked, or written out, ready to be copied by hand.
            if (!shown) {
                this.complain(`The browser does not let this page copy. The link: ${text}`);
                return this.say(this.note.textContent);
            }
            getSelection().selectAllChildren(shown);
            done = "Marked; press Ctrl+C to copy";
        }
        this.say(`${done}.`);
        pressed.dataset.done = done;
        clearTimeout(pressed.later);
        pressed.later = setTimeout(() => {
            delete pressed.dataset.done;
            if (this.status.textContent === `${done}.`) this.say(""); // so that it is said again the next time
        }, A_MOMENT);
    }
}

// The numbers without the padding, as nested lists that Python reads.
function literal(array, values) {
    const nest = (axis, flat) => {
        if (axis === array.shape.length) return isPadding(array, flat) ? null : String(values[flat]);
        const inner = Array.from({ length: array.shape[axis] }, (_, k) => nest(axis + 1, flat * array.shape[axis] + k));
        const kept = inner.filter((text) => text !== null);
        return kept.length ? `[${kept.join(", ")}]` : null;
    };
    return nest(0, 0);
}

function table({ caption, header, rows }) {
    const head = h("tr", {}, ...header.map((text) => (text ? h("th", { scope: "col" }, text) : h("td"))));
    const body = rows.map(([first, ...others]) => h("tr", {}, h("th", { scope: "row" }, first), ...others.map((text) => h("td", {}, text))));
    return h("div", { class: "explorer-table" }, h("table", {}, h("caption", {}, caption), h("thead", {}, head), h("tbody", {}, ...body)));
}

class LinkedBlock {
    // `before` is the block whose place this one takes: tables of the same form are used again.
    constructor(explorer, block, before) {
        this.explorer = explorer;
        this.arrays = block.arrays;
        this.cells = new Map(); // name -> list of cells by flat index
        this.forms = new Map(); // name -> what decides how its tables look, and the element that holds them
        this.hovered = null;
        this.focused = null;
        const grids = this.arrays.flatMap((array) => {
            const heading = array.row ? [h("p", { class: "linked-row" }, array.row)] : [];
            return [...heading, this.kept(array, before) ?? this.grids(array)];
        });
        this.said = h("div", { class: "explorer-said" });
        this.form = this.editor();
        this.lost = h("p", { class: "explorer-legend" });
        const legend = block.legend ? [h("p", { class: "explorer-legend" }, block.legend)] : [];
        const linked = h("div", { class: "linked" }, ...grids);
        this.listen(linked);
        this.target = this.arrays.find((array) => isList(array.rule));
        const desk = h("div", { class: "explorer-desk" }, this.said, this.form);
        this.element = h("div", {}, linked, this.lost, ...legend, ...(this.target ? [this.steps()] : []), desk);
    }

    kept(array, before) {
        const { name, shape, axes, title, color, padding } = array;
        const form = JSON.stringify([name, shape, axes, title, color, padding ?? null]);
        this.forms.set(name, { form });
        if (before?.forms.get(name)?.form !== form) return null;
        this.cells.set(name, before.cells.get(name));
        return (this.forms.get(name).element = before.forms.get(name).element);
    }

    grids(array) {
        const { shape, axes } = array;
        const [down, across] = axes;
        const isAxis = (axis) => axis !== null && axis >= 0;
        const others = shape.map((_, axis) => axis).filter((axis) => axis !== down && axis !== across);
        const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
        const cells = (this.cells.set(array.name, []), this.cells.get(array.name));
        const [rows, columns] = [isAxis(down) ? shape[down] : 1, isAxis(across) ? shape[across] : 1];
        const tables = [];
        const blank = h("td", { role: "gridcell", tabindex: -1, "aria-selected": "false", "data-array": array.name });
        const slices = others.reduce((all, axis) => all.flatMap((one) => Array.from({ length: shape[axis] }, (_, k) => [...one, k])), [[]]);
        for (const slice of slices) {
            const start = others.reduce((sum, axis, k) => sum + strides[axis] * slice[k], 0);
            const index = shape.map((_, axis) => (others.includes(axis) ? slice[others.indexOf(axis)] : ":"));
            const caption = array.title + (others.length ? `: [${index.join(", ")}]` : "");
            const number = (k, axis) => (isAxis(axes[axis]) ? h("th", { scope: axis ? "col" : "row" }, shown(k - (array.padding?.[axis] ?? 0))) : h("td"));
            const head = h("tr", {}, h("td"), ...Array.from({ length: columns }, (_, j) => number(j, 1)));
            const body = Array.from({ length: rows }, (_, i) => {
                const line = Array.from({ length: columns }, (_, j) => {
                    const flat = start + (isAxis(down) ? i * strides[down] : 0) + (isAxis(across) ? j * strides[across] : 0);
                    const cell = blank.cloneNode(); // a chapter has up to a thousand
                    cell.dataset.at = flat;
                    if (!i && !j) cell.tabIndex = 0;
                    cells[flat] = cell;
                    return cell;
                });
                return h("tr", {}, number(i, 0), ...line);
            });
            const id = `explorer-caption-${count++}`;
            tables.push(h("table", { role: "grid", "aria-labelledby": id }, h("caption", { id }, caption), h("thead", {}, head), h("tbody", {}, ...body)));
        }
        const element = h("div", { class: "cells" }, ...tables);
        element.style.setProperty("--hue", array.color);
        // About the room that it takes, until it comes into sight and is laid out.
        const [wide, high] = [(array.rule ? 4.2 : 2.2) * columns + 3, 2.15 * rows + 3.7];
        const beside = Math.min(tables.length, Math.max(1, Math.floor(46 / wide)));
        element.style.containIntrinsicSize = `auto ${beside * wide}em auto ${high * Math.ceil(tables.length / beside)}em`;
        return (this.forms.get(array.name).element = element);
    }

    // The flat index of a pin in this block, or null.
    at(pin) {
        const array = pin && this.arrays.find((one) => one.name === pin.name);
        return array ? flatOf(array, pin.place) : null;
    }

    explained(name, flat) {
        return explain(this.arrays, this.values, this.arrays.find((array) => array.name === name), flat);
    }

    // A pinned cell stays; otherwise the one under the pointer, or the one with the focus.
    current() {
        const pinned = this.at(this.explorer.pin);
        return pinned === null ? this.hovered ?? this.focused : { name: this.explorer.pin.name, flat: pinned };
    }

    // Only after an edit: a hover changes no number, and central differences are many evaluations.
    compute() {
        const edits = JSON.stringify([...this.explorer.edits].map(([name, cells]) => [name, ...cells]));
        if (edits === this.computedFor) return;
        this.computedFor = edits;
        const given = {};
        this.edited = new Map();
        for (const array of this.arrays.filter((one) => one.values)) {
            given[array.name] = Float64Array.from(array.values);
            const edited = new Set();
            for (const [place, value] of this.explorer.edits.get(array.name) ?? []) {
                const flat = flatOf(array, place.split(",").map(Number));
                if (flat !== null && this.canChange(array.name, flat)) {
                    given[array.name][flat] = value;
                    edited.add(flat);
                }
            }
            this.edited.set(array.name, edited);
        }
        this.values = evaluate(this.arrays, given);
        this.marks = marks(this.arrays, this.values);
    }

    refresh() {
        this.compute();
        const { found, lost } = this.marks;
        this.lost.textContent = lost.join(" ");
        this.lost.hidden = !lost.length;
        const now = this.current();
        const { lit, said } = now ? this.explained(now.name, now.flat) : { lit: new Map(), said: [] };
        for (const array of this.arrays) {
            const values = this.values[array.name];
            const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
            const { unreached, signs } = found.get(array.name);
            this.cells.get(array.name).forEach((cell, flat) => {
                const value = values[flat];
                const classes = [lit.get(array.name)?.get(flat)];
                const notes = [];
                if (value < 0) classes.push("negative");
                if (value === 0) classes.push("zero");
                if (isPadding(array, flat)) classes.push("padding"), notes.push("padding, always 0");
                else if (array.edit) classes.push("editable");
                if (unreached.has(flat)) classes.push("unreached"), notes.push("no window reaches it");
                if (this.edited.get(array.name)?.has(flat)) classes.push("edited"), notes.push("edited");
                const sign = signs.get(flat) ?? "";
                const name = cell.className;
                const wanted = classes.filter(Boolean).join(" ");
                if (name !== wanted) cell.className = wanted;
                const text = shown(value);
                if (cell.dataset.shown !== text + sign) {
                    cell.dataset.shown = text + sign;
                    cell.replaceChildren(text, ...(sign ? [h("sup", {}, sign)] : []));
                }
                const share = (Math.abs(value) / largest).toFixed(2);
                if (cell.share !== share) {
                    cell.share = share;
                    cell.style.setProperty("--share", share); // a style that is set again is computed again
                }
                const label = [`${nameOf(array, flat)} = ${text}${sign && ` ${sign}`}`, ...notes].join("; ");
                if (cell.ariaLabel !== label) cell.ariaLabel = label;
                const picked = String(now?.name === array.name && now.flat === flat && this.at(this.explorer.pin) !== null);
                if (cell.ariaSelected !== picked) cell.ariaSelected = picked;
            });
        }
        const editable = this.arrays.some((array) => array.edit);
        const lines = said.length ? said : [HINT + (editable ? EDIT_HINT : "")];
        this.said.replaceChildren(...lines.map((line) => h("p", {}, line)));
        this.refreshEditor(now);
    }

    listen(linked) {
        const cellOf = (event) => {
            const cell = event.target.closest?.("[data-at]");
            return cell && { name: cell.dataset.array, flat: Number(cell.dataset.at), cell };
        };
        const look = (how, found, { loud = false } = {}) => {
            this[how] = found && { name: found.name, flat: found.flat };
            this.refresh();
            if (loud && found && this.at(this.explorer.pin) === null) this.explorer.say(this.explained(found.name, found.flat).heard.join(" "));
        };
        linked.addEventListener("pointerover", (event) => event.pointerType === "mouse" && look("hovered", cellOf(event)));
        linked.addEventListener("pointerleave", () => look("hovered", null));
        linked.addEventListener("focusin", (event) => {
            const found = cellOf(event);
            if (!found) return;
            const table = found.cell.closest("table");
            for (const cell of table.querySelectorAll('[tabindex="0"]')) cell.tabIndex = -1;
            found.cell.tabIndex = 0;
            look("focused", found, { loud: true });
        });
        linked.addEventListener("focusout", () => look("focused", null));
        linked.addEventListener("click", (event) => {
            const found = cellOf(event);
            if (found) this.toggle(found);
        });
        linked.addEventListener("keydown", (event) => {
            const found = cellOf(event);
            if (found && this.key(event, found)) {
                event.preventDefault();
                event.stopPropagation(); // a page turns at an arrow key, and a notebook has shortcuts
            }
        });
    }

    toggle({ name, flat }) {
        const place = placeOf(this.array(name), flat);
        const { pin } = this.explorer;
        const same = pin && pin.name === name && pin.place.join() === place.join();
        this.stop();
        this.explorer.setPin(same ? null : { name, place });
    }

    array(name) {
        return this.arrays.find((array) => array.name === name);
    }

    canChange(name, flat) {
        const array = this.array(name);
        return Boolean(array.edit) && !isPadding(array, flat);
    }

    // Whether a key did something.
    key(event, found) {
        if (event.ctrlKey || event.metaKey || event.altKey) return false;
        const { cell } = found;
        const row = cell.parentElement;
        const moves = {
            ArrowLeft: () => cell.previousElementSibling,
            ArrowRight: () => cell.nextElementSibling,
            ArrowUp: () => row.previousElementSibling?.children[cell.cellIndex],
            ArrowDown: () => row.nextElementSibling?.children[cell.cellIndex],
            Home: () => row.querySelector("[data-at]"),
            End: () => row.lastElementChild,
        };
        if (event.key in moves) {
            const next = moves[event.key]();
            if (next?.matches("[data-at]")) {
                // A pin moves along.
                const moved = { name: next.dataset.array, flat: Number(next.dataset.at) };
                const pinned = this.at(this.explorer.pin) !== null;
                next.focus();
                if (pinned) this.explorer.setPin({ name: moved.name, place: placeOf(this.array(moved.name), moved.flat) });
            }
            return true;
        }
        if (event.key === "Enter" || event.key === " ") {
            this.toggle(found);
            return true;
        }
        if (event.key === "Escape") {
            if (this.at(this.explorer.pin) === null) return false;
            this.stop();
            this.explorer.setPin(null);
            return true;
        }
        const begins = event.key === "F2" || (event.key.length === 1 && /^[-+.\d]$/.test(plain(event.key)));
        if (begins && this.canChange(found.name, found.flat)) {
            this.explorer.setPin({ name: found.name, place: placeOf(this.array(found.name), found.flat) });
            this.field.focus();
            if (event.key === "F2") return true;
            this.field.value = event.key;
            this.typed();
            return true;
        }
        return false;
    }

    editor() {
        const id = `explorer-field-${count++}`;
        this.field = h("input", { id, type: "text", inputmode: "text", autocomplete: "off", spellcheck: "false", size: 8, "aria-describedby": `${id}-error` });
        this.label = h("label", { for: id });
        this.wrong = h("span", { id: `${id}-error`, class: "explorer-wrong" });
        this.typedFor = { name: null, value: null };
        this.field.addEventListener("input", () => this.typed());
        const form = h("div", { class: "explorer-edit", hidden: true }, this.label, this.field, this.wrong);
        form.addEventListener("keydown", (event) => {
            if (event.key !== "Enter" && event.key !== "Escape") return event.stopPropagation();
            event.preventDefault();
            event.stopPropagation();
            if (form.hidden) return; // it has lost its cell, by the browser's back for one, and has the focus for a moment yet
            const { name, flat } = this.current();
            if (event.key === "Escape") this.explorer.setPin(null);
            this.cells.get(name)[flat].focus();
        });
        return form;
    }

    // The last good number stays until there is another.
    typed() {
        const { name, place } = this.explorer.pin;
        const value = parsed(this.field.value);
        this.mark(value === null ? `Needs ${ALLOWED}; ${wrongWith(this.field.value)}. ${nameOf(this.array(name), this.at(this.explorer.pin))} stays ${shown(this.values[name][this.at(this.explorer.pin)])}.` : "");
        if (value === null) this.explorer.say(this.wrong.textContent);
        else this.explorer.edit(name, place, value);
    }

    mark(wrong) {
        this.wrong.textContent = wrong;
        this.field.toggleAttribute("aria-invalid", Boolean(wrong));
        if (wrong) this.field.setAttribute("aria-invalid", "true");
    }

    refreshEditor(now) {
        const array = now && this.array(now.name);
        const open = Boolean(array && this.at(this.explorer.pin) !== null && this.canChange(array.name, now.flat));
        this.form.hidden = !open;
        const name = open ? nameOf(array, now.flat) : null;
        const value = open ? this.values[array.name][now.flat] : null;
        // What was typed, and what was said of it, belong to one cell while it has one number.
        if (name === this.typedFor.name && value === this.typedFor.value) return;
        const isTyped = name === this.typedFor.name && parsed(this.field.value) === value;
        this.typedFor = { name, value };
        this.label.textContent = `${name} =`;
        if (!isTyped) this.field.value = shown(value);
        this.mark("");
    }

    // Back, step, play and pause: the pin goes through the elements that the first rule makes.
    steps() {
        const { name } = this.target;
        this.play = button("Play", () => (this.timer ? this.stop() : this.start()), { class: "explorer-play" });
        const speed = h("select", { class: "explorer-speed", "aria-label": "Speed of play" }, ...SPEEDS.map(([label], k) => h("option", { value: k }, label)));
        speed.value = String(this.explorer.speed);
        speed.addEventListener("change", () => {
            this.explorer.speed = Number(speed.value);
            if (this.timer) this.start();
        });
        const step = (by) => () => (this.stop(), this.step(by));
        const group = h("div", { class: "explorer-steps", role: "group", "aria-label": `Go through ${name}` });
        group.append(button("Step back", step(-1)), button("Step", step(1)), this.play, speed);
        return group;
    }

    // Returns whether there was another element.
    step(by) {
        const { name } = this.target;
        const size = sizeOf(this.target);
        const { pin } = this.explorer;
        const at = pin?.name === name ? this.at(pin) : null;
        const next = at === null ? (by > 0 ? 0 : size - 1) : at + by;
        if (next < 0 || next >= size) return false;
        this.explorer.setPin({ name, place: placeOf(this.target, next) }, { quiet: Boolean(this.timer) });
        return true;
    }

    start() {
        clearInterval(this.timer);
        const { pin } = this.explorer;
        if (pin?.name === this.target.name && this.at(pin) === sizeOf(this.target) - 1) this.explorer.pin = null; // from the start again
        this.timer = setInterval(() => {
            // A notebook may have dropped the output, and a reader may ask for less motion at any time.
            if (STILL.matches || !this.element.isConnected || !this.step(1)) this.stop();
        }, SPEEDS[this.explorer.speed][1]);
        this.play.textContent = "Pause";
        this.step(1);
    }

    stop() {
        if (!this.timer) return;
        clearInterval(this.timer);
        this.timer = null;
        this.play.textContent = "Play";
        this.explorer.changed();
    }
}
