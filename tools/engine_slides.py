"""What `tools/engines.py` does with each deck in every engine: all of its slides, by the clicker's keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tools.slides import SLIDES, decks

if TYPE_CHECKING:
    from tools.engines import Engine

READY = "return document.documentElement.dataset.deck === 'ready';"
NEXT = """
const at = () => {
    const slide = Reveal.getCurrentSlide();
    return [slide.id, slide.querySelectorAll('.fragment.visible').length].join();
};
const before = at();
dispatchEvent(new KeyboardEvent('keydown', { key: 'PageDown', cancelable: true }));
const slide = Reveal.getCurrentSlide();
const content = slide.querySelector('.content');
const place = slide.querySelector('.explorer');
return {
    slide: slide.id,
    kind: slide.className,
    isMoved: before !== at(),
    isFull: content.scrollHeight <= content.clientHeight + 2 && content.scrollWidth <= content.clientWidth + 2,
    isLive: !place || Boolean(place.explorer?.explorer.state.views.length),
    isLast: Reveal.isLastSlide() && !Reveal.availableFragments().next,
};
"""
MOST = 99  # states of a deck


def check_slides(engine: Engine, page: str) -> Iterator[str]:
    """Open the deck of a page, if it has one, and go through it."""
    if page not in decks():
        return
    if not (SLIDES / "cards.html").is_file():
        yield "has no slides yet: run `make slides` first"
        return
    name = Path(page).name
    engine.open(f"{engine.address}/slides/{name}.html")
    if not engine.wait(READY):
        yield "its slides do not begin"
        return
    pictured: set[str] = set()
    for _ in range(MOST):
        now = engine.run(NEXT)
        slide = now["slide"]
        if not now["isMoved"]:
            yield f"the clicker does not lead on from {slide}"
        if not now["isFull"]:
            yield f"not all of {slide} is on the slide"
        if not now["isLive"]:
            yield f"the explorer of {slide} does not begin"
        if now["kind"].split()[0] not in pictured:
            pictured.add(now["kind"].split()[0])
            engine.take_picture(engine.picture(page, f"slide-{slide}"))
        if now["isLast"]:
            return
    yield "its slides have no end"
