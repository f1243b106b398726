"""Open the pages in Chromium, Firefox and Safari's engine, and compare what they do with what Python says.

`python -m tools.engines` takes all pages and every engine that is here, `python -m tools.engines firefox
chapters/3-cost` one of each. Every part is answered right, wrong in every known way, and badly, every explorer is
used, and every slide shown; the pictures are in `_build/engines`, and in `side` there those of all engines side by
side. An engine that is not here is named, with what it needs; nothing is installed. Fails if any engine says something
else than Python, or if there is none.
"""

import base64
import os
import shutil
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from cnnlib.answers import about, check, parts
from cnnlib.forms import write
from cnnlib.problems.formulas import FormulaPart
from kit.book import ROOT, SITE, number, pages, problems
from kit.box_cases import ENTER, say
from kit.browser import FLAGS
from kit.browser import find as find_chromium
from kit.server import serving
from tools.engine_explorers import check_explorers, join_pictures
from tools.engine_slides import check_slides

PICTURES = ROOT / "_build" / "engines"
SIZE = 1000, 900
PATIENCE, LOADED = 10.0, 60.0  # seconds until a page has done what it is to do, and until it is loaded
BAD = ["", "words", "1e999", "x" * 10_000, "<img src=x onerror=alert(1)>", "\u202e12"]
FEW = 40  # formulas of a builder in each engine: they are all judged in the tests


class Engine(ABC):
    """A browser with one page, and the keys of a keyboard."""

    name: str
    address = ""  # of the site

    def picture(self, page: str, what: str) -> Path:
        """The file for a picture of something on a page."""
        return PICTURES / f"{self.name}-{Path(page).name}-{what}.png"

    @abstractmethod
    def open(self, address: str) -> None:
        """Go to a page, and wait until it is loaded."""

    @abstractmethod
    def run(self, script: str, *arguments: Any) -> Any:
        """Run the body of a function in the page, and return its result."""

    @abstractmethod
    def press(self, selector: str, keys: str) -> None:
        """Press keys on an element, as a reader does; a line's end is Enter."""

    @abstractmethod
    def take_picture(self, file: Path) -> None:
        """Save what is seen as PNG."""

    @abstractmethod
    def close(self) -> None:
        """End the browser."""

    def wait(self, script: str, *arguments: Any) -> Any:
        """Run a script until its result is true, and return that; after a while whatever it is."""
        end = time.monotonic() + PATIENCE
        while not (found := self.run(script, *arguments)) and time.monotonic() < end:
            time.sleep(0.1)
        return found


class Chromium(Engine):
    """Chromium, as the tests have it, through Playwright."""

    name = "chromium"
    needs = "Chromium (python -m kit.browser gets it)"

    @staticmethod
    def find() -> str | None:
        """Where it is."""
        return str(find_chromium() or "") or None

    def __init__(self) -> None:
        from playwright.sync_api import sync_playwright

        self.playwright = sync_playwright().start()
        self.browser = self.playwright.chromium.launch(executable_path=self.find(), args=FLAGS)
        self.page = self.browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})

    def open(self, address: str) -> None:
        """Go to a page."""
        self.page.goto(address)

    def run(self, script: str, *arguments: Any) -> Any:
        """Run a script."""
        return self.page.evaluate(f"(given) => (function () {{ {script} }})(...given)", list(arguments))

    def press(self, selector: str, keys: str) -> None:
        """Press keys."""
        self.page.focus(selector)
        for key in keys:
            self.page.keyboard.press("Enter") if key == "\n" else self.page.keyboard.type(key)

    def take_picture(self, file: Path) -> None:
        """Save what is seen."""
        self.page.screenshot(path=file)

    def close(self) -> None:
        """End it."""
        self.browser.close()
        self.playwright.stop()


class Firefox(Engine):
    """Firefox, through its own door for tests."""

    name = "firefox"
    needs = "firefox-esr (Debian: apt install firefox-esr)"

    @staticmethod
    def find() -> str | None:
        """Where it is."""
        return shutil.which("firefox-esr") or shutil.which("firefox")

    def __init__(self) -> None:
        from marionette_driver.marionette import Marionette

        log = str(PICTURES / "firefox.log")
        prefs = {"layout.css.devPixelsPerPx": "1.0"}
        self.driver = Marionette(bin=self.find(), headless=True, gecko_log=log, prefs=prefs)
        self.driver.start_session()
        self.driver.set_window_rect(width=SIZE[0], height=SIZE[1])

    def open(self, address: str) -> None:
        """Go to a page."""
        self.driver.navigate(address)

    def run(self, script: str, *arguments: Any) -> Any:
        """Run a script."""
        # In the page's own scope, where what one script leaves is there for the next.
        return self.driver.execute_script(script, arguments, sandbox=None)

    def press(self, selector: str, keys: str) -> None:
        """Press keys; to this driver Enter is a character of its own."""
        self.driver.find_element("css selector", selector).send_keys(keys.replace("\n", "\ue007"))

    def take_picture(self, file: Path) -> None:
        """Save what is seen."""
        file.write_bytes(base64.b64decode(self.driver.screenshot(full=False)))

    def close(self) -> None:
        """End it."""
        self.driver.quit()


FLICKER = """
    const { style } = document.documentElement;
    let times = 20;
    const timer = setInterval(() => {
        style.opacity = times % 2 ? "0.999" : "";
        if (!times--) clearInterval(timer);
    }, 50);
"""


class WebKit(Engine):
    """WebKitGTK, which has the engine of Safari, on a screen that nobody sees."""

    name = "webkit"
    needs = "WebKitWebDriver and Xvfb (Debian: apt install webkit2gtk-driver xvfb)"

    @staticmethod
    def find() -> str | None:
        """Where its driver is."""
        return shutil.which("WebKitWebDriver") if shutil.which("Xvfb") else None

    def __init__(self) -> None:
        from selenium import webdriver

        options = webdriver.WebKitGTKOptions()
        [browser] = islice(Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser"), 1)
        options.binary_location = str(browser)
        options.add_argument("--automation")
        self.screen = Screen()
        try:
            service = webdriver.WebKitGTKService(executable_path=self.find(), env=self.screen.environment)
            self.driver = webdriver.WebKitGTK(options=options, service=service)
        except BaseException:
            self.screen.close()
            raise
        self.driver.set_page_load_timeout(LOADED)
        self.driver.set_window_size(*SIZE)

    def open(self, address: str) -> None:
        """Go to a page."""
        self.driver.get(address)

    def run(self, script: str, *arguments: Any) -> Any:
        """Run a script."""
        return self.driver.execute_script(script, *arguments)

    def press(self, selector: str, keys: str) -> None:
        """Press keys."""
        self.driver.find_element("css selector", selector).send_keys(keys.replace("\n", "\ue007"))

    def take_picture(self, file: Path) -> None:
        """Save what is seen. On the whole screen it waits for ever where nothing is drawn anew: so something is."""
        self.driver.execute_script(FLICKER)
        self.driver.save_screenshot(str(file))

    def close(self) -> None:
        """End it, and its screen."""
        self.driver.quit()
        self.screen.close()


class Screen:
    """A screen of X11 that nobody sees, and what a program needs to know of it."""

    def __init__(self) -> None:
        reader, writer = os.pipe()
        command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]
        silent = subprocess.DEVNULL  # it is not to hold what this program writes to
        self.program = subprocess.Popen(command, pass_fds=[writer], stdout=silent, stderr=silent)
        os.close(writer)
        with os.fdopen(reader) as answer:
            display = answer.readline().strip()
        # WebKit refuses its sandbox to root, and has no graphics card here.
        alone = {"WEBKIT_DISABLE_COMPOSITING_MODE": "1", "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
        self.environment = {**os.environ, "DISPLAY": f":{display}", "GDK_BACKEND": "x11", **alone}

    def close(self) -> None:
        """End it."""
        self.program.terminate()
        self.program.wait()


ENGINES: dict[str, Any] = {one.name: one for one in (Chromium, Firefox, WebKit)}

# The verdict, the slip and the sentence are the last three things that it returns of an answer.
ANSWER = f"""
    const [part, answers] = arguments;
    return ({ENTER})(document.querySelector(`form.answer[data-part="${{part}}"]`), answers);
"""
SHOW = """
    document.documentElement.style.scrollBehavior = "auto";
    document.querySelector(arguments[0]).scrollIntoView({ block: "center" });
"""
LINK = """
    const link = document.querySelector(`form.answer[data-part="${arguments[0]}"] .answer-departs a`);
    document.documentElement.style.scrollBehavior = "auto";
    if (link) link.click();
    return link && link.hash;
"""
PICKED = """
    const cell = document.querySelector(".explorer [aria-selected=true]");
    if (!cell) return "";
    const { top, bottom } = cell.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight ? cell.getAttribute("aria-label") : "";
"""
# What lies on an array glides there.
STILL = "return document.getAnimations().every(({ playState }) => playState !== 'running');"


def cases(part: str) -> tuple[list[Any], list[list[str] | None]]:
    """Return answers to a part as the form takes them, and what Python says of each; None for what it cannot read."""
    known = about(part)
    if isinstance(known, FormulaPart):
        choices = {known.builder.write(choice): choice for _, choice in known.builder.known_choices()}
        texts = [*[*choices][:: len(choices) // FEW + 1], known.builder.example, known.builder.key]
        answers: list[Any] = [known.builder.read(text) for text in texts]
    else:
        answers = [write(known.kind, one) for one in (*known.right, *(slip.answer for slip in known.slips))]
        texts = answers = [*answers, known.example, *BAD]
    return answers, [expect(part, text) for text in texts]


def expect(part: str, text: str) -> list[str] | None:
    """Return the verdict, the slip and the sentence as a page has them; None for what Python cannot read."""
    try:
        return list(say(part, text))
    except ValueError:
        return None


def check_boxes(engine: Engine, page: str) -> Iterator[str]:
    """Answer every part of a page; return what differs from Python."""
    for part in parts_of(page):
        answers, expected = cases(part)
        said = engine.run(ANSWER, part, answers)
        for answer, (*_, verdict, slip, sentence), other in zip(answers, said, expected, strict=True):
            one = [verdict, slip, sentence]
            agrees = one == other if other else one[0] == "form" and one[2].startswith("? Not read. ")
            if not agrees:
                yield f"{part}: {str(answer)[:60]!r} gives {one}, not {other}"
        engine.run(SHOW, f'form.answer[data-part="{part}"]')
        engine.take_picture(PICTURES / f"{engine.name}-{part}.png")
        print(f"  {part}: {len(answers)} answers", flush=True)


def check_keys(engine: Engine, page: str) -> Iterator[str]:
    """Press Enter on a control of each part of a page."""
    for part in parts_of(page):
        known, form = about(part), f'form.answer[data-part="{part}"]'
        engine.run(f"document.querySelector('{form}').dispatchEvent(new Event('input'))")
        if isinstance(known, FormulaPart):
            engine.press(f"{form} select", "\n")
        else:
            engine.run(f"document.querySelector('{form} input').value = ''")
            engine.press(f"{form} input", f"{known.example}\n")
        if not engine.wait(f"return document.querySelector('{form}').dataset.verdict"):
            yield f"{part}: Enter does not check"


def check_links(engine: Engine, page: str) -> Iterator[str]:
    """Follow a link from a wrong answer to the explorer, of each part that has one at once."""
    for part in parts_of(page):
        answers, _ = cases(part)
        for answer in answers:
            text = answer if isinstance(answer, str) else about(part).builder.write(answer)
            departs = check(part, text).departs if expect(part, text) else None
            if departs and not departs.reveals:
                break
        else:
            continue
        engine.run(ANSWER, part, [answer])
        if engine.run(LINK, part) != departs.address:
            yield f"{part}: {text!r} has no link to {unquote(departs.address)}"
        picked = engine.wait(PICKED)
        if not picked.startswith(f"{departs.place} = "):
            yield f"{part}: the link to {departs.place} shows {picked!r}"
        engine.wait(STILL)
        engine.take_picture(PICTURES / f"{engine.name}-{part}-explorer.png")


# What is done with each chapter that asks, and with every page: it returns what is wrong.
CHECKS: tuple[Callable[[Engine, str], Iterator[str]], ...] = (
    check_boxes,
    check_keys,
    check_links,
    check_explorers,
    check_slides,
)
EVERYWHERE = (check_explorers, check_slides)


def parts_of(page: str) -> list[str]:
    """The parts that a page asks."""
    return [part for part in parts() if part[0] == str(number(page))]


def visit(engine: Engine, address: str, page: str) -> list[str]:
    """Do all checks on a page."""
    found = []
    asks = page in problems()
    for one in CHECKS if asks else EVERYWHERE:
        engine.open(f"{address}/{page}.html?{one.__name__}")  # another address, or nothing is loaded anew
        is_ready = "document.documentElement.dataset.answered !== undefined" if asks else "true"
        engine.wait(f"return document.readyState === 'complete' && {is_ready};")
        found += [f"{engine.name}, {page}: {wrong}" for wrong in one(engine, page)]
    return found


def main(chosen: list[str]) -> None:
    """Take the engines and the pages that are named, or all."""
    if not (SITE / "index.html").is_file():
        sys.exit("There is no built book: run `make book` first.")
    if unknown := set(chosen) - {*ENGINES, *pages()}:
        sys.exit(f"There is no engine and no page {', '.join(sorted(unknown))}.")
    PICTURES.mkdir(parents=True, exist_ok=True)
    wanted = [name for name in ENGINES if name in chosen] or [*ENGINES]
    visited = [page for page in pages() if page in chosen] or pages()
    here = [name for name in wanted if ENGINES[name].find()]
    for name in set(wanted) - {*here}:
        print(f"{name} is not here: it needs {ENGINES[name].needs}.")
    found = []
    with serving(SITE) as address:
        for name in here:
            engine = ENGINES[name]()
            engine.address = address
            try:
                for page in visited:
                    print(f"{name}, {page}", flush=True)
                    found += visit(engine, address, page)
            finally:
                engine.close()
    join_pictures(PICTURES, here)
    if found or not here:
        sys.exit("\n".join(found) or "There is no engine to look with.")
    print(f"{' and '.join(here)} say what Python says; pictures are in {PICTURES.relative_to(ROOT)}.")


if __name__ == "__main__":
    main(sys.argv[1:])
