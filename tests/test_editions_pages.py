"""Written pages of two half-years, read as a reader would, and one who puts them together."""

import json
import re
from io import BytesIO
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from attacker import ANSWERED, MISSING, Address
from attacker_editions import Change, Published, Reader
from bs4 import BeautifulSoup

from isu_helpers.disclosure.manifest import MANIFEST
from isu_helpers.publish import render_handouts
from isu_helpers.publish.jobs import GROUP
from isu_helpers.publish.runner import notebook_paths

ANSWERS = ("Boende", "Grupp", "Samtal")
GROUPS = {"Kvinnor": "Kvinna", "Män": "Man", "Alla": None}
CELLS = [(sex, a) for sex in ("Kvinna", "Man") for a in (*ANSWERS, MISSING)]
EARLIER = "2026-01-31"
COUNT = re.compile(r"\b(\d+) av (\d+)$")
HIDDEN = '<span aria-hidden="true">..</span><span class="isu-hors">dolt</span>'
PROMISE = (
    f"Sidorna från {EARLIER} och de här handlar delvis om samma personer. Ett tal som är dolt går "
    "inte att räkna ut ur dem tillsammans, inte heller för den som vet hur många i varje grupp "
    "som har kommit, slutat eller fått ändrade svar."
)
FOOT = f"Talen är anpassade till sidorna från {EARLIER}, som redan är utlämnade."

Numbers = dict[Address, int]


def _numbers(page: Path) -> set[str]:
    """The numbers on a page: what the reader is told is what the group is, which is attacked."""
    main = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").main
    return set(re.findall(r"\d+", main.get_text(" ").replace("\xa0", " ")))


class Case:
    """A folder's two files: the number of women and men with each answer, and who changed."""

    def __init__(self, *files, left, came):
        self.truths = [dict.fromkeys(CELLS, 0) | {
            (sex, a): n for sex, counts in zip(("Kvinna", "Man"), file, strict=True)
            for a, n in zip(ANSWERS, counts, strict=True)} for file in files]  # fmt: skip
        ways = [dict.fromkeys(CELLS, 0) | dict.fromkeys(cells, 1) for cells in (left, came)]
        self.change = Change((0,), 1, {c: (((c,),), (c,)) for c in CELLS}, *ways)

    def text(self, i):
        people = [f"{sex};{a}" for (sex, a), n in self.truths[i].items() for _ in range(n)]
        return "\n".join(["Kön;Insats", *people, ""])

    def found(self, *told: Numbers, level: str) -> set[tuple[int, Address]]:
        """The small hidden numbers that what is read gives away, and the changes alone do not."""
        editions = [Published(frame_of(n), t, 5) for n, t in zip(told, self.truths, strict=True)]
        names = [{a: a for a in e.told()} for e in editions]
        reader = Reader(editions, [self.change], level, 5, names)
        small = [(e, at(*c)) for e, truth in enumerate(self.truths) for c, n in truth.items()
                 if 0 < n < 5]  # fmt: skip
        return {s for s in small if reader.known(*s) and not reader.known(*s, only=-1)}


def at(sex: str | None, answer: str | None) -> Address:
    names = {"Kön": sex, "Insats": answer}
    return frozenset((name, slot) for name, slot in names.items() if slot)


def frame_of(told: Numbers) -> pd.DataFrame:
    """What is read, in the columns of a frame."""
    rows = []
    for sex in GROUPS.values():
        base, missing = told.get(at(sex, ANSWERED)), told.get(at(sex, MISSING))
        rows += [(sex, a, told.get(at(sex, a)), base) for a in ANSWERS]
        whole = None if None in (base, missing) else base + missing
        rows += [(sex, MISSING, missing, whole), (sex, None, whole, None)]
    frame = pd.DataFrame(rows, columns=["Kön", "Insats", "n", "base"], dtype=object)
    return frame.assign(share=None, low=None, high=None)


# What a reader sees


def read(page: str, tables: bytes) -> Numbers:
    """All numbers of a written page and of its tables in Excel, which must agree."""
    told: Numbers = {}
    for address, n in [*of_page(page), *of_tables(tables)]:
        assert told.setdefault(address, n) == n, (sorted(address), n)
    return told


def of_page(page: str):
    for table in BeautifulSoup(page, "html.parser")("table"):
        heads = [th.get_text(" ", strip=True) for th in table.thead("th")][1:]
        for row in table.tbody("tr"):
            label = row.th.get_text(" ", strip=True).removeprefix("Insats: ")
            cells = dict(zip(heads, [td.get_text(" ", strip=True) for td in row("td")],
                             strict=False))  # fmt: skip
            yield from _of_sexes(label, cells) if "Antal" in heads else _of_row(label, cells)


def _of_row(label: str, cells: dict[str, str]):
    """«59 % 10 av 17» under women, men and all; or how many answered, or did not."""
    answer = {"Antal som har svarat": ANSWERED}.get(label, label)
    for head, sex in GROUPS.items():
        cell = cells.get(head, "")
        if answer in ANSWERS and (found := COUNT.search(cell)):
            yield at(sex, answer), int(found[1])
            yield at(sex, ANSWERED), int(found[2])
        if answer in (ANSWERED, MISSING) and cell.isdigit():
            yield at(sex, answer), int(cell)


def _of_sexes(label: str, cells: dict[str, str]):
    """How many gave an answer, and the share of each sex: of few people that is a number."""
    answer = {"Alla som har svarat": ANSWERED}.get(label, label)
    if cells["Antal"].isdigit():
        yield at(None, answer), int(cells["Antal"])
        for head in ("Kvinnor", "Män"):
            if share := re.match(r"(\d+)\s%", cells[head]):
                yield at(GROUPS[head], answer), round(int(share[1]) * int(cells["Antal"]) / 100)


def of_tables(tables: bytes):
    """The sheet of the question; none where its table is not shown at all."""
    sheets = [s for s in openpyxl.load_workbook(BytesIO(tables)) if s.title.endswith("Insats")]
    rows = [r for s in sheets for r in s.iter_rows(values_only=True) if r[0]]
    heads = next((r for r in rows if r[0] == "Svar"), ())
    for row in (dict(zip(heads, r, strict=True)) for r in rows if heads and r[0] in ANSWERS):
        for head, sex in GROUPS.items():
            n, share, base = (row[f"{head}: {what}"] for what in ("antal", "andel",
                                                                  "antal som svarat"))  # fmt: skip
            if not isinstance(n, int) and isinstance(share, float) and isinstance(base, int):
                n = round(share * base)
            found = {at(sex, row["Svar"]): n, at(sex, ANSWERED): base}
            yield from ((address, n) for address, n in found.items() if isinstance(n, int))


# What the program writes


@pytest.fixture
def publish(tmp_path):
    """A function that writes the pages of a case's two files: the texts and tables of each."""

    def written(case):
        mapp, given = tmp_path / "mapp", []
        mapp.mkdir()
        for i in range(2):
            (mapp / "data.csv").write_text(case.text(i), encoding="utf-8")
            step = [p for p in notebook_paths() if p.stem.startswith("steg1")]
            [found] = render_handouts([mapp], tmp_path / str(i), report=lambda line: None,
                                      notebooks=step, is_forced=bool(i))  # fmt: skip
            assert found.problem == ""
            folder = tmp_path / str(i) / "mapp"
            name = f"{step[0].stem}.html"
            page = (folder / GROUP / name).read_text(encoding="utf-8")
            assert _numbers(folder / name) <= _numbers(folder / GROUP / name)
            given.append((page, (folder / "tabeller.xlsx").read_bytes()))
            _given_out(mapp / MANIFEST)
        return given

    return written


def _given_out(path: Path) -> None:
    """Let the pages have been given out half a year ago."""
    told = json.loads(path.read_text(encoding="utf-8"))
    told["nu"]["utlamnad"] = EARLIER
    path.write_text(json.dumps(told), encoding="utf-8")


def says_so(page: str, tables: bytes) -> bool:
    """Whether a page says which pages it is fitted to, at its foot, and what holds of them all.

    The tables in Excel say both on their first sheet, or neither.
    """
    soup, about = BeautifulSoup(page, "html.parser"), openpyxl.load_workbook(BytesIO(tables))
    told = " ".join(str(c.value) for row in about.worksheets[0] for c in row)
    found = FOOT in soup.footer.get_text() and PROMISE in soup.main.get_text()
    assert (FOOT in told and PROMISE in told) == found == ("redan är utlämnade" in told)
    return found


# What one could plant


def planted(page: str, case: Case, show: str, hide: str = "") -> str:
    """A page where the women's number of an answer is filled in, and another answer is hidden."""
    soup = BeautifulSoup(page, "html.parser")
    truth = case.truths[1]
    base = sum(n for (sex, _), n in truth.items() if sex == "Kvinna")
    for row in (r for t in soup("table") for r in t.tbody("tr")):
        cells = row("td") if hide and row.th.get_text(strip=True).endswith(hide) else []
        for cell in cells:
            cell.replace_with(BeautifulSoup(f"<td>{HIDDEN}</td>", "html.parser"))
    row = next(r for t in soup("table") if "efter kön" in t.caption.text for r in t.tbody("tr")
               if r.th.get_text(strip=True) == show)  # fmt: skip
    row.td.string = f"{truth['Kvinna', show]} av {base}"
    return str(soup)


def planted_table(tables: bytes, case: Case, show: str) -> bytes:
    """Tables where the women's number of an answer is filled in."""
    book, written = openpyxl.load_workbook(BytesIO(tables)), BytesIO()
    sheet = next(s for s in book if s.title.endswith("Insats"))
    row = next(r for r in sheet.iter_rows() if r[0].value == show)
    assert row[2].value == ".."
    row[2].value = case.truths[1]["Kvinna", show]
    book.save(written)
    return written.getvalue()


def with_table(page: str, case: Case, hidden: str) -> str:
    """A page with the women's numbers of one that is not shown at all, but of one answer."""
    soup, truth = BeautifulSoup(page, "html.parser"), case.truths[1]
    numbers = {a: truth["Kvinna", a] for a in ANSWERS}
    base = sum(numbers.values())
    cells = {a: HIDDEN if a == hidden else f"{n} av {base}" for a, n in numbers.items()}
    cells |= {"Antal som har svarat": str(base), MISSING: "0"}
    lines = "".join(f"<tr><th>{a}</th><td>{cell}</td></tr>" for a, cell in cells.items())
    soup.main.append(BeautifulSoup(
        "<table><caption>Insats efter kön</caption><thead><tr><th>Svar</th><th>Kvinnor</th></tr>"
        f"</thead><tbody>{lines}</tbody></table>", "html.parser"))  # fmt: skip
    return str(soup)


# The two files that leaked or stopped


def test_one_leaver_gives_nothing_away_on_written_pages(publish):
    case = Case([(1, 6, 10), (1, 8, 9)], [(1, 6, 10), (1, 7, 9)], left=[("Man", "Grupp")], came=[])
    first, second = publish(case)
    assert says_so(*second) and not says_so(*first)
    then, now = read(*first), read(*second)
    assert now[at("Kvinna", ANSWERED)] == 17 and now[at("Man", ANSWERED)] == 17
    assert at("Kvinna", "Boende") not in then.keys() | now.keys()
    for level in "cd":
        assert case.found(then, now, level=level) == set()
    shown, beside = sorted(ANSWERS[1:], key=lambda a: at("Kvinna", a) not in then)
    assert at("Kvinna", beside) not in then.keys() | now.keys()
    leak = dict(of_page(planted(second[0], case, beside, shown)))
    for level in "cd":
        assert case.found({}, leak, level=level) == set()  # no leak on its own
        assert (0, at("Kvinna", "Boende")) in case.found(then, leak, level=level)
    leak = read(second[0], planted_table(second[1], case, beside))
    assert (0, at("Kvinna", "Boende")) in case.found(then, leak, level="c")


def test_a_corrected_answer_gives_nothing_away_on_written_pages(publish):
    """All is hidden in both, so the table is not shown; what is planted is one that is."""
    case = Case([(1, 1, 10), (2, 1, 10)], [(1, 0, 11), (2, 1, 10)],
                left=[("Kvinna", "Grupp")], came=[("Kvinna", "Samtal")])  # fmt: skip
    first, second = publish(case)
    assert says_so(*second)
    said = BeautifulSoup(second[0], "html.parser").main.get_text()
    assert "Insats visas inte här" in said and "sidor som redan är utlämnade" in said
    assert "tabell visas inte alls" in said.replace("\N{NO-BREAK SPACE}", " ")
    assert "i 0 tabeller" not in said.replace("\N{NO-BREAK SPACE}", " ")
    then, now = read(*first), read(*second)
    for level in "cd":
        assert case.found(then, now, level=level) == set()
    leak = read(with_table(second[0], case, "Boende"), second[1])
    assert (1, at("Kvinna", "Boende")) in case.found(then, leak, level="c")
    assert (0, at("Kvinna", "Boende")) in case.found(then, leak, level="d")


def test_nor_where_the_table_is_shown(publish):
    """A corrected answer in a file where most of the numbers stand."""
    case = Case([(1, 6, 10), (1, 8, 9)], [(1, 5, 11), (1, 8, 9)],
                left=[("Kvinna", "Grupp")], came=[("Kvinna", "Samtal")])  # fmt: skip
    first, second = publish(case)
    then, now = read(*first), read(*second)
    assert says_so(*second) and now[at("Kvinna", ANSWERED)] == 17
    for level in "cd":
        assert case.found(then, now, level=level) == set()
