// At a projector a page has large type, wide explorers and no contents: a button switches that, and it is remembered.

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
})();
