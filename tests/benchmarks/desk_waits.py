"""The waits of `isu lab`, from a press until there is something to read and until all is there.

Prints seconds: from the command to the address, from there to the first words and to all of the
first notebook (its kernel may still be cold), the same of each notebook that is opened after it
(its kernel is warm), and how long a choice in the explorer takes.

    python tests/benchmarks/desk_waits.py [practice folder]
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from desk import FRONT, Page, desk  # noqa: E402
from lab import ROOT, until  # noqa: E402

NAMES = ("Frågor", "Variabler", "Återblick", "Steg 1. Vad ser vi?", "Steg 4")
BETWEEN = 20  # seconds that people read before they go on, when the next kernel gets warm
VIEW = ".isu-utforskare .widget-html"


def main(practice: str = "bjorkasen") -> None:
    """Open one notebook after another and time each."""
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        shutil.copytree(ROOT / "data" / "sample" / practice, home / practice)
        begun = time.perf_counter()
        with desk(home, str(home / practice)) as page:
            page.page.wait_for_selector(f"{FRONT} h1")
            tell("isu lab to the first words", begun)
            page.runs_by_itself()
            tell("isu lab to all of start", begun)
            for name in NAMES:
                time.sleep(BETWEEN)
                opened(page, name)
                if "Vad ser vi" in name:
                    explored(page)


def opened(page: Page, name: str) -> None:
    page.front(".isu-bocker summary").click()
    begun = time.perf_counter()
    page.front(".isu-bocker-lista button", has_text=name).click()
    until("it is in front", lambda: name in page.page.title())
    page.page.wait_for_selector(f"{FRONT} .isu-mapp")
    tell(f"{name}: the first output", begun)
    page.runs_by_itself()
    tell(f"{name}: all of it", begun)


def explored(page: Page) -> None:
    view, field = page.front(VIEW), page.front(".isu-utforskare select")
    before, begun = view.inner_html(), time.perf_counter()
    field.select_option(index=3)
    until("it is shown", lambda: view.inner_html() != before)
    tell("explorer: a choice", begun)


def tell(what: str, begun: float) -> None:
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
    print(f"{time.perf_counter() - begun:6.1f} s  {what} (load {load:.1f})", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
