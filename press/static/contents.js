// The contents say on every page which parts of a chapter are answered. The boxes keep that, where they may, and say it on
// the root of their own page, where it is so even if nothing may be kept.

(() => {
    const parts = () => {
        const { answered } = document.documentElement.dataset;
        if (answered !== undefined) return answered.split(" ");
        try {
            const { parts } = JSON.parse(localStorage.getItem("answers") ?? "{}");
            return Array.isArray(parts) ? parts : [];
        } catch {
            return [];
        }
    };
    const show = () => {
        const answered = parts();
        for (const link of document.querySelectorAll("a[data-parts]")) {
            const asked = link.dataset.parts.split(" ");
            let count = link.querySelector(".answer-count");
            if (!count) {
                count = document.createElement("span");
                count.className = "answer-count";
                link.append(" ", count);
            }
            count.textContent = `(${asked.filter((part) => answered.includes(part)).length} of ${asked.length})`;
        }
    };
    addEventListener("answered", show);
    addEventListener("storage", show);
    show();
})();
