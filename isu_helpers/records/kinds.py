"""How a question is answered, guessed from the answers: yes/no, scale, number, date, words."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property

import numpy as np
import pandas as pd

from ..codebook import (
    CHOICE,
    DATE,
    NO,
    NUMBER,
    SCALE,
    SEVERAL,
    TEXT,
    YES,
    YES_NO,
    Option,
    Variable,
    key_of,
    plain,
    values,
)
from ..codebook.distinct import distinct, keys_of_words, plain_words
from ..codebook.values import is_blank
from ..content import load
from ..masking import looks_like_identity
from ..privacy.answers import point_out
from ..wording import TOTAL
from .headers import IDENTITY_INSIDE, default_classes, has_word, sample_of, sex_rank
from .orders import alphabetical, are_only_numbered, odd_one, order_of, period_of

MOST_NAMES = 300  # different answers; with more it is free text whatever they are
PARTS = re.compile(r"[;|\n/]|, (?=\S+ \S)|\boch\b")

# The answers of a column, each different one looked at once.


@dataclass(frozen=True, eq=False, repr=False)
class Answers:
    """The cells of a column that hold an answer.

    Attributes
    ----------
    cells
        The cells in the order of the file, with its row numbers.
    counts
        How many cells hold each different answer, as it is written.
    """

    cells: pd.Series
    counts: dict[object, int]

    @classmethod
    def of(cls, column: pd.Series) -> "Answers":
        """The answers in a column of raw cells."""
        codes, unique = distinct(column)
        filled = np.array([not is_blank(cell) for cell in unique], dtype=bool)
        tally = np.bincount(codes, minlength=len(unique)).tolist()
        counts = {c: n for c, n, f in zip(unique, tally, filled, strict=True) if f}
        return cls(column if filled.all() else column[filled[codes]], counts)

    def with_more(self, other: "Answers") -> "Answers":
        """These answers and those of another column."""
        counts = Counter(self.counts) + Counter(other.counts)
        return Answers(pd.concat([self.cells, other.cells]), dict(counts))

    def __len__(self) -> int:
        return len(self.cells)

    @cached_property
    def sample(self) -> pd.Series:
        """At most a thousand of the cells, evenly spread."""
        return sample_of(self.cells)

    @cached_property
    def texts(self) -> set[str]:
        """The different answers as text."""
        return set(plain_words(list(self.counts)))

    @cached_property
    def people(self) -> set[str]:
        """The different answers of letters, one by one where several stand in a cell."""
        if len(self.counts) > MOST_NAMES:
            return set()
        parts = (p for t in self.texts for p in PARTS.split(t))
        return {*filter(None, map(str.strip, parts)), *self.texts} - {""}

    def are_among(self, keys: Iterable[str]) -> bool:
        """Whether every answer is one of those."""
        known = set(keys)
        return all(key_of(cell) in known for cell in self.counts)

    def spellings(self, most: int) -> dict[str, str]:
        """Each different answer, in the spelling that is most used, the rarest first.

        Where there are more than ``most``, only the first of them in the file: one too many.
        """
        tally: Counter[str] = Counter()
        keys: dict[str, str] = {}
        for cell, count in self.counts.items():
            text = plain(cell)
            tally[text] += count
            keys.setdefault(key_of(cell), text)
            if len(keys) > most:
                return keys
        ranked = sorted(tally.items(), key=lambda item: (item[1], item[0][:1].isupper(), item[0]))
        return {key_of(text): text for text, _ in ranked}


# Answers as options: in which order, under which name.


def option_named(name: str) -> Option:
    """The answer as an option, under a name that no total has."""
    if key_of(name) == key_of(TOTAL):
        return Option(f"{name} (svar)", (name,))
    return Option(name)


# Flerval in a file that nobody has described: several answers in a cell.

SEPARATORS = (";", "|", "\n", ",")
LIST_ENDS, LONG_LIST = (";", "|"), 300
SEVERAL_LONG, FEWEST, SHARE = 60, 3, 0.1

SEEN_LIST = "Gissning: flera svar i samma cell. Stäm av svaren och rollen."


def listed_answers(draft: Variable, answers: Answers) -> Variable | None:
    """The draft as a flerval where many cells hold several of a few answers that come back."""
    if has_word(draft.name, load("intake")["fri_text"]):
        return None
    few = _texts(Counter(answers.sample))
    if not any(separator in text for text in few for separator in SEPARATORS):
        return None
    for separator in SEPARATORS:
        parts = _parts(few, separator)
        is_list = _are_closed(few, separator) or _is_list(parts, few, len(answers.sample))
        if is_list and not _is_decimal(separator, answers):
            counts = _texts(answers.counts)
            options = _options(_parts(counts, separator), counts)
            if len(options) <= _most_several():
                return replace(draft, kind=SEVERAL, options=options, guess=SEEN_LIST)
    return None


def _texts(counts: dict[object, int]) -> Counter[str]:
    tally: Counter[str] = Counter()
    for cell, count in counts.items():
        if isinstance(cell, str):
            tally[cell.replace("\r", "\n")] += count
    return tally


def _parts(counts: Counter[str], separator: str) -> dict[str, tuple[str, ...]]:
    """The answers in each different cell."""
    return {t: tuple(filter(None, map(plain, t.split(separator)))) for t in counts}


def _most_several() -> int:
    return int(load("thresholds")["flest_kategorier"]["value"])


def _is_list(split: dict[str, tuple[str, ...]], counts: Counter[str], rows: int) -> bool:
    """Whether the answers stand alone and together as answers do that can be chosen freely.

    «Nej, inte alls» is one answer: its words are seldom met in other company.
    """
    several = {t for t, parts in split.items() if len(parts) > 1}
    combined = {frozenset(map(key_of, split[t])) for t in several}
    if not combined or sum(counts[t] for t in several) < max(FEWEST, SHARE * rows):
        return False
    every = {frozenset(map(key_of, parts)) for parts in split.values()}
    answers, together = set().union(*every), set().union(*combined)
    alone = {a for a in together if frozenset({a}) in every}
    met = {a for a in together if sum(a in e for e in every) > 1}
    is_few = len(answers) <= _most_several()
    is_free = 2 * len(alone) >= len(together) and 2 * len(met) > len(together)
    is_free = is_free and (len(combined) > 1 or alone == together)
    is_odd = any(len(a) > SEVERAL_LONG or looks_like_identity(a) for a in answers)
    return is_few and is_free and not is_odd


def _are_closed(counts: Counter[str], separator: str) -> bool:
    """Whether a separator stands after the last answer too, as survey tools write lists."""
    texts = [t.strip() for t in counts if t.strip()]
    is_list = separator in LIST_ENDS and any(t.count(separator) > 1 for t in texts)
    return is_list and all(t.endswith(separator) and len(t) < LONG_LIST for t in texts)


def _is_decimal(separator: str, answers: Answers) -> bool:
    return separator == "," and values.numbers(answers.cells)[0].notna().mean() > 0.9


def _options(split: dict[str, tuple[str, ...]], counts: Counter[str]) -> tuple[Option, ...]:
    """The answers in the spelling that is most used, by the alphabet."""
    tally: Counter[str] = Counter()
    for text, parts in split.items():
        for part in parts:
            tally[part] += counts[text]
    ranked = sorted(tally.items(), key=lambda item: (item[1], item[0][:1].isupper(), item[0]))
    words = {key_of(text): text for text, _ in ranked}
    unordered = load("intake")["utan_ordning"]
    keys = sorted(words, key=lambda k: (k in unordered, alphabetical(k)))
    return tuple(option_named(words[k]) for k in keys)


# Two answers of a question that may be the same: «Låg» and «Låg risk».

NUMBERED = re.compile(r"^\d{1,3}\s*[.):=–-]?\s+")  # the code before a word, as in «9. Vet ej»
DOUBT = " Kan vara samma svar: {pairs}. Är de det, skriv «- {short}: [{long}]» och stryk «{long}»."


def told_of_twins(words: dict[str, str]) -> str:
    """What to add to a guess about answers that may be the same; empty without any.

    They stay apart: which answers are one is for those who know the file to say.

    Parameters
    ----------
    words
        The answers by their keys, in order.
    """
    pairs = [(words[k], words[long]) for k in words for long in _longer(k) if long in words]
    ended = [(k, k + sign) for k in words for sign in ".!?,:"]
    pairs += [(words[k], words[end]) for k, end in ended if end in words]
    if not pairs:
        return ""
    told = "; ".join(f"«{short}» och «{long}»" for short, long in pairs)
    return DOUBT.format(pairs=told, short=pairs[0][0], long=pairs[0][1])


def _longer(key: str) -> list[str]:
    """The answer with each word after it that adds nothing, as «risk» after «låg»."""
    return [f"{key} {end}" for end in _ends()]


@cache
def _ends() -> tuple[str, ...]:
    """The words that several answers of one known scale stand both with and without."""
    scales = [set(scale) for scale in load("intake")["ordnade"]]
    split = [word.rpartition(" ") for word in set().union(*scales)]
    tallies = (Counter(end for start, _, end in split if start in scale) for scale in scales)
    return tuple(sorted({end for tally in tallies for end, n in tally.items() if n > 1}))


# How a question is answered, guessed from the answers: yes/no, scale, number, date, words.

MANY = "flest_kategorier"
LONG = 80
SMALL = 100

SEEN_TEXT = "Gissning: många olika eller långa svar, så kolumnen är fri text. Läses inte in."
SEEN_NUMBERS_IN_TEXT = "Gissning: svaren kan hålla personnummer eller adresser. Läses inte in."
SEEN_PEOPLE = (
    "Gissning: svaren ser ut som namn eller adresser. Läses inte in. Är de något annat, skriv "
    "«typ: val»."
)
SEEN_DATE = "Gissning: svaren är datum. Visas inte."
SEEN_PERIOD = "Gissning: svaren är tidsperioder."
SEEN_NUMBER = (
    "Gissning: svaren är tal. Gränserna är valda för att dela in svaren jämnt. "
    "Byt till instrumentets egna gränser om det finns sådana."
)
SEEN_AGE = "Gissning: rubriken säger ålder. Ändra åldersgrupperna så att de passar er fråga."
SEEN_YES_NO = "Gissning: svaren är ja och nej. Stäm av rollen."
SEEN_CODES = "Gissning: 1 betyder Ja och 0 betyder Nej. Stäm av typ och roll."
ONLY_TICKS = (
    "Kolumnen har bara kryss och tomma rutor. Läses inte in, eftersom tomt kan betyda både nej "
    "och okänt. Betyder tomt nej, skriv nej i de tomma rutorna i filen och läs in den på nytt."
)
SEEN_TICKS = "Gissning: ett kryss betyder Ja. Tomt räknas som «Uppgift saknas». Stäm av."
SEEN_ANSWERS = "Gissning: svaren är få och återkommer. Stäm av typ och roll."
SEEN_ORDER = "Gissning: svaren har en ordning. Stäm av ordningen och rollen."
ODD_ONE = " «{name}» hör inte till ordningen och står sist. Är det ett skrivfel, stryk det."


def guess_answers(draft: Variable, answers: Answers) -> Variable:
    """The draft with the kind, the answers and the classes that fit its cells."""
    words, draft = answers.spellings(_most()), replace(draft, options=(), classes=(), decimals=0)
    if point_out(answers.people):
        return replace(draft, kind=TEXT, role="övrigt", pair="", guess=SEEN_PEOPLE)
    found = _yes_no(draft, set(words)) or _dated(draft, answers, words)
    if found := found or listed_answers(draft, answers):
        return found
    if _are_numbers(answers):
        if _hold_identities(answers):
            return replace(draft, kind=TEXT, role="övrigt", pair="", guess=SEEN_NUMBERS_IN_TEXT)
        numbers = values.numbers(answers.cells)[0].dropna()
        if _is_measure(draft, numbers, words):
            return _number(draft, numbers)
    if reason := _reason_for_text(draft, answers, words):
        return replace(draft, kind=TEXT, role="övrigt", pair="", guess=reason)
    return _choice(draft, words)


def is_scale(answers: Answers) -> bool:
    """Whether the answers are few and of a known scale, or numbers too small to point out."""
    words = answers.spellings(_most())
    if len(words) > _most():
        return False
    known = [k for k in words if k not in load("intake")["utan_ordning"]]
    return all(-1 < values.as_number(k) < SMALL for k in words) or bool(order_of(known))


def _yes_no(draft: Variable, keys: set[str]) -> Variable | None:
    is_known = keys <= _words(YES) | _words(NO)
    is_known = is_known and (len(keys) <= 2 or all(k.isalpha() and k != "x" for k in keys))
    if not is_known or sex_rank(draft.name) or keys == {"0"}:
        return None
    codes, ticks = keys <= {"0", "1"}, keys in ({"x"}, {"1"})
    guess = SEEN_TICKS if ticks else SEEN_CODES if codes else SEEN_YES_NO
    return replace(draft, kind=YES_NO, options=(YES, NO), guess=guess)


def _dated(draft: Variable, answers: Answers, words: dict[str, str]) -> Variable | None:
    """A date, or a period of time where all answers are years, half-years or the like."""
    if values.share(answers.sample, lambda c: values.as_date(c) is not pd.NaT) > 0.9:
        return replace(draft, kind=DATE, role="tid", guess=SEEN_DATE)
    if draft.role == "bakgrund" or len(words) > _most():
        return None
    periods = {k: period for k in words if (period := period_of(k))}
    if len(periods) < len(words):
        return None
    names = [words[k] for k in sorted(words, key=periods.__getitem__)]
    options = tuple(map(Option, names))
    return replace(draft, kind=SCALE, role="tid", options=options, guess=SEEN_PERIOD)


def _are_numbers(answers: Answers) -> bool:
    """Whether nearly all answers are numbers, those that say «Vet ej» aside."""
    unknown = load("intake")["utan_ordning"]
    sample, (codes, words) = answers.sample, distinct(answers.sample)
    is_known = np.array([key not in unknown for key in keys_of_words(words)])
    sample = sample if is_known.all() else sample[is_known[codes]]
    return len(sample) > 0 and values.numbers(sample)[0].notna().mean() > 0.9


def _hold_identities(answers: Answers) -> bool:
    """Whether more than one number in twenty may be an identity number."""
    return values.share(answers.sample, lambda c: looks_like_identity(plain(c))) > 1 / 20


def _is_measure(draft: Variable, numbers: pd.Series, words: dict[str, str]) -> bool:
    """Whether numbers are amounts to be cut into classes, rather than the steps of a scale."""
    if len(words) > 10 or has_word(draft.name, load("intake")["alder"]["rubriker"]):
        return True
    if any("%" in k for k in words):
        return True
    every = numbers.to_numpy()
    return bool((every % 1 != 0).any() or len(words) > 5 and every.max() > 20)


def _number(draft: Variable, numbers: pd.Series) -> Variable:
    is_age = has_word(draft.name, load("intake")["alder"]["rubriker"])
    classes = default_classes(numbers, draft.name)
    decimals = int((numbers.to_numpy() % 1 != 0).any() and not is_age)
    guess = SEEN_AGE if is_age else SEEN_NUMBER
    return replace(draft, kind=NUMBER, classes=classes, decimals=decimals, guess=guess)


def _reason_for_text(draft: Variable, answers: Answers, words: dict[str, str]) -> str:
    few = len(words) <= min(_most(), max(2, len(answers) // 3))
    is_long = max(map(len, words)) > LONG
    if not few or is_long or has_word(draft.name, load("intake")["fri_text"]):
        return SEEN_TEXT
    is_personal = any(IDENTITY_INSIDE.search(k) or looks_like_identity(k) for k in words)
    return SEEN_NUMBERS_IN_TEXT if is_personal else ""


def _choice(draft: Variable, words: dict[str, str]) -> Variable:
    unordered = [k for k in words if NUMBERED.sub("", k) in load("intake")["utan_ordning"]]
    odd = odd_one([k for k in words if k not in unordered])
    rest = [k for k in words if k not in unordered and k != odd]
    order = order_of(rest)
    names = [words[k] for k in order or rest]
    names = names if order else sorted(names, key=alphabetical)
    names += sorted((words[k] for k in (*unordered, odd) if k), key=alphabetical)
    is_scale = bool(order) and not unordered and not odd and not are_only_numbered(rest)
    options = tuple(map(option_named, names))
    guess = (SEEN_ORDER if order else SEEN_ANSWERS) + told_of_twins(
        {k: words[k] for k in order or rest}
    )
    guess += ODD_ONE.format(name=words[odd]) if odd else ""
    return replace(draft, kind=SCALE if is_scale else CHOICE, options=options, guess=guess)


def _most() -> int:
    return int(load("thresholds")[MANY]["value"])


def _words(option: Option) -> set[str]:
    return {key_of(w) for w in (option.name, *option.synonyms)}
