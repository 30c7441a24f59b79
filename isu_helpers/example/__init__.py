"""A practice arbetsmapp with invented people: settings, codebook, data file and filled workbook.

The same example, number of people and seed give the same bytes, on any day and machine
(an Excel file as far as its zip library packs alike).
"""

from pathlib import Path

from ..codebook import SEX, Codebook
from ..errors import CodebookError, SettingError
from ..files import write_whole
from ..wording import listing
from ..workbook.messages import FILE
from .draw import draw_people
from .elsewhere import NAME, POPULATION
from .files import codebook_text, settings_text, write_data
from .filled import filled_text
from .spec import Example, example_names, read_example

FEWEST, MOST = 10, 100_000
PEOPLE, SEED = 60, 1

NO_EXAMPLE = (
    "Övningsexemplet «{name}» finns inte. Väntade något av: {names}. "
    "Välj ett av namnen efter --omrade."
)
WRONG_PEOPLE = (
    "Antalet personer är {people}. Väntade ett tal från {fewest} till {most}. "
    "Välj ett annat antal eller utelämna det."
)
WRONG_SEED = (
    "Fröet är {seed}. Väntade ett heltal, 0 eller högre. Välj ett sådant tal eller utelämna det."
)
NOT_EMPTY = (
    "Mappen «{folder}» innehåller redan {file}. Väntade en ny eller tom mapp, så att inget "
    "skrivs över. Välj ett annat namn på mappen."
)
NO_CODEBOOK = (
    "Kodboken «{file}» hittades inte. Väntade en kodbok med det namnet. "
    "Kontrollera stavningen, eller skriv hela sökvägen till filen."
)
NO_SEX = (
    "{file}: ingen variabel har rollen kön. Väntade en sådan, för allt delas upp på kön. "
    "Skriv «roll: kön» på den variabel som säger vilket kön personen har."
)
OTHER_PEOPLE = (
    "Den ifyllda arbetsboken handlar om {people} personer och frö {seed}. Väntade just dem. "
    "Utelämna --antal och --fro, eller --ifylld."
)
IS_FILE = "«{folder}» är en fil. Väntade namnet på en mapp. Välj ett annat namn."


def names() -> tuple[str, ...]:
    """The ids of the ready examples, in alphabetical order.

    Examples
    --------
    >>> names()[0]
    'barn_och_unga'
    """
    return example_names()


def write_example(
    folder: Path, name: str, people: int | None = None, seed: int | None = None,
    *, is_filled: bool = False,
) -> list[Path]:  # fmt: skip
    """Make a practice arbetsmapp of invented people.

    Parameters
    ----------
    folder
        Made if it is not there; must be empty if it is.
    name
        One of `names`.
    people, seed
        How many, and what the draws start from; ``None`` means as the example says.
    is_filled
        Whether an invented group has filled in the workbook; only about the example's own people.

    Returns
    -------
    list of Path
        isu.yaml, kodbok.yaml, befolkning.csv, jamforelse.csv and arbetsbok.yaml where they are,
        and the data file.

    Raises
    ------
    SettingError
        In Swedish, when the name, number, seed or folder can't be used.
    """
    folder, example = Path(folder), _example(name)
    people = _people(example.people if people is None else people)
    seed = _seed(example.seed if seed is None else seed)
    if is_filled and (people, seed) != (example.people, example.seed):
        raise SettingError(OTHER_PEOPLE.format(people=example.people, seed=example.seed))
    _make_empty(folder)
    codebook = codebook_text(example).encode()
    paths = _write(folder, example, codebook, people=people, seed=seed)
    if is_filled:
        paths.insert(-1, folder / FILE)
        write_whole(paths[-2], filled_text(name))
    return paths


def write_example_from(
    codebook: Path, folder: Path, people: int | None = None, seed: int | None = None
) -> list[Path]:
    """Make a practice arbetsmapp of invented people for any codebook.

    Answers are likely ones, and no differences are built in: what differs is chance.

    Parameters
    ----------
    codebook
        A kodbok.yaml; the folder gets a copy of it as it stands.
    folder
        Made if it is not there; must be empty if it is.
    people, seed
        How many, and what the draws start from; ``None`` means 60 people from 1.

    Returns
    -------
    list of Path
        isu.yaml, kodbok.yaml and data.xlsx.

    Raises
    ------
    IsuError
        In Swedish, when the codebook, number, seed or folder can't be used.
    """
    folder, source = Path(folder), Path(codebook)
    people = _people(PEOPLE if people is None else people)
    seed = _seed(SEED if seed is None else seed)
    if not source.is_file():
        raise CodebookError(NO_CODEBOOK.format(file=source.name))
    meaning, raw = Codebook.read(source), source.read_bytes()
    if not meaning.with_role(SEX):
        raise CodebookError(NO_SEX.format(file=source.name))
    from .draw import example_of

    _make_empty(folder)
    return _write(folder, example_of(meaning, people, seed), raw, people=people, seed=seed)


def _write(
    folder: Path, example: Example, codebook: bytes, *, people: int, seed: int
) -> list[Path]:
    paths = [folder / n for n in ("isu.yaml", "kodbok.yaml", example.file.name)]
    paths[0].write_text(settings_text(example), encoding="utf-8", newline="\n")
    paths[1].write_bytes(codebook)
    write_data(paths[2], example, draw_people(example, people=people, seed=seed))
    if example.elsewhere:
        paths.insert(2, folder / NAME)
        paths[2].write_bytes(example.elsewhere.csv_bytes())
    if example.inhabitants:
        paths.insert(2, folder / POPULATION)
        paths[2].write_bytes(example.inhabitants.csv_bytes())
    return paths


def _example(name: str) -> Example:
    if name not in names():
        raise SettingError(NO_EXAMPLE.format(name=name, names=listing(names(), "eller")))
    return read_example(name)


def _people(people: int) -> int:
    if not _is_whole(people) or not FEWEST <= people <= MOST:
        raise SettingError(WRONG_PEOPLE.format(people=people, fewest=FEWEST, most=MOST))
    return people


def _seed(seed: int) -> int:
    if not _is_whole(seed) or seed < 0:
        raise SettingError(WRONG_SEED.format(seed=seed))
    return seed


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _make_empty(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise SettingError(IS_FILE.format(folder=folder.name))
    folder.mkdir(parents=True, exist_ok=True)
    found = sorted(p.name for p in folder.iterdir() if not p.name.startswith("."))
    if found:
        raise SettingError(NOT_EMPTY.format(folder=folder.name, file=found[0]))
