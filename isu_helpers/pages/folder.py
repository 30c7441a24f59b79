"""A new arbetsmapp: its settings and an empty workbook, and nothing ever written over."""

import json
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ipywidgets import HTML, Accordion, Button, Dropdown, Text, VBox
from markupsafe import Markup
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from ..configuration import (
    DATA_SUFFIXES,
    QUOTES,
    area_of,
    areas,
    is_practice,
    project_root,
    read_settings_file,
    sample_root,
)
from ..content import render
from ..errors import IsuError, SettingError
from ..files import NOT_WRITTEN, reason
from ..forms import Page, each, helped, looks, panel, renewal
from ..run import Run, active, remember
from ..workbook import ANSWERS
from ..workbook.file import HEAD
from ..workbook.messages import FILE

SETTINGS_FILE = "isu.yaml"
MAY_BE_THERE = ("kodbok.yaml", FILE)
COPY, MARK = "ovning-{name}", ".ovning"  # a copy to practise in, and the file that says so
NOT_COPIED = ("utlamning.json", "arbetsbok_versioner", ".*")
IN_USE = "Mappen {folder} används nu i alla anteckningsböcker, tills ni väljer en annan."
AGAIN = "Läs in sidan igen, så visas uppgifterna ur mappen."
FORBIDDEN = '<>:"/\\|?*#'
SETTINGS = """\
# Inställningar för arbetsmappen. Det som står efter # är förklaringar.

# Kommunens namn, som det ska stå på utskrifterna.
kommun: {kommun}

# Området som uppgifterna gäller.
omrade: {omrade}

# Vilken tid uppgifterna gäller, till exempel 2024 eller 2024-01 – 2024-06. Utan raden räknas
# hela filen. Ta bort # framför den när ni vill välja en tid.
# period: 2024
"""
NO_NAME = (
    "Mappen har inget namn som går att använda. Väntade ett namn utan tecknen {characters}. "
    "Skriv till exempel «storaker»."
)
NO_PLACE = (
    "Platsen «{place}» hittades inte. Väntade en mapp som redan finns. "
    "Kontrollera stavningen, skriv hela sökvägen eller gör den mappen först."
)
PROGRAM = (
    "«{folder}» skulle hamna bland programmets egna filer. Väntade en plats för era egna mappar. "
    "Välj en annan plats."
)
IS_FILE = "Det finns en fil som heter «{folder}». Väntade ett ledigt namn. Välj ett annat namn."
IS_MADE = (
    "Mappen «{folder}» är redan en arbetsmapp. Väntade ett nytt namn. "
    "Använd mappen som den är, eller välj ett annat namn."
)
HAS_OTHER = (
    "Mappen «{folder}» har redan annat i sig, till exempel «{name}». Väntade en ny mapp, en tom "
    "mapp eller en mapp med bara er datafil. Välj ett annat namn."
)


def new_folder(place: str | Path, *, kommun: str = "", omrade: str = "") -> Path:
    """Make an arbetsmapp; its path in full.

    A folder that is there may hold data files, a codebook and a workbook: they are left as they
    are.

    Parameters
    ----------
    kommun
        As it is to stand on pages; the folder's name where it is not given.
    omrade
        Words for the area. Those of a known area become its name, others stay as they are.

    Raises
    ------
    IsuError
        In Swedish, when there is such an arbetsmapp, or it can't be made there. Nothing is
        written then.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> folder = new_folder(Path(mkdtemp()) / "ån", kommun="Åby", omrade="LSS")
    >>> sorted(p.name for p in folder.iterdir())
    ['arbetsbok.yaml', 'isu.yaml']
    """
    folder = Path(place).expanduser().absolute()
    check_new(folder)
    area = area_of(omrade)
    told = {"kommun": kommun.strip() or folder.name, "omrade": area.name if area else omrade}
    contents = SETTINGS.format(**{name: scalar(text) for name, text in told.items()})
    try:
        folder.mkdir(exist_ok=True)
        _write_new(folder / SETTINGS_FILE, contents)
        with suppress(FileExistsError):
            _write_new(folder / FILE, empty_workbook())
    except FileExistsError:
        raise SettingError(IS_MADE.format(folder=folder.name)) from None
    except OSError as e:
        raise IsuError(NOT_WRITTEN.format(file=SETTINGS_FILE, reason=reason(e))) from None
    return folder.resolve()


def own_copy(practice: Path, home: Path) -> Path:
    """A copy of a practice folder that a group may write in; the one that is there already.

    Raises
    ------
    IsuError
        In Swedish, when it can't be made there.
    """
    copy = home / COPY.format(name=practice.name)
    if not (copy / MARK).is_file():
        check_new(copy)
        try:
            left = shutil.ignore_patterns(*NOT_COPIED)
            shutil.copytree(practice, copy, ignore=left, dirs_exist_ok=True)
            (copy / MARK).touch()
        except OSError as e:
            raise IsuError(NOT_WRITTEN.format(file=copy.name, reason=reason(e))) from None
    return copy.resolve()


def is_exercise(folder: Path) -> bool:
    """Whether a folder is one to practise with, or a group's own copy of one."""
    return is_practice(folder) or (folder / MARK).is_file()


def empty_workbook() -> str:
    """The text of a workbook that nobody has written in; its head stays when somebody does."""
    return "".join(f"# {line}\n" for line in HEAD.split("\n")) + f"{ANSWERS}:\n"


def scalar(text: str) -> str:
    """A text as the value of a row in YAML, in quotation marks where it needs them.

    Examples
    --------
    >>> scalar(" Åby "), scalar("nr: 1"), scalar("12"), scalar("")
    ('Åby', '"nr: 1"', '"12"', '')
    """
    plain = _printable(text)
    with suppress(YAMLError):
        if not plain or YAML(typ="safe").load(f"a: {plain}") == {"a": plain}:
            return plain
    return json.dumps(plain, ensure_ascii=False)


def _printable(text: str) -> str:
    """A text on one row, without what no eye sees and no YAML takes."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def check_new(folder: Path) -> None:
    """Refuse, in Swedish, a place where no new arbetsmapp can be made."""
    name = folder.name
    if not name.strip(". ") or set(name) & set(FORBIDDEN):
        raise SettingError(NO_NAME.format(characters=" ".join(FORBIDDEN)))
    if not folder.parent.is_dir():
        raise SettingError(NO_PLACE.format(place=folder.parent.name or folder.parent))
    whole = folder.resolve()
    homes = (sample_root(), project_root() / "isu_helpers", project_root() / "notebooks")
    if any(home.resolve() in (whole, *whole.parents) for home in homes):
        raise SettingError(PROGRAM.format(folder=name))
    if folder.exists():
        _check_content(folder)


def _check_content(folder: Path) -> None:
    if not folder.is_dir():
        raise SettingError(IS_FILE.format(folder=folder.name))
    if (folder / SETTINGS_FILE).exists():
        raise SettingError(IS_MADE.format(folder=folder.name))
    try:
        others = sorted(p.name for p in folder.iterdir() if not _may_be_there(p))
    except OSError:
        raise SettingError(NO_PLACE.format(place=folder.name)) from None
    if others:
        raise SettingError(HAS_OTHER.format(folder=folder.name, name=others[0]))


def _may_be_there(path: Path) -> bool:
    is_data = path.suffix.lower() in DATA_SUFFIXES
    is_known = is_data or path.name in MAY_BE_THERE or path.name.startswith((".", "~"))
    return is_known and not path.is_dir()


def _write_new(path: Path, text: str) -> None:
    """Write a file that is not there."""
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)


# Whose folder it is, in large, and a form that chooses one or makes one.

USED = "Ni använder mappen {folder}: {kommun}, {omrade}."
PRACTICE = "Ni använder övningsmappen för {kommun}, {omrade}. Alla personer i den är påhittade."
NO_AREA, OTHER_AREA = "inget område valt", "annat område"
HOW = (
    "En egen mapp väljer eller gör ni här på skärmen, eller med kommandot «isu ny». "
    "Sedan använder alla anteckningsböcker på den här datorn den."
)
WHOSE, EXERCISE_FOLDER = "{kommun} · {omrade}", "Övningsmapp"
INVENTED = "Alla personer i mappen är påhittade."
NOT_SAVED = (
    "Inget ni skriver sparas här. Välj eller gör er egen mapp, eller välj en övning: då får ni en "
    "egen kopia att öva i."
)
KNOWN, CHOOSE = "Finns mappen redan?", "välj …"
EXERCISE = "Övning: {kommun}, {omrade}"
NAME, TOWN, AREA, PLACE = (
    "Vad ska den nya mappen heta?", "Vilken kommun?", "Vilket område?", "Var ska den ligga?",
)  # fmt: skip
NAME_HINT, TOWN_HINT = "till exempel storaker-barn", "till exempel Storåker"
NEW, BUTTON = "Gör en ny mapp", "Gör mappen"
DONE = "Klart: mappen {folder} finns nu. I den ligger era inställningar och er arbetsbok."
COPIED = "Ni övar i en egen kopia: mappen {folder}."
IS_THERE = "Mappen finns redan."
CARRIED = "Det ni har skrivit här följer med till mappen {folder}. {state}"
FIELD = {"width": "100%", "max_width": "28rem"}


class FolderPage(Page):
    """The folder in use; on the screen also a list of folders, and a form for a new one.

    Parameters
    ----------
    home
        Where new folders are proposed to lie.
    is_beside
        Whether it stands under a banner: then the folder is not told again, and the form is
        folded.
    """

    def __init__(self, chosen: Run, home: Path, is_beside: bool = False) -> None:
        self.chosen, self.home, self.is_beside = chosen, home, is_beside

    def __repr__(self) -> str:
        told = {"kommun": self.chosen.kommun, "omrade": self.chosen.omrade or NO_AREA}
        if is_practice(self.chosen.arbetsmapp):
            return PRACTICE.format(**told)
        return USED.format(folder=self.chosen.arbetsmapp.name, **told)

    @property
    def html(self) -> Markup:
        """The folder by name, and how to make one; no path."""
        return render("pages/folder", "used", used=repr(self), how=HOW)

    def widget(self) -> VBox:
        """What is in use, a folder to choose, and fields for a new one."""
        known = [(CHOOSE, ""), *((_name(f), str(f)) for f in self._known())]
        self.known = Dropdown(options=known, description=KNOWN, layout=FIELD)
        self.name = Text(description=NAME, placeholder=NAME_HINT, layout=FIELD)
        self.town = Text(description=TOWN, placeholder=TOWN_HINT, layout=FIELD)
        kinds = [*(a.name for a in areas()), OTHER_AREA]
        pairs = [(CHOOSE, ""), *((k, k) for k in kinds)]
        self.area = Dropdown(options=pairs, description=AREA, layout=FIELD)
        self.place = Text(value=str(self.home), description=PLACE, layout=FIELD)
        self.press = Button(description=BUTTON)
        self.press.add_class("isu-knapp")
        self.told = HTML(layout={"width": "auto"})
        self.known.observe(lambda _: self._choose(), names="value")
        self.press.on_click(lambda _: self._make())
        fields = (self.name, self.town, self.area, self.place)
        for field in (self.known, *fields):
            field.add_class("isu-falt")
        new = VBox([*fields, self.press])
        new.add_class("isu-kort")
        new.add_class("isu-ny-mapp")
        if self.is_beside:
            new = Accordion([new], titles=(NEW,))
        style = looks("forms.css", "release.css")
        now = HTML(panel(render("pages/folder", "used", used=repr(self))))
        above = [style] if self.is_beside else [style, now]
        return VBox([*above, self.known, new, self.told])

    def make(self, name: str, kommun: str, omrade: str, place: str) -> list[str]:
        """Make a folder, and tell in Swedish how that went, a paragraph each."""
        name, where = name.strip(), self._place(place)
        if not name:
            return [NO_NAME.format(characters=" ".join(FORBIDDEN))]
        try:
            folder = where / name
            if (folder / SETTINGS_FILE).is_file() and not is_practice(folder):
                return [IS_THERE, *self._use(folder.resolve())]
            folder = new_folder(folder, kommun=kommun, omrade=omrade)
            return [DONE.format(folder=folder.name), *self._use(folder)]
        except IsuError as e:
            return [str(e)]

    def choose(self, folder: Path) -> list[str]:
        """Use a folder that is there, of one to practise with a copy; a paragraph each."""
        try:
            if not is_practice(folder):
                return self._use(folder)
            copy = own_copy(folder, self.home)
            return [COPIED.format(folder=copy.name), *self._use(copy)]
        except IsuError as e:
            return [str(e)]

    def _use(self, folder: Path) -> list[str]:
        """Let a folder be the one that is used, and bring what was written without one."""
        read_settings_file(folder)
        remember(folder)
        state = self.chosen.use(folder)
        carried = [CARRIED.format(folder=folder.name, state=state)] if state else []
        return [IN_USE.format(folder=folder.name), *carried, AGAIN]

    def _place(self, place: str) -> Path:
        return Path(place.strip(QUOTES) or self.home).expanduser()

    def _known(self) -> list[Path]:
        """The group's own folders that are near, and then those to practise with."""
        near = (self.home, self.chosen.arbetsmapp.parent, Path.cwd())
        own = [f for place in dict.fromkeys(near) for f in folders_in(place)]
        practice = folders_in(sample_root())
        return list(dict.fromkeys([*(f for f in own if not is_practice(f)), *practice]))

    def _choose(self) -> None:
        if self.known.value:
            self._tell(self.choose(Path(self.known.value)))

    def _make(self) -> None:
        fields = (self.name, self.town, self.area, self.place)
        self._tell(self.make(*(field.value for field in fields)))

    def _tell(self, lines: Iterable[str]) -> None:
        self.told.value = helped(each(lines), is_told=True)


class FolderBanner(Page):
    """Whose folder it is, in large; on the screen also a form where none has been chosen."""

    def __init__(self, run: Run, has_choice: bool) -> None:
        self.run, self.has_choice = run, has_choice

    def __repr__(self) -> str:
        whose = WHOSE.format(kommun=self.run.kommun, omrade=self.run.omrade or NO_AREA)
        return f"{EXERCISE_FOLDER}: {whose}" if is_exercise(self.run.arbetsmapp) else whose

    @property
    def html(self) -> Markup:
        """The municipality and the area, and whether all of it is invented."""
        whose = WHOSE.format(kommun=self.run.kommun, omrade=self.run.omrade or NO_AREA)
        told = [INVENTED] if is_exercise(self.run.arbetsmapp) else []
        told += [NOT_SAVED] if self.run.is_practice else []
        kind = EXERCISE_FOLDER if told else ""
        told += [self.run.lack] if self.run.lack else []
        return render("pages/folder", "banner", kind=kind, name=whose, told=" ".join(told))

    def widget(self) -> VBox | None:
        """The same, with a form to choose a folder in, or a line on what changes in the folder."""
        words = HTML(panel(self.html, sheets=["release.css"]), layout={"width": "auto"})
        if self.run.is_practice and not self.has_choice:
            return None
        form = FolderPage(self.run, Path.home(), is_beside=True)
        return VBox([words, form.widget() if self.run.is_practice else renewal(self.run)])


def folder_banner(run: Run | None = None, *, has_choice: bool = True) -> FolderBanner:
    """Whose folder the run uses, in large, at the top of a notebook.

    Parameters
    ----------
    run
        That of this kernel where it is not given.
    has_choice
        Whether a form to choose a folder follows on the screen where none has been chosen.

    Returns
    -------
    FolderBanner
        The municipality and the area, and whether it is all invented.

    Raises
    ------
    SettingError
        In Swedish, when no run has been made and its settings do not hold.

    Examples
    --------
    >>> from isu_helpers.run import settings
    >>> folder_banner(settings("dalsater"))
    Övningsmapp: Dalsäter · ekonomiskt bistånd
    """
    return FolderBanner(run or active(), has_choice)


def choose_folder(home: Path | None = None) -> FolderPage:
    """Which arbetsmapp the run uses, and a form to make another.

    Parameters
    ----------
    home
        Where new folders are proposed to lie; the user's own folder where it is not given.

    Returns
    -------
    FolderPage
        A list of folders and fields for a new one; in a handout the one in use.

    Raises
    ------
    SettingError
        In Swedish, when no run has been made and its settings do not hold.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> choose_folder(Path(mkdtemp())).make("ån", "Åby", "LSS", "")[0][:19]
    'Klart: mappen ån fi'
    """
    return FolderPage(active(), home or Path.home())


def folders_in(place: Path) -> list[Path]:
    """The arbetsmappar that lie in a place; none where it can't be read."""
    found = []
    with suppress(OSError):
        for path in sorted(place.iterdir()):
            with suppress(OSError):
                if (path / SETTINGS_FILE).is_file():
                    found.append(path.resolve())
    return found


def _name(folder: Path) -> str:
    """A folder by its name; one to practise with by its place and area."""
    if not is_practice(folder):
        return folder.name
    with suppress(IsuError):
        return EXERCISE.format(
            **{"kommun": folder.name, "omrade": "", **read_settings_file(folder)}
        )
    return folder.name
