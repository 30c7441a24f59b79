"""`isu lab` as people start it, in a real browser: one page, what it shows and what goes wrong."""

import ctypes
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lab import FLAGS, OWN, PATIENCE, ROOT, browser_path, missing, until

from isu_helpers.content import prompts

__all__ = ["ENGLISH", "QUESTION", "Page", "desk", "missing", "words_of"]
QUESTION = {id: entry["fraga"] for id, entry in prompts().items()}
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S*")
FRONT = ".jp-NotebookPanel:not(.lm-mod-hidden)"
PR_SET_PDEATHSIG = 1
SCREEN = {"width": 1366, "height": 768}
# Words of JupyterLab that are no Swedish. Some of its words are both.
LISTED = """add advance and below browser button cancel cell cells checkpoint click close code
content copy cut delete discard error failed file hidden insert kernel launcher loading main
markdown menu name no notebook open output outputs paste raw reload rename restart run save
saved select settings shut skip the toolbar topbar trusted view warning widget with you your"""
ENGLISH = frozenset(LISTED.split())
SHOWN = """() => { const seen = e => e.checkVisibility({checkVisibilityCSS: true});
  const names = ['aria-label', 'title', 'placeholder', 'alt'];
  const told = [...document.querySelectorAll(names.map(n => `[${n}]`).join())].filter(seen)
    .flatMap(e => names.map(a => e.getAttribute(a)));
  return [document.title, document.body.innerText, ...told].filter(Boolean).join('\\n') }"""


def words_of(text: str) -> set[str]:
    """The words of a text in small letters."""
    return set(re.findall(r"[a-zåäöé]+", text.lower()))


class Page:
    """The page of `isu lab`; ``problems`` its console tells, ``strangers`` are other hosts."""

    def __init__(self, page: object, folder: Path):
        self.page, self.folder = page, folder
        self.problems: list[str] = []
        self.strangers: list[str] = []
        page.on("console", lambda m: m.type == "error" and self.problems.append(m.text))
        page.on("pageerror", lambda e: self.problems.append(str(e)))
        page.on("websocket", lambda s: OWN.match(s.url) or self.strangers.append(s.url))
        page.on("request", lambda r: OWN.match(r.url) or self.strangers.append(r.url))

    def runs_by_itself(self) -> None:
        """Wait until the notebook in front has run."""
        self.page.wait_for_selector(f"{FRONT}[data-isu-kor=klar]", timeout=1000 * PATIENCE)

    def open(self, name: str) -> None:
        """Choose another notebook in the list."""
        self.front(".isu-bocker summary").click()
        self.front(".isu-bocker-lista button", has_text=name).click()
        until("it is in front", lambda: name in self.page.title())

    def go(self, name: str) -> None:
        """Choose another notebook in the list, and wait until it has run."""
        self.open(name)
        self.runs_by_itself()

    def notice(self) -> str:
        """What the page says that has to be seen to."""
        return self.front(".isu-anmarkning").inner_text()

    def stranger(self, what: str) -> int:
        """What the server answers one who has no key."""
        with self.page.context.browser.new_context() as context:
            return context.request.get(f"{self.page.url.partition('/doc')[0]}/{what}").status

    def front(self, part: str, **more: object) -> object:
        """A part of the notebook in front."""
        return self.page.locator(f"{FRONT} {part}", **more).first

    def row(self, label: str) -> object:
        """The field with a label, and what stands round it."""
        of = self.page.locator(f"{FRONT} .isu-faltrad")
        return of.filter(has=self.page.locator(".widget-label", has_text=label)).first

    def write(self, label: str, words: str) -> None:
        """Write in a field letter by letter."""
        self.row(label).locator("textarea, input").first.press_sequentially(words, delay=2)

    def value(self, label: str) -> str:
        """What stands in a field."""
        return self.row(label).locator("textarea, input, select").first.input_value()

    def saved(self) -> str:
        """What the bar at the top says of what is saved."""
        return self.front(".isu-lage-sparat").inner_text()

    def whose(self) -> str:
        """Whose folder the bar at the top names."""
        return self.front(".isu-vems-mapp").inner_text()

    def top(self) -> float:
        """How far down the page one is."""
        return self.front(".jp-WindowedPanel-outer").evaluate("e => e.scrollTop")

    def english(self) -> list[str]:
        """English words that can be seen, or are read aloud."""
        return sorted(words_of(self.page.evaluate(SHOWN)) & ENGLISH)


@contextmanager
def desk(home: Path, *arguments: str, size: dict = SCREEN) -> Iterator[Page]:
    """`isu lab` for a user whose own folder is ``home``; ended as with Ctrl + C."""
    from playwright.sync_api import sync_playwright

    env = os.environ | own_places(home) | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "isu_helpers", "lab", "--utan-webblasare", *arguments]
    told = {"stdout": subprocess.PIPE, "encoding": "utf-8", "preexec_fn": end_with_us}
    process = subprocess.Popen(command, cwd=home, env=env, **told)
    try:
        address = next(found[0] for line in process.stdout if (found := ADDRESS.search(line)))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
            try:
                page = browser.new_context(viewport=size, locale="sv-SE").new_page()
                opened = Page(page, home)
                page.goto(address)
                yield opened
            finally:
                browser.close()
    finally:
        process.terminate()
        process.wait()


def end_with_us() -> None:
    """Let a process end when the one that has started it does, however it does, where Linux is."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def own_places(home: Path) -> dict[str, str]:
    """An environment in which nothing of the user who runs the tests is read or written."""
    places = {name: str(home / f".{name}") for name in ("state", "data", "config", "cache")}
    return {"HOME": str(home), "USERPROFILE": str(home), "LOCALAPPDATA": places["data"],
            **{f"XDG_{name.upper()}_HOME": place for name, place in places.items()}}  # fmt: skip
