"""Notebooks put back as they were shipped; what stood in their place is kept beside them."""

import subprocess
import sysconfig
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from shutil import which

import nbformat

from ..configuration import NEAR, project_root
from ..errors import IsuError
from ..files import NOT_WRITTEN, reason, write_whole
from ..wording import listing

HOME = "notebooks"
SHIPPED = ("share", "isu")  # under the environment, where installing has put them
EARLIER = "{stem}.tidigare{n}.ipynb"
PATIENCE = 60  # seconds for git to answer

NO_NAME = "Anteckningsboken «{name}» finns inte. Väntade {names}. {hint}"
OWN = "någon av dem som följer med programmet, till exempel {first}"
NO_ORIGINAL = (
    "Originalet till «{file}» hittades inte. Väntade att det följer med programmet. "
    "Installera om programmet eller hämta hela projektet igen."
)


@dataclass(frozen=True)
class Restored:
    """A notebook that was looked at: its path, and the copy of what was there if it was changed.

    ``is_changed`` tells whether it was put back; ``kept`` is None where there was nothing to keep.
    """

    path: Path
    is_changed: bool
    kept: Path | None = None


def known(root: Path | None = None) -> dict[str, str]:
    """The paths of all notebooks that are shipped, by their names without ending.

    Examples
    --------
    >>> known()["steg1_vad_ser_vi"]
    'notebooks/dag2/steg1_vad_ser_vi.ipynb'
    """
    root = root or project_root()
    listed = [*_tracked(root), *_installed()]
    return {Path(path).stem: path for path in sorted(listed)}


def find(name: str, root: Path | None = None) -> tuple[Path, str]:
    """The file that a name or a path means, and the path of its original.

    Raises
    ------
    IsuError
        In Swedish, when no notebook is called so.
    """
    root, given, own = root or project_root(), Path(name).expanduser(), known(root)
    stem = given.name.removesuffix(".ipynb")
    if stem not in own:
        near = get_close_matches(stem.casefold(), own, n=1, cutoff=0.5)
        hint = NEAR.format(name=near[0]) if near else ""
        names = OWN.format(first=listing(sorted(own)[:1]) or "steg1_vad_ser_vi")
        raise IsuError(NO_NAME.format(name=stem, names=names, hint=hint).strip())
    return (given if given.is_file() else root / own[stem]), own[stem]


def restore(
    path: Path, original: str, root: Path | None = None, *, content: bytes = b""
) -> Restored:
    """Put a notebook back as it was shipped, where its cells are not so already.

    Parameters
    ----------
    path
        The file; it may lie anywhere, and may be gone.
    original
        The path of what was shipped, as `known` tells it.
    content
        What the file is to hold, where that is not the original itself.

    Raises
    ------
    IsuError
        In Swedish, when there is no original, or the file can't be written.
    """
    content = content or _content(original, root or project_root())
    before = path.read_bytes() if path.is_file() else None
    if before is not None and _cells(before) == _cells(content):
        return Restored(path, is_changed=False)
    kept = None
    if before is not None:
        kept = _free(path)
        try:
            kept.write_bytes(before)
        except OSError as e:
            raise IsuError(NOT_WRITTEN.format(file=kept.name, reason=reason(e))) from None
    write_whole(path, content)
    return Restored(path, is_changed=True, kept=kept)


def _cells(content: bytes) -> object:
    """What people see and run of a notebook; the text itself where it is none."""
    try:
        cells = nbformat.reads(content.decode("utf-8"), as_version=4).cells
        return [(c.cell_type, c.source, c.metadata.get("tags", [])) for c in cells]
    except Exception:  # whatever a broken file makes nbformat raise
        return content


def _free(path: Path) -> Path:
    """A name beside a file that no file has."""
    names = (EARLIER.format(stem=path.stem, n=n if n > 1 else "") for n in range(1, 10_000))
    return next(p for p in map(path.with_name, names) if not p.exists())


def _content(original: str, root: Path) -> bytes:
    content = _git(root, "show", f"HEAD:{original}")
    if not content:
        place = _home() / original
        content = place.read_bytes() if place.is_file() else b""
    if not content:
        raise IsuError(NO_ORIGINAL.format(file=Path(original).name))
    return content


def _home() -> Path:
    return Path(sysconfig.get_path("data")).joinpath(*SHIPPED)


def _installed() -> list[str]:
    return [p.relative_to(_home()).as_posix() for p in (_home() / HOME).rglob("*.ipynb")]


def _tracked(root: Path) -> list[str]:
    told = _git(root, "ls-tree", "-r", "-z", "--name-only", "HEAD", HOME)
    return [p for p in told.decode("utf-8", "replace").split("\0") if p.endswith(".ipynb")]


def _git(root: Path, *words: str) -> bytes:
    """What git answers of the project's own history; nothing where there is none."""
    if not (root / ".git").exists() or not which("git"):
        return b""
    try:
        told = subprocess.run(
            ["git", "-C", str(root), *words], capture_output=True, timeout=PATIENCE, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return b""
    return told.stdout
