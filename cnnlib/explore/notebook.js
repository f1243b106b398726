// An explorer in a notebook: the states come from Python, one at a time.

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
    const show = () => explorer.show(model.get("panels"), "Changed.");
    const complain = () => explorer.complain(model.get("error"));
    model.on("change:panels", show);
    model.on("change:error", complain);
    explorer.show(model.get("panels"));
    return () => {
        model.off("change:panels", show);
        model.off("change:error", complain);
    };
}

export default { render };
