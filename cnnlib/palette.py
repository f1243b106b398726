"""The look of the book, in one table: colours on light and dark pages, sizes of letters, spaces and measures.

Whoever draws reads it: figures and charts from here, style sheets as the custom properties that `css` writes.

One colour scale for the whole book, safe for colour-blind readers: input blue, kernel orange, output green, gradient
purple. No meaning hangs on colour alone: each grid also has a title, its numbers and its row and column indices.
"""

from __future__ import annotations

# After Okabe and Ito. Each stands out from a light and from a dark page, so that a line can have it.
INPUT, KERNEL, OUTPUT, GRADIENT = "#0072b2", "#d55e00", "#009e73", "#c66a9c"
INK = "#111111"  # for numbers on a coloured cell, on a light and a dark page alike
TEXT = "#000000"  # takes the colour of the page's text, see `cnnlib.pictures.as_svg`

# On a light page, on a dark page.
COLOURS = {
    "input": (INPUT, INPUT),
    "kernel": (KERNEL, KERNEL),
    "output": (OUTPUT, OUTPUT),
    "gradient": (GRADIENT, GRADIENT),
    "accent": ("#0b5cad", "#7cc4ff"),  # what has the focus, and what takes part in a sum
    "ink": ("#1f2630", "#e8ebf0"),  # what is chosen
    "wrong": ("#b00020", "#ff8a80"),  # what cannot be taken as it was typed
}
# Taken from what stands around: a website's theme, or JupyterLab's.
SURROUNDINGS = {
    "line": "color-mix(in srgb, currentColor 35%, transparent)",
    "edge": "color-mix(in srgb, currentColor 65%, transparent)",  # of what can be pressed or typed in
    "page": "var(--pst-color-background, var(--jp-layout-color0, Canvas))",
}

# Sizes of letters: in figures in points, in charts and pictures in sixteenths of the letters around them, in style
# sheets with their unit.
FIGURE_TEXT, FIGURE_INDEX = 11, 9
CHART_TEXT, CHART_INDEX = 14, 12.8
TYPE = {
    "type-explorer": "0.95rem",
    "type-total": "1.375em",  # what a sum comes to, what the key says
    "type-label": "0.9em",
    "type-index": "0.8em",
    "type-sign": "0.7em",
    "type-least": "10px",
    "type-cell": "0.44",  # of a cell's side: its number
    "type-badge": "0.3",  # and the second factor in its corner
    "type-screen": "clamp(0.9rem, 1.3vw, 2.5rem)",  # at the projector
    "type-wide-screen": "clamp(0.9rem, min(1.25vw, 2vh), 2.5rem)",
    "type-wide-stage": "1.25em",  # beside the large cells there
    "type-screen-grid": "clamp(1em, min(2.2vw, 3.6vh), 5rem)",
    "type-projector": "150%",  # of the whole page, for who shows it
    "type-field": "16px",  # a telephone zooms into a field with smaller letters
    "type-code": "0.8125rem",
    "type-formula": "1.15em",  # its small letters are then as high as the text's
    "type-paper": "11pt",
    "type-paper-code": "8.5pt",
    "type-paper-table": "9pt",
    "type-paper-title": "28pt",
}
SPACE = {"space-1": "0.25em", "space-2": "0.5em", "space-3": "0.75em", "space-4": "1em", "space-5": "1.5em"}
MEASURES = {
    "line-length": "33rem",  # about 75 characters of text
    "picture-width": "30rem",  # the least at which a picture's numbers are legible
    "corner": "4px",
    "corner-box": "6px",
    "control-height": "1.9em",
    "control-padding": "0.15em 0.7em",
    "focus": "3px solid var(--accent)",
    "focus-away": "1px",
    "title-line": "3px",  # below the name of an array, in its colour
}
CELL_INCHES = 0.45  # the side of a cell in a figure's grid


def tint(color: str, share: float) -> str:
    """Mix this share of a colour with white.

    Parameters
    ----------
    color : str
        Such as ``"#0072b2"``.
    share : float
        From 0, which is white, to 1, which is the colour itself.

    Returns
    -------
    str

    Examples
    --------
    >>> tint("#0072b2", 0.25)
    '#bfdcec'
    """
    channels = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 * (share * channel + 1 - share)):02x}" for channel in channels)


def css(selector: str) -> str:
    """Write the table as custom properties of CSS, which an element and all inside it can use.

    Parameters
    ----------
    selector : str
        Of the element, such as ``":root"``. Its `color-scheme` decides between light and dark.

    Returns
    -------
    str
        One rule, ``":root { --input: #0072b2; ... }"`` on several lines.
    """
    colours = {
        name: light if light == dark else f"light-dark({light}, {dark})" for name, (light, dark) in COLOURS.items()
    }
    properties = colours | SURROUNDINGS | TYPE | SPACE | MEASURES
    lines = [f"  --{name}: {value};" for name, value in properties.items()]
    return "\n".join([f"{selector} {{", *lines, "}\n"])
