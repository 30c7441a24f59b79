"""``isu app``: the notebooks without code and without Jupyter's frame, on this computer alone."""

import asyncio
import logging
import os
import secrets
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from ..content import notebooks
from ..errors import IsuError
from ..files import write_whole
from . import CLOSED_BY, SERVED, warm
from .copies import as_copied, shipped
from .lab import exercises

LOOKS = Path(__file__).resolve().parents[1] / "content" / "jupyter" / "app"
NOT_INSTALLED = (
    "Programmet Voilà är inte installerat. Väntade tillägget «app». Skriv i projektets mapp: "
    '{python} -m pip install -c constraints.txt -e ".[app]"'
)
PLACES = ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")
TRAINER, UNSEEN, SETTINGS = "trainer", "remove-cell", "parameters"
CHOICE = "choose_folder("  # the folder was chosen where the command was given
BEGIN = "from isu_helpers.desk.kernel import only_lines\nonly_lines()"
FIRST = "voila/render/start.ipynb"
LEFT = 10  # seconds until the kernel of a page that says so ends, when the last letters are saved
IDLE = 300  # seconds until that of one that says nothing does


def check_installed(python: str) -> None:
    """Refuse, in Swedish and with what to type, where Voilà is not there.

    Raises
    ------
    IsuError
        As told.
    """
    if find_spec("voila") is None:
        raise IsuError(NOT_INSTALLED.format(python=python))


def serve(
    folder: Path,
    name: str,
    opened: Callable[[str], object],
    *,
    opens_browser: bool = True,
    port: int = 0,
) -> None:
    """Serve the notebooks to browsers of this computer until somebody ends it.

    Parameters
    ----------
    folder
        The arbetsmapp that all that is typed goes to.
    name
        What the group is called at the top of each page.
    opened
        Called with the address, which has the token in it, before the server is up.
    port
        Any that is free where it is 0.
    """
    with _apart() as root:
        token, port, kind = secrets.token_urlsafe(24), port or _free_port(), _with_our_pages()
        kind.clear_instance()
        voila = kind.instance(config=_config(folder, name, token, port, opens_browser))
        voila.initialize([str(root / "bocker")])
        logging.disable(logging.CRITICAL)  # in English, about each request
        voila.default_url = FIRST
        warm.take_over()
        warm.WarmProvisioner.prepare()
        try:
            opened(f"http://127.0.0.1:{port}/{FIRST}?token={token}")
            voila.start()
        finally:
            warm.WarmProvisioner.dismiss()


def books() -> list[dict[str, object]]:
    """The notebooks of the course in its order, and then the exercises.

    Each has its file, its name without ending, what it is called, and whether it is an exercise.

    Examples
    --------
    >>> books()[1]["fil"], books()[1]["namn"]
    ('dag1/1_fragor.ipynb', 'Dag 1. Frågor')
    """
    return [
        {"fil": e["fil"], "stam": Path(e["fil"]).stem, "namn": e["namn"], "ar_ovning": "nar" in e}
        for e in (*notebooks().values(), *exercises())
    ]


def for_group(book: NotebookNode, folder: Path) -> NotebookNode:
    """A notebook as a group is to have it before them, which goes by its folder.

    What is for the trainer is gone, and what tells how to run cells or choose a folder.

    Examples
    --------
    >>> from nbformat.v4 import new_markdown_cell, new_notebook
    >>> notes = new_markdown_cell("Ha kaffe klart.", metadata={"tags": ["trainer"]})
    >>> [cell.source[:4] for cell in for_group(new_notebook(cells=[notes]), Path("m")).cells]
    ['from']
    """
    kept: list[NotebookNode] = []
    for cell in book.cells:
        if cell.cell_type == "code" and CHOICE in cell.source:
            kept = kept[:-1] if kept and kept[-1].cell_type == "markdown" else kept
        elif not _is_left_out(cell):
            kept.append(_with_folder(cell, folder))
    first = nbformat.v4.new_code_cell(BEGIN, metadata={"tags": [UNSEEN]})
    book.cells = [first, *kept]
    book.metadata["title"] = next((_head(c) for c in kept if c.cell_type == "markdown"), "")
    return book


def _head(cell: NotebookNode) -> str:
    """The heading that a text begins with: what the tab of the browser says."""
    return str(cell.source).partition("\n")[0].lstrip("# ")


def _is_left_out(cell: NotebookNode) -> bool:
    tags = cell.metadata.get("tags", [])
    return TRAINER in tags or UNSEEN in tags and cell.cell_type == "markdown"


def _with_folder(cell: NotebookNode, folder: Path) -> NotebookNode:
    if SETTINGS in cell.metadata.get("tags", []):
        cell.source += f"\narbetsmapp = {str(folder)!r}\n"
    return cell


def _config(folder: Path, name: str, token: str, port: int, opens_browser: bool) -> object:
    """What Voilà is told: this computer, a token, our looks, one line for an error."""
    from traitlets.config import Config

    given = Config()
    given.Voila.update(
        ip="127.0.0.1", port=port, port_retries=0, token=token, open_browser=opens_browser,
        log_level="CRITICAL",
        tornado_settings={"headers": {"Content-Security-Policy": CLOSED_BY}},
    )  # fmt: skip
    given.VoilaConfiguration.update(
        template="isu", allow_template_override="NO", allow_theme_override="NO",
        file_allowlist=[], show_tracebacks=True,  # of one line: see the kernel
        progressive_rendering=True,
        extension_denylist=["isu-lab", "isu-bord", "@voila-dashboards/jupyterlab-preview"],
        resources={"isu_bocker": books(), "isu_mapp": name},
        prelaunch_hook=lambda handler, notebook, cwd: for_group(notebook, folder),
    )  # fmt: skip
    given.VoilaExecutor.allow_errors = True
    given.MappingKernelManager.update(cull_idle_timeout=IDLE, cull_interval=60)
    return given


@contextmanager
def _apart() -> Iterator[Path]:
    """A folder of its own with copies of the notebooks, where no other setting holds."""
    with tempfile.TemporaryDirectory(prefix="isu-app-", ignore_cleanup_errors=True) as place:
        root = Path(place)
        for name, source in shipped():
            write_whole(root / "bocker" / name, as_copied(name, source))
        os.environ |= {name: str(root / name.lower()) for name in PLACES}
        os.environ |= {"JUPYTER_PATH": str(LOOKS), "JUPYTER_CONFIG_PATH": str(root / "inget")}
        here = Path.cwd()
        os.chdir(root)  # where it looks for settings too
        try:
            yield root
        finally:
            os.chdir(here)


def _with_our_pages() -> Any:
    """Voilà, with our page where somebody comes without the token, or to none.

    A page that is left ends its kernel, which Voilà asks for in a way that it refuses itself.
    """
    from tornado.web import authenticated
    from voila.app import Voila
    from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler

    class Ending(VoilaShutdownKernelHandler):  # type: ignore[misc]
        def check_xsrf_cookie(self) -> None:
            """Nothing: what a page sends when it is left has no room for the mark."""

        @authenticated
        async def post(self, kernel_id: str) -> None:
            asyncio.get_running_loop().call_later(LEFT, self._end, kernel_id)
            self.set_status(204)

        def _end(self, kernel_id: str) -> None:
            if kernel_id in self.kernel_manager:
                asyncio.ensure_future(self.kernel_manager.shutdown_kernel(kernel_id))

    class Served(Voila):  # type: ignore[misc]  # it has no types
        def init_settings(self) -> dict[str, Any]:
            settings: dict[str, Any] = super().init_settings()
            settings["jinja2_env"].loader.searchpath.insert(0, str(SERVED))
            return settings

        def init_handlers(self) -> list[Any]:
            every = super().init_handlers()
            return [(h[0], Ending) if h[1] is VoilaShutdownKernelHandler else h for h in every]

    return Served


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
