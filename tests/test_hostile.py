"""Labels that no one expects: every chart is drawn, and no page is wider than its window."""

import base64
import re
import shutil
import warnings
from functools import cache
from itertools import cycle, product
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import yaml
from docx import Document
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
from isu_helpers.exercises.chance import Draws, draws_chart
from isu_helpers.pages.proposals import Action, picture
from isu_helpers.pages.sizes import Sizes, sizes_chart
from isu_helpers.publish import read_folder, render_handouts, write_report
from isu_helpers.publish.index import GROUP
from isu_helpers.show.charts.argument import Argument, Bar, Key
from isu_helpers.show.charts.bars import Bars, width_of
from isu_helpers.show.charts.dots import Dots, Forest, Marked
from isu_helpers.show.charts.lines import Lines
from isu_helpers.show.charts.stacked import Answers, Stacked, rising
from isu_helpers.show.html import html_of
from isu_helpers.show.rows import Block, Figure, Gap, Row
from isu_helpers.wording import html, points

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
    answers = Answers(names, rising(2), 0.5, (label,))
    return Stacked(label, (Block(label, rows(label)),), answers)


def differences(label):
    bars = (Bar(label, EQUAL, 0.05), Bar(label, EQUAL, is_main=False))
    return Argument(label, bars, (label, "Man"), points, Key(label, label))


CHARTS = {
    "bars": lambda label: Bars(label, (Block(label, rows(label)),)),
    "lines": lambda label: Lines(label, (Block(label, rows(label)),)),
    "forest": lambda label: Forest(label, (Block(CLEAR, rows(label)),)),
    "marks": lambda label: Dots(label, tuple(marked(label))),
    "opinions": opinions,
    "differences": differences,
}


def svg_in(image):
    """The drawing of an image, as text and as read."""
    svg = base64.b64decode(re.search(r'base64,([^"]+)', image)[1])
    return svg.decode(), ElementTree.fromstring(svg)


def lines_in(words):
    """Each line of text, where it begins, and where its last letter does; in points."""
    for part in words.split("<!-- ")[1:]:
        text, _, rest = part.partition(" -->")
        place = re.search(r"translate\((-?[\d.]+) -?[\d.]+\)(?: scale\(([\d.]+))?", rest)
        if place and place[2]:
            within = [float(x) for x in re.findall(r"translate\(([\d.]+)", rest[place.end() :])]
            x = float(place[1])
            yield text, x, x + max(within, default=0) * float(place[2])


@cache
def drawn(kind, label):
    with warnings.catch_warnings(action="error"):
        return html_of([CHARTS[kind](label)])


@pytest.mark.parametrize("label", LABELS.values(), ids=LABELS)
@pytest.mark.parametrize("kind", CHARTS)
def test_every_chart_is_drawn_whatever_a_label_holds(kind, label):
    words, root = svg_in(drawn(kind, label))
    usual, _ = svg_in(drawn(kind, "Kvinna"))
    assert root.get("width") == re.search(r'width="([\d.]+pt)"', usual)[1]
    room = 5 if label == "\u2800" else 0.5  # what can't be seen may lie outside
    ends = [(text, *edges) for text, *edges in lines_in(words)]
    assert ends and [e for e in ends if e[1] < -room or e[2] > float(root.get("width")[:-2])] == []


@pytest.mark.parametrize("kind", CHARTS)
@settings(max_examples=8)
@given(label=st.text(max_size=40))
def test_any_label_can_be_drawn(kind, label):
    words, _ = svg_in(drawn(kind, label))
    assert "</svg>" in words


def test_a_dollar_is_drawn_as_a_dollar():
    words, _ = svg_in(drawn("bars", "$$5$$"))
    assert "<!-- $$5$$ (n\xa0=\xa060) -->" in words and "<!-- $$5$$ -->" in words


def test_charts_without_labels_of_others_go_the_same_way():
    draws = draws_chart(Draws(20, np.array([8, 9]), np.array([7, 8]), 1))
    for image in (draws, sizes_chart([Sizes(40, 25)])):
        svg_in(image)
    ElementTree.fromstring(picture([Action(1, "$$5$$", (0, 3))]))
    saving = [p.name for p in PACKAGE.rglob("*.py") if "savefig(" in p.read_text("utf-8")]
    styled = [p.name for p in PACKAGE.rglob("*.py") if "rc_context(" in p.read_text("utf-8")]
    assert saving == styled == ["bars.py"]


def test_the_width_of_what_can_not_be_seen_is_nothing():
    assert width_of("") == width_of("\u2800") == 0 < width_of("$")


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
