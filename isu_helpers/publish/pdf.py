"""Pages as PDF, printed by a browser that the computer has: Chromium, Chrome or Edge."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from ..errors import IsuError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
         "microsoft-edge", "msedge")  # fmt: skip
IN_WINDOWS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
IN_MACOS = ("Google Chrome.app/Contents/MacOS/Google Chrome",
            "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
            "Chromium.app/Contents/MacOS/Chromium")  # fmt: skip
FLAGS = ("--headless", "--disable-gpu", "--no-pdf-header-footer", "--disable-extensions",
         "--disable-background-networking", "--no-first-run",
         "--host-resolver-rules=MAP * ~NOTFOUND")  # fmt: skip
PATIENCE = 60  # seconds for a page
NO_BROWSER = (
    "Ingen PDF är gjord, för ingen webbläsare som kan skriva ut hittades. Väntade Edge, Chrome "
    "eller Chromium på datorn. Öppna sidan i er webbläsare och välj Skriv ut och Spara som PDF."
)
NOT_PRINTED = (
    "Sidan «{name}» blev ingen PDF. Väntade att webbläsaren skriver ut den. Öppna sidan, välj "
    "Skriv ut och Spara som PDF."
)


def browser() -> str | None:
    """The program that prints; None where the computer has none that it knows."""
    return next((str(p) for p in _candidates()), None)


def print_pdf(page: Path) -> Path:
    """Print a page to a file beside it of the same name; no request leaves the computer.

    Parameters
    ----------
    page
        The HTML file.

    Returns
    -------
    Path
        The PDF. What another run writes may differ in its date, so it is compared by nobody.

    Raises
    ------
    IsuError
        In Swedish, when there is no browser, or it prints nothing.
    """
    program = browser()
    if program is None:
        raise IsuError(NO_BROWSER)
    target = page.with_suffix(".pdf")
    with TemporaryDirectory() as profile:
        made = Path(profile) / "sida.pdf"
        sandbox = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
        command = [program, *FLAGS, *sandbox, f"--user-data-dir={profile}/profil",
                   f"--print-to-pdf={made}", page.resolve().as_uri()]  # fmt: skip
        with suppress(OSError, subprocess.SubprocessError):
            subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
        if not made.is_file():
            raise IsuError(NOT_PRINTED.format(name=page.name))
        shutil.move(made, target)
    return target


def _candidates() -> Iterator[Path]:
    for name in filter(None, (os.environ.get("CHROMIUM"), *NAMES)):
        if path := shutil.which(name):
            yield Path(path)
    folders = [os.environ.get(n) for n in ("ProgramFiles", "ProgramFiles(x86)", "LocalAppData")]
    places = [Path(f) / name for f in folders if f for name in IN_WINDOWS]
    if sys.platform == "darwin":
        places += [Path("/Applications") / name for name in IN_MACOS]
    yield from (p for p in places if p.is_file())
