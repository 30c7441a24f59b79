"""What axe-core finds on pages in five modes, and counts of what it does not look for.

    isu handouts data/sample --ut ut
    npm install --prefix AXE axe-core
    python -m benchmarks.axe AXE/node_modules/axe-core/axe.min.js ut ut_utbildare

Light, dark, 320 pixels, forced colours and print (on paper nothing is a target); every fold is
opened first. A line for what is
wrong in a mode, and last how many pages, what axe-core could not tell, and the sums of the counts.
"""

import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from lab import FLAGS, browser_path
from playwright.sync_api import Browser, sync_playwright

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PLAIN = {"color_scheme": "light", "forced_colors": "none", "media": "screen"}
MODES = {
    "light": PLAIN, "dark": PLAIN | {"color_scheme": "dark"}, "320": PLAIN,
    "forced": PLAIN | {"forced_colors": "active"}, "print": PLAIN | {"media": "print"},
}  # fmt: skip
OPEN = "() => document.querySelectorAll('details').forEach(d => d.open = true)"
RUN = """async tags => {
  const rules = matchMedia('print').matches ? {'target-size': {enabled: false}} : {};
  const found = await axe.run(document, {runOnly: {type: 'tag', values: tags}, rules});
  const told = kind => found[kind].map(f => [f.id, f.nodes.length, f.nodes[0].html.slice(0, 150)]);
  const root = document.documentElement;
  return [told('violations'), told('incomplete'), root.scrollWidth - root.clientWidth] }"""
COUNTS = """() => {
  const all = s => [...document.querySelectorAll(s)], told = e => e.textContent.trim();
  const twice = found => found.length - new Set(found).size;
  const levels = all('h1,h2,h3,h4,h5,h6').map(h => +h.tagName[1]);
  const scrolls = e => e.scrollWidth > e.clientWidth + 1;
  const boxes = all('div').filter(e => getComputedStyle(e).overflowX == 'auto');
  return {
    tables: all('table').length, 'no caption': all('table').filter(t => !t.caption).length,
    'no scope': all('th:not([scope])').length, 'ids twice': twice(all('[id]').map(e => e.id)),
    'captions twice': twice(all('caption').map(told)),
    'headings twice': twice(all('h1,h2,h3,h4').map(told)),
    'levels skipped': levels.filter((l, i) => i && l > levels[i - 1] + 1).length,
    'stops that do not scroll': all('[tabindex="0"]').filter(e => !scrolls(e)).length,
    'scrolls without a stop': boxes.filter(e => scrolls(e) && e.tabIndex != 0).length,
    'links that say nothing':
      all('a:not(nav a)').filter(a => /^(här|läs mer|klicka här)?$/i.test(told(a))).length,
    'longest alt': Math.max(0, ...all('figure > span, img[alt]')
      .map(e => (e.alt || e.textContent).length)),
    'requests': performance.getEntriesByType('resource').length,
  } }"""
LONGEST, NARROW = "longest alt", "320"


@dataclass
class Found:
    """What has been found on all pages so far."""

    wrong: int = 0
    unsure: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)

    def look_at(self, browser: Browser, file: Path, axe: str) -> None:
        """Open a page in all modes; tell of what is wrong."""
        with browser.new_context(bypass_csp=True) as context:
            page = context.new_page()
            page.goto(file.resolve().as_uri())
            page.evaluate(OPEN)
            page.evaluate(axe)
            for mode, media in MODES.items():
                page.set_viewport_size({"width": 320 if mode == NARROW else 1200, "height": 900})
                page.emulate_media(**media)
                wrong, unsure, beyond = page.evaluate(RUN, TAGS)
                self.wrong += len(wrong)
                self.unsure.update({rule: count for rule, count, _ in unsure})
                if wrong or beyond:
                    print(file, mode, wrong, beyond, flush=True)
                if mode == NARROW:
                    self.count(file, page.evaluate(COUNTS))

    def count(self, file: Path, told: dict[str, int]) -> None:
        """Add the counts of a page; tell of what is not as it should be."""
        longest = max(self.counts[LONGEST], told.pop(LONGEST))
        self.counts.update(told)
        self.counts[LONGEST] = longest
        if faults := {name: n for name, n in told.items() if n and name != "tables"}:
            print(file, faults, flush=True)


def main(axe: Path, roots: list[Path]) -> None:
    """Print what is found on each page of the folders, and sums."""
    files = [file for root in roots for file in sorted(root.rglob("*.html"))]
    found, source = Found(), axe.read_text(encoding="utf-8")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=browser_path(), args=FLAGS)
        for file in files:
            found.look_at(browser, file, source)
        browser.close()
    print(f"{len(files)} pages in {len(MODES)} modes: {found.wrong} kinds of faults")
    print("unsure", dict(found.unsure), "counts", dict(found.counts))


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
