// An explorer on a page: native controls, the table of states that the book's build has computed, and the link.

const get = (pool) => {
    const done = new Map();
    const whole = (value) => {
        if (Array.isArray(value)) return typeof value[0] === "number" ? value : value.map(whole);
        if (value === null || typeof value !== "object") return value;
        if (!("$" in value)) return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, whole(part)]));
        if (!done.has(value.$)) done.set(value.$, whole(pool[value.$]));
        return done.get(value.$);
    };
    return (number) => whole({ $: number });
};

class PageExplorer {
    constructor(root, name) {
        const data = JSON.parse(root.querySelector('script[type="application/json"]').textContent);
        Object.assign(this, { root, name, controls: data.controls, part: get(data.pool) });
        this.panels = data.panels.map(({ controls, states }) => {
            let at = 0; // the numbers of the states come as steps
            return { controls, states: states.map((step) => (at += step)) };
        });
        this.state = this.controls.map((control) => control.first);
        this.inputs = this.controls.map((control, k) => this.input(control, k));
        const still = root.querySelector(".explorer-still");
        const group = h("div", { class: "explorer-controls", role: "group", "aria-label": "Controls" }, ...this.inputs.map((input) => input.element));
        this.printed = h("p", { class: "explorer-printed" }); // paper has no sliders
        const live = h("div", { class: "explorer-live" }, group, this.printed);
        const copyLink = button("Copy link", () => this.explorer.copy(this.link()));
        this.explorer = new Explorer(live, {
            actions: [copyLink],
            changed: () => this.remember(),
            reset: () => {
                this.explorer.clear();
                this.set(this.controls.map((control) => control.first), "Reset.");
                this.remember();
            },
        });
        still.replaceWith(live);
        addEventListener("hashchange", () => this.restore());
        if (!this.restore()) this.set(this.state);
    }

    input(control, k) {
        const { kind, labels, label } = control;
        const id = `${this.name}-${control.name}`;
        const caption = h("label", { for: id }, label);
        const moved = (at) => this.move(k, at);
        if (kind === "flag") {
            const box = h("input", { id, type: "checkbox" });
            box.addEventListener("change", () => moved(Number(box.checked)));
            return { element: h("div", { class: "flag" }, box, caption), set: (at) => (box.checked = Boolean(at)) };
        }
        if (kind === "choice") {
            const list = h("select", { id }, ...labels.map((text, at) => h("option", { value: at }, text)));
            list.addEventListener("change", () => moved(Number(list.value)));
            return { element: h("div", {}, caption, list), set: (at) => (list.value = String(at)) };
        }
        const slider = h("input", { id, type: "range", min: 0, max: labels.length - 1, step: 1 });
        const output = h("output", { for: id });
        slider.addEventListener("input", () => moved(Number(slider.value)));
        const set = (at) => {
            slider.value = String(at);
            slider.setAttribute("aria-valuetext", labels[at]);
            output.textContent = labels[at];
        };
        return { element: h("div", {}, caption, slider, output), set };
    }

    move(k, at) {
        const state = [...this.state];
        state[k] = at;
        this.explorer.complain("");
        this.set(state, `${this.controls[k].label} ${this.controls[k].labels[at]}.`);
        this.remember();
    }

    set(state, said) {
        this.state = state;
        this.inputs.forEach((input, k) => input.set(state[k]));
        this.printed.textContent = `Shown: ${this.controls.map(({ label, labels }, k) => `${label} ${labels[state[k]]}`).join(", ")}.`;
        this.explorer.show(this.views(state), said);
    }

    // The table of a panel runs through its controls, the first one fastest.
    views(state) {
        return this.panels.map(({ controls, states }) => {
            const at = controls.reduceRight((sum, k) => sum * this.controls[k].labels.length + state[k], 0);
            return this.part(states[at]);
        });
    }

    // The state after the #, as in #explorer-1?stride=2&edit=X,2,1,5&pin=Z,1,3
    hash() {
        const query = new URLSearchParams();
        this.controls.forEach((control, k) => {
            if (this.state[k] !== control.first) query.append(control.name, control.labels[this.state[k]]);
        });
        for (const [name, cells] of this.explorer.edits) for (const [place, value] of cells) query.append("edit", [name, place, value].join());
        const { pin } = this.explorer;
        if (pin) query.append("pin", [pin.name, ...pin.place].join());
        return `#${this.name}?${query}`;
    }

    link() {
        return location.href.replace(/#.*$/, "") + this.hash();
    }

    // Waits until a slider rests: a browser allows only so many entries in its history.
    remember() {
        clearTimeout(this.later);
        this.later = setTimeout(() => {
            const hash = this.hash();
            const atStart = hash === `#${this.name}?`;
            if (!atStart && location.hash !== hash) location.hash = hash;
            // Where nothing differs from the start there is nothing to remember; a link to a heading is not ours.
            if (atStart && location.hash.startsWith(hash)) history.pushState(null, "", location.href.replace(/#.*$/, ""));
            this.written = location.hash;
        }, 300);
    }

    // Returns whether the address has a state for this explorer.
    restore() {
        const { hash } = location;
        const mine = hash.startsWith(`#${this.name}?`);
        // Without a state for any explorer the address is that of the page as it opens, or a link to a heading.
        const bare = hash === "" && this.written;
        if (hash === this.written || !(mine || bare)) return false;
        clearTimeout(this.later);
        this.written = hash;
        this.explorer.clear();
        const start = this.controls.map((control) => control.first);
        try {
            this.set(mine ? this.read(new URLSearchParams(hash.slice(this.name.length + 2))) : start, "Restored.");
        } catch (error) {
            this.explorer.clear();
            this.set(start);
            this.explorer.complain(`The link to this state could not be read: ${error.message}. This is the state at the start.`);
            this.explorer.say(this.explorer.note.textContent);
        }
        if (mine) this.root.scrollIntoView({ block: "nearest" });
        return true;
    }

    read(query) {
        const state = this.controls.map((control) => control.first);
        const cells = [];
        for (const [key, text] of query) {
            const parts = text.split(",");
            const k = this.controls.findIndex((control) => control.name === key);
            if (key === "edit") {
                const value = parsed(parts.at(-1));
                const place = parts.slice(1, -1).map(Number);
                if (value === null) throw new Error(`edit=${text} needs ${ALLOWED}`);
                cells.push([`edit=${text}`, parts[0], place, true]);
                if (!this.explorer.edits.has(parts[0])) this.explorer.edits.set(parts[0], new Map());
                this.explorer.edits.get(parts[0]).set(place.join(), value);
            } else if (key === "pin") {
                const place = parts.slice(1).map(Number);
                cells.push([`pin=${text}`, parts[0], place, false]);
                this.explorer.pin = { name: parts[0], place };
            } else if (k < 0) {
                throw new Error(`there is no control ${key}`);
            } else {
                state[k] = this.controls[k].labels.indexOf(text);
                if (state[k] < 0) throw new Error(`${key}=${text} is none of ${this.controls[k].labels.join(", ")}`);
            }
        }
        const arrays = this.views(state).flatMap((view) => view.blocks).flatMap((block) => block.arrays ?? []);
        for (const [text, name, place, edit] of cells) {
            const array = arrays.find((one) => one.name === name);
            if (!array || flatOf(array, place) === null) throw new Error(`${text} is no cell of this state`);
            if (edit && !(array.edit && !isPadding(array, flatOf(array, place)))) throw new Error(`${text} is a cell that cannot be changed`);
        }
        return state;
    }
}

const start = () => {
    document.querySelectorAll(".explorer").forEach((root, k) => {
        root.explorer = new PageExplorer(root, `explorer-${k + 1}`);
    });
};
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
