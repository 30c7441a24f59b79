"""Whole handouts, as printed: every number has its source, and nobody can be found by them."""

import json
import os
import re
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from attacker import ranges, recovered
from audit import HIDDEN, audit
from drawn import charts, heard
from real import write_help_export
from table_sets import TableSet

import isu_helpers
from isu_helpers import Records, flow, read_records, settings
from isu_helpers.analysis.explain.inquiry import Answer, Answers
from isu_helpers.analysis.units import units
from isu_helpers.configuration import sample_root
from isu_helpers.disclosure import Release, planned
from isu_helpers.elsewhere import Reference, read_reference
from isu_helpers.elsewhere.rates import rates
from isu_helpers.pages import breakdowns
from isu_helpers.pages.observed import added
from isu_helpers.pages.view import Address
from isu_helpers.show import MIME, bundle
from isu_helpers.show.html import html_of
from isu_helpers.show.section import one_section

STEP_1 = Path(isu_helpers.__file__).parents[1] / "notebooks" / "dag2" / "steg1_vad_ser_vi.ipynb"
EVERY = sorted(p.name for p in sample_root().iterdir() if p.is_dir())
SOURCES = (*(EVERY if os.environ.get("ISU_ALLA") else ("tallnas", "ekviken")), "help")
K = 5
NOT_SHOWN_YET = shutil.ignore_patterns("utlamning.json", ".*")
WOMAN_WITH_CANNABIS = frozenset({("Kön", "Kvinna"), ("Huvudsaklig drog", "Cannabis")})
ELSEWHERE = {
    "tallnas": ("ensam", "samtal"),
    "ekviken": ("behov", "barn hemma", "Former av våld: Digitalt"),
    "help": ("Utsatt för våld", "Arbetslös"),
}  # yes/no questions that a file from elsewhere has shares of


@dataclass(frozen=True)
class Handout:
    """What step 1 shows of a folder: the cells' HTML, and all that it may come from."""

    records: Records
    cells: dict[str, str]
    release: Release
    reference: Reference | None
    asked: tuple[object, ...] = ()

    @property
    def page(self) -> str:
        return "".join(self.cells.values())

    def findings(self, page: str) -> list[str]:
        """What the audit says of a page."""
        shown = list(self.release.results.values())
        return audit(page, shown, self.release.k, self.reference, self.asked)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder of folders: the practice ones, and one with only the export of the HELP study."""
    home = folders(tmp_path_factory.mktemp("alla"), SOURCES)
    for source in ELSEWHERE.keys() & {*SOURCES}:
        write_elsewhere(home / source / "riket.csv", ELSEWHERE[source])
    return home


def folders(home, sources):
    """Copies of practice folders that nothing has been shown of, and the HELP study's."""
    for source in sources:
        if source != "help":
            shutil.copytree(sample_root() / source, home / source, ignore=NOT_SHOWN_YET)
    (home / "help").mkdir()
    write_help_export(home / "help" / "export.csv")
    return home


def write_elsewhere(path, names):
    """A file of shares from elsewhere."""
    rows = [f"{name};Ja;{sex};{share};900;Riket;2025"
            for name in names for sex, share in (("Kvinna", "41,5"), ("Man", "28"))]  # fmt: skip
    path.write_text("\n".join(["variabel;svar;kön;andel (%);antal svarande;område;period", *rows]))


def opened(source, folder):
    """The settings of a folder, which hold from now on."""
    found = folder / source / "riket.csv"
    return settings(str(folder / source), jamforelse=str(found) if found.is_file() else None)


@cache
def printed(source, folder):
    """The handout of a folder, made once for all tests."""
    val = opened(source, folder)
    records = read_records(val.datafil, val.kodbok)
    cells = {}
    if source == "ekviken":  # steps of one's own, that do not contain each other
        chain = flow(records, ["beviljad insats", "uppföljd"])
        cells["flow(poster)"] = bundle(chain)[MIME]["html"]
    cells |= dict(step_1(records, val))
    file = val.jamforelse and read_reference(val.jamforelse, records.codebook, kommun=val.kommun)
    return Handout(records, cells, val.release(records), file, tuple(worked_out(records, val)))


def worked_out(records, val):
    """What stands on the page and is no table of counts, but worked out of them."""
    yield from (units(records), rates(records, val.arbetsmapp, kommun=val.kommun))
    seen = (Address(n.variables, n.period) for n in added(val.workbook) if n.variables)
    yield from (e for a in seen if isinstance(e := a.shown(records), Answer | Answers))


def step_1(records, val):
    """Each cell that a handout of step 1 shows, with its HTML."""
    names = {n: getattr(isu_helpers, n) for n in isu_helpers.__all__}
    names |= {n: getattr(isu_helpers.pages, n) for n in isu_helpers.pages.__all__}
    names |= {"poster": records, "val": val}
    for cell in json.loads(STEP_1.read_text(encoding="utf-8"))["cells"]:
        if "remove-input" in cell["metadata"].get("tags", []):
            code = "".join(cell["source"])
            shown = eval(code, names)  # noqa: S307
            yield code, shown._repr_mimebundle_().get(MIME, {}).get("html", "")


@pytest.mark.parametrize("source", SOURCES)
def test_handout_prints_nothing_but_the_protected_frames(source, folder):
    handout = printed(source, folder)
    assert handout.findings(handout.page) == []
    assert handout.page.count("<table") > 10 and handout.page.count("<figure") > 5


@pytest.mark.parametrize("source", SOURCES)
def test_handout_gives_no_small_count_away(source, folder):
    handout = printed(source, folder)
    records, release = handout.records, handout.release
    results = [p.result for p in release.results.values()]
    sex = records.codebook["kön"].name
    truths = TableSet(records, results, K, "jointly").truths()
    assert recovered(release.frames, truths, K, sex, *kinds(results)) == {}


def kinds(results):
    """The variables whose zeros may be hidden, and those whose small counts may be shown."""
    asked = [r.of for r in results]
    return [v.name for v in asked if v.is_sensitive], [v.name for v in asked if v.is_open]


def test_handout_hides_the_woman_with_cannabis(folder):
    handout = printed("help", folder)
    page = handout.page
    least, most = ranges(handout.release.frames)[WOMAN_WITH_CANNABIS]
    assert least < most
    rows = re.findall(r'<th scope="row">Cannabis</th><td>(.*?)</td>', page)
    assert set(rows) == {HIDDEN}
    assert any("Cannabis: kvinnor dolt" in heard(chart) for chart in charts(page))
    assert (handout.records.frame["Huvudsaklig drog"] == "Cannabis").sum() == 1


@pytest.mark.parametrize("source", SOURCES)
def test_handout_is_the_same_each_time(source, folder):
    handout = printed(source, folder)
    opened(source, folder)
    again = bundle(breakdowns(handout.records, "behov"))[MIME]["html"]
    assert again == handout.cells['breakdowns(poster, "behov")']


SHORT = ("quality(poster)", 'breakdowns(poster, "behov")', "hidden_report(poster)")


def short(folder):
    """The quality of the real records, their needs by sex, and the report."""
    handout = printed("help", folder)
    return "".join(handout.cells[code] for code in SHORT), handout


def planted(old, new):
    """A change of a page, at the first place where the text stands."""
    return lambda page: page.replace(old, new, 1)


def redrawn(page):
    """A chart with a bar of its own where a figure is hidden."""
    row = re.search(r'<li class="rad[^>]*>(?:(?!</li>).)*class="dolt".*?</li>', page)[0]
    mark = '<svg x="1%"><circle class="m f" r="6"/></svg>'
    value = '</div><div class="sk"'
    return page.replace(row, row.replace(value, mark + value, 1))


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
    "total in a label": planted(">Diagram. ", ">Diagram. 110 personer. "),
    "alt text": planted("kvinnor dolt", "kvinnor 1\xa0% (1 av 111)"),
    "bar": redrawn,
    "size of a hidden group": planted(
        '<p class="isu-not">',
        '<div class="isu-varning"><p>3 kvinnor har svarat. En person motsvarar '
        '33\xa0procentenheter.</p></div><p class="isu-not">',
    ),
    "rebuilt total": rebuilt,
    "number of hidden numbers": planted("\xa0tal är dolda i ", "1\xa0tal är dolda i "),
    "number of tables not shown": planted("1\xa0tabell visas", "2\xa0tabeller visas"),
    "sentence": planted("Skillnaden är ", "Skillnaden är 9"),
    "word": planted("Några tal är dolda.", "Några tal är dolda, som 1 kvinna."),
}


@pytest.mark.parametrize("leak", LEAKS)
def test_audit_is_red_for_a_planted(leak, folder):
    page, handout = short(folder)
    changed = LEAKS[leak](page)
    assert changed != page
    assert handout.findings(changed)


def test_audit_is_red_for_a_chart_from_raw_data(folder):
    page, handout = short(folder)
    raw = planned(handout.records, K, is_protected=False)
    key = next(key for key in raw.results if key[0] == "Huvudsaklig drog")
    picture = re.compile(r"<figure [^>]*><span [^>]*>[^<]*Huvudsaklig drog.*?</figure>")
    drawn = picture.search(html_of([one_section(raw.results[key], raw)]))[0]
    changed = picture.sub(lambda _: drawn, page, count=1)
    assert changed != page and handout.findings(changed)


def one_more(form):
    """A change of the first number that a pattern with one group finds: it is one more."""

    def change(page):
        found = re.search(form, page)
        more = str(int(found[1].replace("−", "-")) + 1).replace("-", "−")
        return page[: found.start(1)] + more + page[found.end(1) :]

    return change


COUNTED = r"Räknat på (\d+)"
SECTION_LEAKS = {
    "share of a change": ("change", one_more(r"män (\d+)\xa0%")),
    "part of a change": ("change", one_more(r'<rect class="s\d" x="[\d.]+%" width="(\d+)')),
    "count of who was reached": ("change", one_more(r"uppföljningen</th>.*?>(\d+) av")),
    "share of who was reached": ("change", one_more(r"Av dem som har svar vid start har (\d+)")),
    "number outside a chain": ("flow", one_more(r"Därför räknas inte (\d+) ja")),
    "step of a flow": ("flow", one_more(r"→.*?>(\d+) av")),
    "part of an opinion": ("opinions", one_more(r'<rect class="s\d" x="[\d.]+%" width="(\d+)')),
    "share in an opinion's bar": ("opinions", one_more(r'<text class="v[^>]*>(\d+)\xa0%')),
    "count of a goal": ("goals", one_more(r"Helt</th>.*?>(\d+) av")),
    "change of a difference": ("trends", one_more(r"Förändringen är ([+−]?\d+)")),
    "point of a trend": ("trends", one_more(r'<circle class="m f"[^>]*cy="(\d+)')),
    "name of a line": ("trends", one_more(r'<text class="v[^>]*>(\d+)\xa0%')),
    "words of a trend": ("trends", one_more(r"kvinnor (\d+)\xa0%")),
    "size of a bar": ("breakdowns", one_more(COUNTED)),
    "size of an opinion": ("opinions", one_more(COUNTED)),
    "size of a goal": ("goals", one_more(COUNTED)),
    "size of a step": ("flow", one_more(COUNTED)),
    "words of a mark": ("comparison", one_more(r"kvinnor \d+\xa0% \((\d+) av")),
    "mark of an overview": ("overview", one_more(r'<circle class="m [^>]*cx="(\d+)')),
    "difference in the overview": ("overview", one_more(r'<div class="sk"><b>(\d+)')),
    "difference of a bar": ("breakdowns", one_more(r'<div class="sk"><b>(\d+)')),
    "end of an interval": ("breakdowns", one_more(r'<line class="iv f" x1="(\d+)')),
    "others' share": ("comparison", one_more(r'andra"[^>]*>(\d+)\xa0%')),
    "others' words": ("comparison", one_more(r"riket 2025 (\d+)\xa0%")),
    "own share": ("comparison", one_more(r"<td><b>(\d+)")),
    "dot": ("comparison", one_more(r'<circle class="m f" r="6" cx="(\d+)')),
    "word": ("comparison", planted("<td>går inte att säga</td>", "<td>4 fler</td>")),
    "list": ("comparison", planted("(kvinnor)", "(män)")),
}


@pytest.mark.parametrize("leak", SECTION_LEAKS)
def test_audit_is_red_for_a_planted_number_in_a_section(leak, folder):
    handout, (name, plant) = printed("ekviken", folder), SECTION_LEAKS[leak]
    page = next(html for code, html in handout.cells.items() if code.startswith(name + "("))
    assert handout.findings(page) == []
    assert plant(page) != page
    assert handout.findings(plant(page))
