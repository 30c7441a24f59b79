"""Whose folder it is, in large, and a form that chooses one or makes one.

What is chosen holds in all notebooks on this computer until another is chosen.
"""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ipywidgets import HTML, Accordion, Button, Dropdown, Text, VBox

from ..areas import areas
from ..configuration import QUOTES, is_practice, read_settings_file, sample_root
from ..content import text
from ..errors import IsuError
from ..folder import (
    AGAIN,
    FORBIDDEN,
    IN_USE,
    NO_NAME,
    SETTINGS_FILE,
    is_exercise,
    new_folder,
    own_copy,
)
from ..forms import Page
from ..last_folder import remember
from ..run import Run, active
from ..wording import html

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
        if self.is_beside:
            new = Accordion([new], titles=(NEW,))
        style = HTML(f"<style>{text('forms.css')}{text('release.css')}</style>")
        now = HTML(f'<div class="isu"><p><strong>{html(self)}</strong></p></div>')
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
        shown = "".join(f"<p>{html(line)}</p>" for line in lines)
        self.told.value = f'<div class="isu-hjalp" role="status">{shown}</div>'


class FolderBanner(Page):
    """Whose folder it is, in large; on the screen also a form where none has been chosen."""

    def __init__(self, run: Run, has_choice: bool) -> None:
        self.run, self.has_choice = run, has_choice

    def __repr__(self) -> str:
        whose = WHOSE.format(kommun=self.run.kommun, omrade=self.run.omrade or NO_AREA)
        is_one = is_exercise(self.run.arbetsmapp)
        return f"{EXERCISE_FOLDER}: {whose}" if is_one else whose

    @property
    def html(self) -> str:
        """The municipality and the area, and whether all of it is invented."""
        whose = WHOSE.format(kommun=self.run.kommun, omrade=self.run.omrade or NO_AREA)
        told = [INVENTED] if is_exercise(self.run.arbetsmapp) else []
        told += [NOT_SAVED] if self.run.is_practice else []
        mark = f'<span class="isu-mapp-slag">{EXERCISE_FOLDER}</span>' if told else ""
        rest = f"<p>{html(' '.join(told))}</p>" if told else ""
        name = f'<p class="isu-mapp-namn">{html(whose)}</p>'
        return f'<div class="isu-mapp">{mark}{name}{rest}</div>'

    def widget(self) -> VBox | None:
        """The same, and where nothing typed can be saved the form to choose a folder in."""
        if not (self.run.is_practice and self.has_choice):
            return None
        style = f"<style>{text('release.css')}</style>"
        words = HTML(f'{style}<div class="isu">{self.html}</div>', layout={"width": "auto"})
        return VBox([words, FolderPage(self.run, Path.home(), is_beside=True).widget()])


def folder_banner(run: Run | None = None, *, has_choice: bool = True) -> FolderBanner:
    """Whose folder the run uses, in large, at the top of a notebook.

    Parameters
    ----------
    run
        That of this kernel where it is not given.
    has_choice
        Whether a form to choose a folder follows on the screen where none has been chosen.

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
