"""The order of answers: periods, bounds, how often, and the words of Swedish scales."""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache

from ..content import load
from ..wording import MONTHS

# Swedish words sorted.


def alphabetical(text: str) -> tuple[str, ...]:
    """What to sort Swedish words by: å, ä and ö last, other accents as their letters."""
    order = {"å": "{a", "ä": "{b", "ö": "{c"}
    bare = (unicodedata.normalize("NFD", c)[0] for c in text.casefold())
    return tuple(order.get(c, b) for c, b in zip(text.casefold(), bare, strict=True))


# Periods of time: years, half-years, terms, quarters and months.

YEAR = r"(?P<year>(?:19|20)\d\d|[’']?\d\d)"
PART = (
    r"(?P<part>våren|vår|vt|hösten|höst|ht|sommaren|sommar|vintern|vinter"
    r"|(?:h|halvår|q|k|kv|kvartal|tertial|t|månad|mån|m|vecka|v)?\.? ?\d\d?|[^\W\d_]{3,9}\.?)"
)
PERIODS = (
    re.compile(rf"{YEAR}(?:[ ,/_-]*{PART})?"),
    re.compile(rf"{PART}[ ,/_-]*{YEAR}"),
    re.compile(rf"(?:läsåret |läsår )?{YEAR}\s?[/–-]\s?(?P<part>\d\d(?:\d\d)?)"),
)
OF_SHORT_YEAR = re.compile(
    r"vår|vt|höst|ht|sommar|vinter|(?:h|halvår|q|k|kv|kvartal|tertial)\W?\d"
)
SEASONS = {"vinter": 0.5, "vår": 1, "vt": 1, "sommar": 1.5, "höst": 2, "ht": 2}


def period_of(key: str) -> tuple[int, float] | None:
    """The year and the place in it that an answer names; None where it is no period."""
    for pattern in PERIODS:
        found = pattern.fullmatch(key)
        if found and (place := _place(found["part"] or "")) is not None:
            year = int(re.sub(r"\D", "", found["year"]))
            if year < 100 and not OF_SHORT_YEAR.match(found["part"] or ""):
                continue
            return year + 2000 * (year < 100), place
    return None


def _place(part: str) -> float | None:
    """Where in its year a part of it lies; None where it is none."""
    word = part.strip(" .")
    if not word:
        return 0
    season = word.removesuffix("en").removesuffix("n")
    if word in SEASONS or season in SEASONS:
        return SEASONS.get(word, SEASONS.get(season))
    if digits := re.fullmatch(r"\D*(\d{1,4})", word):
        return int(digits[1])
    months = (i for i, m in enumerate(MONTHS, 1) if word in (m, m[:3], m[:4]))
    return next(months, None)


# Bounds: «under 18», «18–29 år», «inga», «3 eller fler», «1–6 månader».

BOUND = re.compile(
    r"(?P<word>under|mindre än|färre än|yngre än|kortare än|före|<|högst|max|upp till|≤|över"
    r"|mer än|fler än|äldre än|längre än|>|minst|från|≥)?\s*"
    r"(?P<number>\d{1,3}(?:[ .]\d{3})+|\d+(?:[.,]\d+)?)"
    r"(?:\s*(?:[-–—]|till|−)\s*\d[\d ,.]*)?\+?\s*(?P<unit>[^\W\d_]+\.?)?"
)
BELOW = ("under", "mindre än", "färre än", "yngre än", "kortare än", "före", "<")
ABOVE = ("över", "mer än", "fler än", "äldre än", "längre än", ">")
LEVEL = re.compile(r"(?P<stem>[^\d]*[^\W\d_][^\d]*?)\s*(?P<number>\d+)")


def _bounds(keys: list[str]) -> list[float]:
    """The number that each answer begins with, in days where they tell different times."""
    found = [BOUND.match(k) for k in keys]
    units = {f["unit"] for f in found if f} & set(load("scales")["tid"])
    is_time = len(units) > 1
    return [_bound(k, f, is_time) for k, f in zip(keys, found, strict=True)]


def _bound(key: str, found: re.Match[str] | None, is_time: bool) -> float:
    if not found:
        first = key.split()[0].strip(",") if key.split() else ""
        return float(load("scales")["tal"].get(first, math.nan))
    number = float(re.sub(r"[ .](?=\d{3})", "", found["number"]).replace(",", "."))
    word = found["word"] or ""
    shift = -0.5 if word in BELOW else 0.5 if word in ABOVE else 0
    per = load("scales")["tid"].get(found["unit"] or "", 1) if is_time else 1
    return (number + shift) * per


def _levels(keys: list[str]) -> list[float]:
    """The number at the end of answers that are the same word for the rest, as «Nivå 2»."""
    found = [f for k in keys if (f := LEVEL.fullmatch(k))]
    if len(found) < len(keys) or len({f["stem"].strip() for f in found}) > 1:
        return [math.nan] * len(keys)
    return [float(f["number"]) for f in found]


# How often: «någon gång i veckan».

TIMES = re.compile(
    r"(?P<many>flera gånger|några gånger|någon gång|(?:en|1) gång|två gånger|tre gånger"
    r"|\d+(?:\s*[-–]\s*\d+)? ?(?:gånger|ggr|dagar)|varje|varannan|dagligen|daglig)?"
    r"\s*(?:i|per|om|/|var)?\s*(?P<of>[^\W\d_]+)?(?: eller (?:mer sällan|oftare|mer|fler))?"
)
MANY = {"flera gånger": 3, "några gånger": 2, "någon gång": 1.5, "varannan": 0.5,
        "två gånger": 2, "tre gånger": 3}  # fmt: skip
RARER = re.compile(r"mer sällan|mindre ofta|sällan|mycket sällan|mer sällan än .*|mindre .*")


def _often(keys: list[str]) -> list[float]:
    """How many times a year each answer says; NaN where it says no time."""
    found = [_times(k) for k in keys]
    return found if sum(f > 0.5 for f in found) > 1 else [math.nan] * len(keys)


def _times(key: str) -> float:
    if key in ("aldrig", "inte alls", "inga gånger"):
        return 0
    if RARER.fullmatch(key):
        return 0.5
    if key in ("dagligen", "alltid"):
        return 365.5
    found, per = TIMES.fullmatch(key), load("scales")["ganger"]
    if not found or found["of"] not in per or not found["many"]:
        return math.nan
    digits = re.match(r"\d+", found["many"])
    many = int(digits[0]) if digits else MANY.get(found["many"], 1)
    return float(per[found["of"]] * many)


# The words of scales: how strong, of what, and whether not.

WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def _strengths(keys: list[str]) -> list[float]:
    """Where each answer lies on a scale from the least to the most; NaN where that is not told.

    The words that say nothing of strength must be the same in all answers.
    """
    read = [_read(k) for k in keys]
    rests = {rest for _, rest in read if rest}
    if len(rests) > 1:
        return [math.nan] * len(keys)
    return [score for score, _ in read]


def _read(key: str) -> tuple[float, frozenset[str]]:
    """The strength of one answer, and the words in it that tell none."""
    words, text = load("scales"), f" {' '.join(WORDS.findall(key))} "
    for phrase, one in _phrases():
        text = text.replace(f" {phrase} ", f" {one} ")
    parts = text.split()
    rest = frozenset(p for p in parts if not _tells(p))
    for part in parts:
        if part in words["fasta"] and not (part == "intealls" and "nej" in parts):
            return words["fasta"][part] or 0.0, rest
    polar = [p for p in parts if p in words["plus"] or p in words["minus"]]
    last = max((i for i, p in enumerate(parts) if p in polar), default=-1)
    strong = words["styrka"]
    amount = [strong[p] for i, p in enumerate(parts) if i != last and p in strong]
    less = [words["minskar"][p] for p in parts if p in words["minskar"]]
    if not (polar or amount or less):
        return math.nan, rest
    return _score(parts, polar, amount, less), rest


def _score(parts: list[str], polar: list[str], amount: list[float], less: list[float]) -> float:
    words = load("scales")
    is_minus = bool(polar) and polar[-1] in words["minus"] or "nej" in parts
    is_not = any(p in words["inte"] for p in parts) and "nej" not in parts
    sign = -1 if is_minus != is_not else 1
    if "intealls" in parts:
        return -3.5
    if less:
        return -less[0] if not is_minus or "nej" in parts else less[0]
    return sign * (amount[0] + 0.5 * (len(amount) - 1) if amount else 2)


def _tells(word: str) -> bool:
    """Whether a word tells strength, or nothing at all."""
    words = load("scales")
    kinds = ("styrka", "minskar", "inte", "plus", "minus", "fasta", "tomma")
    return any(word in words[kind] for kind in kinds)


@cache
def _phrases() -> tuple[tuple[str, str], ...]:
    """Each phrase and the word that it is, the longest first."""
    return tuple(sorted(load("scales")["fraser"].items(), key=lambda p: -len(p[0])))


# All together.

LEAST_ODD = 3  # answers of a scale beside which one odd answer may stand


def order_of(keys: Iterable[str]) -> list[str]:
    """The answers in the order of a known scale, of their numbers or their words; else empty."""
    keys = list(keys)
    for known in load("intake")["ordnade"]:
        if len(keys) > 1 and set(keys) <= set(known):
            return [k for k in known if k in keys]
    every: tuple[Callable[[list[str]], list[float]], ...] = (_often, _bounds, _strengths, _levels)
    return next((found for by in every if (found := _by(keys, by(keys)))), [])


def odd_one(keys: list[str]) -> str:
    """The one answer without which the others have an order; empty where there is none."""
    if len(keys) <= LEAST_ODD:
        return ""
    odd = [k for k in keys if order_of([o for o in keys if o != k])]
    return odd[0] if len(odd) == 1 else ""


def _by(keys: list[str], places: list[float]) -> list[str]:
    """The answers by their places; empty where one has none or two have the same."""
    if not keys or any(map(math.isnan, places)) or len(set(places)) < len(places):
        return []
    place = dict(zip(keys, places, strict=True))
    return sorted(keys, key=place.__getitem__)


def are_only_numbered(keys: list[str]) -> bool:
    """Whether answers are names with a number, as «Grupp 2», and no steps, as «Nivå 2»."""
    words = load("scales")["nivaer"]
    is_stepped = all(k.split()[0] in words for k in keys if k.split())
    return not is_stepped and not any(map(math.isnan, _levels(keys)))
