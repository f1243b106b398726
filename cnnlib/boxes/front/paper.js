// On paper what is worked out is open. Below questions, where a reader writes on a line, it follows at the end of the page.

/** @param {HTMLDetailsElement[]} folds */
export function prepareForPaper(folds) {
    /** @type {(() => void)[]} What puts everything back as it was. */
    const steps = [];
    const putBack = () => {
        while (steps.length) steps.pop()?.();
    };
    addEventListener("afterprint", putBack);
    addEventListener("beforeprint", () => {
        putBack();
        const end = document.createElement("section");
        end.innerHTML = "<h2>Worked out</h2>";
        const article = folds[0]?.closest("article:has(form.answer)");
        article?.append(end);
        steps.push(() => end.remove());
        for (const fold of folds) {
            const { open } = fold;
            const place = new Comment();
            fold.before(place);
            if (article) end.append(fold);
            fold.open = true;
            steps.push(() => {
                place.replaceWith(fold);
                fold.open = open;
            });
        }
    });
}
