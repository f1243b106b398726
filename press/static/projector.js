// At a projector a page has large type, wide explorers and no contents: a button switches that, and it is remembered. A
// link such as 2-convolution.html?hide=stride,padding#explorer-1?show=fills leaves these controls out of the explorers.

(() => {
    const KEY = "projector";
    const { classList } = document.documentElement;
    const set = (isOn) => {
        classList.toggle(KEY, isOn);
        for (const one of document.querySelectorAll(".projector-switch")) one.setAttribute("aria-pressed", isOn);
    };
    set(localStorage.getItem(KEY) === "on");
    addEventListener("click", ({ target }) => {
        if (!target.closest(".projector-switch")) return;
        const isOn = !classList.contains(KEY);
        localStorage.setItem(KEY, isOn ? "on" : "off");
        set(isOn);
        dispatchEvent(new Event("resize"));
    });

    const hidden = (new URLSearchParams(location.search).get("hide") ?? "").match(/\w+/g);
    if (!hidden) return;
    const sheet = new CSSStyleSheet();
    const controls = hidden.map((name) => `[id$="-${name}"], [name$="-${name}"]`);
    sheet.replaceSync(`.explorer-controls > :has(${controls}) { display: none; }`);
    document.adoptedStyleSheets.push(sheet);
})();
