// In a notebook keys belong to who has the focus.

// JupyterLab looks at a key before a field does, and takes letters, arrows and Enter for its own. It leaves out an element
// with this attribute, and all inside it.
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
        if (element.contains(/** @type {Node} */ (event.target))) element.toggleAttribute(QUIET, !isForNotebook(event));
    };
    // On the window, as JupyterLab listens on the document.
    addEventListener("keydown", press, { capture: true });
    return () => removeEventListener("keydown", press, { capture: true });
}
