"""Flerval in a file that nobody has described: several answers in a cell, or a column for each."""

import re
from collections import Counter
from dataclasses import replace

from .. import values
from ..codebook import NO, SEVERAL, YES_NO, Option, Variable, key_of, plain
from ..content import load
from ..identity import looks_like_identity
from .answers import Answers
from .headers import has_word, role_of
from .words import alphabetical, option_named

SEPARATORS = (";", "|", "\n", ",")
LONG, FEWEST, SHARE = 60, 3, 0.1
STEM = re.compile(r"(?P<stem>.*\w.*?)\s*(?::|\s[-–])\s+(?P<answer>\S.*)")

SEEN_LIST = "Gissning: flera svar i samma cell. Stäm av svaren och rollen."
SEEN_COLUMNS = (
    "Gissning: kolumnerna är svar på samma fråga. Tomt räknas som Nej för den som har kryssat "
    "något. Stäm av."
)


def listed_answers(draft: Variable, answers: Answers) -> Variable | None:
    """The draft as a flerval where many cells hold several of a few answers that come back."""
    if has_word(draft.name, load("intake")["fri_text"]):
        return None
    few = _texts(Counter(answers.sample))
    if not any(separator in text for text in few for separator in SEPARATORS):
        return None
    for separator in SEPARATORS:
        if _is_list(_parts(few, separator), few, len(answers.sample)) and not _is_decimal(
            separator, answers
        ):
            counts = _texts(answers.counts)
            options = _options(_parts(counts, separator), counts)
            if len(options) <= _most():
                return replace(draft, kind=SEVERAL, options=options, guess=SEEN_LIST)
    return None


def joined_columns(drafts: list[Variable], answers: list[Answers], rows: int) -> list[Variable]:
    """The drafts, with columns that are answers to one question made one flerval.

    Only where nothing is lost by it: a blank among written answers of Nej is a missing answer,
    so such columns stay questions of their own.
    """
    groups: dict[str, list[int]] = {}
    for i, v in enumerate(drafts):
        found = STEM.fullmatch(plain(v.columns[0]))
        if found and v.kind == YES_NO and not v.occasion and not v.pair:
            groups.setdefault(key_of(found["stem"]), []).append(i)
    for places in groups.values():
        if len(places) > 1 and _are_ticks([answers[i] for i in places], rows):
            drafts = _joined(drafts, places)
    return [v for v in drafts if v is not None]


def _texts(counts: dict[object, int]) -> Counter:
    tally: Counter = Counter()
    for cell, count in counts.items():
        if isinstance(cell, str):
            tally[cell.replace("\r", "\n")] += count
    return tally


def _parts(counts: Counter, separator: str) -> dict[str, tuple[str, ...]]:
    """The answers in each different cell."""
    return {t: tuple(filter(None, map(plain, t.split(separator)))) for t in counts}


def _most() -> int:
    return load("thresholds")["flest_kategorier"]["value"]


def _is_list(split: dict[str, tuple[str, ...]], counts: Counter, rows: int) -> bool:
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
    is_few = len(answers) <= _most()
    is_free = 2 * len(alone) >= len(together) and 2 * len(met) > len(together)
    is_free = is_free and (len(combined) > 1 or alone == together)
    return is_few and is_free and not any(len(a) > LONG or looks_like_identity(a) for a in answers)


def _is_decimal(separator: str, answers: Answers) -> bool:
    return separator == "," and values.numbers(answers.cells)[0].notna().mean() > 0.9


def _options(split: dict[str, tuple[str, ...]], counts: Counter) -> tuple[Option, ...]:
    """The answers in the spelling that is most used, by the alphabet."""
    tally: Counter = Counter()
    for text, parts in split.items():
        for part in parts:
            tally[part] += counts[text]
    ranked = sorted(tally.items(), key=lambda item: (item[1], item[0][:1].isupper(), item[0]))
    words = {key_of(text): text for text, _ in ranked}
    unordered = load("intake")["utan_ordning"]
    keys = sorted(words, key=lambda k: (k in unordered, alphabetical(k)))
    return tuple(option_named(words[k]) for k in keys)


def _are_ticks(columns: list[Answers], rows: int) -> bool:
    """Whether nobody wrote Nej, or all columns are filled in for the same people."""
    no = {key_of(w) for w in (NO.name, *NO.synonyms)}
    if not any(key_of(c) in no for answers in columns for c in answers.counts):
        return True
    places = [set(answers.cells.index) for answers in columns]
    return all(p == places[0] for p in places) and rows > 0


def _joined(drafts: list[Variable | None], places: list[int]) -> list[Variable | None]:
    found = [STEM.fullmatch(plain(drafts[i].columns[0])) for i in places]
    stem, names = found[0]["stem"], [m["answer"] for m in found]
    options = tuple(Option(name[0].upper() + name[1:]) for name in names)
    columns = tuple(drafts[i].columns[0] for i in places)
    if len({key_of(o.name) for o in options}) < len(options):
        return drafts
    whole = replace(drafts[places[0]], name=stem, columns=columns, kind=SEVERAL, options=options,
                    role=role_of(stem), guess=SEEN_COLUMNS)  # fmt: skip
    rest = set(places[1:])
    kept = [None if i in rest else v for i, v in enumerate(drafts)]
    kept[places[0]] = whole
    return kept
