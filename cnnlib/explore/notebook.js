// An explorer in a notebook: the states come from Python, one at a time.

// JupyterLab looks at a key before the view does, and takes arrows, digits, letters and Enter for its own. It leaves out
// an element with this attribute. Saving with Ctrl+S and running with Shift+Enter still work.
const QUIET = "data-lm-suppress-shortcuts";
const isOfNotebook = (event) => event.ctrlKey || event.metaKey || (event.shiftKey && event.key === "Enter");

function render({ model, el }) {
    const root = h("div", { class: "explorer explorer-live" });
    el.append(root);
    // Without its kernel ipywidgets' sliders still move, and nothing hears of it.
    let isAlone = false;
    const complain = () => explorer.complain(isAlone ? "No kernel answers: run the cell again." : model.get("error"));
    const explorer = new Explorer(root, {
        reset: () => {
            explorer.clear();
            explorer.refresh();
            explorer.say("Reset.");
            complain();
            model.send("reset");
        },
    });
    const whole = () => el.closest(".jp-OutputArea-output") ?? el; // with the controls
    const quieten = (event) => {
        if (!whole().contains(event.target)) return;
        event.target.toggleAttribute(QUIET, !isOfNotebook(event));
        touched(event);
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
    const warn = () => {
        complain();
        explorer.say(explorer.note.textContent);
    };
    // ipywidgets says so when the kernel is restarted. When it is shut down nobody does: then a reader's next touch tells.
    const leave = () => {
        isAlone = true;
        warn();
    };
    const touched = ({ target }) => {
        if (!isAlone && model.widget_manager?.kernel === null && whole().contains(target)) leave();
    };
    model.on("change:panels", changed);
    model.on("change:error", warn);
    model.on("comm_live_update", leave);
    addEventListener("pointerdown", touched, { capture: true });
    show("");
    complain();
    return () => {
        removeEventListener("keydown", quieten, { capture: true });
        model.off("change:panels", changed);
        model.off("change:error", warn);
        model.off("comm_live_update", leave);
        removeEventListener("pointerdown", touched, { capture: true });
    };
}

export default { render };
