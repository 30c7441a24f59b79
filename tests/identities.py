"""Invented identity numbers of all kinds, with what each of them tells, worked out here.

Written apart from the package and from the library it uses: check digit by the table of doubled
digits, century by the rule of Skatteverket, age by counting birthdays. The people are drawn by
chance; that a real person has the same number can't be ruled out, so none is written to a file.
"""

import datetime as dt
import random
from dataclasses import dataclass

TODAY = dt.date(2026, 10, 1)
DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
LETTERS = "ABCDEFGHJKLMNPRSTUXYZ"


@dataclass(frozen=True)
class Case:
    """One cell as a file has it, and what is to be read from it.

    ``digits`` are what must be found nowhere afterwards; ``person`` is the same for all cells
    that are the same person.
    """

    cell: object
    kind: str
    sex: str | None
    age: int | None
    digits: str
    person: str
    way: str


def check_digit(nine: str) -> int:
    """The digit that makes the sum of every second digit doubled a whole ten."""
    total = sum(DOUBLED[int(c)] if place % 2 == 0 else int(c) for place, c in enumerate(nine))
    return (10 - total % 10) % 10


def whole_number(born: dt.date, serial: int, *, coordination: bool = False) -> str:
    """The twelve digits of a person."""
    day = born.day + (60 if coordination else 0)
    nine = f"{born.year % 100:02}{born.month:02}{day:02}{serial:03}"
    return f"{born.year // 100}{nine}{check_digit(nine)}"


def age(born: dt.date, at: dt.date) -> int | None:
    """Birthdays had at a date, 29 February on 1 March in other years; None if implausible."""
    if at < born:
        return None
    had = sum(birthday(born, year) <= at for year in range(born.year + 1, at.year + 1))
    return had if had <= 115 else None


def birthday(born: dt.date, year: int) -> dt.date:
    try:
        return born.replace(year=year)
    except ValueError:
        return dt.date(year, 3, 1)


def younger(born: dt.date, today: dt.date) -> dt.date | None:
    """Whom ten digits without a plus sign are taken for; None where that day was not."""
    years = [y for y in range(today.year - 99, today.year + 1) if y % 100 == born.year % 100]
    try:
        return born.replace(year=years[0])
    except ValueError:
        return None


def generate(count: int, *, at: dt.date, today: dt.date = TODAY, seed: int = 1) -> list[Case]:
    """Cells of all kinds in turn; the same seed gives the same cells."""
    rng = random.Random(seed)
    makers = (_valid, _valid, _valid, _valid, _centenarian, _leap, _typo, _no_date, _reserve, _odd)
    return [makers[i % len(makers)](rng, at, today) for i in range(count)]


def valid_case(born: dt.date, way: str, *, at: dt.date, today: dt.date = TODAY, serial: int = 238,
               coordination: bool = False) -> Case:  # fmt: skip
    """One valid number, written in one of `WAYS`."""
    whole = whole_number(born, serial, coordination=coordination)
    told = born if way.startswith("12") or way.endswith("plus") else younger(born, today)
    kind = "samordningsnummer" if coordination else "personnummer"
    sex = "man" if serial % 2 else "kvinna"
    person = f"{told:%Y%m%d}{whole[6:]}"
    return Case(WAYS[way](whole), kind, sex, age(told, at), whole[2:], person, way)


WAYS = {
    "12": lambda w: w,
    "12 dash": lambda w: f"{w[:8]}-{w[8:]}",
    "12 en dash": lambda w: f"{w[:8]}\N{EN DASH}{w[8:]}",
    "12 space": lambda w: f" {w[:8]} {w[8:]} ",
    "12 nbsp": lambda w: f"{w[:8]}\N{NO-BREAK SPACE}{w[8:]}\N{NO-BREAK SPACE}",
    "12 iso": lambda w: f"{w[:4]}-{w[4:6]}-{w[6:8]}-{w[8:]}",
    "12 dots": lambda w: f"{w[:4]}.{w[4:6]}.{w[6:8]}.{w[8:]}",
    "12 thousands": lambda w: f"{int(w):,}".replace(",", "\N{NARROW NO-BREAK SPACE}"),
    "12 int": int,
    "12 float": float,
    "12 quote": lambda w: "'" + w,
    "12 point zero": lambda w: w + ".0",
    "10": lambda w: w[2:],
    "10 dash": lambda w: f"{w[2:8]}-{w[8:]}",
    "10 minus": lambda w: f"{w[2:8]}\N{MINUS SIGN}{w[8:]}",
    "10 space": lambda w: f"{w[2:8]} {w[8:]}",
    "10 int": lambda w: int(w[2:]),  # loses leading zeros, as in Excel
    "10 float": lambda w: float(w[2:]),
    "10 lost zero as text": lambda w: w[2:].lstrip("0"),
    "10 plus": lambda w: f"{w[2:8]}+{w[8:]}",
}
UNSIGNED = [way for way in WAYS if way != "10 plus"]


def _person(rng: random.Random, first: dt.date, last: dt.date) -> tuple[dt.date, int, bool]:
    born = first + dt.timedelta(days=rng.randrange((last - first).days + 1))
    return born, rng.randint(1, 999), rng.random() < 0.2


def _valid(rng: random.Random, at: dt.date, today: dt.date) -> Case:
    first = dt.date(1995 if rng.random() < 0.3 else 1927, 1, 1)
    born, serial, coordination = _person(rng, first, dt.date(2025, 12, 31))
    way = rng.choice(UNSIGNED)
    return valid_case(born, way, at=at, today=today, serial=serial, coordination=coordination)


def _centenarian(rng: random.Random, at: dt.date, today: dt.date) -> Case:
    """With a plus sign or twelve digits; and with ten, where the younger is taken."""
    born, serial, coordination = _person(rng, dt.date(1900, 1, 1), dt.date(1926, 12, 31))
    way = rng.choice(["10 plus", "10 plus", "12", "12 float", "10", "10 dash"])
    return valid_case(born, way, at=at, today=today, serial=serial, coordination=coordination)


def _leap(rng: random.Random, at: dt.date, today: dt.date) -> Case:
    born = dt.date(rng.choice([1928, 1960, 1988, 2000, 2004, 2008, 2024]), 2, 29)
    return valid_case(born, rng.choice(UNSIGNED), at=at, today=today, serial=rng.randint(1, 999))


def _typo(rng: random.Random, at: dt.date, today: dt.date) -> Case:
    """One of the last ten digits changed, which the check digit always tells."""
    born, serial, coordination = _person(rng, dt.date(1927, 1, 1), dt.date(2025, 12, 31))
    whole = whole_number(born, serial, coordination=coordination)
    place = rng.randrange(2, 12)
    wrong = str((int(whole[place]) + rng.randint(1, 9)) % 10)
    return _unknown(whole[:place] + wrong + whole[place + 1 :], rng, "typo")


def _no_date(rng: random.Random, at: dt.date, today: dt.date) -> Case:
    """A right check digit and a day that never was."""
    date = rng.choice(["0230", "0431", "1301", "0010", "0132", "0160", "0292", "1199"])
    nine = f"{rng.randint(27, 99)}{date}{rng.randint(1, 999):03}"
    return _unknown(f"19{nine}{check_digit(nine)}", rng, "no date")


def _unknown(whole: str, rng: random.Random, way: str) -> Case:
    cell = WAYS[rng.choice(["12", "12 dash", "12 int", "12 float"])](whole)
    return Case(cell, "annat", None, None, whole[2:], whole, way)


def _reserve(rng: random.Random, at: dt.date, today: dt.date) -> Case:
    """Reservnummer of Stockholm, VGR, Värmland and Skåne."""
    born, serial, _ = _person(rng, dt.date(1930, 1, 1), dt.date(2024, 12, 31))
    nine = f"{born:%y%m%d}{serial:03}"
    region = rng.choice(["stockholm", "vgr", "värmland", "skåne"])
    whole = {
        "stockholm": f"99{born:%Y}{rng.randrange(10**5):05}{check_digit(nine)}",
        "vgr": f"{born:%Y%m%d}{rng.choice('KMX')}{rng.randint(6, 89):02}{check_digit(nine)}",
        "värmland": f"{born:%Y%m%d}S{rng.choice('FUXPL')}{serial % 10}{rng.choice(LETTERS)}",
        "skåne": f"{born:%Y%m%d}{rng.choice(LETTERS)}{rng.choice(LETTERS)}{serial % 100:02}",
    }[region]
    cell = rng.choice([whole, whole.lower(), f"{whole[:8]}-{whole[8:]}"])
    return Case(cell, "reservnummer", None, None, whole[2:], whole, region)


def _odd(rng: random.Random, at: dt.date, today: dt.date) -> Case:
    """Blanks and serial numbers of the case system's own."""
    cell = rng.choice([None, "", " ", "Uppgift saknas", float("nan"), f"K-{rng.randint(1, 9999)}"])
    is_serial = isinstance(cell, str) and cell.startswith("K-")
    return Case(cell, "annat" if is_serial else "tomt", None, None, "", str(cell), "odd")
