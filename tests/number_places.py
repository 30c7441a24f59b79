"""Identity numbers in every shape and place that a folder has, and all that is shown of it.

The numbers are drawn by chance; none is written anywhere but in a folder of the test's own.
"""

import contextlib
import datetime as dt
import random
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
from identities import whole_number

import isu_helpers
from isu_helpers.collect import write_form
from isu_helpers.collect.check import check_lines
from isu_helpers.errors import IsuError
from isu_helpers.pages import breakdowns, folder_banner, hidden_report, overview, quality
from isu_helpers.pages.mapping import file_mapping
from isu_helpers.show import bundle

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
UNSAFE = re.compile(r'[/\\:*?"<>|#\x00]')  # signs that a file can't be called by everywhere


def drawn(rng: random.Random) -> str:
    """Twelve digits of somebody, with a century in which ten are read the same."""
    born = dt.date(1930, 1, 1) + dt.timedelta(days=rng.randrange(28000))
    return whole_number(born, rng.randrange(100, 999), coordination=rng.random() < 0.1)


class Folder:
    """An arbetsmapp full of numbers; ``digits`` are those that may be seen nowhere."""

    def __init__(self, base: Path, rng: random.Random, sheet: bool = False) -> None:
        self.rng, self.digits = rng, set()
        self.path = base / f"mapp {self.name()}"
        self.path.mkdir()
        rows = [[rng.choice(("Kvinna", "Man")), rng.choice(("Ja", "Nej")), rng.choice("ABC")]
                for _ in range(40)]  # fmt: skip
        heads = ["Kön", "Insats", f"Stöd {self.made()}", self._header(), "Anteckning", "Grupp"]
        common = self.made()
        table = [heads, *([*r, f"x{i % 3}", self.made() if i % 3 else "",
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
        written = f"kommun: '{self.made()}'\nomrade: 'barn {self.made()}'\n"
        (self.path / "isu.yaml").write_text(written.replace("\n\n", "\n"), encoding="utf-8")

        if rng.random() < 0.5:
            self._write_codebook(heads, common)

    def _header(self) -> str:
        """A header; one that is a number alone is refused as a row of somebody."""
        bare = self.made()
        return bare if self.rng.random() < 0.1 else f"Fråga {bare}"

    def _write_codebook(self, heads: list[str], common: str) -> None:
        """A codebook of people's own, with numbers in its names, questions and answers."""
        n = self.made
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

    def made(self) -> str:
        """One more number, in a shape by chance, that may stand between quotation marks."""
        shape = self.rng.choice(list(SHAPES))
        text = SHAPES[shape](self._number())
        return text.replace('"', "").replace("'", "-").replace(";", ",")

    def name(self) -> str:
        """One more number, in a shape that a file may have in its name."""
        return UNSAFE.sub("-", self.made()).strip(". ")

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


def shown_of(path: Path) -> Iterator[tuple[str, str]]:
    """All that is shown or written of a folder, each with where it was."""
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
    with contextlib.suppress(IsuError):
        isu_helpers.breakdown(records, "finns inte")
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
    for name in ("utlamning.json", "arbetsbok.yaml"):
        file = run.arbetsmapp / name
        if file.is_file():
            yield name, file.read_text(encoding="utf-8")


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
