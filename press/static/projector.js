// At a projector a page has large type, wide explorers and no contents: a button switches that, and it is remembered. A
// link such as 2-convolution.html?hide=stride,padding#explorer-1?show=fills leaves these controls out of the explorers.

(() => {
    const KEY = "projector";
    const HEADER = 48; // px
    const { classList } = document.documentElement;
    const set = (isOn) => {
        classList.toggle(KEY, isOn);
        for (const one of document.querySelectorAll(".projector-switch")) one.setAttribute("aria-pressed", isOn);
    };
    // Where the reader is: at a heading or an explorer that begins in the window, in an explorer, or at a paragraph.
    const findPlace = () => {
        const isIn = ({ top, height }) => height && top >= HEADER && top < innerHeight;
        const isAround = ({ top, bottom }) => top < HEADER && bottom > HEADER;
        const find = (selector, isPlace) =>
            [...document.querySelectorAll(`article ${selector}`)].find((one) => isPlace(one.getBoundingClientRect()));
        return find(":is(h1, h2, h3, h4, .explorer)", isIn) ?? find(".explorer", isAround) ?? find(":is(p, pre)", isIn);
    };
    set(localStorage.getItem(KEY) === "on");
    addEventListener("click", ({ target }) => {
        if (!target.closest(".projector-switch")) return;
        const isOn = !classList.contains(KEY);
        localStorage.setItem(KEY, isOn ? "on" : "off");
        const place = findPlace();
        const before = place?.getBoundingClientRect().top;
        set(isOn);
        dispatchEvent(new Event("resize"));
        if (place) scrollBy({ top: place.getBoundingClientRect().top - before, behavior: "instant" });
    });

    const hidden = (new URLSearchParams(location.search).get("hide") ?? "").match(/\w+/g);
    if (!hidden) return;
    const sheet = new CSSStyleSheet();
    const controls = hidden.map((name) => `[id$="-${name}"], [name$="-${name}"]`);
    sheet.replaceSync(`.explorer-controls > :has(${controls}) { display: none; }`);
    document.adoptedStyleSheets.push(sheet);
})();
