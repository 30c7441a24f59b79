"""Labels that no one expects: every chart is drawn, and no page is wider than its window."""

import re
import shutil
import warnings
from functools import cache
from itertools import cycle, product
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from docx import Document
from drawn import charts
from hypothesis import given, settings
from hypothesis import strategies as st
from lab import FLAGS, browser_path, missing

import isu_helpers
from isu_helpers.analysis.explain.decomposition import Estimate
from isu_helpers.analysis.verdict import CLEAR
from isu_helpers.codebook import plain
from isu_helpers.configuration import project_root, sample_root
from isu_helpers.disclosure.manifest import MANIFEST
from isu_helpers.elsewhere import Beside, Standing
from isu_helpers.exercises.chance import DrawsChart, draws
from isu_helpers.pages.proposals import Action, Matrix
from isu_helpers.pages.sizes import Sizes, SizesChart
from isu_helpers.publish import read_folder, render_handouts, write_report
from isu_helpers.publish.jobs import GROUP
from isu_helpers.show.charts.argument import Argument, Bar, Meaning
from isu_helpers.show.charts.dots import Dots, Forest, Marked
from isu_helpers.show.charts.drawing import shades
from isu_helpers.show.charts.lines import Lines
from isu_helpers.show.charts.shares import Shares
from isu_helpers.show.charts.stacked import Answers, Stacked
from isu_helpers.show.html import html_of
from isu_helpers.show.rows import Block, Figure, Gap, Row
from isu_helpers.wording import clean, html, points

PACKAGE = Path(isu_helpers.__file__).parent
LABELS = {
    "dollar": "$$5$$ till $x_1^{2}$ och $",
    "backslash": r"\alpha \$ \n _ ^ {} %",
    "markup": "<b>&",
    "quotes": "\"'”»",
    "controls": "a\x01\x02\x0b\x0c\x1b\x1f\x7f\x85b",
    "turned": "\u202e12 %\u200f",
    "emoji": "👩\u200d👧🙂",
    "long": "Ö" * 300,
    "words": "mycket långa svar " * 25,
    "lines": "a\nb\r\nc\td",
    "blank": "\u2800",
    "filler": "\u3164",
    "no character": "\uffff\ufffe",
    "arabic": "نعم",
    "comment": "--> <!-- ]]>",
    "hidden": "..",
    "none": "",
}
NUMBERS = 30.0, 60.0, 0.5, 0.4, 0.6
EQUAL = Estimate(0.1, 0.05, 0.15)


def rows(label):
    """Two rows, each with two groups and a total, and the difference of the groups."""
    figures = (Figure(label, *NUMBERS), Figure("Man", *NUMBERS), Figure("Alla", *NUMBERS))
    gap = Gap(0.1, 0.02, 0.18, CLEAR)
    return tuple(Row(name, figures, gap) for name in (label, f"2024 {label}"))


def marked(label):
    own = Standing(label, 0, 30, 60, (0.5, 0.4, 0.6), 0.4, EQUAL)
    return [Marked(label, Beside(label, (own,), None), label)]


def opinions(label):
    names = label, f"2024 {label}"
    answers = Answers(names, shades(2), 0.5, (label,))
    return Stacked(label, (Block(label, rows(label)),), answers)


def differences(label):
    bars = (Bar(label, EQUAL, 0.05), Bar(label, EQUAL, is_main=False))
    return Argument(label, bars, (label, "Man"), points, Meaning(label, label))


CHARTS = {
    "shares": lambda label: Shares(label, (Block(label, rows(label)),)),
    "lines": lambda label: Lines(label, (Block(label, rows(label)),)),
    "forest": lambda label: Forest(label, (Block(CLEAR, rows(label)),)),
    "marks": lambda label: Dots(label, tuple(marked(label))),
    "opinions": opinions,
    "differences": differences,
}
OURS = {
    "matrix": Matrix((Action(1, "$$5$$", (0, 3)), Action(2, "B", (3, 0), True))),
    "sizes": SizesChart((Sizes(40, 25), Sizes(2, 2))),
    "draws": DrawsChart(draws(20, 2)),
}  # no label is another's


@cache
def drawn(kind, label):
    with warnings.catch_warnings(action="error"):
        return str(html_of([CHARTS[kind](label)]))


@pytest.mark.parametrize("label", LABELS.values(), ids=LABELS)
@pytest.mark.parametrize("kind", CHARTS)
def test_every_chart_is_drawn_whatever_a_label_holds(kind, label):
    chart = charts(drawn(kind, label))[0]
    usual = (tags_of(charts(drawn(kind, name))[0]) for name in ("", "Grupp", "En lång grupp " * 9))
    assert tags_of(chart) <= set.union(*usual)
    read = " ".join(chart.get_text().split())
    assert " ".join(clean(label).split()) in read or kind == "lines"


@pytest.mark.parametrize("kind", CHARTS)
@settings(max_examples=8)
@given(label=st.text(max_size=40))
def test_any_label_can_be_drawn(kind, label):
    ElementTree.fromstring(drawn(kind, label))  # well-formed, so no label has ended a tag


def tags_of(chart):
    """The tags and the names of their attributes, which no label adds to."""
    return {(tag.name, *sorted(tag.attrs)) for tag in chart.find_all(True)}


@pytest.mark.parametrize("kind", [*CHARTS, "matrix", "sizes", "draws"])
def test_every_chart_is_a_picture_too(kind):
    label = "".join(LABELS[name] for name in ("dollar", "controls", "turned", "emoji", "long"))
    chart = CHARTS[kind](label) if kind in CHARTS else OURS[kind]
    with warnings.catch_warnings(action="error"):
        assert chart.picture()[:4] == b"\x89PNG"


def test_charts_are_drawn_in_one_place():
    saving = [p.name for p in PACKAGE.rglob("*.py") if "savefig(" in p.read_text("utf-8")]
    styled = [p.name for p in PACKAGE.rglob("*.py") if "rc_context(" in p.read_text("utf-8")]
    assert saving == styled == ["picture.py"]


@given(st.text(), st.text(max_size=5))
def test_a_text_on_a_page_turns_no_other_about_and_fits_a_file(before, after):
    told = html(f"{before}\u202e\u2066\x00{after}")
    assert not re.search(
        "[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", told
    )
    Document().add_paragraph(told)  # raises on what XML can't hold


def test_an_answer_is_the_same_with_and_without_what_can_not_be_seen():
    assert plain("\u202eKvin\x01na\u200f\x0b 1 ") == "Kvinna 1"


# Pages


WORD = ("Örnsköldsvikskommunövergripande" * 10)[:300]
BOOKS = ("dag1/1_fragor", "dag1/2_variabler", "dag2/steg1_vad_ser_vi", "dag2/steg2_vi_reflekterar",
         "dag2/presentation", "dag2/fortsatt_arbete")  # fmt: skip
WINDOWS = ((1200, "screen"), (390, "screen"), (665, "print"))  # A4 within its margins
TOO_WIDE = """([all, most]) => [[document.documentElement, all],
  ...[...document.querySelectorAll('[role="region"]')].map(e => [e, e.clientWidth + most])]
  .filter(([e, limit]) => e.scrollWidth > limit)
  .map(([e]) => `${e.tagName} ${e.getAttribute('aria-label')} ${e.scrollWidth}`.slice(0, 99))"""
SCROLLED = 100  # how much wider than its frame a table may be on a phone, where it can be scrolled
CHOSEN = ("fokus", "sakerhet", "arbete", "effekt", "orsak", "niva", "datum", "vem_bjuds")


def renamed(codebook):
    """A codebook in which every label, question and answer is hostile; columns are as before."""
    odd = cycle([*LABELS.values()][:9])
    for v in codebook["variabler"]:
        v["etikett"] = f"{next(odd)} {v['etikett']} {WORD}"
        v["fraga"] = f"{next(odd)} {WORD}?"
        if v.get("roll") in ("kön", "tid") or v.get("typ") == "ja/nej":
            continue
        pairs = [next(iter(o.items())) if isinstance(o, dict) else (o, [])
                 for o in v.get("alternativ", [])]  # fmt: skip
        if pairs:
            v["alternativ"] = [{f"{n} {next(odd)} {WORD}": [f"{n}", *w]} for n, w in pairs]
    return codebook


def lengthened(value, key="text"):
    """What a group has written, each text with a word of 300 letters in it."""
    if isinstance(value, dict):
        return {k: lengthened(v, k) for k, v in value.items()}
    is_text = isinstance(value, str) and key not in (*CHOSEN, "sparat", "slutsats", "om")
    return f"{value} $$5$$ <b> {WORD}" if is_text else value


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The pages and slides of a practice folder in which every word that can be is too long."""
    home = tmp_path_factory.mktemp("bred")
    mapp = home / ("M" * 120)
    shutil.copytree(sample_root() / "tallnas", mapp, ignore=shutil.ignore_patterns(MANIFEST, ".*"))
    for name, change in (("kodbok.yaml", renamed), ("arbetsbok.yaml", lengthened)):
        told = change(yaml.safe_load((mapp / name).read_text("utf-8")))
        (mapp / name).write_text(yaml.safe_dump(told, allow_unicode=True), "utf-8")
    words = {"kommun": WORD, "omrade": f"socialpsykiatri {WORD}"}
    (mapp / "isu.yaml").write_text(yaml.safe_dump(words, allow_unicode=True), "utf-8")
    books = [project_root() / "notebooks" / f"{name}.ipynb" for name in BOOKS]
    [outcome] = render_handouts([mapp], home / "ut", report=str, notebooks=books)
    assert outcome.problem == ""
    write_report(*read_folder(mapp), home / "ut" / "bilder.html")
    write_report(*read_folder(mapp), home / "ut" / "underlag.docx")
    return home / "ut"


@pytest.mark.skipif(bool(missing()), reason=missing())
def test_no_page_is_wider_than_its_window(pages):
    from playwright.sync_api import sync_playwright

    files, wide = sorted(pages.rglob("*.html")), []
    assert len([f for f in files if f.parent.name == GROUP]) == len(BOOKS)
    assert {"index.html", "bilder.html", "en_sida.html"} <= {f.name for f in files}
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=browser_path(), args=FLAGS)
        for file, (width, media) in product(files, WINDOWS):
            with browser.new_page(viewport={"width": width, "height": 900}) as page:
                page.emulate_media(media=media)
                page.goto(file.as_uri())
                found = page.evaluate(TOO_WIDE, [width, SCROLLED if media == "screen" else 0])
                wide += [(file.name, width, media, told) for told in found]
        browser.close()
    assert wide == []
