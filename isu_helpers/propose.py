"""A codebook proposed from a table that nobody has described; each guess is told as one."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from . import values
from .codebook import (
    CHOICE,
    DATE,
    KEY,
    NO,
    NUMBER,
    RESERVED,
    SCALE,
    SEX,
    TEXT,
    YES,
    YES_NO,
    Codebook,
    Option,
    Variable,
)
from .content import load
from .values import key_of
from .wording import MISSING

MANY = "flest_kategorier"
IDENTITY = re.compile(r"(?:\d{2})?\d{6}[-+ ]?[\dA-Za-z]{4}")

SEEN_SEX = "Gissning: svaren och rubriken ser ut som kön. Stäm av att det är juridiskt kön."
SEEN_KEY = "Gissning: rubriken eller värdena ser ut som en nyckel. Visas aldrig."
SEEN_PERSONAL = "Gissning: rubriken tyder på namn eller kontaktuppgift. Läses inte in."
SEEN_TEXT = "Gissning: många olika svar, så kolumnen läses som fri text. Läses inte in."
SEEN_EMPTY = "Kolumnen är tom i filen. Läses inte in."
SEEN_DATE = "Gissning: svaren är datum. Visas inte."
SEEN_NUMBER = (
    "Gissning: svaren är tal. Gränserna är valda för att dela in svaren jämnt. "
    "Byt till instrumentets egna gränser om det finns sådana."
)
SEEN_AGE = "Gissning: rubriken säger ålder. Ändra åldersgrupperna så att de passar er fråga."
SEEN_ANSWERS = "Gissning: svaren är få och återkommer. Stäm av typ och roll."
SEEN_ORDER = "Gissning: svaren har en ordning. Stäm av ordningen och rollen."


def propose_codebook(table: pd.DataFrame) -> Codebook:
    """A codebook for a table of raw cells, one variable a column, guesses told.

    Answers are listed in alphabetical order, never by how common they are.
    """
    drafts = [_draft(str(name), table.iloc[:, i]) for i, name in enumerate(table.columns)]
    variables = _named(_with_shared_classes(_paired(_one_sex(drafts)), table))
    return Codebook(tuple(variables), proposed=True)


def default_classes(numbers: pd.Series, title: str) -> tuple[float, ...]:
    """Bounds that cut numbers in about three, at round figures; ages at usual ages.

    A bound says nothing of a single person: it is rounded to a step that leaves at least
    two round figures between the lower and the upper quartile, or to a whole number.
    """
    known = numbers.dropna()
    if known.empty:
        return ()
    ages = load("intake")["alder"]
    if _has_word(title, ages["rubriker"]):
        is_child = known.quantile(0.95) <= ages["barn_till"]
        bounds = ages["klasser_barn" if is_child else "klasser_vuxen"]
        return tuple(b for b in bounds if known.min() < b <= known.max())
    step = _step(known)
    cuts = np.unique(np.round(known.quantile([1 / 3, 2 / 3]) / step) * step)
    return tuple(_whole(c) for c in cuts if known.min() < c <= known.max())


def _draft(header: str, column: pd.Series) -> Variable:
    """The first guess that fits the header and the cells."""
    cells = column[[not values.is_blank(c) for c in column]]
    draft = Variable(header, columns=(header,), occasion=_occasion(header), role=_role(header))
    words = load("intake")
    if cells.empty:
        return replace(draft, kind=TEXT, role="övrigt", guess=SEEN_EMPTY)
    if _is_key(header, cells):
        return replace(draft, kind=CHOICE, role=KEY, guess=SEEN_KEY)
    if _has_word(header, words["personuppgift"]):
        return replace(draft, kind=TEXT, role="övrigt", guess=SEEN_PERSONAL)
    if options := _sex_options(header, cells):
        return replace(draft, kind=CHOICE, role=SEX, options=options, guess=SEEN_SEX)
    return _answers(draft, cells)


def _answers(draft: Variable, cells: pd.Series) -> Variable:
    """The guess by the cells alone: yes/no, number, date, answers, or free text."""
    keys = {key_of(c): values.plain(c) for c in cells.unique()}
    if set(keys) <= _words(YES) | _words(NO) and len(keys) <= 2 and set(keys) - {"0", "1"}:
        return replace(draft, kind=YES_NO, options=(YES, NO), guess=SEEN_ANSWERS)
    if _are_numbers(cells) and len(keys) > 10:
        return _number(draft, cells)
    if values.dates(cells)[0].notna().mean() > 0.9:
        return replace(draft, kind=DATE, role="tid", guess=SEEN_DATE)
    few = len(keys) <= min(load("thresholds")[MANY]["value"], max(2, len(cells) // 3))
    if not few or _has_word(draft.name, load("intake")["fri_text"]):
        return replace(draft, kind=TEXT, role="övrigt", guess=SEEN_TEXT)
    return _choice(draft, keys, _are_numbers(cells))


def _choice(draft: Variable, keys: dict[str, str], is_number: bool) -> Variable:
    order = next((o for o in load("intake")["ordnade"] if set(keys) <= set(o)), None)
    if order:
        names = [keys[k] for k in order if k in keys]
    elif is_number:
        names = sorted(keys.values(), key=values.as_number)
    else:
        names = sorted(keys.values(), key=_alphabetical)
    kind, guess = (SCALE, SEEN_ORDER) if order or is_number else (CHOICE, SEEN_ANSWERS)
    options = tuple(Option(n) for n in names if key_of(n) != key_of(MISSING))
    return replace(draft, kind=kind, options=options, guess=guess)


def _number(draft: Variable, cells: pd.Series) -> Variable:
    numbers = values.numbers(cells)[0]
    is_age = _has_word(draft.name, load("intake")["alder"]["rubriker"])
    return replace(
        draft,
        kind=NUMBER,
        classes=default_classes(numbers, draft.name),
        decimals=0 if (numbers.dropna() % 1 == 0).all() else 1,
        guess=SEEN_AGE if is_age else SEEN_NUMBER,
    )


def _one_sex(drafts: list[Variable]) -> list[Variable]:
    """Only the first column that looks like sex is taken for it."""
    first = next((v for v in drafts if v.role == SEX), None)
    return [replace(v, role="bakgrund") if v.role == SEX and v is not first else v for v in drafts]


def _paired(drafts: list[Variable]) -> list[Variable]:
    """Start and follow-up of one question know each other; a start alone is no occasion."""
    stems = {(_stem(v.name), v.occasion): v.name for v in drafts if v.occasion and v.kind != TEXT}
    other = {"start": "uppföljning", "uppföljning": "start"}
    out = []
    for v in drafts:
        pair = stems.get((_stem(v.name), other.get(v.occasion, "")), "") if v.occasion else ""
        out.append(replace(v, pair=pair, role=_role_of_pair(v, pair)))
    return out


def _role_of_pair(variable: Variable, pair: str) -> str:
    if variable.role in (SEX, KEY) or variable.kind == TEXT:
        return variable.role
    if pair:
        return "behov" if variable.occasion == "start" else "resultat"
    return (
        "resultat"
        if variable.occasion == "uppföljning" and variable.role == "behov"
        else (variable.role)
    )


def _with_shared_classes(drafts: list[Variable], table: pd.DataFrame) -> list[Variable]:
    """Both occasions of a number are cut at the same places, those of the start."""
    by_name = {v.name: v for v in drafts}
    out = []
    for v in drafts:
        start = by_name.get(v.pair) if v.occasion == "uppföljning" else None
        shared = start and v.kind == start.kind == NUMBER
        if shared:
            v = replace(v, classes=start.classes, decimals=max(v.decimals, start.decimals))
        elif start and v.kind == start.kind and set(v.options) != set(start.options):
            extra = tuple(o for o in start.options if o not in v.options)
            v = replace(v, options=tuple(sorted((*v.options, *extra), key=_option_order)))
        out.append(v)
    return out


def _named(drafts: list[Variable]) -> list[Variable]:
    """Names that tables use themselves get a word more."""
    return [
        replace(v, name=f"{v.name} (kolumn)") if v.name.casefold() in RESERVED else v
        for v in drafts
    ]


def _sex_options(header: str, cells: pd.Series) -> tuple[Option, ...]:
    """The sexes in a column whose answers are sexes; empty where it is another column."""
    words = load("intake")["kon"]
    known = [Option(n, tuple(s)) for row in words["alternativ"] for n, s in row.items()]
    keys = {key_of(c): values.plain(c) for c in cells.unique()}
    used = [o for o in known if set(keys) & (_words(o))]
    rest = [keys[k] for k in sorted(keys) if not any(k in _words(o) for o in known)]
    is_header = key_of(header) in words["rubriker"] or key_of(header).endswith(" kön")
    if len(used) < (1 if is_header else 2) or len(rest) > (4 if is_header else 0):
        return ()
    young = any(o.name in ("Flicka", "Pojke") for o in used)
    pair = known[2:4] if young else known[0:2]
    used = list(dict.fromkeys([*pair, *used]))
    return tuple(used) + tuple(Option(r) for r in rest)


def _is_key(header: str, cells: pd.Series) -> bool:
    texts = [values.plain(c) for c in cells.unique()]
    if sum(bool(IDENTITY.fullmatch(t)) for t in texts) > 0.5 * len(texts):
        return True
    words = load("intake")["personnyckel"]
    return len(texts) > 0.5 * len(cells) and _has_word(header, words)


def _are_numbers(cells: pd.Series) -> bool:
    return values.numbers(cells)[0].notna().mean() > 0.9


def _role(header: str) -> str:
    words = load("intake")
    for role in ("resultat", "insats", "bakgrund"):
        if _has_word(header, words[role]):
            return role
    return "behov"


def _occasion(header: str) -> str:
    for occasion, words in load("intake")["tillfallen"].items():
        if any(_ends_with(header, w) for w in words):
            return occasion
    return ""


def _stem(header: str) -> str:
    """The header without its measuring occasion."""
    key = key_of(header)
    for words in load("intake")["tillfallen"].values():
        for word in sorted(words, key=len, reverse=True):
            if _ends_with(header, word):
                return re.sub(r"[\s,:;()\-–]+$", "", key[: key.rfind(word)]).strip()
    return key


def _ends_with(header: str, word: str) -> bool:
    return bool(re.search(rf"(?:^|[\s,:;(\-–]){re.escape(word)}[)\s]*$", key_of(header)))


def _has_word(header: str, words: list[str]) -> bool:
    """Whether a word begins at a word boundary of the header, and short words stand alone."""
    ends = {w: r"(?!\w)" if len(w) < 4 else "" for w in words}
    return any(re.search(rf"(?<!\w){re.escape(w)}{ends[w]}", key_of(header)) for w in words)


def _words(option: Option) -> set[str]:
    return {key_of(w) for w in (option.name, *option.synonyms)}


def _alphabetical(text: str) -> tuple:
    order = {"å": "z1", "ä": "z2", "ö": "z3"}
    return tuple(order.get(c, c) for c in text.casefold())


def _option_order(option: Option) -> tuple:
    number = values.as_number(option.name)
    return (1, _alphabetical(option.name)) if np.isnan(number) else (0, number)


def _step(known: pd.Series) -> float:
    low, high = known.quantile([0.25, 0.75])
    for step in (100_000, 50_000, 10_000, 5_000, 1_000, 500, 100, 50, 10, 5):
        if high - low >= 2 * step:
            return step
    return 1


def _whole(value: float) -> float:
    return int(value) if float(value).is_integer() else float(value)
