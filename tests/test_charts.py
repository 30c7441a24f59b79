"""Charts in a browser: nothing from data is alive; text is read at every width and on paper."""

import re
import shutil
import subprocess
from dataclasses import dataclass

import pytest
from drawn import charts, heard, lanes
from lab import FLAGS, browser_path, missing
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from isu_helpers.analysis.explain.decomposition import Estimate
from isu_helpers.analysis.verdict import CLEAR, TOO_FEW
from isu_helpers.configuration import sample_root, settings
from isu_helpers.content import text
from isu_helpers.content.packing import packed
from isu_helpers.content.styles import STYLE, lean
from isu_helpers.elsewhere import Beside, Standing
from isu_helpers.exercises.chance import DrawsChart, draws
from isu_helpers.forms import LOOKS
from isu_helpers.pages.proposals import Action, Matrix, matrix_of
from isu_helpers.pages.sizes import Sizes, SizesChart
from isu_helpers.publish.page import to_html
from isu_helpers.run import Run
from isu_helpers.show import MIME
from isu_helpers.show.charts.argument import Argument, Bar, Meaning
from isu_helpers.show.charts.dots import Dots, Forest, Marked
from isu_helpers.show.charts.drawing import SEXES, shades
from isu_helpers.show.charts.lines import Lines
from isu_helpers.show.charts.shares import Shares
from isu_helpers.show.charts.stacked import Answers, Stacked
from isu_helpers.show.charts.svg import element
from isu_helpers.show.html import html_of
from isu_helpers.show.rows import Block, Figure, Gap, Row
from isu_helpers.show.section import one_section
from isu_helpers.wording import points

NAN = float("nan")
SIGNS = (
    "<script>{}</script>",
    "<img src=x onerror={}>",
    "<svg onload={}>",
    "<b onclick={}>x</b>",
    "<svg><script>{}</script></svg>",
    "<svg><animate onbegin={} attributeName=x dur=1s>",
    "<svg><set onbegin={} attributeName=x>",
    "<math><mtext><style><img src=x onerror={}>",
    "<iframe srcdoc='<script>parent.{}</script>'>",
    "<object data=javascript:{}>",
    "<a href=javascript:{}>x</a>",
    "<details open ontoggle={}>",
    "<video><source onerror={}>",
    "<input autofocus onfocus={}>",
    "<foreignObject><body onload={}>",
    "<body onload={}>",
    "<style>@import 'http://x.example/a'</style>",
    "<link rel=stylesheet href=//x.example>",
    "<base href=//x.example/>",
    "<meta http-equiv=refresh content='0;url=//x.example'>",
    "<image href=http://x.example/a.png>",
    "<use href='data:image/svg+xml,<svg onload={}/>'>",
)
ENDS = ('"', "'", '">', "'>", "]]>", "-->", "</text>", "</svg>", "</title>", "</li></ul></figure>",
        "\\", "%22%3E", "&quot;&gt;", "\u2028", "\uff1c", "\x00", "\u202e", "`")  # fmt: skip
PAYLOADS = [sign.format("hit()") for sign in SIGNS] + [f"{end}{SIGNS[1].format('hit()')}"
                                                       for end in ENDS]  # fmt: skip


def figure(group, n, base):
    if base is None:
        return Figure(group, *[NAN] * 5)
    if not base:
        return Figure(group, 0, 0, NAN, NAN, NAN)
    share = n / base
    return Figure(group, n, base, share, max(share - 0.04, 0), min(share + 0.05, 1))


def row(label, *pairs, groups=("Flicka", "Pojke", "Annat")):
    figures = tuple(figure(g, *pair) for g, pair in zip(groups, pairs, strict=False))
    value = figures[0].share - figures[1].share if len(figures) > 1 else NAN
    return Row(label, figures, Gap(value, value - 0.08, value + 0.08, CLEAR))


HIDDEN, NOBODY = (0, None), (0, 0)
ROWS = (row("Behov", (200, 286), (120, 310)), row("Hundra", (5, 5), (0, 5)),
        row("Många", (123456, 1234567), (1000000, 1234567)), row("Dold", (30, 108), HIDDEN),
        row("Ingen", NOBODY, HIDDEN))  # fmt: skip
THREE = tuple(row(f"Fråga {i}", (50, 100), (48, 100), pair) for i, pair in
              enumerate([(47, 100), HIDDEN, (2, 4), (48, 100)]))  # fmt: skip


def every_kind(label=""):
    """All kinds of charts, with hidden and tiny numbers; a label of others in each."""
    names = (f"{label}A", f"{label}B")
    said = tuple(row(name, (20 + 30 * i, 70), HIDDEN if i else (70, 70)) for i, name in
                 enumerate(names))  # fmt: skip
    own = Standing(names[0], 0, 30, 60, (0.5, 0.4, 0.6), 0.4, Estimate(0.1, 0, 0.2))
    gaps = (Block(CLEAR, ROWS[:2]), Block(TOO_FEW, (row(names[0], (3, 4), (1, 4)),)))
    bars = (Bar(names[0], Estimate(0.1, 0.02, 0.2), 0.05), Bar("B", Estimate(-0.1, -0.3, 0.1)))
    periods = tuple(row(f"{label}{y} {h}", (20, 100), (30 + i, 100) if i % 3 else HIDDEN)
                    for i, (y, h) in enumerate((y, h) for y in range(2020, 2025)
                                               for h in ("vår", "höst")))  # fmt: skip
    yield Shares(f"{label}T", (Block("", ROWS), Block(f"{label}H", (row(names[0], (1, 9), (2, 9)),
                               row("C", (3, 9), (4, 9))))))  # fmt: skip
    yield Shares(f"{label}T", (Block("", tuple(row(n, (1, 9), (2, 9), groups=names) for n in
                               names)),))  # fmt: skip
    yield Shares("Tre", (Block("", THREE),))
    yield Forest(f"{label}T", gaps)
    yield Dots(f"{label}T", (Marked(names[0], Beside(names[0], (own,), None), names[1]),))
    yield Stacked(f"{label}T", (Block(f"{label}H", said),), Answers(names, shades(2), 1.0))
    yield Argument(f"{label}T", bars, names, points, Meaning(*names))
    yield Lines(f"{label}T", (Block(f"{label}H", periods), Block("Två", ROWS[:2])))
    yield Matrix(tuple(Action(i, label, (i % 4, i % 3), i % 2 == 0) for i in range(1, 30)))
    yield SizesChart((Sizes(40, 25), Sizes(2, 2)), Sizes(2, 2))
    yield DrawsChart(draws(10, 120))


def page_of(shown, more=""):
    """A page with the looks of a handout."""
    style = "\n".join(map(text, ("handout.css", *LOOKS)))
    return (f"<!DOCTYPE html><html lang=sv><meta charset=utf-8><title>T</title><style>{style}"
            f"</style>{more}<body class='morkt'><main><section><div class='isu'>"
            f"{html_of(shown)}</div></section></main>")  # fmt: skip


@dataclass
class Window:
    """A browser that opens pages of ours and of no one else."""

    browser: object

    def asked(self, html, code, *, width=1200, **media):
        """What a page answers, with the addresses that it has asked for."""
        with self.browser.new_page(viewport={"width": width, "height": 900}) as page:
            called = []
            page.on("request", lambda r: called.append(r.url))
            page.on("dialog", lambda d: (called.append(d.message), d.dismiss()))
            page.emulate_media(**media)
            page.set_content(html)
            page.mouse.click(60, 60)
            return page.evaluate(code), called


@pytest.fixture(scope="module")
def window():
    if why := missing():
        pytest.skip(why)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=browser_path(), args=FLAGS)
        yield Window(browser)
        browser.close()


ALIVE = """() => [window.hits || 0, [...document.querySelectorAll('body *')].flatMap(e => [
  ...(/^(main|section|figure|figcaption|ul|li|div|span|b|small|svg|line|rect|circle|path|text)$/i
      .test(e.tagName) ? [] : [e.tagName]),
  ...[...e.attributes].filter(a => /^on|href|src/.test(a.name)
      || a.name == 'style' && !/^height:\\d+px$/.test(a.value)).map(a => a.name)])]"""
HIT = "<script>function hit() { window.hits = (window.hits || 0) + 1 }</script>"


def test_nothing_from_data_is_alive_in_a_chart(window):
    assert len(PAYLOADS) == 40
    pairs = map("".join, zip(PAYLOADS[::2], PAYLOADS[1::2], strict=True))
    shown = [chart for payload in pairs for chart in every_kind(payload)]
    told, called = window.asked(page_of(shown, HIT), ALIVE)
    assert told == [0, []] and called == []


def test_no_tag_is_made_but_those_of_charts():
    with pytest.raises(ValueError, match="script"):
        element("script", "1")
    assert element("li", look='a"b', title=None) == '<li class="a&quot;b"></li>'


SMALLEST = """() => {
  const found = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; node = texts.nextNode();) {
    const of = node.parentElement, box = of.getBoundingClientRect();
    if (node.data.trim() && box.width > 1 && of.checkVisibility()
        && !of.closest('.isu-hors'))
      found.push(parseFloat(getComputedStyle(of).fontSize) * (of.getScreenCTM?.().a || 1));
  }
  return [Math.min(...found), document.documentElement.scrollWidth] }"""


@pytest.mark.parametrize("width", [320, 390, 700, 1200])
@pytest.mark.parametrize("label", ["", "Ö" * 300, "mycket långa svar " * 25], ids=range(3))
def test_charts_flow_and_never_shrink(window, width, label):
    (smallest, wide), _ = window.asked(page_of(every_kind(label)), SMALLEST, width=width)
    assert smallest >= 12 and wide <= width


@pytest.mark.parametrize("label", ["", "Ö" * 300], ids=["", "O"])
def test_charts_are_read_on_paper(window, label):
    (smallest, wide), _ = window.asked(page_of(every_kind(label)), SMALLEST, width=665,
                                       media="print")  # fmt: skip
    assert smallest >= 8 * 96 / 72 and wide <= 665


COVERED = """() => [...document.querySelectorAll('.isu-diagram .skala')].flatMap(scale => {
  const boxes = [...scale.querySelectorAll('text.v')].map(t => t.getBoundingClientRect());
  const marks = [...scale.querySelectorAll('svg > .m')].map(m => m.getBoundingClientRect());
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const apart = scale.closest('.hog') ? marks.slice(1).map((m, i) => [marks[i], m]) : [];
  return boxes.flatMap((a, i) => [...boxes.slice(i + 1), ...marks].filter(b => meet(a, b)))
    .concat(apart.filter(([a, b]) => meet(a, b)))
    .map(() => scale.parentElement.textContent.slice(0, 60)) })"""


@pytest.mark.parametrize("width", [320, 390, 1200])
def test_no_number_covers_another_or_a_mark_and_three_marks_lie_apart(window, width):
    assert window.asked(page_of(every_kind()), COVERED, width=width)[0] == []


DRAWN = """() => [...document.querySelectorAll('.isu-nyckel .tecken > *')].map(e => {
  const s = getComputedStyle(e); return [e.tagName, s.fill, s.stroke] })"""


@pytest.mark.parametrize("media", [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}],
                         ids=["light", "dark", "forced"])  # fmt: skip
def test_groups_are_told_apart_by_more_than_colour(window, media):
    chart = [Shares("Tre", (Block("", THREE),))]
    signs, _ = window.asked(page_of(chart), DRAWN, **media)
    assert len({tag + fill for tag, fill, _ in signs}) == 3
    assert all(len({fill, stroke, "rgba(0, 0, 0, 0)"}) > 1 for _, fill, stroke in signs)
    shapes = re.findall(r'class="tecken"[^>]*><(\w+)[^>]*?(?: d="([^"]*)")?', str(html_of(chart)))
    assert len(set(shapes)) >= 2 and len({shape for _, shape in SEXES.values()}) == 3


ZERO = """() => [...document.querySelectorAll('.noll')].map(e => {
  const b = e.getBoundingClientRect(), r = e.parentElement.getBoundingClientRect();
  return [b.top <= r.top + 1, b.bottom >= r.bottom - 1,
          e.previousSibling.getBoundingClientRect().right <= b.left + 1] })"""


def test_the_line_at_zero_is_whole_and_no_label_lies_on_it(window):
    forest = list(every_kind())[3]
    told, _ = window.asked(page_of([forest]), ZERO)
    assert len(told) == 5 and all(all(row[:2]) for row in told[:-1])
    assert all(row[2] for row in told)


# The style of a page: what is left out is met by nothing.

LOOK = """() => [...document.querySelectorAll('*')].map(e => {
  const s = getComputedStyle(e);
  return [...s].filter(name => !name.startsWith('--'))
    .map(name => s.getPropertyValue(name)).join('|') })"""


def test_a_lean_style_sheet_looks_the_same(window):
    page = page_of(every_kind())
    small = lean(page)
    assert len(STYLE.search(small)[2]) < 0.6 * len(STYLE.search(page)[2])
    for width, media in ((390, {"color_scheme": "dark"}), (665, {"media": "print"})):
        before, after = (window.asked(p, LOOK, width=width, **media)[0] for p in (page, small))
        assert before == after


def test_hidden_groups_are_seen_and_heard_as_hidden():
    chart = charts(str(html_of([next(every_kind())])))[0]
    rows = {lane.label: lane for lane in lanes(chart)}
    assert rows["Dold"].hidden == 1 and rows["Ingen"].hidden == 1
    assert "pojkar dolt" in rows["Dold"].heard and "flickor inga" in rows["Ingen"].heard
    assert not rows["Ingen"].marks and "Behov: flickor 70 %" in heard(chart)


# A whole page on paper.


def handout(folder="tallnas"):
    """The page of a notebook with text, charts and tables of a practice folder."""
    run = Run(settings(sample_root() / folder, skydd=True))
    records = run.records()
    release = run.release(records)
    shown = [html_of([one_section(p, release)]) for p in list(release.results.values())[:6]]
    shown.append(html_of([matrix_of([Action(i, "Fråga alla. " * 9, (3, 0)) for i in range(9)])]))
    html = "".join(f"<div class='isu'>{part}</div>" for part in shown)
    cells = [
        new_markdown_cell("# Vad ser vi?\n\nLäs först.\n\n## Behov\n\n" + "Text. " * 80),
        new_code_cell(outputs=[new_output("display_data", {MIME: {"html": html}})]),
    ]
    return to_html(
        new_notebook(cells=cells), stem="steg1_vad_ser_vi", kommun="Åmål <b>", omrade="ö"
    )


def test_a_page_is_printed_without_being_shrunk(window):
    page = handout()
    (smallest, wide), _ = window.asked(page, SMALLEST, width=665, media="print")
    body, _ = window.asked(page, "() => getComputedStyle(document.body).fontSize", media="print")
    assert wide <= 665 and smallest >= 7.5 * 96 / 72 and float(body[:-2]) >= 10 * 96 / 72


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="no pdftotext to read a PDF with")
def test_each_sheet_says_whose_it_is_and_its_number(window, tmp_path):
    with window.browser.new_page() as page:
        page.set_content(handout())
        page.pdf(path=tmp_path / "a.pdf", prefer_css_page_size=True)
    told = subprocess.run(["pdftotext", "-layout", tmp_path / "a.pdf", "-"], check=True,
                          capture_output=True, text=True).stdout.split("\f")[:-1]  # fmt: skip
    count = len(told)
    assert count > 2 and all(f"{i} ({count})" in text for i, text in enumerate(told, start=1))
    assert all("Åmål <b> · Ö · Vad ser vi?" in " ".join(text.split()) for text in told[1:])
    assert all("Att lämna ut" in text for text in told)
    boxes = subprocess.run(["pdftotext", "-bbox", tmp_path / "a.pdf", "-"], check=True,
                           capture_output=True, text=True).stdout  # fmt: skip
    tall = [
        float(b) - float(a) for a, b in re.findall(r'yMin="([\d.]+)".*?yMax="([\d.]+)"', boxes)
    ]
    assert min(tall) >= 7.5  # points: a line of a typeface is no lower than its size


# A page as it is written: short, and the same to a browser.

FORM = """() => [...document.querySelectorAll('body, body *')].map(e => {
  const r = e.getBoundingClientRect(), s = getComputedStyle(e);
  return [e.localName, r.x, r.y, r.width, r.height, s.color, s.fill, s.stroke, s.font,
    ...[...e.attributes].filter(a => a.name != 'class').map(a => a.name + '=' + a.value)]
    .join('|') }).concat(document.body.innerText)"""


def test_a_packed_page_is_the_same_to_a_browser(window):
    """What is left out of a page that is written is nothing that anyone meets."""
    for page in (lean(page_of(every_kind())), handout()):
        small = packed(page)
        assert len(small) < 0.95 * len(page)
        for width, media in ((390, {"color_scheme": "dark"}), (665, {"media": "print"})):
            before, after = (window.asked(p, FORM, width=width, **media)[0] for p in (page, small))
            assert before == after
