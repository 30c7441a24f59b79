"""One identity number: the ways it is written, its one canonical form, what it tells.

Sources: domain.md 2.1 (Skatteverket); reservnummer by Inera, «Lokala reservidn»
(inera.atlassian.net, page 3353231994): Stockholm ``99yyyyNNNNNC``, VGR ``yyyymmddGggC``, Värmland
``yyyymmddABNC``; Skåne and Socialstyrelsen's advice: a date and four signs, a letter among them.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from personnummer.personnummer import Personnummer, PersonnummerException

from ..codebook import Option, key_of, plain
from ..codebook.distinct import distinct
from ..codebook.values import is_blank
from ..masking import STOCKHOLM, looks_like_identity
from .key import SESSION, Key
from .plain_shapes import plain_numbers

PERSONAL = "personnummer"
COORDINATION = "samordningsnummer"
RESERVE = "reservnummer"
OTHER = "annat"
BLANK = "tomt"
KINDS = (PERSONAL, COORDINATION, RESERVE, OTHER, BLANK)

DASHES = re.compile("[\u2010-\u2015\u2212]")
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
GROUPED = re.compile(r"\d{1,3}(?:[ .,]\d{3})+")  # 199 001 012 389, as Excel may show it
POINT_ZERO = re.compile(r"(\d{7,12})[.,]0+")
SHAPE = re.compile(
    r"(?P<c>18|19|20)?(?P<y>\d\d)[-./ ]?(?P<m>\d\d)[-./ ]?(?P<d>\d\d)"
    r" ?(?P<sign>[-+.]?) ?(?P<n>\d{4})"
)
LETTERED = re.compile(
    r"(?P<c>\d\d)?(?P<y>\d\d)(?P<m>\d\d)(?P<d>\d\d) ?(?P<sign>[-+]?) ?"
    r"(?P<n>(?=\d*[A-ZÅÄÖ])[0-9A-ZÅÄÖ]{4})"
)
LOOSE = re.compile(r"[\W_]*\d(?:[\W_]*\d){9}(?:(?:[\W_]*\d){2})?[\W_]*")
SHORT = re.compile(r"\d{7,9}")
NINE = 9


def tidy(cell: object) -> str:
    """A cell as text, upper case, with plain dashes and without grouping of digits.

    Examples
    --------
    >>> tidy(None), tidy(" 199 001.012 ")
    ('', '199001012')
    """
    text = plain(cell)
    if not text.isascii():
        text = DASHES.sub("-", UNSEEN.sub("", unicodedata.normalize("NFKC", text)))
    text = text.strip().lstrip("'").upper()
    if GROUPED.fullmatch(text):
        return re.sub("[ .,]", "", text)
    pointed = POINT_ZERO.fullmatch(text)
    return pointed[1] if pointed else text


def century(year: str, sign: str, today: dt.date) -> str:
    """The century of a two-digit year: the younger person, with ``+`` the one from 100 years.

    Examples
    --------
    >>> [century(y, s, dt.date(2026, 1, 1)) for y, s in (("26", ""), ("26", "+"), ("27", "-"))]
    ['20', '19', '19']
    """
    latest = today.year - (100 if sign == "+" else 0)
    return str(latest - (latest - int(year)) % 100)[:2]


def restored(text: str, *, is_column_of_numbers: bool = False) -> str:
    """Digits with the zeros back that Excel took from people born in the 2000s.

    Nine digits are someone born 2001–2009. Seven or eight may be someone born in 2000, or any
    serial number: they are restored only in a column that for the rest holds identity numbers.
    """
    is_short = SHORT.fullmatch(text) and (len(text) == NINE or is_column_of_numbers)
    return text.zfill(10) if is_short else text


def canonical(text: str, today: dt.date) -> tuple[str, str]:
    """The kind that a tidied cell is shaped like, and the one form of all ways to write it.

    Twelve signs where it is shaped like a number, valid or not; else the text itself. Whether
    it is valid, and a samordningsnummer, `facts` tells.
    """
    if not text:
        return BLANK, ""
    if found := SHAPE.fullmatch(text):
        return PERSONAL, _twelve(found, today)
    if found := LETTERED.fullmatch(text):
        return RESERVE, _twelve(found, today)
    if STOCKHOLM.fullmatch(text):
        return RESERVE, text.replace("-", "")
    return _loose(text, today)


def _loose(text: str, today: dt.date) -> tuple[str, str]:
    """As `canonical`, of digits with any signs between them that are no letters."""
    if not (LOOSE.fullmatch(text) and looks_like_identity(text)):
        return OTHER, text
    digits = "".join(c for c in text if c.isdigit())
    if len(digits) == 10:
        sign = "+" if "+" in text else "-"
        digits = century(digits[:2], sign, today) + digits
    elif facts(digits) is None:  # the day first
        digits = digits[4:8] + digits[2:4] + digits[:2] + digits[8:]
    return (PERSONAL, digits) if facts(digits) else (OTHER, text)


def facts(whole: str) -> tuple[str, bool, dt.date] | None:
    """The kind of a valid number, whether it is a woman's, and its birth date; None if not valid.

    Here the error of the library ends, because its text holds the number.
    """
    try:
        number = Personnummer(whole)
    except PersonnummerException:
        return None
    kind = COORDINATION if number.is_coordination_number() else PERSONAL
    return kind, number.is_female(), number.get_date()


def age_at(born: dt.date, at: dt.date) -> int:
    """Whole years at a date; who is born on 29 February turns a year on 1 March (or that day).

    Examples
    --------
    >>> [age_at(dt.date(2004, 2, 29), dt.date(2022, m, d)) for m, d in ((2, 28), (3, 1))]
    [17, 18]
    """
    return at.year - born.year - ((at.month, at.day) < (born.month, born.day))


def _twelve(found: re.Match[str], today: dt.date) -> str:
    first = found["c"] or century(found["y"], found["sign"], today)
    return "".join((first, *found.group("y", "m", "d", "n")))


# A column of identity numbers as legal sex, age, kind and pseudonym.

WOMAN, MAN = "kvinna", "man"
SEXES = (WOMAN, MAN)
WORDS = {
    WOMAN: {"kvinna", "kvinnor", "kvinnlig", "flicka", "flickor", "k", "kv", "f", "female",
            "woman", "girl", "tjej", "tjejer"},
    MAN: {"man", "män", "manlig", "pojke", "pojkar", "m", "male", "boy", "kille", "killar"},
}  # fmt: skip
OLDEST = 115
SAMPLE = 500


@dataclass(frozen=True, eq=False, repr=False)
class Identities:
    """What the identity numbers of a column told, a row each in the order of the column.

    Attributes
    ----------
    sex
        Legal sex as ``kvinna`` or ``man``; missing where there is no valid number.
    age
        Whole years at the stated date; NaN where there is no valid number, or one that gives
        under 0 or over 115 years.
    kind
        One of `KINDS`: personnummer, samordningsnummer, reservnummer, annat or tomt.
    pseudonym
        Letters that are the same for the same person (and key); empty where the cell is blank.
    """

    sex: "pd.Categorical[str]"
    age: NDArray[np.float64]
    kind: "pd.Categorical[str]"
    pseudonym: NDArray[np.object_]

    def __len__(self) -> int:
        return len(self.pseudonym)

    def __repr__(self) -> str:
        return f"Identiteter för {len(self)} rader (numren är borta)"

    def counts(self) -> dict[str, int]:
        """Rows of each kind, all kinds named."""
        tally = np.bincount(self.kind.codes, minlength=len(KINDS))
        return {kind: int(count) for kind, count in zip(KINDS, tally, strict=True)}

    @property
    def holds_numbers(self) -> bool:
        """Whether at least half of the cells that are not blank are identity numbers.

        Of serial numbers with ten digits some seven in a thousand happen to be valid, so sex
        and age are to be used only from a column that holds numbers.
        """
        counts = self.counts()
        known = counts[PERSONAL] + counts[COORDINATION] + counts[RESERVE]
        return known > 0 and known >= counts[OTHER]

    def rows(self, kind: str) -> NDArray[np.intp]:
        """The places, from 0, of the rows of one kind."""
        return np.flatnonzero(self.kind.codes == KINDS.index(kind))

    def keys(self) -> NDArray[np.intp]:
        """A running number a person; a blank cell is a person of its own."""
        codes, _ = pd.factorize(self.pseudonym)
        blank = self.pseudonym == ""
        codes[blank] = codes.max(initial=-1) + 1 + np.arange(blank.sum())
        return codes

    def sex_codes(self, options: Iterable[Option]) -> NDArray[np.intp]:
        """Legal sex as places among a variable's options; −1 where missing or no option fits."""
        places = sex_places(options)
        first = [next((i for i, s in enumerate(places) if s == sex), -1) for sex in SEXES]
        found: NDArray[np.intp] = np.array([*first, -1])[self.sex.codes]
        return found


def read_identities(
    column: pd.Series, at: dt.date, *, key: Key = SESSION, today: dt.date | None = None
) -> Identities:
    """Sex, age, kind and pseudonym of a column of raw cells; the numbers are not kept.

    A number of ten digits without ``+`` is the younger of the two people it may be: who has
    turned 100 is told apart only by ``+`` or twelve digits. The century follows ``today`` and not
    ``at``, so that a person has the same pseudonym whatever date ages are asked for. A
    samordningsnummer (day + 60) is as good as a personnummer. Of reservnummer, and of anything
    that is not valid, neither sex nor age is guessed.

    Parameters
    ----------
    column
        Cells as a file has them: text, or whole numbers and floats as Excel stores them.
    at
        The date at which age is told.
    key
        From `read_key`; without one, the session's.
    today
        The date that decides the century of ten digits; today unless a test says another.
    """
    today = today or dt.date.today()
    codes, unique = distinct(column)
    kinds, sexes, ages, names = _told_of_all(unique, at, key, today)
    return Identities(
        sex=pd.Categorical.from_codes(sexes[codes], pd.Index(SEXES)),
        age=ages[codes],
        kind=pd.Categorical.from_codes(kinds[codes], pd.Index(KINDS)),
        pseudonym=names[codes],
    )


def hold_numbers(cells: pd.Series) -> bool:
    """Whether at least half of the cells that are not blank are identity numbers."""
    if not any(map(_is_long, distinct(cells)[1])):
        return False
    return read_identities(cells, dt.date.today()).holds_numbers


def _is_long(cell: object) -> bool:
    """Whether a cell has signs enough for a number, the zero in front aside."""
    text = cell if isinstance(cell, str) else plain(cell)
    return len(text) >= NINE or not text.isascii()


def sex_places(options: Iterable[Option]) -> list[str | None]:
    """Which legal sex each option of a sex variable stands for; None for any other."""
    return [_sex_of(option) for option in options]


def contradictions(
    sex_codes: NDArray[np.integer], identities: Identities, options: Iterable[Option]
) -> NDArray[np.intp]:
    """The places, from 0, of the rows whose sex column says another sex than their number.

    Only a woman against a man counts: a missing answer, «Annat» and a number that tells no sex
    contradict nothing.

    Parameters
    ----------
    sex_codes
        The sex variable's answers as places among ``options``, −1 where missing.
    options
        The options of the sex variable, such as Kvinna, Man or Flicka, Pojke, in order.
    """
    told = [SEXES.index(s) if s else -1 for s in sex_places(options)]
    said = np.array([*told, -1])[np.asarray(sex_codes)]
    known = identities.sex.codes
    return np.flatnonzero((said >= 0) & (known >= 0) & (said != known))


def _told_of_all(
    cells: Sequence[object], at: dt.date, key: Key, today: dt.date
) -> tuple[NDArray[np.int8], NDArray[np.int8], NDArray[np.float64], NDArray[np.object_]]:
    """Places of kind and sex, age and pseudonym of each cell: the plain ones together."""
    found, count = plain_numbers(cells, at, today), len(cells)
    kinds, sexes = np.full(count, KINDS.index(OTHER), np.int8), np.full(count, -1, np.int8)
    ages, names = np.full(count, np.nan), np.empty(count, dtype=object)
    names[found.places] = key.pseudonyms(found.wholes)
    good = found.places[found.is_valid]
    kinds[good] = np.where(found.is_coordination, *map(KINDS.index, (COORDINATION, PERSONAL)))[
        found.is_valid
    ]
    sexes[good] = np.where(found.is_woman, *map(SEXES.index, SEXES))[found.is_valid]
    ages[good] = np.where((found.ages >= 0) & (found.ages <= OLDEST), found.ages, np.nan)[
        found.is_valid
    ]
    odd = np.ones(count, dtype=bool)
    odd[found.places] = False
    is_column = bool(odd.any()) and _are_numbers(cells, today)
    for i in np.flatnonzero(odd).tolist():
        whole = canonical(restored(_text(cells[i]), is_column_of_numbers=is_column), today)
        kinds[i], sexes[i], ages[i], names[i] = _told(*whole, at, key)
    return kinds, sexes, ages, names


def _text(cell: object) -> str:
    return "" if is_blank(cell) else tidy(cell)


def _are_numbers(cells: Iterable[object], today: dt.date) -> bool:
    """Whether most of the cells that are not too short, by a sample, are valid numbers."""
    full = list(islice((t for t in map(_text, cells) if len(t) > 8), SAMPLE))
    shaped = [canonical(restored(t), today) for t in full]
    good = sum(kind == PERSONAL and facts(whole) is not None for kind, whole in shaped)
    return 2 * good > len(full)


def _told(kind: str, whole: str, at: dt.date, key: Key) -> tuple[int, int, float, str]:
    """Places of kind and sex, age and pseudonym of one number in its canonical form."""
    if kind == BLANK:
        return KINDS.index(BLANK), -1, np.nan, ""
    name = key.pseudonym(whole)
    found = facts(whole) if kind == PERSONAL else None
    if found is None:
        return KINDS.index(OTHER if kind == PERSONAL else kind), -1, np.nan, name
    kind, is_woman, born = found
    age = age_at(born, at)
    sex = SEXES.index(WOMAN if is_woman else MAN)
    return KINDS.index(kind), sex, age if 0 <= age <= OLDEST else np.nan, name


def _sex_of(option: Option) -> str | None:
    for word in map(key_of, (option.name, *option.synonyms)):
        for sex, words in WORDS.items():
            if word in words:
                return sex
    return None
