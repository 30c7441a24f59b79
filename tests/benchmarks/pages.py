"""What pages weigh and how they lie on paper: kB, px, sheets of A4, least type, how filled.

    isu handouts data/sample --ut ut
    python -m benchmarks.pages ut

One line a page; needs a browser and poppler's ``pdftotext`` and ``pdftohtml``. A sheet is filled
as far down as its last line of text stands, of its whole height; the foot is not counted.
"""

import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from lab import FLAGS, browser_path
from playwright.sync_api import Page, sync_playwright

from isu_helpers.content.styles import STYLE

HEAD = f"{'page':58} {'kB':>5} {'css':>5} {'1200':>6} {'390':>6} {'A4':>3} {'pt':>4} filled"
SCALE, FOOT = 1.5, 40  # pixels a point, as pdftohtml writes; points that the foot has
HEIGHT = "document.documentElement.scrollHeight"


def sheets(pdf: bytes) -> tuple[float, list[float]]:
    """The smallest type of a print, in points, and how filled each sheet is."""
    with TemporaryDirectory() as place:
        file = Path(place, "a.pdf")  # pdftohtml goes back and forth in it
        file.write_bytes(pdf)
        lines = _asked("pdftotext", "-bbox-layout", file, "-").split("<page ")[1:]
        told = _asked("pdftohtml", "-xml", "-i", "-stdout", file)
    sizes = [int(size) / SCALE for size in re.findall(r'<fontspec [^>]*size="(\d+)"', told)]
    return min(sizes, default=0), [_filled(sheet) for sheet in lines]


def _filled(sheet: str) -> float:
    height = float(re.search(r'height="([\d.]+)"', sheet)[1])
    ends = [float(y) for y in re.findall(r'<line [^>]*yMax="([\d.]+)"', sheet)]
    return max((y for y in ends if y < height - FOOT), default=0) / height


def _asked(*command: str | Path) -> str:
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def line(page: Page, file: Path, root: Path) -> str:
    """What is measured of one page."""
    heights = []
    for width in (1200, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(file.resolve().as_uri())
        heights.append(page.evaluate(HEIGHT))
    least, filled = sheets(page.pdf(prefer_css_page_size=True))
    found = STYLE.search(file.read_text(encoding="utf-8"))
    style = len(found[2].encode()) / 1000 if found else 0
    name = file.relative_to(root).as_posix()[-58:]
    shares = " ".join(f"{share:.2f}"[-3:] for share in filled)
    return (f"{name:58} {file.stat().st_size / 1000:5.0f} {style:5.1f} {heights[0]:6} "
            f"{heights[1]:6} {len(filled):3} {least:4.1f} {shares}")  # fmt: skip


def main(roots: list[Path]) -> None:
    """Print a line for each page of the folders."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=browser_path(), args=FLAGS)
        page = browser.new_page()
        print(HEAD)
        for root in roots:
            for file in sorted(root.rglob("*.html")):
                print(line(page, file, root), flush=True)
        browser.close()


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
