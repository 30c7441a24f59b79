"""A variable: one thing known of each person, what it asks and how it is answered."""

import math
import re
from dataclasses import dataclass, field
from unicodedata import normalize

import numpy as np
import pandas as pd

from ..wording import clean, number

YES_NO = "ja/nej"
CHOICE = "val"
SEVERAL = "flerval"
SCALE = "skala"
NUMBER = "tal"
DATE = "datum"
TEXT = "text"
KINDS = (YES_NO, CHOICE, SEVERAL, SCALE, NUMBER, DATE, TEXT)

SEX = "kön"
KEY = "personnyckel"
ROLES = (
    SEX, "bakgrund", "behov", "bedömning", "samtycke", "delaktighet", "insats", "resultat",
    KEY, "tid", "övrigt",
)  # fmt: skip
OCCASIONS = ("start", "uppföljning")
HIGHER, LOWER = "hogre", "lagre"
DIRECTIONS = (HIGHER, LOWER)
CRITERIA = ("behov", "annat_satt", "samtycke", "vilja_delta", "installning", "hinder")
FROM_NUMBER = "personnummer"
SOURCES = (FROM_NUMBER,)
RESERVED = ("n", "base", "share", "low", "high", "hidden", "first", "second", "value")


@dataclass(frozen=True)
class Option:
    """One answer, and the other ways in which a file may write it."""

    name: str
    synonyms: tuple[str, ...] = ()


YES = Option("Ja", ("j", "1", "x", "true", "sant", "yes", "✓", "✔", "☑", "√"))
NO = Option("Nej", ("n", "0", "false", "falskt", "no"))


@dataclass(frozen=True)
class Rule:
    """How a variable is worked out of others: the rule's name, its sources, and what else."""

    name: str
    sources: tuple[str, ...]
    detail: tuple[str, ...] = ()


@dataclass(frozen=True)
class Variable:
    """One thing known of each person: what it is called, asks, and how it is answered.

    ``classes`` are the lower bounds at which a number is cut; the first class is all below the
    first bound. ``pair`` names the same thing at the other measuring occasion. ``better`` is the
    direction that is better, `HIGHER` or `LOWER`, where that is known; ``reliability`` the
    instrument's reliability between 0 and 1, 0 where it is not known. ``matters`` is the least
    difference of shares that matters, a fraction, 0 where it isn't told. ``criterion`` is the
    criterion for unjustified differences that it serves. ``is_needed`` says whether a file
    must have it for the group's question to be answered. ``taken_from`` is `FROM_NUMBER` for sex
    and age that are worked out of the identity numbers in its column. ``part_of`` names the
    flerval of which it is one answer; such a variable is made at intake and never written.
    ``asked_if`` is a variable and those of its answers that one must have given to be asked this;
    ``has_any`` says of a flerval that all who answered ticked something. ``made_of`` is a variable
    and those of its answers that make this one a yes; its other answers are a no. ``missing`` are
    words of the file that are no answer to this question. ``has_no_names`` says that answers that
    look like names are none. ``rule`` tells how it is worked out of
    others; such a variable is in no codebook.
    """

    name: str
    columns: tuple[str, ...] = ()
    label: str = ""
    question: str = ""
    kind: str = CHOICE
    role: str = "övrigt"
    options: tuple[Option, ...] = ()
    classes: tuple[float, ...] = ()
    decimals: int = 0
    occasion: str = ""
    pair: str = ""
    criterion: str = ""
    help: str = ""
    is_sensitive: bool = False
    is_open: bool = False
    is_missing_sensitive: bool = False
    is_needed: bool = True
    has_no_names: bool = False
    taken_from: str = ""
    part_of: str = ""
    asked_if: tuple[str, tuple[str, ...]] | tuple[()] = ()
    has_any: bool = False
    made_of: tuple[str, tuple[str, ...]] | tuple[()] = ()
    missing: tuple[str, ...] = ()
    better: str = ""
    reliability: float = 0.0
    matters: float = 0.0
    rule: Rule | None = None
    guess: str = field(default="", compare=False)

    @property
    def title(self) -> str:
        """What tables and charts call it."""
        return self.label or self.name

    @property
    def categories(self) -> tuple[str, ...]:
        """Its answers in order, numbers as classes; without «Uppgift saknas»."""
        if self.kind == NUMBER:
            is_year = "år" in self.name.casefold() and all(1800 < c < 2200 for c in self.classes)
            return class_labels(self.classes, self.decimals, is_year)
        return tuple(option.name for option in self.options)

    @property
    def is_countable(self) -> bool:
        """Whether it has categories that people can be counted in; a flerval has parts instead."""
        is_one_answer = self.kind not in (DATE, TEXT, SEVERAL)
        return is_one_answer and self.role != KEY and bool(self.categories)


def class_labels(
    bounds: tuple[float, ...], decimals: int = 0, is_year: bool = False
) -> tuple[str, ...]:
    """Swedish names of the classes between lower bounds; whole numbers as ranges.

    Examples
    --------
    >>> class_labels((18, 30)), class_labels((2.5, 5), 1)
    (('Under 18', '18–29', '30 eller mer'), ('Under 2,5', '2,5 till under 5', '5 eller mer'))
    >>> class_labels((1990, 2000), is_year=True)
    ('Före 1990', '1990–1999', '2000 eller senare')
    """
    if not bounds:
        return ()
    text = [str(int(b)) if is_year else _bound(b, decimals) for b in bounds]
    is_whole = decimals == 0 and all(float(b).is_integer() for b in bounds)
    ends = [str(int(b - 1)) if is_year else number(b - 1) for b in bounds]
    inner = [
        (low if low == end else f"{low}–{end}") if is_whole else f"{low} till under {high}"
        for low, high, end in zip(text, text[1:], ends[1:], strict=False)
    ]
    before, after = ("Före", "senare") if is_year else ("Under", "mer")
    return (f"{before} {text[0]}", *inner, f"{text[-1]} eller {after}")


def _bound(value: float, decimals: int) -> str:
    """A bound with the decimals it needs, at most three."""
    needed = next((d for d in range(3) if round(value, d) == value), 3)
    return number(value, needed if float(value).is_integer() else max(decimals, needed))


# Cells and headers as words that can be compared.

INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u061c\u200e\u200f"))
WHOLE_TEXT = re.compile(r"([+-]?\d+)[.,]0+")


def plain(cell: object) -> str:
    """A cell as text without stray spaces; 37.0 is «37», a blank is empty."""
    if isinstance(cell, str):
        is_plain = cell.isascii() and cell.isprintable()
        text = cell if is_plain else normalize("NFC", clean(cell).translate(INVISIBLE))
        return " ".join(text.split())
    if cell is None or cell is pd.NaT or cell is pd.NA:
        return ""
    if isinstance(cell, (float, np.floating)):
        return "" if math.isnan(cell) else str(int(cell) if float(cell).is_integer() else cell)
    return " ".join(str(cell).split())


def key_of(cell: object) -> str:
    """The form in which answers and headers are compared: no case, no stray spaces, 1 for 1.0.

    Examples
    --------
    >>> key_of("  KVINNA "), key_of(2.0), key_of("2,0")
    ('kvinna', '2', '2')
    """
    text = plain(cell).casefold()
    found = WHOLE_TEXT.fullmatch(text) if text[-1:] == "0" else None
    return found[1] if found else text
