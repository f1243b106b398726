// What is on a slide, as large as its place lets it be.

// Where zoom is as CSS says now, a box is measured as it is seen. Engines that have it as it was before tell lengths
// without it, and leave type in pictures, and what is measured by that, as it is.
const IS_MEASURED = "currentCSSZoom" in Element.prototype;
const TYPE = 24; // the least, in points of a slide
const LEAST = 0.5;
const HALVINGS = 8; // of what lies between a zoom that fits and one that does not

/** How far the parts of a slide may grow, pictures further than text; the first that is on a slide counts. */
const GROWTH = [
    { on: ".explorer:not(.has-stages) .explorer-panels, .output > .pictures, .output > .row", most: 3.5 },
    { on: ".plain > .content > :is(ul, ol, p:only-child)", most: 1.3 },
    { on: ".plain > .content", most: 1.6 },
    { on: ".vote .options", most: 1.15 },
];

/**
 * Whether nothing on a slide needs more than its place.
 *
 * @param {HTMLElement} content
 */
function isWithin(content) {
    return [content, ...content.querySelectorAll(".explorer, .output")].every(
        (one) => one.scrollHeight <= one.clientHeight + 1 && one.scrollWidth <= one.clientWidth + 1,
    );
}

/** @param {HTMLElement} slide */
const findPictures = (slide) =>
    /** @type {NodeListOf<SVGSVGElement>} */ (slide.querySelectorAll(".content svg[viewBox]"));

/**
 * The type of pictures may be smaller than that around it, but not than what can be read.
 *
 * @param {HTMLElement} slide
 */
function enlargeType(slide) {
    const untold = IS_MEASURED ? 1 : Number(slide.style.getPropertyValue("--zoom") || 1);
    for (const picture of findPictures(slide)) {
        const width = untold * picture.getBoundingClientRect().width;
        const unit = width / picture.viewBox.baseVal.width / Reveal.getScale();
        if (!width || !Number.isFinite(unit)) continue;
        for (const text of picture.querySelectorAll("text"))
            if (unit * untold * Number.parseFloat(getComputedStyle(text).fontSize) < TYPE)
                text.style.fontSize = `${TYPE / unit}px`;
    }
}

/** @param {HTMLElement} slide */
export function fit(slide) {
    grow(slide);
    enlargeType(slide);
}

/** What has come anew is to be within its place, and legible; as long as it is, nothing jumps. @param {HTMLElement} slide */
export function refit(slide) {
    if (!isWithin(/** @type {HTMLElement} */ (slide.querySelector(".content")))) grow(slide);
    enlargeType(slide);
}

/**
 * A picture grows with its slide only if its width is a length: that of its type does not grow there.
 *
 * @param {HTMLElement} slide
 */
function fixWidths(slide) {
    for (const { clientWidth, style } of findPictures(slide)) if (clientWidth) style.width = `${clientWidth}px`;
}

/** @param {HTMLElement} slide */
function grow(slide) {
    const content = /** @type {HTMLElement} */ (slide.querySelector(".content"));
    const growth = GROWTH.find(({ on }) => slide.querySelector(on));
    if (!growth) return;
    const { most } = growth;
    const zoom = (/** @type {number} */ factor) => slide.style.setProperty("--zoom", String(factor));
    // What stands on one line is not to break.
    const lines = [...content.querySelectorAll(".plain td, .plain th, .options code")];
    zoom(1);
    if (!IS_MEASURED) fixWidths(slide);
    const heights = lines.map((line) => line.getBoundingClientRect().height);
    const fitsAt = (/** @type {number} */ factor) => {
        zoom(factor);
        const isWhole =
            !IS_MEASURED || lines.every((line, k) => line.getBoundingClientRect().height < 1.2 * heights[k] * factor);
        return isWhole && isWithin(content);
    };
    if (fitsAt(most)) return;
    let [good, bad] = [LEAST, most];
    for (let k = 0; k < HALVINGS; k += 1) {
        const factor = (good + bad) / 2;
        if (fitsAt(factor)) good = factor;
        else bad = factor;
    }
    zoom(good);
}
