// An explorer in a notebook: the states come from Python, one at a time.

// JupyterLab looks at a key before the view does, and takes arrows, digits, letters and Enter for its own. It leaves out
// an element with this attribute. Saving with Ctrl+S and running with Shift+Enter still work.
const QUIET = "data-lm-suppress-shortcuts";
const isOfNotebook = (event) => event.ctrlKey || event.metaKey || (event.shiftKey && event.key === "Enter");

function render({ model, el }) {
    const root = h("div", { class: "explorer explorer-live" });
    el.append(root);
    const explorer = new Explorer(root, {
        reset: () => {
            explorer.clear();
            explorer.refresh();
            explorer.say("Reset.");
            model.send("reset");
        },
    });
    const quieten = (event) => {
        const whole = el.closest(".jp-OutputArea-output") ?? el; // with the controls
        if (whole.contains(event.target)) event.target.toggleAttribute(QUIET, !isOfNotebook(event));
    };
    addEventListener("keydown", quieten, { capture: true });
    // A panel that is as it was stays the same object, which the view does not draw again.
    let texts = [];
    let panels = [];
    const show = (said) => {
        const before = texts;
        const sent = model.get("panels");
        texts = sent.map((panel) => JSON.stringify(panel));
        panels = sent.map((panel, k) => (texts[k] === before[k] ? panels[k] : panel));
        explorer.show(panels, said);
    };
    const changed = () => show("Changed.");
    const complain = () => {
        explorer.complain(model.get("error"));
        explorer.say(model.get("error"));
    };
    model.on("change:panels", changed);
    model.on("change:error", complain);
    show("");
    explorer.complain(model.get("error"));
    return () => {
        removeEventListener("keydown", quieten, { capture: true });
        model.off("change:panels", changed);
        model.off("change:error", complain);
    };
}

export default { render };
