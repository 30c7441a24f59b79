"""The review sample: which case files to read, equally many of each sex."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
import pandas as pd

from ..codebook import KEY, Variable
from ..content import load
from ..errors import IsuError
from ..records import ROW, Records
from ..wording import MISSING, listing, number, people, plural

TOO_FEW = (
    "Urvalet är {n}. Väntade minst {groups}, en för varje grupp: {names}. Välj ett större antal."
)
NO_GROUP = (
    "Ingen rad har något svar på «{name}». Väntade minst en grupp att dra ur. "
    "Välj en annan variabel."
)
TWICE = (
    "Variabeln «{name}» är vald två gånger. Väntade olika variabler att dela upp på. "
    "Ta bort den ena."
)
NO_ROOM = (
    "Filen «{file}» gick inte att skriva. Väntade ett namn på .xlsx som är ledigt, i en mapp där "
    "du får spara. Välj ett annat namn med --ut."
)

DRAWN = "Urval ur {file}: {count} att läsa. {groups}Frö: {seed}."
ONE_ROW, MANY_ROWS, FEW_ROWS = "1 rad", "{n} rader", "bara små grupper"
SHORT = (
    "{group}: bara {have} finns att läsa. Alla är med, och {short} fattas. "
    "Vill ni läsa fler ur de andra grupperna, välj ett större antal."
)
SMALL = "{group}: färre än {k} personer finns att läsa. Alla är med, men räknas inte i talen ovan."
UNEVEN = "{n} går inte jämnt upp på {groups} grupper. Därför är det {each} av varje."
LEFT_OUT = "{count} utan svar på «{name}» är inte med."
FEWER = "Färre än {k} personer"
NOBODY = "Så små grupper att ingen kom med: {strata}."
NO_KEY = (
    "Filen har ingen personnyckel. Den som har flera ärenden kan därför komma med flera gånger."
)
KEEP_ORDER = "Radnumren gäller filen som den är nu. Sortera inte om den innan ni har läst klart."

NOTES, TITLES = "notes", "titles"
MOST_NAMED = 5
SHEET, ABOUT, MAKER = "Läslista", "Om urvalet", "isu urval"
ROW_HEADER, TICKS = "Rad i filen", ("Läst", "Läst av", "Vad vi såg (inga namn)")
WIDTHS = {ROW_HEADER: 12, TICKS[0]: 9, TICKS[1]: 16, TICKS[2]: 60}
GROUP_WIDTH, ROW_HEIGHT, ABOUT_WIDTH = 22, 21, 110


class ReviewSample(pd.DataFrame):
    """A frame with row numbers of a file and the groups that the rows were drawn from.

    Shown by itself it tells how many rows there are of each group and what was wanting, never
    which; ``notes`` holds the same sentences.
    """

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame

    @property
    def notes(self) -> tuple[str, ...]:
        """What was drawn and what was wanting, in Swedish sentences."""
        notes: tuple[str, ...] = self.attrs[NOTES]
        return notes

    def __repr__(self) -> str:
        return "\n".join(self.notes)

    def _repr_html_(self) -> None:
        """Nothing: a notebook shows the sentences, and no rows."""


def draw_review_sample(
    records: Records, per: str = "kön", n: int = 40, seed: int = 1, strata: Sequence[str] = ()
) -> ReviewSample:
    """Rows to read case files for: equally many of each group, and no person twice.

    Within each group the strata are drawn from in proportion to their people. A group with too
    few people is taken whole, which is told. One with fewer than ``minsta_antal`` is told of
    without its number, and takes no room from the others while they are two or more. The same
    file and seed give the same rows anywhere.

    Parameters
    ----------
    records
        The people to draw from.
    per
        The variable whose groups are to be as many; ``"kön"`` is sex, whatever its header.
    n
        How many rows in all, small groups aside. What does not divide evenly is left out, which
        is told.
    seed
        What the draw starts from.
    strata
        Further variables, or the name of one, to draw in proportion to.

    Returns
    -------
    ReviewSample
        A row for each drawn one: ``rad``, its number in the file, and its category of each
        variable. No other answers are in it.

    Raises
    ------
    IsuError
        In Swedish, when a variable can't be used, or n is less than one of each group.

    Examples
    --------
    >>> table = pd.DataFrame({"Kön": ["Kvinna", "Man"] * 4, "Insats": ["Ja", "Nej"] * 4})
    >>> sample = draw_review_sample(Records.from_frame(table), n=4)
    >>> sample["Kön"].tolist().count("Kvinna"), len(set(sample["rad"]))
    (2, 4)
    """
    variables = _variables(records, per, [strata] if isinstance(strata, str) else list(strata))
    codes = np.column_stack([records.codes(v) for v in variables])
    groups = _groups(records, variables[0], codes[:, 0], seed)
    shared = _shared(groups)
    each = _each(n, [_word(variables[0], g) for g in shared])
    drawn = {
        g: _draw(rows, codes[rows, 1:], each if g in shared else len(rows))
        for g, rows in groups.items()
    }
    told = {g: d for g, d in drawn.items() if not (len(d) == len(groups[g]) < _least())}
    chosen = np.sort(np.concatenate(list(drawn.values())))
    columns = {v.name: [_word(v, c) for c in codes[chosen, j]] for j, v in enumerate(variables)}
    sample = ReviewSample({ROW: records.row_numbers[chosen], **columns})
    sample.attrs[TITLES] = tuple(v.title for v in variables)
    sample.attrs[NOTES] = (
        _drawn(records, variables[0], told, seed),
        *_uneven(n, each, len(shared)),
        *_wanting(variables[0], groups, told, each),
        *_empty_strata(variables, codes, groups, drawn),
        *_left_out(records, variables[0], codes[:, 0]),
        KEEP_ORDER,
    )
    return sample


def write_sample(sample: ReviewSample, path: str | Path) -> Path:
    """Write the sample as a reading list in an .xlsx file, with columns to tick in.

    Raises
    ------
    IsuError
        In Swedish, when the name is taken or can't be written.
    """
    path = Path(path)
    try:
        if path.suffix.lower() != ".xlsx":
            raise OSError
        with path.open("xb") as file:
            file.write(_book(sample))
    except OSError:
        raise IsuError(NO_ROOM.format(file=path.name)) from None
    return path


def _variables(records: Records, per: str, strata: list[str]) -> list[Variable]:
    found = [records.variable(name) for name in (per, *strata)]
    names = [v.name for v in found]
    twin = next((name for name in names if names.count(name) > 1), None)
    if twin:
        raise IsuError(TWICE.format(name=twin))
    return found


def _groups(
    records: Records, variable: Variable, codes: np.ndarray, seed: int
) -> dict[int, np.ndarray]:
    """The places of the rows of each group in the order of a draw, one row a person."""
    draw = Random(seed)
    ranks = np.array([draw.random() for _ in range(len(codes))])
    order = np.argsort(ranks, kind="stable")
    order = order[codes[order] >= 0]
    _, first = np.unique(records.keys[order], return_index=True)
    order = order[np.sort(first)]
    if not len(order):
        raise IsuError(NO_GROUP.format(name=variable.title))
    return {int(g): order[codes[order] == g] for g in np.unique(codes[order])}


def _least() -> int:
    """How many people a group must have for its number to be told."""
    return int(load("thresholds")["minsta_antal"]["value"])


def _shared(groups: dict[int, np.ndarray]) -> list[int]:
    """The groups that share the rows: those that are not too small, where they are two or more."""
    large = [g for g, rows in groups.items() if len(rows) >= _least()]
    return large if len(large) > 1 else list(groups)


def _each(n: int, groups: list[str]) -> int:
    if n < len(groups):
        raise IsuError(TOO_FEW.format(n=n, groups=len(groups), names=listing(groups)))
    return n // len(groups)


def _draw(rows: np.ndarray, strata: np.ndarray, each: int) -> np.ndarray:
    """The first rows of each stratum, in proportion to how many it has."""
    _, places = np.unique(strata, axis=0, return_inverse=True)
    places = places.reshape(-1)
    shares = _shares(np.bincount(places), min(each, len(rows)))
    return np.concatenate([rows[places == i][:share] for i, share in enumerate(shares)])


def _shares(sizes: np.ndarray, count: int) -> np.ndarray:
    """A number of rows divided in proportion to the sizes, by largest remainder.

    Examples
    --------
    >>> _shares(np.array([6, 3, 1]), 5).tolist()
    [3, 2, 0]
    """
    whole, rest = np.divmod(sizes * count, sizes.sum())
    more = np.argsort(-rest, kind="stable")[: count - whole.sum()]
    whole[more] += 1
    return whole


def _word(variable: Variable, code: int) -> str:
    return variable.categories[code] if code >= 0 else MISSING


def _drawn(records: Records, variable: Variable, told: dict[int, np.ndarray], seed: int) -> str:
    count = sum(map(len, told.values()))
    groups = [f"{plural(_word(variable, g))}: {number(len(d))}. " for g, d in told.items()]
    rows = ONE_ROW if count == 1 else MANY_ROWS.format(n=number(count)) if told else FEW_ROWS
    file = records.file or "tabellen"
    return DRAWN.format(file=file, count=rows, groups="".join(groups), seed=seed)


def _uneven(n: int, each: int, groups: int) -> list[str]:
    told = {"n": number(n), "groups": groups, "each": number(each)}
    return [UNEVEN.format(**told)] if each * groups != n else []


def _wanting(
    variable: Variable, groups: dict[int, np.ndarray], told: dict[int, np.ndarray], each: int
) -> list[str]:
    """The groups with fewer people than were asked for; the smallest without their number."""
    notes = []
    for g, rows in groups.items():
        group, short = plural(_word(variable, g)), each - len(rows)
        if g not in told:
            notes.append(SMALL.format(group=group, k=_least()))
        elif short > 0:
            have = number(len(rows))
            notes.append(SHORT.format(group=group, have=have, short=number(short)))
    return notes


def _empty_strata(
    variables: list[Variable],
    codes: np.ndarray,
    groups: dict[int, np.ndarray],
    drawn: dict[int, np.ndarray],
) -> list[str]:
    """The strata that have people, of whom none was drawn."""
    all_, some = (
        {tuple(codes[row]) for rows in parts.values() for row in rows} for parts in (groups, drawn)
    )
    names = [
        ", ".join(_word(v, c) for v, c in zip(variables, stratum, strict=True))
        for stratum in sorted(all_ - some)
    ]
    more = [f"{len(names) - MOST_NAMED} till"] if len(names) > MOST_NAMED else []
    named = [f"«{name}»" for name in names[:MOST_NAMED]]
    return [NOBODY.format(strata=listing([*named, *more]))] if names else []


def _left_out(records: Records, variable: Variable, codes: np.ndarray) -> list[str]:
    known = np.unique(records.keys[codes >= 0])
    count = int(np.setdiff1d(records.keys, known).size)
    told = people(count) if count >= _least() else FEWER.format(k=_least())
    notes = [LEFT_OUT.format(count=told, name=variable.title)] if count else []
    has_key = records.has_repeats or records.codebook.with_role(KEY)
    return notes if has_key or records.codebook.unit == "person" else [*notes, NO_KEY]


def _book(sample: ReviewSample) -> bytes:
    from openpyxl import Workbook

    from ..excel import as_header, as_text, book_bytes, landscape, ruled, set_width

    book = Workbook()
    sheet, about = book.active, book.create_sheet(ABOUT)
    sheet.title = SHEET
    headers = [ROW_HEADER, *sample.attrs[TITLES], *TICKS]
    for place, header in enumerate(headers, start=1):
        as_header(sheet.cell(1, place), header)
        set_width(sheet, place, WIDTHS.get(header, GROUP_WIDTH))
    for row, drawn in enumerate(sample.itertuples(index=False, name=None), start=2):
        sheet.cell(row, 1).value = int(drawn[0])
        for place, word in enumerate(drawn[1:], start=2):
            as_text(sheet.cell(row, place), word)
        for place in range(1, len(headers) + 1):
            ruled(sheet.cell(row, place))
        sheet.row_dimensions[row].height = ROW_HEIGHT
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"
    for row, note in enumerate(sample.notes, start=1):
        ruled(as_text(about.cell(row, 1), note))
    set_width(about, 1, ABOUT_WIDTH)
    landscape(sheet)
    landscape(about)
    return book_bytes(book, MAKER)
