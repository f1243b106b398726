// The theme makes what scrolls a stop for Tab whenever the window's size changes; what a reader unfolds it would miss.
for (const name of ["toggle", "click"]) addEventListener(name, () => dispatchEvent(new Event("resize")), true);

// Paper is light.
addEventListener("beforeprint", () => {
    const { dataset } = document.documentElement;
    const { theme } = dataset;
    dataset.theme = "light";
    addEventListener("afterprint", () => (dataset.theme = theme), { once: true });
});
