"""The pictures to scale, as a browser draws them: every state's, each once."""

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from cnnlib.explore.chapters.cost import (
    draw_dense_layer,
    draw_growth,
    draw_output_size,
    draw_pairs,
    draw_products,
    draw_window,
)
from cnnlib.explore.chapters.pooling import draw_aliasing, draw_windows
from cnnlib.explore.chapters.shapes import RECORDED, draw_shape
from cnnlib.explore.pictures.blocks import draw_blocks
from cnnlib.explore.pictures.channels import draw_channel_outputs, draw_channels
from cnnlib.explore.pictures.lowering import draw_im2col, draw_image, draw_lowered
from cnnlib.explore.pictures.small import draw_dilation, draw_padding, draw_same, draw_stride
from cnnlib.explore.pictures.svg import Drawing
from cnnlib.palette import css
from kit.drawings import marks

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 390, "height": 844}
INSIDE = 390 - 2 * 29  # what an explorer has inside, on a telephone

# Of each picture: words that lie outside it, words on each other, small ones, and the size of what stands for a number.
LOOK = """() => [...document.querySelectorAll("svg")].map((svg) => {
    const box = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].map((one) => [one.textContent, one.getBoundingClientRect()]);
    const outside = texts.filter(([, one]) => one.left < box.left - 0.5 || one.right > box.right + 0.5
        || one.top < box.top - 2 || one.bottom > box.bottom + 2).map(([text]) => text);
    const meets = (one, other) => one.left < other.right - 1 && other.left < one.right - 1
        && one.top < other.bottom - 3 && other.top < one.bottom - 3;
    const on = texts.flatMap(([text, one], k) =>
        texts.slice(k + 1).filter(([, other]) => meets(one, other)).map(([other]) => `${text} | ${other}`));
    const small = texts.filter(([, one]) => one.height < 10).map(([text]) => text);
    const sizes = [...svg.querySelectorAll("*")].filter((one) => Object.keys(one.dataset).length)
        .map((one) => [one.getBoundingClientRect().width, one.getBoundingClientRect().height]);
    return { width: box.width, outside, on, small, sizes };
})"""


def shapes() -> Iterator[Any]:
    sizes, seconds = ("256 x 256", "480 x 640", "512 x 512"), (0.25, 2.5, 10)
    for state in itertools.product(RECORDED, (1, 32, 40, 100), sizes, (30, 240), seconds, (1, 3, 80)):
        yield draw_shape(*state)


def drawings(views: Iterator[Any]) -> list[Drawing]:
    """The pictures of all views, each once."""
    every = (block for view in views for block in getattr(view, "blocks", [view]) if isinstance(block, Drawing))
    return list({drawing.as_svg(): drawing for drawing in every}.values())


def show(page: Page, pictures: list[Drawing]) -> list[dict[str, Any]]:
    """Show pictures with the letters that an explorer has, and look at each."""
    style = f"{css(':root')} body {{ margin: 0; font: 15.2px/1.4 'Liberation Sans', Arial, sans-serif }}"
    page.set_content(f"<style>{style}</style><main>{''.join(one._repr_html_() for one in pictures)}</main>")
    found: list[dict[str, Any]] = page.evaluate(LOOK)
    return found


def costs() -> Iterator[Any]:
    sizes, kernels = ("48 x 64", "28 x 24", "224 x 192"), ("1 x 1", "3 x 3", "5 x 2", "7 x 7")
    for size, kernel in itertools.product(sizes, kernels):
        yield draw_dense_layer(size, kernel)
        for stride in (1, 2, 3):
            yield draw_output_size(size, kernel, stride)
            yield draw_growth(size, kernel, stride)
        yield draw_window(size, kernel)
    for kernel, inputs in itertools.product(kernels, (1, 3, 10, 50)):
        yield draw_products(kernel, inputs)
    for inputs, outputs in itertools.product((1, 3, 10, 50), (1, 20, 100)):
        yield draw_pairs(inputs, outputs)
    yield draw_channels()
    yield draw_channel_outputs()


def pooling() -> Iterator[Any]:
    for size, stride in itertools.product((1, 2, 3, 4), (1, 2, 3, 4)):
        for windows, length in itertools.product(("partial", "whole"), (3, 7, 8)):
            yield draw_windows(size, stride, windows, length)
        for period in range(2, 13):
            yield draw_aliasing(stride, period)
    yield from draw_blocks(np.arange(24).reshape(6, 4) % 7, (3, 2))


def layouts() -> Iterator[Any]:
    yield from (draw_stride(), draw_padding(), draw_dilation(), draw_same())
    yield from (draw_image(), draw_im2col(), draw_lowered())


EVERY = {"shapes": shapes, "costs": costs, "pooling": pooling, "layouts": layouts}


@pytest.mark.parametrize("chapter", EVERY)
def test_every_picture_is_legible_and_to_scale_on_a_desk_and_on_a_telephone(browser: Browser, chapter: str) -> None:
    pictures = drawings(EVERY[chapter]())
    page = browser.new_page(viewport=PHONE | {"width": INSIDE})
    for width in (700, INSIDE):
        page.set_viewport_size({"width": width, "height": 844})
        shown = list(zip(pictures, show(page, pictures), strict=True))
        faults = [(drawing.alt, seen) for drawing, seen in shown if seen["outside"] + seen["on"] + seen["small"]]
        assert faults == [], width
        for drawing, seen in shown:
            about = (width, drawing.alt)
            assert seen["width"] <= width, about
            for mark, size in zip(marks(drawing), seen["sizes"], strict=True):
                check_size(mark.numbers, mark.width, size, seen["width"] / drawing.width, about)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    page.close()


def check_size(numbers: dict[str, float], width: float, size: list[float], zoom: float, about: Any) -> None:
    """What is written in the SVG is what is on the screen."""
    if set(numbers) & {"width", "height", "area"}:
        assert size[0] == pytest.approx(width * zoom, abs=1.5), about
