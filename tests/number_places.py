"""Identity numbers in every shape and place that a folder has, and all that is shown of it.

The numbers are drawn by chance; none is written anywhere but in a folder of the test's own.
"""

import datetime as dt
import io
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import openpyxl
from docx import Document
from identities import whole_number

import isu_helpers
from isu_helpers.collect import write_form
from isu_helpers.collect.check import check_lines
from isu_helpers.errors import IsuError
from isu_helpers.pages import breakdowns, folder_banner, hidden_report, overview, quality
from isu_helpers.pages.mapping import file_mapping
from isu_helpers.publish.edition import reader_files
from isu_helpers.publish.jobs import TO_HAND_OUT
from isu_helpers.publish.presentation import write_report
from isu_helpers.publish.tables import tables_file
from isu_helpers.records import Records
from isu_helpers.records.headers import looks_like_data
from isu_helpers.run import Run
from isu_helpers.show import bundle
from isu_helpers.workbook import QUESTIONS, group_status, status_lines

WIDE = str.maketrans("0123456789", "".join(chr(0xFF10 + i) for i in range(10)))


def parts(d: str) -> tuple[str, str, str]:
    """The century, the date and the last four of twelve digits."""
    return d[:2], d[2:8], d[8:]


def joined(sign: str, *, whole: bool = False):
    return lambda d: f"{d[:8] if whole else d[2:8]}{sign}{d[8:]}"


SHAPES = {
    "ten": lambda d: d[2:], "twelve": str,
    **{f"with {name}": joined(sign) for name, sign in {
        "dash": "-", "line": "_", "colon": ":", "two dashes": "--", "space": " ", "slash": "/",
        "star": "*", "point": ".", "comma": ",", "no-break": "\u00a0", "long dash": "–",
        "dash and spaces": " - ", "apostrophe": "'", "hash": "#", "equals": "=", "tilde": "~",
        "bar": "|", "bracket": "[", "three points": "...",
    }.items()},
    **{f"twelve with {name}": joined(sign, whole=True) for name, sign in {
        "dash": "-", "line": "_", "colon": ":", "two dashes": "--", "space": " ", "point": ".",
    }.items()},
    "in brackets": lambda d: f"{d[:8]}({d[8:]})",
    "in stars": lambda d: f"**{d[:8]}**-{d[8:]}",
    "day first": lambda d: f"{d[6:8]}{d[4:6]}{d[:4]}-{d[8:]}",
    "spread": lambda d: " ".join(d[2:]),
    "spread with dashes": lambda d: "-".join(d[2:]),
    "pairs": lambda d: " ".join(re.findall("..", d[2:])),
    "dated": lambda d: f"{d[:4]}-{d[4:6]}-{d[6:8]}-{d[8:]}",
    "dated with space": lambda d: f"{d[:4]}-{d[4:6]}-{d[6:8]} {d[8:]}",
    "full width": lambda d: f"{d[2:8]}-{d[8:]}".translate(WIDE),
    "within words": lambda d: f"klient {d[2:8]}-{d[8:]} i våras",
}  # fmt: skip


def is_refused(text: str) -> bool:
    """Whether a header is taken for a row of somebody, so that the file is refused."""
    return looks_like_data(text)


class Turns:
    """Deals the shapes to each place in turn, so that each is tried in each of them.

    Attributes
    ----------
    tried
        Which shapes each place has had.
    """

    def __init__(self, rng: random.Random) -> None:
        self.rng, self.tried, self._left = rng, defaultdict(set), defaultdict(list)

    def next(self, place: str, fits: Callable[[str], bool] = bool) -> str:
        """A shape for a place, one that it has not had while there is any that fits."""
        if not any(map(fits, self._left[place])):
            self._left[place] += self.rng.sample(list(SHAPES), len(SHAPES))
        shape = next((s for s in self._left[place] if fits(s)), self._left[place][0])
        self._left[place].remove(shape)
        self.tried[place].add(shape)
        return shape


UNSAFE = re.compile(r'[/\\:*?"<>|#\x00]')  # signs that a file can't be called by everywhere


def _quotable(text: str) -> str:
    return text.replace('"', "").replace("'", "-").replace(";", ",")


def drawn(rng: random.Random) -> str:
    """Twelve digits of somebody, with a century in which ten are read the same."""
    born = dt.date(1930, 1, 1) + dt.timedelta(days=rng.randrange(28000))
    return whole_number(born, rng.randrange(100, 999), coordination=rng.random() < 0.1)


class Folder:
    """An arbetsmapp full of numbers; ``digits`` are those that may be seen nowhere.

    One in five has a header that is taken for somebody's row, so that the file is refused.
    """

    def __init__(
        self, base: Path, rng: random.Random, sheet: bool = False, turns: Turns | None = None
    ) -> None:
        self.rng, self.digits, self.turns = rng, set(), turns or Turns(rng)
        self._is_refused = rng.random() < 0.2
        self.path = base / f"mapp {self.name()}"
        self.path.mkdir()
        rows = [[rng.choice(("Kvinna", "Man")), rng.choice(("Ja", "Nej")), rng.choice("ABC")]
                for _ in range(40)]  # fmt: skip
        heads = ["Kön", "Insats", self._header("Stöd"), self._header("Fråga"), "Anteckning",
                 "Grupp"]  # fmt: skip
        common = self.made("option")
        table = [heads, *([*r, f"x{i % 3}", self.made("cell") if i % 3 else "",
                           common if i % 2 else "B"] for i, r in enumerate(rows))]  # fmt: skip
        name = f"uttag {self.name()}"
        if sheet:
            book = openpyxl.Workbook()
            book.active.title = "Blad1"
            for row in table:
                book.active.append(row)
            book.save(self.path / f"{name}.xlsx")
        else:
            lines = [";".join(f'"{c}"' for c in row) for row in table]
            (self.path / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        written = f"kommun: '{self.made('kommun')}'\nomrade: 'barn {self.made('omrade')}'\n"
        (self.path / "isu.yaml").write_text(written.replace("\n\n", "\n"), encoding="utf-8")

        if rng.random() < 0.5:
            self._write_codebook(heads, common)

    def _header(self, word: str) -> str:
        """A header with a number in it."""
        digits = self._number()

        def fits(shape: str) -> bool:
            return is_refused(f"{word} {SHAPES[shape](digits)}") == self._is_refused

        shape = self.turns.next("header", fits)
        return f"{word} {_quotable(SHAPES[shape](digits))}"

    def _write_codebook(self, heads: list[str], common: str) -> None:
        """A codebook of people's own, with numbers in its names, questions and answers."""
        n = partial(self.made, "codebook")
        text = f"""variabler:
  - {{namn: Kön, roll: kön, alternativ: [Kvinna, Man]}}
  - namn: "Insats {n()}"
    kolumn: Insats
    etikett: "Insats {n()}"
    fraga: "Fick {n()} en insats?"
    hjalp: "Se {n()}"
    typ: ja/nej
    roll: insats
  - {{namn: "{heads[2]}", typ: val, roll: behov, alternativ: ["A": ["{n()}"], "B {n()}", C]}}
  - {{namn: Grupp, typ: val, roll: behov, alternativ: ["{common}", B], saknas: ["{n()}"]}}
"""
        (self.path / "kodbok.yaml").write_text(text, encoding="utf-8")

    def made(self, place: str) -> str:
        """One more number, in the next shape of a place, that may stand in quotation marks."""
        return _quotable(SHAPES[self.turns.next(place)](self._number()))

    def name(self) -> str:
        """One more number, in a shape that a file may have in its name."""
        return UNSAFE.sub("-", self.made("name")).strip(". ")

    def write_in_workbook(self, run: Run) -> None:
        """Numbers in all that a group writes: questions, plan, answers, proposals."""
        book = run.workbook

        def words(about: str) -> str:
            return f"Vi såg {about} hos {self.made('workbook')} i våras."

        book.add_observation(words("det"), variables=["Insats"])
        conclusion = book.add_conclusion(words("att det skiljer"))
        book.add_action(words("att fråga"), conclusion)
        book.add(QUESTIONS, words("vad som händer"))
        for id in ("vidare-forklaringar", "bara-vidare", "aterkoppla", "markt-skillnad"):
            book.save(id, words("detta"))

    def _number(self) -> str:
        digits = drawn(self.rng)
        self.digits.add(digits[2:])
        return digits

    def seen(self, text: str) -> set[str]:
        """The numbers that can be read in a text, whatever stands between their digits."""
        ordinary = "".join(str(int(c)) if c.isdigit() else c for c in text)
        spread = re.sub(r"(?<=\d)[^\w\n]{0,6}_?[^\w\n]{0,2}(?=\d)", "", ordinary)
        return {d for d in self.digits if d in spread or _by_day(d) in spread}


def _by_day(d: str) -> str:
    """Ten digits as they stand where the day comes first."""
    return f"{d[4:6]}{d[2:4]}19{d[:2]}{d[6:]}"


def shown_of(folder: Folder) -> Iterator[tuple[str, str]]:
    """All that is shown or written of a folder, each with where it was."""
    path = folder.path
    try:
        run = isu_helpers.settings(path)
    except IsuError as e:
        yield "the error of the settings", str(e)
        return
    yield "settings", repr(run)
    yield "banner", str(folder_banner(run).html)
    page = file_mapping()
    page.widget()
    try:
        records = run.records()
    except IsuError as e:
        yield "the error of reading", str(e)
        return
    yield "records", repr(records) + str(records._repr_html_())
    yield "check", "\n".join(check_lines(records))
    yield "codebook", isu_helpers.Codebook.to_yaml(records.codebook)
    for shown in (quality(records), overview(records), breakdowns(records, "insats"),
                  breakdowns(records, "behov"), hidden_report(records)):  # fmt: skip
        yield type(shown).__name__, str(bundle(shown))
    yield "mapping", str(file_mapping().html) + _texts(file_mapping())
    yield from _of_files(run)
    folder.write_in_workbook(run)
    yield from _of_report(run, records)
    for wrong in ("finns inte", next(iter(records.codebook)).name):
        try:
            isu_helpers.settings(path, konsvariabel=wrong).records()
        except IsuError as e:
            yield "an error", str(e)


def _of_files(run: object) -> Iterator[tuple[str, str]]:
    codebook = isu_helpers.Codebook.read(run.kodbok)
    form = write_form(codebook, run.arbetsmapp / "insamling.xlsx", rows=3)
    book = openpyxl.load_workbook(form)
    cells = (str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value)
    yield "form", "\n".join(cells)
    form.unlink()
    file = run.arbetsmapp / "utlamning.json"
    if file.is_file():
        yield file.name, file.read_text(encoding="utf-8")


def _of_report(run: Run, records: Records) -> Iterator[tuple[str, str]]:
    """What is handed out of figures and of the group's own words: pages, slides, Word, Excel."""
    yield from reader_files(run, records).items()
    yield "slides", write_report(run, records, run.arbetsmapp / "b.html").read_text("utf-8")
    document = Document(write_report(run, records, run.arbetsmapp / "b.docx"))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    ends = [e for s in document.sections for e in (s.header, s.footer)]
    told = [p.text for end in ends for p in end.paragraphs]
    yield "Word", "\n".join([*(p.text for p in document.paragraphs), *cells, *told,
                            str(document.core_properties.title)])  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(tables_file(run.release(records), run, TO_HAND_OUT)))
    cells = (str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value)
    yield "tabeller.xlsx", "\n".join([*book.sheetnames, str(book.properties.title), *cells])
    yield "status", "\n".join([group_status(run.arbetsmapp).line(dt.datetime.now()),
                               *status_lines(run.arbetsmapp)])  # fmt: skip


def _texts(page: object) -> str:
    """What the widgets of a page show, the choices of its lists too."""
    widget, told = page.widget(), []
    todo = [widget] if widget else []
    while todo:
        part = todo.pop()
        todo += getattr(part, "children", ())
        told += [str(getattr(part, name, "")) for name in ("value", "description")]
        told += [label for label in getattr(part, "_options_labels", ())]
    return "\n".join(told)
