// In a notebook keys belong to who has the focus.

// JupyterLab looks at a key before a control does, and takes letters, arrows and Enter for its own: two d's delete a cell.
// It leaves out an element that has this attribute itself.
const QUIET = "data-lm-suppress-shortcuts";

/** Saving still works. @param {KeyboardEvent} event */
const isForNotebook = (event) => (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";

/**
 * Keeps keys that are pressed in an element from the notebook, and returns what ends it.
 *
 * @param {HTMLElement} element
 */
export function keepKeys(element) {
    const press = (/** @type {KeyboardEvent} */ event) => {
        const target = /** @type {Element} */ (event.target);
        if (element.contains(target)) target.toggleAttribute(QUIET, !isForNotebook(event));
    };
    // On the window, as JupyterLab listens on the document.
    addEventListener("keydown", press, { capture: true });
    return () => removeEventListener("keydown", press, { capture: true });
}
