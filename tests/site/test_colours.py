"""The book's colours and sizes: told apart by everyone, on a light and a dark page, and the same everywhere."""

import ast
import itertools
import re
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import CSS4_COLORS, to_hex, to_rgb

from cnnlib import palette
from cnnlib.explore.frontend import FRONT
from cnnlib.explore.live import ExplorerView
from cnnlib.palette import COLOURS, INK, INPUT, css, tint
from kit.book import ROOT

ARRAYS = ["input", "kernel", "output", "gradient"]
PAGES = {"light": "#ffffff", "dark": "#121212"}
ON = dict(zip(PAGES, (0, 1), strict=True))  # which of a token's two colours
BOXES = ROOT / "cnnlib" / "boxes"
SHEETS = [FRONT / "explorer.css", ROOT / "press" / "static" / "book.css", *sorted((BOXES / "front").glob("*.css"))]
PAPER = ROOT / "tools" / "pdf.css"
EXPLORE = ROOT / "cnnlib" / "explore"
PICTURES = sorted(file for file in (EXPLORE / "pictures").glob("*.py") if file.stem not in ("__init__", "tensor"))
DRAWING = [ROOT / "cnnlib" / "pictures.py", EXPLORE / "charts.py", *PICTURES]
WRITING = [BOXES / "start.py", BOXES / "questions.py", EXPLORE / "formula.py"]
# A size of letters is one of the table's, or that of what stands around.
SIZED = re.compile(r"(?:font|font-size):([^;{}]*)[;}]")
FROM_THE_TABLE = re.compile(r"(?:inherit|(?:max\(|calc\(|1em|var\(--[\w-]+\)|var\(--c\) \*|[,*\s)])+)")
# The margins of a printed page know no token.
MARGINS = re.compile(r"@page \{.*?\n\}", re.DOTALL)
LITERAL = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\(", re.IGNORECASE)

# How a reader without one kind of cones sees: Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
SEES = {
    "all three": np.eye(3),
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "no blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
# From linear sRGB to XYZ, and the white of it: IEC 61966-2-1.
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def linear(colour: str) -> np.ndarray:
    parts = np.array(to_rgb(colour))
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2."""
    dark, light = sorted(float(linear(colour) @ XYZ[1]) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(colour: str, sees: str) -> np.ndarray:
    """The place in CIELAB of what such a reader sees."""
    seen = np.clip(np.asarray(SEES[sees]) @ linear(colour), 0, 1)
    x, y, z = np.cbrt(np.maximum(XYZ @ seen / XYZ.sum(axis=1), (6 / 29) ** 3))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", COLOURS)
def test_a_colour_stands_out_from_the_page(name: str, page: str) -> None:
    # What cannot be taken is said in words of that colour; all others are lines and areas.
    assert contrast(COLOURS[name][ON[page]], PAGES[page]) >= (4.5 if name == "wrong" else 3)


@pytest.mark.parametrize("share", [0.25, 0.55])
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ARRAYS)
def test_a_number_on_a_cell_is_read(name: str, page: str, share: float) -> None:
    assert contrast(tint(COLOURS[name][ON[page]], share), INK) >= 4.5


@pytest.mark.parametrize("name", COLOURS)
def test_a_tint_lies_between_white_and_the_colour(name: str) -> None:
    for colour in COLOURS[name]:
        for share in np.linspace(0, 1, 12):
            assert tint(colour, share) == to_hex(share * np.array(to_rgb(colour)) + 1 - share)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("sees", SEES)
def test_two_colours_are_told_apart(sees: str, page: str) -> None:
    # About 2 can just be seen side by side; a line and a legend are not side by side.
    colours = {name: COLOURS[name][ON[page]] for name in ARRAYS}
    near = {
        pair: float(np.linalg.norm(lab(colours[pair[0]], sees) - lab(colours[pair[1]], sees)))
        for pair in itertools.combinations(colours, 2)
    }
    assert {pair: distance for pair, distance in near.items() if distance < 15} == {}


# One source


def test_the_colours_of_arrays_have_one_source() -> None:
    """Whoever draws takes the colours from cnnlib.palette; only the icon, a file of its own, repeats one."""
    colours = {colour for name in ARRAYS for colour in COLOURS[name]}
    found: dict[str, list[str]] = {}
    for file in [*ROOT.glob("cnnlib/**/*"), *ROOT.glob("press/**/*"), *ROOT.glob("chapters/*")]:
        if file.suffix in (".py", ".js", ".css", ".md", ".svg", ".html") and file.name != "palette.py":
            for colour in re.findall("#[0-9a-f]{6}", file.read_text(encoding="utf-8").lower()):
                if colour in colours:
                    found.setdefault(file.name, []).append(colour)
    assert found == {"favicon.svg": [INPUT]}


def written_values(file: Path) -> list[str]:
    """The values in a style sheet, or the texts of a module that are no docstrings."""
    text = MARGINS.sub("", file.read_text(encoding="utf-8"))
    if file.suffix == ".css":
        return re.findall(r":([^;{}]*);", text)
    nodes = list(ast.walk(ast.parse(text)))
    alone = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    texts = [node for node in nodes if isinstance(node, ast.Constant) and id(node) not in alone]
    return [node.value for node in texts if isinstance(node.value, str)]


@pytest.mark.parametrize("file", [*SHEETS, PAPER, *DRAWING, *WRITING], ids=lambda file: file.name)
def test_what_draws_has_no_colour_of_its_own(file: Path) -> None:
    values = written_values(file)
    assert len(values) > (5 if file in PICTURES else 10)
    words = {word for value in values for word in re.findall(r"(?<![\w-])[a-z]+(?![\w-])", value)}
    assert [value for value in values if LITERAL.search(value)] == []
    assert words & set(CSS4_COLORS) == set()


@pytest.mark.parametrize("file", [*SHEETS, PAPER], ids=lambda file: file.name)
def test_a_style_sheet_has_no_size_of_letters_of_its_own(file: Path) -> None:
    sizes = [size.strip() for size in SIZED.findall(MARGINS.sub("", file.read_text(encoding="utf-8")))]
    assert sizes
    assert [size for size in sizes if not FROM_THE_TABLE.fullmatch(size)] == []


@pytest.mark.parametrize("size", ["0.9em", "12px", "1.1rem", "max(10px, 1em)", "calc(var(--c) * 0.4)", "small"])
def test_a_size_of_its_own_is_noticed(size: str) -> None:
    assert not FROM_THE_TABLE.fullmatch(size)


@pytest.mark.parametrize("file", DRAWING, ids=lambda file: file.name)
def test_a_picture_has_no_size_of_letters_of_its_own(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert re.findall(r"""font-?_?size[=:"']+\s*["']?(?!\{)[\d.]+""", text) == []
    assert re.findall(r"\bsize=[\d.]+", text) == []


CONTROLS = ["min-height", "padding", "border", "border-radius"]


def test_controls_and_what_has_the_focus_look_alike_everywhere() -> None:
    """Buttons and fields of explorers, boxes, the start page and pages for practice: one height, edge and corner."""
    for file, selector in {
        "explorer.css": ".explorer :is(.explorer-edit, .explorer-guess) input {",
        "answer.css": ':is(.answer, .practice, .practice-below) :is(input[type="text"], select, button) {',
        "start.css": ":is(.claim, .game) button {",
    }.items():
        (sheet,) = [sheet for sheet in SHEETS if sheet.name == file]
        text = sheet.read_text(encoding="utf-8")
        body = text[text.index(selector) :].partition("}")[0]
        found = {name: value for name, value in re.findall(r"([\w-]+): ([^;]*);", body) if name in CONTROLS}
        assert found == {
            "min-height": "var(--control-height)",
            "padding": "var(--control-padding)",
            "border": "1px solid var(--edge)",
            "border-radius": "var(--corner)",
        }
        rules = re.findall(r":focus-visible[^{]*\{([^}]*)\}", text)
        assert rules
        assert all("outline: var(--focus)" in rule for rule in rules)


def test_a_cell_is_coloured_alike_everywhere() -> None:
    """How strong a colour is, the stripes of what is negative, and the line below a name."""
    explorer, start = ((folder).read_text(encoding="utf-8") for folder in (SHEETS[0], BOXES / "front" / "start.css"))
    for start_of, end in (("--tint: light-dark(", ";"), ("linear-gradient(135deg, var(--tint)", ";")):
        one, other = (text[text.index(start_of) :].partition(end)[0] for text in (explorer, start))
        assert re.sub(r"\s+", " ", one) == re.sub(r"\s+", " ", other)
    for sheet in (SHEETS[0], BOXES / "front" / "start.css", BOXES / "front" / "answer.css"):
        assert "border-bottom: var(--title-line) solid var(--hue);" in sheet.read_text(encoding="utf-8")


def test_every_token_that_a_style_sheet_reads_is_in_the_table_or_is_the_surroundings() -> None:
    tokens = set(re.findall(r"(?m)^  --([\w-]+): ", css(":root")))
    assert tokens >= {*COLOURS, "line", "page", *palette.TYPE, *palette.SPACE, *palette.MEASURES}
    text = "".join(file.read_text(encoding="utf-8") for file in SHEETS)
    # What the explorers' scripts set: on arrays, on what stands side by side, and on sliders.
    scripts = "".join(file.read_text(encoding="utf-8") for file in FRONT.glob("*.js"))
    set_there = re.findall(r'(?:setProperty\(|setStyle\([\w.#]+, )"--([\w-]+)"', scripts)
    registered = re.findall(r"@property --([\w-]+)", text)
    defined = {*re.findall(r"[{;\s]--([\w-]+):", text), *set_there, *registered}
    assert not defined & tokens, "a token has one source"
    read = {name for name in re.findall(r"var\(--([\w-]+)", text) if not name.startswith(("pst-", "jp-"))}
    assert read <= tokens | defined
    assert len(read & tokens) >= 15


def test_a_token_has_a_light_and_a_dark_value_on_a_page_and_in_a_notebook() -> None:
    sheet = css(":root")
    for name, (light, dark) in COLOURS.items():
        assert f"  --{name}: {light if light == dark else f'light-dark({light}, {dark})'};\n" in sheet
    assert str(ExplorerView._css).startswith(css(".explorer"))
    assert sheet.count("{") == sheet.count("}") == 1
