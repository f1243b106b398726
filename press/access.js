// The theme makes what scrolls a stop for Tab whenever the window's size changes; what a reader unfolds it would miss.
for (const name of ["toggle", "click"]) addEventListener(name, () => dispatchEvent(new Event("resize")), true);

// A link in the title of a folded solution leads somewhere, and folds nothing: the theme's script stumbles over it.
addEventListener(
    "click",
    (event) => {
        if (event.target.closest?.(".toggle > .admonition-title a")) event.stopPropagation();
    },
    true,
);

// Paper is light.
addEventListener("beforeprint", () => {
    const { dataset } = document.documentElement;
    const { theme } = dataset;
    dataset.theme = "light";
    addEventListener("afterprint", () => (dataset.theme = theme), { once: true });
});
