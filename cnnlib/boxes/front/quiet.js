// In a notebook keys belong to who has the focus.

/** Saving still works. @param {KeyboardEvent} event */
const isForNotebook = (event) => (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";

/**
 * Keeps keys that are pressed in an element from the notebook, and returns what ends it.
 *
 * JupyterLab looks at a key before a control does: of two d's on a button it deletes the cell, and of Enter in a field
 * it prevents that the form is sent. It listens on the document; a key that is stopped on the window never gets there,
 * and does in the control what it always does.
 *
 * @param {HTMLElement} element
 */
export function keepKeys(element) {
    const press = (/** @type {KeyboardEvent} */ event) => {
        if (element.contains(/** @type {Node} */ (event.target)) && !isForNotebook(event)) event.stopPropagation();
    };
    addEventListener("keydown", press, { capture: true });
    return () => removeEventListener("keydown", press, { capture: true });
}
