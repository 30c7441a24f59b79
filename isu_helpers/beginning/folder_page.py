"""``choose_folder``: which arbetsmapp the run uses, and a form that makes one or finds one."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ipywidgets import HTML, Button, Dropdown, Text, VBox

from ..areas import areas
from ..configuration import (
    QUOTES,
    Settings,
    current_settings,
    read_settings_file,
    sample_root,
    settings,
)
from ..content import text
from ..errors import IsuError
from ..folder import (
    FORBIDDEN,
    NO_NAME,
    SETTING,
    SETTINGS_FILE,
    how_to_open,
    is_practice,
    new_folder,
)
from ..forms import Page
from ..wording import html
from .waiting import carry_over

IN_USE = "Ni använder mappen {folder}: {kommun}, {omrade}."
PRACTICE = "Ni använder övningsmappen för {kommun}, {omrade}. Alla personer i den är påhittade."
NO_AREA, OTHER_AREA = "inget område valt", "annat område"
HOW = (
    "En egen mapp gör ni här på skärmen, eller med kommandot «isu ny». "
    "Skriv sedan mappens namn på första raden i rutan med inställningar."
)
KNOWN, CHOOSE = "Finns mappen redan?", "välj …"
EXERCISE = "Övning: {kommun}, {omrade}"
NAME, TOWN, AREA, PLACE = (
    "Vad ska den nya mappen heta?", "Vilken kommun?", "Vilket område?", "Var ska den ligga?",
)  # fmt: skip
NAME_HINT, TOWN_HINT = "till exempel storaker-barn", "till exempel Storåker"
BUTTON = "Gör mappen"
DONE = "Klart: mappen {folder} finns nu. I den ligger era inställningar och er arbetsbok."
IS_THERE = "Mappen finns redan. Så öppnar ni den:"
CARRIED = "Det ni svarade om filen är nu sparat i mappen {folder}."
FIELD = {"width": "100%", "max_width": "28rem"}


class FolderPage(Page):
    """The folder in use; on the screen also a list of folders, and a form for a new one."""

    def __init__(self, chosen: Settings, home: Path) -> None:
        self.chosen, self.home = chosen, home

    def __repr__(self) -> str:
        told = {"kommun": self.chosen.kommun, "omrade": self.chosen.omrade or NO_AREA}
        if is_practice(self.chosen.arbetsmapp):
            return PRACTICE.format(**told)
        return IN_USE.format(folder=self.chosen.arbetsmapp.name, **told)

    @property
    def html(self) -> str:
        """The folder by name, and how to make one; no path."""
        return f"<p><strong>{html(self)}</strong></p><p>{html(HOW)}</p>"

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
        style = HTML(f"<style>{text('forms.css')}{text('release.css')}</style>")
        now = HTML(f'<div class="isu"><p><strong>{html(self)}</strong></p></div>')
        return VBox([style, now, self.known, new, self.told])

    def make(self, name: str, kommun: str, omrade: str, place: str) -> list[str]:
        """Make a folder, and tell in Swedish how that went, a paragraph each."""
        name, where = name.strip(), Path(place.strip(QUOTES) or self.home)
        if not name:
            return [NO_NAME.format(characters=" ".join(FORBIDDEN))]
        try:
            folder = where.expanduser() / name
            if (folder / SETTINGS_FILE).is_file() and not is_practice(folder):
                return [IS_THERE, *how_to_open(folder.resolve())]
            folder = new_folder(folder, kommun=kommun, omrade=omrade)
            return [DONE.format(folder=folder.name), *_carried(folder), *how_to_open(folder)]
        except IsuError as e:
            return [str(e)]

    def choose(self, folder: Path) -> list[str]:
        """How to open a folder that is there; a group's own gets what waits, as a new one does."""
        try:
            carried = [] if is_practice(folder) else _carried(folder)
        except IsuError as e:
            return [str(e)]
        return [*carried, *how_to_open(folder)]

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
        shown = "".join(_line(line) for line in lines)
        self.told.value = f'<div class="isu-hjalp" role="status">{shown}</div>'


def choose_folder(home: Path | None = None) -> FolderPage:
    """Which arbetsmapp the run uses, and a form to make another.

    Parameters
    ----------
    home
        Where new folders are proposed to lie; the user's own folder where it is not given.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> choose_folder(Path(mkdtemp())).make("ån", "Åby", "LSS", "")[0][:19]
    'Klart: mappen ån fi'
    """
    return FolderPage(current_settings() or settings(), home or Path.home())


def folders_in(place: Path) -> list[Path]:
    """The arbetsmappar that lie in a place; none where it can't be read."""
    found = []
    with suppress(OSError):
        for path in sorted(place.iterdir()):
            with suppress(OSError):
                if (path / SETTINGS_FILE).is_file():
                    found.append(path.resolve())
    return found


def _carried(folder: Path) -> list[str]:
    return [CARRIED.format(folder=folder.name)] if carry_over(folder) else []


def _name(folder: Path) -> str:
    """A folder by its name; one to practise with by its place and area."""
    if not is_practice(folder):
        return folder.name
    with suppress(IsuError):
        return EXERCISE.format(
            **{"kommun": folder.name, "omrade": "", **read_settings_file(folder)}
        )
    return folder.name


def _line(line: str) -> str:
    is_code = line.startswith(SETTING.split("{")[0])
    return f"<pre>{html(line)}</pre>" if is_code else f"<p>{html(line)}</p>"
