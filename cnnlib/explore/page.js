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
        const copyLink = button("Copy link", () => this.explorer.copy(this.address.link(this), copyLink));
        this.explorer = new Explorer(live, {
            actions: [copyLink],
            changed: () => this.changed(),
            reset: () => {
                this.explorer.clear();
                this.set(this.controls.map((control) => control.first), "Reset.");
                this.changed();
            },
        });
        still.replaceWith(live); // the address says with which state
    }

    // A reader who goes on has read what was said.
    changed() {
        this.explorer.complain("");
        this.address.remember();
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
        this.set(state, `${this.controls[k].label} ${this.controls[k].labels[at]}.`);
        this.changed();
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

    // The state as the address has it, as in stride=2&edit=X,2,1,5&pin=Z,1,3; "" at the start.
    query() {
        const query = new URLSearchParams();
        this.controls.forEach((control, k) => {
            if (this.state[k] !== control.first) query.append(control.name, control.labels[this.state[k]]);
        });
        for (const [name, cells] of this.explorer.edits) for (const [place, value] of cells) query.append("edit", [name, place, value].join());
        const { pin } = this.explorer;
        if (pin) query.append("pin", [pin.name, ...pin.place].join());
        return query.toString();
    }

    // Where the controls rest, an edit or a pin that has no cell there falls away, with a word: the address is to say all
    // that the screen shows, and the screen all that the address says. A slider on its way takes nothing with it.
    settle() {
        const gone = this.explorer.dropStrays();
        if (!gone.length) return;
        const said = gone.length > 1 ? `${gone.slice(0, -1).join(", ")} and ${gone.at(-1)} have` : `${gone[0]} has`;
        this.warn(`${said[0].toUpperCase()}${said.slice(1)} fallen away: there is no such cell here.`);
    }

    warn(text) {
        this.explorer.complain(text);
        this.explorer.say(text);
    }

    // Shows the state of a query, and returns whether all of it fits. What does not falls away alone, with a word; `wrong`
    // is what else to say.
    restore(query, wrong = []) {
        const isFirst = !this.explorer.views.length;
        const { state, cells, unread } = this.read(query);
        this.explorer.clear();
        for (const { name, place, value } of cells) {
            if (value === undefined) this.explorer.pin = { name, place };
            else this.explorer.edits.set(name, (this.explorer.edits.get(name) ?? new Map()).set(place.join(), value));
        }
        this.set(state, isFirst && !query ? "" : "Restored.");
        const refused = cells.map(({ said, name, place, value }) => [said, this.explorer.refusal(name, place, value !== undefined)]);
        const all = [...wrong, ...unread, ...refused.filter(([, why]) => why).map((parts) => parts.join(" "))];
        this.explorer.dropStrays();
        if (!all.length) return true;
        const left = this.query() ? "All else is as the link says." : "This is the state at the start.";
        this.warn(`Not all of the link could be read: ${all.join("; ")}. ${left}`);
        return false;
    }

    // The state of the controls, the cells of edits and of the pin, and what is neither.
    read(query) {
        const state = this.controls.map((control) => control.first);
        const cells = [];
        const unread = [];
        const placeOf = (parts) => parts.map((part) => (/^-?\d+$/.test(part) ? Number(part) : NaN));
        for (const [key, text] of new URLSearchParams(query)) {
            const said = `${key}=${text}`;
            const [name, ...parts] = text.split(",");
            const control = this.controls.find((one) => one.name === key);
            if (key === "edit") {
                const value = parsed(text.split(",").at(-1));
                if (value === null) unread.push(`${said} needs ${ALLOWED}`);
                else cells.push({ said, name, place: placeOf(parts.slice(0, -1)), value });
            } else if (key === "pin") {
                cells.push({ said, name, place: placeOf(parts) });
            } else if (!control) {
                unread.push(`there is no control ${key}`);
            } else if (!control.labels.includes(text)) {
                unread.push(`${said} is none of ${control.labels.join(", ")}`);
            } else {
                state[this.controls.indexOf(control)] = control.labels.indexOf(text);
            }
        }
        return { state, cells, unread };
    }
}

const OURS = /^#explorer-\d+\?/;

// The address has the states of all explorers that are not at their start, as in
// #explorer-1?stride=2&pin=Z,1,3&explorer-2?n=5. Where it is a link to a heading, it has no room for them: there the entry
// in the browser's history has them; and as other scripts clear that when the page loads, so has the tab, for a reload.
class Address {
    constructor(explorers) {
        this.explorers = explorers;
        for (const one of explorers) one.address = this;
        addEventListener("popstate", () => this.restore());
        addEventListener("hashchange", () => location.hash !== this.hash && this.restore());
        this.restore();
    }

    get whole() {
        return location.href.replace(/#.*$/, "");
    }

    // The states after the #; that of `first` stands first, as a link leads there.
    states(first) {
        const others = this.explorers.filter((one) => one !== first && one.query());
        const states = [...(first ? [first] : []), ...others].map((one) => `${one.name}?${one.query()}`);
        return states.length ? `#${states.join("&")}` : "";
    }

    link(first) {
        this.write();
        return this.whole + this.states(first);
    }

    // Waits until a slider rests: a browser allows only so many entries in its history.
    remember() {
        clearTimeout(this.later);
        this.later = setTimeout(() => this.write(), 300);
    }

    write() {
        clearTimeout(this.later);
        for (const one of this.explorers) one.settle();
        const states = this.states();
        if (states === this.known) return;
        history.pushState({}, "", states || (OURS.test(location.hash) ? this.whole : location.href));
        this.hash = location.hash;
        this.keep();
    }

    restore() {
        clearTimeout(this.later);
        const isFirst = this.known === undefined;
        const { hash } = location;
        this.hash = hash;
        const states = OURS.test(hash) ? hash : (history.state?.explorers ?? (isFirst ? recall() : undefined));
        if (states === undefined && hash && !isFirst) return this.keep(); // a link to a heading has been followed
        const queries = new Map((states ?? "").split(/[#&](?=explorer-\d+\?)/).slice(1).map((one) => one.split(/\?(.*)/s)));
        const strange = [...queries.keys()].filter((name) => !this.explorers.some((one) => one.name === name));
        let isWhole = true;
        const changed = this.explorers.filter((one, k) => {
            const query = queries.get(one.name) ?? "";
            const wrong = k ? [] : strange.map((name) => `there is no ${name} on this page`);
            if (!isFirst && !wrong.length && query === one.query()) return false;
            isWhole = one.restore(query, wrong) && isWhole;
            return true;
        });
        this.keep();
        if (!isWhole) this.known = null; // the address does not say what is shown: the next change puts that right
        const [first] = queries.keys();
        const seen = isFirst ? this.explorers.find(({ name }) => name === first) : changed[0];
        if (OURS.test(hash)) seen?.root.scrollIntoView({ block: "nearest", behavior: isFirst ? "instant" : "auto" });
    }

    // The present entry in the history keeps the states.
    keep() {
        for (const one of this.explorers) one.settle();
        this.known = this.states();
        history.replaceState({ ...history.state, explorers: this.known }, "");
        recall(this.known);
    }
}

// Keeps the states of the present address for a reload, or returns them after one. A page may be denied the memory.
function recall(states) {
    const key = `explorers of ${location.pathname}`;
    try {
        if (states !== undefined) return sessionStorage.setItem(key, JSON.stringify({ at: location.href, states }));
        const kept = JSON.parse(sessionStorage.getItem(key));
        const [how] = performance.getEntriesByType("navigation");
        return how?.type !== "navigate" && kept?.at === location.href ? kept.states : undefined;
    } catch {
        return undefined;
    }
}

const start = () => {
    const explorers = [...document.querySelectorAll(".explorer")].map((root, k) => (root.explorer = new PageExplorer(root, `explorer-${k + 1}`)));
    if (explorers.length) new Address(explorers);
};
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
