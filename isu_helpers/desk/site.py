"""``isu webb``: the collection as a site that runs in the browser, where data never leave it."""

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import nbformat
from nbformat import NotebookNode
from packaging.utils import canonicalize_name

from ..configuration import project_root, sample_root
from ..content import load, render, render_page, text
from ..errors import IsuError
from ..files import write_whole
from ..wording import counted, listing
from . import LISTED, PACK, SWEDISH
from .copies import TRAINER
from .package import OWN, Target, build_own, download

LOCK = "pyodide-lock.json"
NEEDED = ("jupyterlite_core", "jupyterlite_pyodide_kernel")
NOT_INSTALLED = (
    "JupyterLite är inte installerat. Väntade tillägget «webb», i en egen miljö så att "
    "JupyterLab inte störs. Skriv: py -3 -m venv .venv_webb (på Linux och Mac python3), och sedan "
    'med den miljöns python: -m pip install -c constraints.txt -e ".[webb]"'
)
OTHER_KERNEL = (
    "Tillägget för Pyodide är gjort för version {found}. Väntade {expected}, som filerna är "
    "valda för. Installera om tillägget «webb»."
)
LACKING = (
    "I mappen «{folder}» fattas {count} av Pyodide {version}: {names}. Väntade alla, med rätt "
    "kontrollsumma (sha256). Lägg dit dem, eller låt programmet hämta dem med --adress {address}"
)
MISSING, NO_LOCK = "  {sum}  {name}", "  De andra filerna står i pyodide-lock.json, som fattas."
WRONG = (
    "Filen «{file}» från adressen har fel kontrollsumma. Väntade Pyodide {version}, oförändrad. "
    "Den är inte sparad. Kontrollera adressen."
)
NOT_FETCHED = (
    "Filen «{file}» gick inte att hämta ({kind}). Väntade svar från adressen. Kontrollera nätet "
    "och adressen, eller lägg filen i mappen själv."
)
NOT_BUILT = (
    "Webbplatsen gick inte att bygga. Väntade att jupyter lite kunde skriva i «{folder}». "
    "Kontrollera att mappen går att skriva i och att disken inte är full."
)
TOLD = 4  # names of files that are told
SLOW = 600  # seconds


def check_installed() -> None:
    """Refuse, in Swedish and with what to type, where JupyterLite is not there or of another kind.

    Raises
    ------
    IsuError
        As told.
    """
    if not all(find_spec(name) for name in NEEDED):
        raise IsuError(NOT_INSTALLED)
    from jupyterlite_pyodide_kernel.constants import PYODIDE_VERSION

    expected = load("webb")["pyodide"]["version"]
    if expected != PYODIDE_VERSION:
        raise IsuError(OTHER_KERNEL.format(found=PYODIDE_VERSION, expected=expected))


# Pyodide's files: which are needed, which are there, and those that are fetched.


def needed_files(folder: Path) -> dict[str, str]:
    """The files of Pyodide that the site needs and their sha256, as far as the lock is there."""
    files = dict(load("webb")["pyodide"]["filer"])
    lock = folder / LOCK
    if _sum(lock) == files[LOCK]:
        told = json.loads(lock.read_text(encoding="utf-8"))["packages"]
        packages = {str(canonicalize_name(name)): package for name, package in told.items()}
        for name in _with_needs(load("webb")["paket"], packages):
            files[packages[name]["file_name"]] = packages[name]["sha256"]
    return files


def missing_files(folder: Path) -> list[str]:
    """The needed files that are not there, or are not as they should be."""
    return [name for name, told in needed_files(folder).items() if _sum(folder / name) != told]


def check_files(folder: Path, report: Callable[[str], object] = print) -> None:
    """Refuse a folder where something of Pyodide is missing.

    Parameters
    ----------
    report
        Takes a line about each file that is missing: its sha256 and its name.

    Raises
    ------
    IsuError
        In Swedish, with what is missing.
    """
    files, lacking, told = needed_files(folder), missing_files(folder), load("webb")["pyodide"]
    if lacking:
        for name in lacking:
            report(MISSING.format(sum=files[name], name=name))
        if LOCK in lacking:
            report(NO_LOCK)
        rest = len(lacking) - TOLD
        names = lacking[:TOLD] + ([counted(rest, "fil till", "filer till")] if rest > 0 else [])
        raise IsuError(
            LACKING.format(
                folder=folder.name,
                count=counted(len(lacking), "fil", "filer"),
                version=told["version"],
                names=listing(names),
                address=told["adress"],
            )
        )


def fetch_files(folder: Path, address: str, report: Callable[[str], object] = print) -> None:
    """Fetch what is missing, each file checked by its hash before it is saved.

    The lock comes first, since it tells of the rest.

    Raises
    ------
    IsuError
        In Swedish, when a file can't be had or is not what it should be.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in missing_files(folder)[::-1] if not (folder / LOCK).is_file() else ():
        if name == LOCK:
            _fetch(folder, name, address)
    for name in missing_files(folder):
        report(f"  {name}")
        _fetch(folder, name, address)


def _fetch(folder: Path, name: str, address: str) -> None:
    version = load("webb")["pyodide"]["version"]
    try:
        with urlopen(f"{address.rstrip('/')}/{name}", timeout=SLOW) as told:
            content = told.read()
    except (OSError, ValueError) as e:
        raise IsuError(NOT_FETCHED.format(file=name, kind=type(e).__name__)) from None
    if hashlib.sha256(content).hexdigest() != needed_files(folder)[name]:
        raise IsuError(WRONG.format(file=name, version=version))
    write_whole(folder / name, content)


def _with_needs(names: Iterable[str], packages: dict[str, dict[str, Any]]) -> list[str]:
    """Packages of the lock with all that they need, by name."""
    waiting, found = list(names), set[str]()
    while waiting:
        name = str(canonicalize_name(waiting.pop()))
        if name not in found:
            found.add(name)
            waiting += packages[name]["depends"]
    return sorted(found)


def _sum(path: Path) -> str:
    with suppress(OSError):
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return ""


# The site: notebooks that bring the program, the practice folders, and a page that clears.

CLEAR, BEGINS = "rensa.html", "start.html"  # index.html is JupyterLite's own and is read by it
FIRST = "notebooks/index.html?path=start.ipynb"
DESK = "jupyter/bord/labconfig/default_setting_overrides.json"  # the calm of `isu lab`
BEGIN = """\
import sys
if sys.platform == "emscripten":
    import js, piplite, pyodide_js
    from IPython.display import HTML, display
    print("Hämtar programmet. Första gången tar det en minut.")
    await pyodide_js.loadPackage({packages!r})
    await piplite.install({wheels!r}, deps=False)
    loaded = pyodide_js.loadedPackages.to_py()
    there = {{name.lower().replace("_", "-").replace(".", "-") for name in loaded}}
    gone = [name for name in {packages!r} if name not in there]
    if gone:
        print({lacking!r}, ", ".join(gone) + ".")
    place = str(js.self.location.href).split("/build/")[0].split("/extensions/")[0]
    display(HTML(f'{link}'))"""
LACKS = "Här går det inte att räkna. Säg till den som sköter webbplatsen att det fattas"
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
CONFIG = {
    "jupyter-lite-schema-version": 0,
    "jupyter-config-data": {
        "appName": "Vad ser vi?",
        "litePluginSettings": {KERNEL: {"disablePyPIFallback": True}},
    },
}
SETTINGS = {
    "LiteBuildConfig": {
        "contents": ["files"],
        "apps": ["lab", "notebooks", "tree"],
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
    },
    "PipliteAddon": {"piplite_urls": ["wheels"]},
}


def build_site(
    out: Path, pyodide: Path, *, wheels: Path | None = None,
    report: Callable[[str], object] = print,
) -> int:  # fmt: skip
    """Build the site in a folder; how many bytes it has.

    Parameters
    ----------
    pyodide
        The folder with Pyodide's files.
    wheels
        A folder with the wheels of Python alone, the program's own among them; else they are
        built and fetched.
    report
        Takes a line about what takes time.

    Raises
    ------
    IsuError
        In Swedish, when a wheel is not to be had or the site can't be written.
    """
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        report("Gör i ordning anteckningsböckerna …")
        _put_wheels(root / "wheels", wheels)
        _put_files(root / "files", sorted(f.name for f in (root / "wheels").glob("*.whl")))
        _put_pyodide(root / "static" / "pyodide", pyodide)
        for name, content in (
            ("jupyter-lite.json", CONFIG),
            ("jupyter_lite_config.json", SETTINGS),
        ):
            write_whole(root / name, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
        write_whole(root / "overrides.json", text(DESK))
        report("Bygger webbplatsen …")
        _run_build(root, out)
    _put_pages(out)
    return sum(f.stat().st_size for f in out.rglob("*") if f.is_file())


def with_begin(book: NotebookNode, wheels: Iterable[str]) -> NotebookNode:
    """A notebook that first brings the program to the browser, and tells of shared computers."""
    told = load("webb")
    link = str(render("desk/link", "link", words=told["rensa"]["rubrik"], page=CLEAR)).strip()
    code = BEGIN.format(packages=told["paket"], wheels=list(wheels), link=link, lacking=LACKS)
    words = nbformat.v4.new_markdown_cell(told["ord"].strip(), id="i-webblasaren")
    first = nbformat.v4.new_code_cell(code, id="hamta-programmet")
    first.metadata["jupyter"] = {"source_hidden": True}
    book.cells = [words, first, *book.cells]
    return book


def _put_wheels(folder: Path, source: Path | None) -> None:
    folder.mkdir()
    if source:
        for file in source.glob("*.whl"):
            shutil.copyfile(file, folder / file.name)
        return
    build_own(project_root(), folder)
    limits = project_root() / "constraints.txt"
    target = Target(load("webb")["pyodide"]["python"], "emscripten")
    download(load("webb")["hjul"], target, folder, limits if limits.is_file() else None)


def _put_files(folder: Path, wheels: list[str]) -> None:
    names = [name.split("-")[0].replace("_", "-") for name in wheels]
    for source in sorted((project_root() / "notebooks").rglob("*.ipynb")):
        inner = source.relative_to(project_root() / "notebooks")
        if inner.parts[0] in TRAINER or ".tidigare" in source.name:
            continue
        book = with_begin(nbformat.read(source, as_version=4), sorted({*names, OWN}))
        write_whole(folder / inner, nbformat.writes(book) + "\n")
    shutil.copytree(sample_root() / "storaker", folder / "ovning-storaker")


def _put_pyodide(folder: Path, source: Path) -> None:
    folder.mkdir(parents=True)
    for name in needed_files(source):
        if (source / name).is_file():
            shutil.copyfile(source / name, folder / name)


def _put_pages(out: Path) -> None:
    """Our first page, the page that clears, and the Swedish words of the menus."""
    told = {"words": load("webb")["rensa"], "style": text("handout.css")}
    write_whole(out / BEGINS, render_page("desk/first", to=FIRST, clear=CLEAR, **told))
    write_whole(out / CLEAR, render_page("desk/clear", **told))
    words = {"jupyterlab": json.loads(text(PACK))}
    for name, data in (("all", {SWEDISH: LISTED}), (SWEDISH, words)):
        told_of = json.dumps({"data": data, "message": ""}, ensure_ascii=False)
        write_whole(out / "api" / "translations" / f"{name}.json", told_of)


def _run_build(root: Path, out: Path) -> None:
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", str(root),
               "--output-dir", str(out.resolve())]  # fmt: skip
    done = subprocess.run(command, cwd=root, capture_output=True, check=False, timeout=SLOW)
    if done.returncode:
        raise IsuError(NOT_BUILT.format(folder=out.name))
