// pydata-sphinx-theme (its pull request 1777) makes what scrolls a stop for Tab whenever the window's size changes; what a
// reader unfolds it would miss. No longer needed when Tab reaches a wide formula or table that was folded without this.
for (const name of ["toggle", "click"]) addEventListener(name, () => dispatchEvent(new Event("resize")), true);

// A link in the title of a folded solution leads somewhere, and folds nothing: sphinx-togglebutton (its pull request 29)
// stumbles over it. No longer needed when such a click leaves no error without this.
addEventListener(
    "click",
    (event) => {
        if (event.target.closest?.(".toggle > .admonition-title a")) event.stopPropagation();
    },
    true,
);

// Paper is light: pydata-sphinx-theme prints a dark page dark. No longer needed when it has a light one for print.
addEventListener("beforeprint", () => {
    const { dataset } = document.documentElement;
    const { theme } = dataset;
    dataset.theme = "light";
    addEventListener("afterprint", () => (dataset.theme = theme), { once: true });
});
