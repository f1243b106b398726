// Elements of the page.

/**
 * Makes an element.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} attributes What starts with "on" is a listener, and what is undefined is left out.
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
        else if (value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
}

/**
 * Makes a button.
 *
 * @param {string} label
 * @param {(event: MouseEvent) => void} onclick
 * @param {Record<string, any>} attributes
 */
export const button = (label, onclick, attributes = {}) =>
    h("button", { type: "button", onclick, ...attributes }, label);

/**
 * Makes a field for a number.
 *
 * @param {Record<string, any>} attributes
 */
export const makeField = (attributes) =>
    h("input", { type: "text", autocomplete: "off", spellcheck: "false", ...attributes });

/**
 * Puts children into an element, if they are not those that it has: what is put in again is laid out anew.
 *
 * @param {Element} element
 * @param {Element[]} children
 */
export function fill(element, children) {
    const known = element.children;
    if (known.length !== children.length || children.some((child, k) => child !== known[k]))
        element.replaceChildren(...children);
}

/**
 * Writes a text that is not there yet.
 *
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
    if (element.textContent !== text) element.textContent = text;
}

/**
 * Sets a style, or a property of its own, that is not set yet.
 *
 * @param {HTMLElement} element
 * @param {string} name
 * @param {string} value
 */
export function setStyle({ style }, name, value) {
    if (style.getPropertyValue(name) !== value) style.setProperty(name, value);
}

let count = 0;

/**
 * Makes an id that no other element has.
 *
 * @param {string} kind
 */
export const makeId = (kind) => `explorer-${kind}-${count++}`;

const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
        const wanted = target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight;
        if (wanted) Object.assign(target, { tabIndex: 0, role: "group", ariaLabel: "Scrolls with the arrow keys" });
        else for (const name of ["tabindex", "role", "aria-label"]) target.removeAttribute(name);
    }
});

/**
 * Makes an element a stop for Tab whenever it has more in it than it has room for: then the arrow keys can scroll it.
 *
 * @template {Element} E
 * @param {E} element
 */
export function reachWhenScrolling(element) {
    observer.observe(element);
    return element;
}
