"""The settings of a run: the notebook's parameters, isu.yaml and the defaults, in that order."""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import cache, partial
from pathlib import Path
from typing import NoReturn

from .content import load
from .errors import SettingError, shell_here
from .files import line_of, near_name, read_mapping, shown, split_sheet, write_mapping
from .masking import mask
from .wording import clean, listing, period_told

DATA_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".txt", ".tsv")
OURS = ("urval", "insamling", "befolkning")  # what lies beside the data
NO_DATA_ENDS = (".yaml.txt", ".yml.txt", "kodbok.txt")  # a codebook that Windows has named
COPY = re.compile(r"^(?:(?:kopia|copy)\s*(?:\(\d+\)\s*)?(?:(?:av|of)\s+)?[-_\s]*)+", re.IGNORECASE)
QUOTES = " \t\n\"'”“’‘»«"  # what may come along when a path is pasted
FILES, MADE_LATER = ("datafil", "kodbok", "arbetsbok", "jamforelse"), ("arbetsbok",)

UNKNOWN = (
    "isu.yaml rad {line}: inställningen «{name}» finns inte. Väntade någon av: {names}. {hint}"
)
WRONG_TYPE = "Inställningen {name} är «{value}»{where}. Väntade {expected}. Ändra värdet."
NEAR, NO_SUCH = "Menade du «{name}»?", "Ta bort raden eller rätta namnet."
HIDING, WITH, WITHOUT = "dolda_rader", "med", "utan"
JA_NEJ, WITH_OR_NOT = {"ja": True, "nej": False}, {WITH: True, WITHOUT: False}
WHOLE, WORD = "ett heltal", "en text"
SWITCH = "ja eller nej (i en anteckningsbok True eller False)"
TOO_SMALL = (
    "Inställningen minsta_antal är {value}{where}. Väntade minst {least}, för att ingen enskild "
    "ska kunna kännas igen. Välj {least} eller mer; {default} är det vanliga."
)
NO_FOLDER = (
    "Arbetsmappen «{folder}» hittades inte. Väntade en mapp med er datafil. "
    "Kontrollera stavningen eller skriv hela sökvägen.{near}"
)
IS_FILE = (
    "«{file}» är en fil. Väntade en mapp. Skriv mappen som filen ligger i, till exempel {folder}."
)
NO_ACCESS = (
    "Mappen «{folder}» går inte att öppna. Väntade en mapp som får läsas. "
    "Kontrollera att du har läsrätt till den."
)
NO_DATA = (
    "Det finns ingen datafil i mappen «{folder}». Väntade en fil som slutar på {suffixes}. "
    "Lägg filen i mappen."
)
MANY_DATA = (
    "Det finns flera datafiler i mappen «{folder}»: {files}. Väntade en. "
    "Ta bort den andra, eller skriv vilken som gäller i isu.yaml, till exempel «datafil: {first}»."
)
NO_FILE = (
    "Filen «{file}» ({name}) hittades inte i mappen «{folder}». Väntade en fil med det namnet. "
    "Kontrollera stavningen i inställningarna.{near}"
)
Given = dict[str, object]  # what is set
Where = dict[str, str]  # and what tells where


class ManyFilesError(SettingError):
    """Several files that could be the data: ``files`` of a ``folder``, one to be chosen."""

    def __init__(self, told: str, folder: Path, files: Iterable[Path]) -> None:
        super().__init__(told)
        self.folder, self.files = folder, tuple(p.name for p in files)


@dataclass(frozen=True)
class Settings:
    """What a run goes by. Paths are absolute; a file that is optional may be missing.

    ``datafil`` is None where the folder has none yet, ``dolda_rader`` (whether rows that a filter
    hides are counted) where nobody has said. ``kodbok`` may be yet to be written.
    """

    arbetsmapp: Path
    kommun: str
    omrade: str
    datafil: Path | None
    kodbok: Path
    arbetsbok: Path
    jamforelse: Path | None
    konsvariabel: str | None
    period: str | None
    avsandare: str
    minsta_antal: int
    skydd: bool
    dolda_rader: bool | None = None

    def __repr__(self) -> str:
        view = "Att lämna ut" if self.skydd else "Bara i gruppen"
        return mask(
            f"Inställningar: {self.kommun}, {self.omrade or 'inget område angivet'}, "
            f"datafil {self.datafil.name if self.datafil else NONE_YET}, "
            f"{PERIOD.format(period=period_told(self.period)) if self.period else ''}"
            f"minsta antal {self.minsta_antal}, vy «{view}»"
        )


NONE_YET, PERIOD = "saknas än", "perioden {period}, "
NAMES = tuple(f.name for f in fields(Settings))


def settings(arbetsmapp: str | Path | None = None, **given: object) -> Settings:
    """The settings that hold: what is given here, else isu.yaml, else the default.

    Parameters
    ----------
    arbetsmapp
        The group's folder, absolute or relative to the working directory or to the project;
        ``None`` means the practice folder.
    **given
        Any other field of `Settings`; ``None`` means not given.

    Raises
    ------
    SettingError
        In Swedish, when a setting is unknown, of the wrong kind, or names a missing file.
    """
    for name in set(given) - set(NAMES):
        raise TypeError(f"settings() has no parameter {name!r}; it has {', '.join(NAMES)}")
    folder = find_folder(arbetsmapp)
    written = read_settings_file(folder)
    by_hand = {k: v for k, v in given.items() if not _is_blank(v)}
    chosen = written | by_hand
    where = {name: " i isu.yaml" for name in written if name not in by_hand}
    return _settings(folder, chosen, where)


def least_shown() -> int:
    """The least count that is shown where nothing else is said."""
    return int(load("thresholds")["minsta_antal"]["value"])


def is_practice(path: Path) -> bool:
    """Whether a folder or a file is, or lies in, one of the folders to practise with.

    Nothing that somebody types is written there.
    """
    home, whole = sample_root().resolve(), path.resolve()
    return home == whole or home in whole.parents


def read_settings_file(folder: Path) -> dict[str, object]:
    """What isu.yaml in the folder says; empty where there is no such file."""
    path = folder / "isu.yaml"
    if not path.is_file():
        return {}
    written = read_mapping(path, SettingError)
    for name in written:
        if name not in NAMES or name == "arbetsmapp":
            _refuse_name(str(name), line_of(written, name))
    return {k: v for k, v in written.items() if not _is_blank(v)}


def set_in_file(folder: Path, name: str, value: str) -> None:
    """Let isu.yaml say what a setting is; what stands around it stays.

    Raises
    ------
    IsuError
        In Swedish, when the file can't be read or written.
    """
    path = folder / "isu.yaml"
    written = read_mapping(path, SettingError, keeps_quotes=True) if path.is_file() else {}
    written[name] = value
    write_mapping(path, written)


def project_root() -> Path:
    """The folder that holds the notebooks and the sample data."""
    package = Path(__file__).resolve().parent
    shipped = package / "_shipped"
    return shipped if shipped.is_dir() else package.parent


def sample_root() -> Path:
    """The folder with the practice folders."""
    root = project_root()
    return root / "sample" if (root / "sample").is_dir() else root / "data" / "sample"


def find_folder(arbetsmapp: str | Path | None) -> Path:
    """The group's folder as an absolute path; without a name, the first practice folder.

    A name is looked for where the program runs, in the project, in the user's own folder and
    last among the practice folders. Spaces and quotation marks around it do not count, and it may
    have slashes of either kind.

    Raises
    ------
    SettingError
        In Swedish, when there is no such folder.
    """
    words = str(arbetsmapp or "").strip(QUOTES)
    if not words:
        return sorted(p for p in sample_root().iterdir() if p.is_dir())[0]
    for given in dict.fromkeys((Path(words), Path(words.replace("\\", "/")))):
        for base in _bases():
            with suppress(OSError, RuntimeError, ValueError):  # too long, or no home behind «~»
                if (base / given.expanduser()).is_dir():
                    return (base / given.expanduser()).resolve()
    raise SettingError(_no_folder(given))


def _no_folder(given: Path) -> str:
    """What is told of a folder that is not there."""
    with suppress(OSError, ValueError):
        if given.is_file():
            parent = given.resolve().parent.name
            return IS_FILE.format(file=shown(given.name), folder=f"«{shown(parent)}»")
    return NO_FOLDER.format(folder=shown(given.name or given), near=near_name(given))


def find_data_file(folder: Path, others: Iterable[Path | None] = ()) -> Path:
    """The one data file of the folder, besides the files that other settings name."""
    try:
        found = sorted(p for p in folder.iterdir() if _is_data(p) and p not in others)
    except OSError:
        raise SettingError(NO_ACCESS.format(folder=folder.name)) from None
    if not found:
        suffixes = listing(DATA_SUFFIXES, "eller")
        raise SettingError(NO_DATA.format(folder=folder.name, suffixes=suffixes))
    preferred = [p for p in found if p.stem.lower() == "data"]
    for ours in (OURS, OURS[:1]):  # a form may be the data, a reading list never beside it
        preferred = preferred or [p for p in found if not _original(p).startswith(ours)]
    preferred = preferred or found
    if len(preferred) > 1:
        told = {"files": listing(p.name for p in preferred), "first": preferred[0].name}
        raise ManyFilesError(MANY_DATA.format(folder=folder.name, **told), folder, preferred)
    return preferred[0]


def _bases() -> Iterator[Path]:
    """Where a folder is looked for by its name."""
    yield Path.cwd()
    yield project_root()
    with suppress(RuntimeError):  # a user without a folder
        yield Path.home()
    yield sample_root()


def _original(path: Path) -> str:
    """The name of a file without ending, or of that which it is a copy of."""
    return COPY.sub("", path.stem.lower())


def _settings(folder: Path, chosen: Given, where: Where) -> Settings:
    files = {name: _file(folder, name, chosen, where) for name in FILES}
    return Settings(
        arbetsmapp=folder,
        kommun=_line("kommun", chosen, where) or _one_line(folder.name),
        omrade=_line("omrade", chosen, where) or "",
        datafil=files["datafil"] or _data_file(folder, files.values()),
        kodbok=files["kodbok"] or folder / "kodbok.yaml",
        arbetsbok=files["arbetsbok"] or folder / "arbetsbok.yaml",
        jamforelse=files["jamforelse"],
        konsvariabel=_word("konsvariabel", chosen, where),
        period=_line("period", chosen, where),
        avsandare=_line("avsandare", chosen, where) or "",
        minsta_antal=_least(chosen, where),
        skydd=_switch("skydd", chosen, where),
        dolda_rader=_switch(HIDING, chosen, where, WITH_OR_NOT) if HIDING in chosen else None,
    )


def _file(folder: Path, name: str, chosen: Given, where: Where) -> Path | None:
    if (given := _word(name, chosen, where)) is None:
        return None
    can_wait = MADE_LATER if not is_somebody_there() else (*MADE_LATER, "jamforelse")
    with suppress(OSError, RuntimeError):
        path = folder / Path(given).expanduser()
        if split_sheet(path)[0].is_file() or name in can_wait:
            return path
    is_meant = partial(_may_be, name, {str(chosen.get(n)) for n in FILES if n != name})
    file, near = shown(Path(given).name or given), near_name(folder / given, is_meant)
    raise SettingError(NO_FILE.format(file=file, name=name, folder=folder.name, near=near))


def _may_be(name: str, others: set[str], path: Path) -> bool:
    """Whether a setting may name a file: one for data no form of ours and no reading list."""
    is_data = _is_data(path) and not _original(path).startswith(OURS)
    return path.name not in others and (is_data or name != "datafil")


def _data_file(folder: Path, others: Iterable[Path | None]) -> Path | None:
    """As `find_data_file`; None where the folder has none."""
    with suppress(OSError):
        if not any(_is_data(p) and p not in others for p in folder.iterdir()):
            return None
    return find_data_file(folder, others)


def _is_data(path: Path) -> bool:
    name = path.name.lower()
    is_named_so = path.suffix.lower() in DATA_SUFFIXES and not name.startswith(("~", "."))
    return is_named_so and not name.endswith(NO_DATA_ENDS) and path.is_file()


def _is_blank(value: object) -> bool:
    return value is None or isinstance(value, str) and not value.strip()


def _word(name: str, chosen: Given, where: Where) -> str | None:
    value = chosen.get(name)
    if isinstance(value, (dict, list, bool)):
        _refuse_value(name, value, WORD, where)
    return None if value is None else str(value).strip() or None


def _line(name: str, chosen: Given, where: Where) -> str | None:
    """A text that stands on pages."""
    return _one_line(_word(name, chosen, where) or "") or None


def _one_line(text: str) -> str:
    return mask(" ".join(clean(text).split()))


def _least(chosen: Given, where: Where) -> int:
    limit = load("thresholds")["minsta_antal"]
    value = chosen.get("minsta_antal", limit["value"])
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        _refuse_value("minsta_antal", value, WHOLE, where)
    if value < limit["least"]:
        place = where.get("minsta_antal", "")
        raise SettingError(
            TOO_SMALL.format(
                value=value, where=place, least=limit["least"], default=limit["value"]
            )
        )
    return value


def _switch(name: str, chosen: Given, where: Where, told: dict[str, bool] = JA_NEJ) -> bool:
    value = chosen.get(name, True)
    value = told.get(value.strip().casefold(), value) if isinstance(value, str) else value
    if not isinstance(value, bool):
        _refuse_value(name, value, SWITCH if told is JA_NEJ else listing(told, "eller"), where)
    return value


def _refuse_name(name: str, line: int) -> NoReturn:
    known = [n for n in NAMES if n != "arbetsmapp"]
    near = get_close_matches(name.casefold(), known, n=1, cutoff=0.6)
    hint = NEAR.format(name=near[0]) if near else NO_SUCH
    names = listing(known, "eller")
    raise SettingError(UNKNOWN.format(line=line, name=shown(name), names=names, hint=hint))


def _refuse_value(name: str, value: object, expected: str, where: Where) -> NoReturn:
    told = {"value": shown(value), "where": where.get(name, "")}
    raise SettingError(WRONG_TYPE.format(name=name, expected=expected, **told))


# The areas of social services: which of them a setting's words mean.


@dataclass(frozen=True)
class Area:
    """An area: its id in the content, its name, and what follow-up in it mostly measures.

    ``measures`` is ``"forandring"`` (a change for the better) or ``"bibehallen"`` (quality of
    life and participation that are kept). ``is_of_children`` says that it meets children.
    """

    id: str
    name: str
    measures: str
    is_of_children: bool = False


def area_of(words: str | None) -> Area | None:
    """The area that words such as those of the setting ``omrade`` mean; None where none is known.

    Examples
    --------
    >>> area_of("LSS och äldreomsorg").id, area_of("skadligt_bruk").name
    ('funktionsnedsattning_aldre', 'skadligt bruk och beroende')
    >>> area_of("skidor") is None
    True
    """
    asked = (words or "").casefold()
    for area in areas():
        if asked in (area.id, area.name):
            return area
    known = load("areas")
    return next((a for a in areas() if any(w in asked for w in known[a.id]["ord"])), None)


@cache
def areas() -> tuple[Area, ...]:
    """All areas, in the order of their names in the content."""
    rows = load("areas").items()
    return tuple(Area(id, e["namn"], e["matt"], e.get("barn", False)) for id, e in rows)


# Whether somebody sits in front of the notebook, or it is run to be written out.

VOILA = "voila"
OWN_KERNEL = "ISU_HANDOUTS"  # set where pages are written by us


def is_somebody_there() -> bool:
    """Whether the cell that runs was started from a page that a person has before them.

    JupyterLab lets a cell ask its user for input; papermill and nbconvert do not. Nor does Voilà,
    which tells of itself in the kernel's environment.
    """
    return is_served_to_many() or _may_ask()


def is_at_own_computer() -> bool:
    """Whether the person who sits there does so at the computer that the kernel runs on."""
    return not is_served_to_many() and _may_ask()


def is_served_to_many() -> bool:
    """Whether the page comes from Voilà, or the kernel runs in the browser itself."""
    server = os.environ.get("SERVER_SOFTWARE", "")
    return sys.platform == "emscripten" or server.startswith(VOILA)


def _may_ask() -> bool:
    kernel = getattr(shell_here(), "kernel", None)
    return bool(getattr(kernel, "_allow_stdin", False))


def is_run_to_be_sent() -> bool:
    """Whether a notebook is run with nobody before it, so that its pages may go anywhere.

    Not in a kernel of `isu handouts`, which tells itself what it has written, nor in a test by
    nbval, which keeps no history of what it runs and writes nothing.
    """
    kernel = getattr(shell_here(), "kernel", None)
    if kernel is None or is_somebody_there() or os.environ.get(OWN_KERNEL):
        return False
    asked = (kernel.get_parent("shell") or {}).get("content", {})
    return bool(asked.get("store_history", True))
