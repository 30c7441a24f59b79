"""``isu lab``: JupyterLab as a program that somebody made for a group."""

import json
import os
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from platformdirs import user_state_path

from ..configuration import project_root
from ..content import LOOKS, ON_PAGE, load, notebooks, text
from ..errors import IsuError
from .copies import (
    EXERCISES,
    EXERCISES_HOME,
    FOLDER,
    TRAINER,
    fingerprints,
    own_copies,
    restorable,
    shipped,
    without_results,
)
from .original import HOME as NOTEBOOKS

CONTENT = Path(__file__).resolve().parents[1] / "content" / "jupyter"
DESK, EXTENSIONS = CONTENT / "bord", CONTENT / "labextensions"
APP, HOME = "isu", "lab"
PLACES = {"JUPYTER_CONFIG_DIR": "installningar", "JUPYTER_RUNTIME_DIR": "igang",
          "JUPYTER_DATA_DIR": "data", "JUPYTERLAB_SETTINGS_DIR": "val",
          "JUPYTERLAB_WORKSPACES_DIR": "ytor", "IPYTHONDIR": "ipython"}  # fmt: skip
TRAINERS, PRACTICE = "För dig som leder", "Övningar"


@dataclass(frozen=True)
class Desk:
    """What a page of `isu lab` is to be.

    Attributes
    ----------
    folder
        The copies of the notebooks to work in.
    is_large
        Whether the text is large, for a room to read.
    has_trainer
        Whether what is for who leads the course is shown.
    """

    folder: Path
    is_large: bool = False
    has_trainer: bool = False

    def books(self) -> list[dict[str, object]]:
        """All that can be opened, in the order of the list: the course, and then the exercises."""
        return [*course(self.has_trainer), *exercises()]

    def told(self) -> dict[str, str]:
        """What the page is told, each by a name of its own."""
        return {
            "isuLage": "bord",
            "isuText": "stor" if self.is_large else "",
            "isuLedare": "ja" if self.has_trainer and not self.is_large else "",
            "isuBocker": json.dumps(self.books(), ensure_ascii=False),
            "isuSteg": json.dumps(steps(), ensure_ascii=False),
            "isuKanda": json.dumps(fingerprints(for_trainer=self.has_trainer)),
            "isuStil": "\n".join(text(name) for name in (*LOOKS, "desk.css")),
        }


def course(for_trainer: bool = False) -> list[dict[str, object]]:
    """The notebooks in the order of the course: file, name, when, and which of the four steps.

    Parameters
    ----------
    for_trainer
        Whether the notebooks for who leads the course come last.

    Examples
    --------
    >>> course()[1]["fil"], course()[1]["nar"]
    ('dag1/1_fragor.ipynb', 'Dag 1')
    """
    when = {"dag1": "Dag 1", "mellan": "Mellan dagarna", "dag2": "Dag 2", ".": "Välkommen"}
    rows = [
        {"fil": e["fil"], "namn": e["namn"].removeprefix("Dag 1. ").removeprefix("Dag 2. "),
         "nar": when[Path(e["fil"]).parent.as_posix()], "steg": e.get("steg", 0)}
        for e in notebooks().values()
    ]  # fmt: skip
    if for_trainer:
        own = [row for row in shipped(for_trainer=True) if row[0].partition("/")[0] in TRAINER]
        rows += [{"fil": n, "namn": _title(p), "nar": TRAINERS, "steg": 0} for n, p in own]
    return rows


def exercises() -> list[dict[str, object]]:
    """The exercises, told as the notebooks of the course are.

    Examples
    --------
    >>> exercises()[1]["fil"], exercises()[1]["namn"]
    ('ovningar/02_nyckeln_under_gatlyktan.ipynb', '2. Nyckeln under gatlyktan')
    """
    found = sorted((project_root() / EXERCISES_HOME).glob("*.ipynb"))
    return [
        {"fil": f"{EXERCISES}/{path.name}", "namn": heading(path), "nar": PRACTICE, "steg": 0}
        for path in found
    ]


def heading(path: Path) -> str:
    """The heading that a notebook begins with."""
    cells = nbformat.read(path, as_version=4).cells
    return str(cells[0].source).partition("\n")[0].lstrip("# ")


def steps() -> list[str]:
    """What the four steps of day 2 are called."""
    return [step["namn"] for step in load("steps")["steg"]]


def copies_for(arbetsmapp: Path | None, *, for_trainer: bool = False) -> Path:
    """The notebooks to work in: in the group's folder, else in the user's own.

    Where the group's folder can't be written in they lie in the user's own too.

    Raises
    ------
    IsuError
        In Swedish, when neither can be written in.
    """
    if arbetsmapp is not None:
        try:
            return own_copies(arbetsmapp, for_trainer=for_trainer)
        except (IsuError, OSError):
            pass
    return own_copies(users_place(), for_trainer=for_trainer)


def copies_of(arbetsmapp: Path | None, originals: Container[str]) -> list[tuple[Path, str]]:
    """The copies of notebooks in a group's folder and in the user's own, and of what each is one.

    Parameters
    ----------
    arbetsmapp
        The group's folder; None where there is none.
    originals
        The paths of those that are asked for, as `original.known` tells them.
    """
    places = [place for place in (arbetsmapp, users_place()) if place is not None]
    found = [(p, place / FOLDER) for place in places for p in restorable(place)]
    pairs = [(p, f"{NOTEBOOKS}/{p.relative_to(home).as_posix()}") for p, home in found]
    return [(path, original) for path, original in pairs if original in originals]


def users_place() -> Path:
    """Where a user's own files of the program lie."""
    return user_state_path(APP, appauthor=False)


def open_desk(desk: Desk, opened: Callable[[str], None], arguments: Sequence[str] = ()) -> None:
    """Start JupyterLab and serve it until somebody ends it.

    Parameters
    ----------
    desk
        What it is to be.
    opened
        Called with the address when the server answers.
    arguments
        Options of JupyterLab besides ours.
    """
    _keep_apart()
    from .server import serve  # reads where its files lie when it is imported

    ours = [f"--LabApp.extra_labextensions_path={EXTENSIONS}"]
    serve(desk.folder, [*ours, *arguments], desk.told(), without_results, opened)


def _keep_apart() -> None:
    """Let nothing that a user has set for another JupyterLab hold here, nor the other way."""
    home = users_place() / HOME
    os.environ |= {name: str(home / place) for name, place in PLACES.items()}
    os.environ |= {"JUPYTER_CONFIG_PATH": str(DESK), "JUPYTER_PATH": str(DESK), ON_PAGE: "1"}


def _title(path: Path) -> str:
    """What a notebook for who leads is called: its heading, where that has no fact to fill in."""
    told = heading(path)
    return path.stem.capitalize() if "{{" in told else told.partition(":")[0]
