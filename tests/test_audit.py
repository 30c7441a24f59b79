"""Whole handouts, as printed: every number has its source, and nobody can be found by them."""

import base64
import re
import shutil
from functools import cache

import pytest
from attacker import ranges, recovered
from audit import HIDDEN, audit
from real import write_help_export
from table_sets import TableSet

from isu_helpers.analysis import breakdowns
from isu_helpers.analysis.selection import SECTIONS
from isu_helpers.configuration import sample_root, settings
from isu_helpers.disclosure import planned, release_of
from isu_helpers.intake import read_records
from isu_helpers.show import MIME, bundle, hidden_report, quality
from isu_helpers.show.sections import one_section

SOURCES = ("bjorkasen", "storaker", "help")
K = 5
NOT_SHOWN_YET = shutil.ignore_patterns("utlamning.json", ".*")
WOMAN_WITH_CANNABIS = frozenset({("Kön", "Kvinna"), ("Huvudsaklig drog", "Cannabis")})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder of folders: the practice ones, and one with only the export of the HELP study."""
    return folders(tmp_path_factory.mktemp("alla"), SOURCES)


def folders(home, sources):
    """Copies of practice folders that nothing has been shown of, and the HELP study's."""
    for source in sources:
        if source != "help":
            shutil.copytree(sample_root() / source, home / source, ignore=NOT_SHOWN_YET)
    (home / "help").mkdir()
    write_help_export(home / "help" / "export.csv")
    return home


@cache
def printed(source, folder):
    """The records, the page of everything that step 1 shows of them, and its Release."""
    chosen = settings(str(folder / source))
    records = read_records(chosen.datafil, chosen.kodbok)
    shown = [quality(records), *(breakdowns(records, role) for role in SECTIONS)]
    shown += [breakdowns(records, role, crossed=True) for role in list(SECTIONS)[1:]]
    shown += [hidden_report(records)]
    page = "".join(bundle(item)[MIME]["html"] for item in shown)
    return records, page, release_of(records, K)


def findings(page, release):
    """What the audit says of a page."""
    return audit(page, list(release.results.values()), release.k)


@pytest.mark.parametrize("source", SOURCES)
def test_handout_prints_nothing_but_the_protected_frames(source, folder):
    _, page, release = printed(source, folder)
    assert findings(page, release) == []
    assert page.count("<table") > 10 and page.count("<img") > 10


@pytest.mark.parametrize("source", SOURCES)
def test_handout_gives_no_small_count_away(source, folder):
    records, _, release = printed(source, folder)
    results = [p.result for p in release.results.values()]
    sex = records.codebook["kön"].name
    truths = TableSet(records, results, K, "jointly").truths()
    assert recovered(release.frames, truths, K, sex, *kinds(results)) == {}


def kinds(results):
    """The variables whose zeros may be hidden, and those whose small counts may be shown."""
    asked = [r.of for r in results]
    return [v.name for v in asked if v.is_sensitive], [v.name for v in asked if v.is_open]


def test_handout_hides_the_woman_with_cannabis(folder):
    records, page, release = printed("help", folder)
    least, most = ranges(release.frames)[WOMAN_WITH_CANNABIS]
    assert least < most
    rows = re.findall(r'<th scope="row">Cannabis</th><td>(.*?)</td>', page)
    assert set(rows) == {HIDDEN}
    assert "Cannabis: kvinnor dolt" in page
    assert (records.frame["Huvudsaklig drog"] == "Cannabis").sum() == 1


@pytest.mark.parametrize("source", SOURCES)
def test_handout_is_the_same_each_time(source, folder):
    records, page, _ = printed(source, folder)
    again = bundle(breakdowns(records, "behov"))[MIME]["html"]
    assert again.removeprefix('<div class="isu">').removesuffix("</div>") in page


@cache
def short(folder):
    """The quality of the real records, and their needs by sex."""
    records, _, release = printed("help", folder)
    shown = [quality(records), breakdowns(records, "behov"), hidden_report(records)]
    return "".join(bundle(item)[MIME]["html"] for item in shown), release


def planted(old, new):
    """A change of a page, at the first place where the text stands."""
    return lambda page: page.replace(old, new, 1)


def redrawn(page):
    """A chart with a bar of its own where a figure is hidden."""
    src = re.findall(r"base64,([^\"]+)", page)
    svgs = [base64.b64decode(s).decode() for s in src]
    at = next(i for i, svg in enumerate(svgs) if "<!-- .. -->" in svg)
    bar = '<path d="M 64 9 \nL 90 9 \nL 90 2 \nL 64 2 \nz" style="fill: #c9781b"/></svg>'
    changed = svgs[at].replace("</svg>", bar)
    return page.replace(src[at], base64.b64encode(changed.encode()).decode(), 1)


def rebuilt(page):
    """A total that is hidden, put back from a sum of other numbers."""
    row = re.search(r'<th scope="row">Cannabis</th>.*?</tr>', page)[0]
    before, after = row.rsplit(f"<td>{HIDDEN}</td>", 1)
    return page.replace(row, f"{before}<td>6</td>{after}", 1)


LEAKS = {
    "share of a hidden count": planted(f"<td>{HIDDEN}</td>", "<td>1\xa0%</td>"),
    "hidden count": planted(f"<td>{HIDDEN}</td>", "<td>1</td>"),
    "bound": planted(f"<td>{HIDDEN}</td>", "<td>&lt;5</td>"),
    "second marker": planted(HIDDEN, HIDDEN.replace("..", "…")),
    "blank": planted(f"<td>{HIDDEN}</td>", "<td></td>"),
    "class of a hidden cell": planted(f"<td>{HIDDEN}", f'<td class="primar">{HIDDEN}'),
    "title": planted("<td><span", '<td><span title="1"'),
    "data attribute": planted("<table", '<table data-n="1"'),
    "comment": planted("<table", "<!-- 1 --><table"),
    "total in a caption": planted("</caption>", " (N = 110)</caption>"),
    "other total": planted("Tabellerna gäller 1", "Tabellerna gäller 2"),
    "total in a label": planted('aria-label="', 'aria-label="110 personer. '),
    "alt text": planted("kvinnor dolt", "kvinnor 1\xa0% (1 av 111)"),
    "bar": redrawn,
    "size of a hidden group": planted(
        '<p class="isu-not">',
        '<div class="isu-varning"><p>I gruppen kvinnor finns 3\xa0personer. En person motsvarar '
        '33\xa0procentenheter.</p></div><p class="isu-not">',
    ),
    "rebuilt total": rebuilt,
    "number of hidden numbers": planted("\xa0tal är dolda i ", "1\xa0tal är dolda i "),
    "number of tables not shown": planted(
        "skyddar ett sådant tal.</p></div>", "2\xa0tabeller visas inte alls, för att.</p></div>"
    ),
    "sentence": planted("Skillnaden är ", "Skillnaden är 9"),
    "word": planted("Några tal är dolda.", "Några tal är dolda, som 1 kvinna."),
}


@pytest.mark.parametrize("leak", LEAKS)
def test_audit_is_red_for_a_planted(leak, folder):
    page, release = short(folder)
    changed = LEAKS[leak](page)
    assert changed != page
    assert findings(changed, release)


def test_audit_is_red_for_a_chart_from_raw_data(folder):
    page, release = short(folder)
    raw = planned(printed("help", folder)[0], K, is_protected=False)
    key = next(key for key in raw.results if key[0] == "Huvudsaklig drog")
    picture = re.compile(r'<img [^>]*alt="[^"]*Huvudsaklig drog[^>]*>')
    drawn = picture.search(one_section(raw.results[key], raw))[0]
    changed = picture.sub(lambda _: drawn, page, count=1)
    assert changed != page and findings(changed, release)
