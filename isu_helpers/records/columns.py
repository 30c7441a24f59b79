"""Where in a table each variable stands, and which columns are left unread."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ..codebook import (
    KEY,
    NO,
    RESERVED,
    SEVERAL,
    TEXT,
    YES,
    YES_NO,
    Codebook,
    Option,
    Variable,
    key_of,
    plain,
    values,
)
from ..codebook.distinct import distinct
from ..masking import mask
from ..privacy.answers import names_people
from ..wording import number
from .headers import safe_header
from .remark import Remark, rows_told

NO_COLUMN = "Kolumnen finns inte i filen, fast den står i kodboken."
FOUND = "Kolumnen «{header}» har etiketten som rubrik och lästes som variabeln."
NOT_IN_CODEBOOK = "Kolumnen finns inte i kodboken och lästes inte in."
HELD_BACK = "Kolumnen är fri text eller kan peka ut någon, så den lästes inte in."
BLANK = "Kolumnen är tom."
TWICE = "two columns have the same name: {name!r}"


def masked(frame: pd.DataFrame) -> pd.DataFrame:
    """The table with no identity number, phone number or address in a header or in its index.

    The cells are the same; headers that become alike get a number after them.
    """
    names: list[object] = []
    for header in frame.columns:
        name, twin = mask(header) if isinstance(header, str) else header, 2
        while name != header and name in names:
            name, twin = f"{mask(header)} ({twin})", twin + 1
        names.append(name)
    return frame.set_axis(names, axis="columns")


def headers_of(frame: pd.DataFrame) -> dict[str, int]:
    """Where each header stands.

    Raises
    ------
    ValueError
        When two are the same but for case and spaces.
    """
    headers: dict[str, int] = {}
    for i, header in enumerate(frame.columns):
        if headers.setdefault(key_of(header), i) != i:
            raise ValueError(TWICE.format(name=safe_header(header)))
    return headers


def places_of(codebook: Codebook, headers: dict[str, int]) -> dict[str, int]:
    """Where each variable stands: under a header of its own, its name, or its label.

    A flerval may stand in many columns and is not among them.
    """
    claimed = claimed_by(codebook)
    found = {}
    for v in (v for v in codebook if v.kind != SEVERAL and not v.made_of):
        keys = [*map(key_of, v.columns), *({key_of(v.name)} - claimed)]
        place = next((headers[k] for k in keys if k in headers), None)
        if place is not None:
            found[v.name] = place
    return found | _by_label(codebook, headers, found)


def _by_label(
    codebook: Codebook, headers: dict[str, int], found: dict[str, int]
) -> dict[str, int]:
    """Where variables not found stand under labels that no other variable is called by."""
    called = Counter(key for v in codebook for key in {*_own(v), key_of(v.label)})
    places = {
        v.name: headers[key]
        for v in codebook
        if v.kind != SEVERAL and v.label and not v.taken_from and not v.made_of
        and v.name not in found and (key := key_of(v.label)) in headers and called[key] == 1
    }  # fmt: skip
    return {name: place for name, place in places.items() if place not in found.values()}


def _own(variable: Variable) -> set[str]:
    """The headers that a variable is known by, its label aside, as keys."""
    return {*map(key_of, variable.columns), key_of(variable.name)}


def claimed_by(codebook: Codebook) -> set[str]:
    """The headers that the codebook names, as keys."""
    return {key_of(c) for v in codebook for c in v.columns}


def unread(
    codebook: Codebook, frame: pd.DataFrame, places: dict[str, int], used: set[int]
) -> list[Remark]:
    """What the codebook has and the file lacks, what is not read, and what a label told.

    Parameters
    ----------
    used
        The places of the columns that something was read from, or told of elsewhere.
    """
    report = [Remark(v.name, NO_COLUMN) for v in codebook if v.name not in places]
    report += [
        Remark(safe_header(c), NOT_IN_CODEBOOK)
        for i, c in enumerate(frame.columns)
        if i not in used
    ]
    for v in codebook:
        if v.kind == TEXT and v.role != KEY and v.name in places:
            is_blank = all(map(values.is_blank, distinct(frame.iloc[:, places[v.name]])[1]))
            report.append(Remark(safe_header(v.name), BLANK if is_blank else HELD_BACK))
    return report + _told_of_labels(codebook, frame, places)


def without_names(codebook: Codebook) -> Codebook:
    """The codebook, where answers that look like names or addresses are free text."""
    named = {v.name for v in codebook if names_people(v)}
    if not named:
        return codebook
    kept = (v for v in codebook if not (v.made_of and v.made_of[0] in named))
    return replace(codebook, variables=tuple(_as_text(v, named) for v in kept))


def _as_text(variable: Variable, named: set[str]) -> Variable:
    if named & {variable.name, variable.pair}:
        variable = replace(variable, pair="", occasion="")
    if variable.name not in named:
        return variable
    return replace(variable, kind=TEXT, role="övrigt", options=(), criterion="")


def without_missing(cells: pd.Series, variable: Variable) -> pd.Series:
    """The cells of a variable, those blank that the codebook says are no answer."""
    if not variable.missing:
        return cells
    words = set(map(key_of, variable.missing))
    codes, unique = pd.factorize(cells.astype(object), use_na_sentinel=False)
    is_gone = np.array([key_of(cell) in words for cell in unique], dtype=bool)
    return cells.astype(object).mask(is_gone[codes], None)


def _told_of_labels(
    codebook: Codebook, frame: pd.DataFrame, places: dict[str, int]
) -> list[Remark]:
    """Which columns were known by a label."""
    known = (v for v in codebook if v.name in places and not v.made_of)
    found = {v: frame.columns[places[v.name]] for v in known}
    return [
        Remark(v.name, FOUND.format(header=safe_header(header)))
        for v, header in found.items()
        if v.kind != SEVERAL and key_of(header) not in _own(v)
    ]


# Flerval: several answers in one cell, or a column for each, as one yes/no variable an answer.

SEPARATOR = re.compile(r"([;,|\n\r])")
AFTER_STEM = re.compile(r"[\s:,(_\-–]+")
LISTED = -1  # a column whose cells list their answers
YES_WORDS = {key_of(w) for w in (YES.name, *YES.synonyms)} | set("✓✔☑√")
NO_WORDS = {key_of(w) for w in (NO.name, *NO.synonyms)}
NONE_WORDS = {"nej", "ingen", "inget", "inga", "inget av detta", "inget av dessa",
              "ingen av dessa", "inga av dessa"}  # fmt: skip

UNKNOWN = (
    "1 rad har ett svar som inte finns bland kodbokens alternativ och inte räknas (rad {rows}).",
    "{count} rader har svar som inte finns bland kodbokens alternativ och inte räknas "
    "(rad {rows}).",
)

Answer = tuple[frozenset[int], bool, bool]  # answers, whether any is known, whether any is not


@dataclass(frozen=True)
class Several:
    """A flerval, its parts, and where they stand: an option's place, or `LISTED`, by column."""

    variable: Variable
    parts: tuple[Variable, ...]
    columns: dict[int, int]

    @property
    def is_found(self) -> tuple[bool, ...]:
        """Whether the file can tell of each option."""
        found = set(self.columns.values())
        return tuple(LISTED in found or i in found for i in range(len(self.parts)))


def find_several(codebook: Codebook, headers: dict[str, int]) -> dict[str, Several]:
    """Each flerval of the codebook by name, with its parts and columns."""
    parts = _parts(codebook)
    return {
        v.name: Several(v, parts[v.name], _columns(v, codebook, headers))
        for v in codebook
        if v.kind == SEVERAL
    }


def with_parts(codebook: Codebook, several: dict[str, Several]) -> Codebook:
    """The codebook with the parts after each flerval."""
    every = ((v, *(several[v.name].parts if v.name in several else ())) for v in codebook)
    return replace(codebook, variables=tuple(v for group in every for v in group))


def read_several(
    found: Several, frame: pd.DataFrame, rows: np.ndarray
) -> tuple[dict[str, pd.Series], list[Remark]]:
    """A column a part, and what was doubted.

    Someone with all cells blank has no answer; someone with any answer has answered Nej to the
    others. A row with nothing but unknown answers has no answer.
    """
    if not found.columns:
        return {}, []
    yes, known, odd = _answers(found, frame)
    codes = np.where(yes, 0, np.where(known[:, None], 1, -1))
    columns, remarks = {}, _told(found.variable, rows[odd])
    for i, (part, is_there) in enumerate(zip(found.parts, found.is_found, strict=True)):
        if not is_there:
            remarks.append(Remark(part.name, NO_COLUMN))
            continue
        categories = pd.Categorical.from_codes(codes[:, i], pd.Index([YES.name, NO.name]))
        columns[part.name] = pd.Series(categories, index=frame.index)
    return columns, remarks


def _told(variable: Variable, rows: np.ndarray) -> list[Remark]:
    if not len(rows):
        return []
    text = UNKNOWN[len(rows) > 1].format(count=number(len(rows)), rows=rows_told(rows))
    return [Remark(variable.name, text, len(rows))]


def _answers(found: Several, frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Who chose what, who answered at all, and who gave an answer that the codebook lacks."""
    options = found.variable.options
    yes = np.zeros((len(frame), len(options)), dtype=bool)
    known, odd = np.zeros(len(frame), dtype=bool), np.zeros(len(frame), dtype=bool)
    for place, option in found.columns.items():
        parse = _reader(options, option)
        cells = without_missing(frame.iloc[:, place], found.variable)
        parsed, codes, blank = values.parse_unique(cells, parse)
        chosen = np.array(
            [[i in a for i in range(len(options))] for a, _, _ in parsed], dtype=bool
        )
        flags = np.array([(k, o) for _, k, o in parsed], dtype=bool).reshape(-1, 2)
        yes |= chosen.reshape(-1, len(options))[codes] & ~blank[:, None]
        known |= flags[codes, 0] & ~blank
        odd |= flags[codes, 1] & ~blank
    return yes, known, odd


def _reader(options: tuple[Option, ...], option: int) -> Callable[[object], Answer]:
    """How a cell is read: as a tick for one option, or as a list of answers."""
    words = _words(options)
    if option == LISTED:
        longest = max(len(SEPARATOR.split(w)) // 2 + 1 for w in words)
        return lambda cell: _listed(cell, words, longest)
    return lambda cell: _tick(cell, words, option)


def _tick(cell: object, words: dict[str, int], option: int) -> Answer:
    key = key_of(cell)
    if key in YES_WORDS or words.get(key) == option:
        return frozenset({option}), True, False
    return frozenset(), key in NO_WORDS, key not in NO_WORDS


def _listed(cell: object, words: dict[str, int], longest: int) -> Answer:
    """The answers in a cell; an answer may itself hold a sign that stands between answers."""
    pieces = SEPARATOR.split(cell if isinstance(cell, str) else plain(cell))
    count, i = len(pieces) // 2 + 1, 0
    chosen, is_none, is_odd = set(), False, False
    while i < count:
        ends = range(min(count, i + longest), i, -1)
        end = next((j for j in ends if _key(pieces, i, j) in words), None)
        key = _key(pieces, i, end or i + 1)
        if end:
            chosen.add(words[key])
        elif key in NONE_WORDS:
            is_none = True
        elif not values.is_blank(key):
            is_odd = True
        i = end or i + 1
    return frozenset(chosen), bool(chosen) or is_none, is_odd


def _key(pieces: list[str], first: int, end: int) -> str:
    """Pieces of a cell as a word to look up; «2,0» is two answers and not the number 2."""
    text = "".join(pieces[2 * first : 2 * end - 1])
    return key_of(text) if end == first + 1 else plain(text).casefold()


def _words(options: tuple[Option, ...]) -> dict[str, int]:
    words = {key_of(w): i for i, o in enumerate(options) for w in o.synonyms}
    return words | {key_of(o.name): i for i, o in enumerate(options)}


def _columns(variable: Variable, codebook: Codebook, headers: dict[str, int]) -> dict[int, int]:
    """The columns of a flerval: those that it names, and «Label: option» by any of its names."""
    own = [key_of(c) for c in variable.columns]
    claimed = claimed_by(codebook)
    words = _words(variable.options)
    listed = [k for k in own if k in headers]
    found = {headers[k]: _option_in(k, words) for k in listed}
    for stem in map(key_of, filter(None, (*own, variable.name, variable.label))):
        for word, option in words.items():
            key = f"{stem}: {word}"
            if key in headers and key not in claimed:
                found.setdefault(headers[key], option)
    name = key_of(variable.name)
    if not found and name in headers and name not in claimed:
        found[headers[name]] = LISTED
    return {place: LISTED for place in found} if len(found) == 1 and listed else found


def _option_in(header: str, words: dict[str, int]) -> int:
    """The option that a header is, or ends with after a sign; `LISTED` where it is neither."""
    if header in words:
        return words[header]
    text = header.rstrip(" )")
    ends = [w for w in words if text.endswith(w) and AFTER_STEM.match(text[: -len(w)][-1:])]
    return words[max(ends, key=len)] if ends else LISTED


def _parts(codebook: Codebook) -> dict[str, tuple[Variable, ...]]:
    """The yes/no variables of each flerval, in the order of its options."""
    names = _names(codebook)
    return {
        v.name: tuple(_part(v, o, names) for o in v.options) for v in codebook if v.kind == SEVERAL
    }


def _part(whole: Variable, option: Option, names: dict[tuple[str, str], str]) -> Variable:
    return replace(
        whole,
        name=names[whole.name, key_of(option.name)],
        label=f"{whole.title}: {option.name}",
        kind=YES_NO,
        options=(YES, NO),
        pair=names.get((whole.pair, key_of(option.name)), ""),
        part_of=whole.name,
    )


def _names(codebook: Codebook) -> dict[tuple[str, str], str]:
    """A name of its own for each option of each flerval: «Label: option»."""
    taken = {key_of(v.name) for v in codebook} | set(RESERVED)
    names = {}
    for v in (v for v in codebook if v.kind == SEVERAL):
        for option in v.options:
            name, twin = f"{v.title}: {option.name}", 2
            while key_of(name) in taken:
                name, twin = f"{v.title}: {option.name} ({twin})", twin + 1
            taken.add(key_of(name))
            names[v.name, key_of(option.name)] = name
    return names
