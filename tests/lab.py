"""JupyterLab in a real browser: a server of its own, notebooks opened and run, nothing else."""

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

import nbformat

ROOT = Path(__file__).resolve().parents[1]
EXTENSIONS = ROOT / "isu_helpers" / "content" / "jupyter" / "labextensions"  # as they are here
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]  # fmt: skip
OWN = re.compile(r"(https?|wss?)://127\.0\.0\.1[:/]|data:|blob:|about:")
PATIENCE = 120  # seconds for any one thing to happen, on a machine with much else to do
PAUSE = 0.1

KERNEL = """() => { const w = window.jupyterapp && window.jupyterapp.shell.currentWidget;
  const s = w && w.sessionContext && w.sessionContext.session;
  return s && s.kernel ? s.kernel.status : null }"""
RUN_ALL = """() => { window.ran = ''; window.jupyterapp.commands.execute('notebook:run-all-cells')
  .then(() => window.ran = 'done', e => window.ran = 'failed: ' + e) }"""
ERRORS = """() => [...document.querySelectorAll(
  '[data-mime-type="application/vnd.jupyter.error"], [data-mime-type$="jupyter.stderr"]')]
  .map(e => e.innerText.slice(0, 300))"""


def browser_path() -> str | None:
    """The system's browser; $CHROMIUM names another."""
    names = filter(None, (os.environ.get("CHROMIUM"), *BROWSERS))
    return next((path for name in names if (path := shutil.which(name))), None)


def missing() -> str:
    """What is not there to test in a browser with; empty where all is."""
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return "playwright is not installed"
    return "" if browser_path() else "no Chromium: install one, or name it in $CHROMIUM"


def until(what: str, happens: Callable[[], object], patience: float = PATIENCE) -> object:
    """What a question answers when it answers with something."""
    end = time.monotonic() + patience
    while not (found := happens()):
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(PAUSE)
    return found


class Lab:
    """A browser in front of a server that serves one folder.

    ``strangers`` are addresses on other hosts that a page has asked for.
    """

    def __init__(self, browser: object, server: "Server", folder: Path):
        self._browser, self.server, self.folder = browser, server, folder
        self.strangers: list[str] = []

    @contextmanager
    def tab(self, notebook: Path, without: str = "") -> Iterator["Tab"]:
        """A notebook of the folder in a window of its own, its kernel ready; closed after.

        ``without`` is the pattern of addresses that the window does not get.
        """
        context = self._browser.new_context(
            viewport={"width": 1300, "height": 1600}, locale="sv-SE"
        )
        context.on("request", lambda r: OWN.match(r.url) or self.strangers.append(r.url))
        if without:
            context.route(without, lambda route: route.abort())
        page = context.new_page()
        page.on("websocket", lambda s: OWN.match(s.url) or self.strangers.append(s.url))
        name = quote(notebook.relative_to(self.folder).as_posix())
        place = f"{self.server.address}lab/workspaces/{secrets.token_hex(4)}/tree/{name}"
        page.goto(f"{place}?token={self.server.token}&reset")
        try:
            tab = Tab(page)
            tab.wait_for_kernel()
            yield tab
        finally:
            context.close()


class Tab:
    """One notebook in a window."""

    def __init__(self, page: object):
        self.page = page

    def wait_for_kernel(self) -> None:
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=1000 * PATIENCE)
        until("the kernel is ready", lambda: self.page.evaluate(KERNEL) == "idle")

    def reload(self) -> None:
        self.page.reload()
        self.wait_for_kernel()

    def run_all(self, patience: float = PATIENCE) -> list[str]:
        """Run all cells; what they say that went wrong."""
        self.page.evaluate(RUN_ALL)
        told = until(
            "all cells have run", lambda: self.page.evaluate("() => window.ran"), patience
        )
        return ([] if told == "done" else [told]) + self.page.evaluate(ERRORS)

    def field(self, label: str) -> object:
        """The field with a label."""
        return self._row(label).locator("textarea, input, select").first

    def status(self, label: str) -> object:
        """The line under a field."""
        return self._row(label).locator("xpath=..").locator(".isu-status")

    def write(self, label: str, words: str) -> None:
        """Write in a field key by key, and go on to something else."""
        field = self.field(label)
        field.fill("")
        field.press_sequentially(words, delay=2)
        field.blur()

    def _row(self, label: str) -> object:
        rows = self.page.locator(".widget-textarea, .widget-text, .widget-dropdown")
        row = rows.filter(has=self.page.locator(".widget-label", has_text=label)).first
        row.wait_for(timeout=1000 * PATIENCE)
        row.scroll_into_view_if_needed()
        return row


@contextmanager
def lab(folder: Path) -> Iterator[Lab]:
    """JupyterLab over a folder, and a browser that reaches no other host."""
    from playwright.sync_api import sync_playwright

    server = Server(folder)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        try:
            server.start()
            yield Lab(browser, server, folder)
        finally:
            browser.close()
            server.stop()


class Server:
    """JupyterLab's server over a folder; stopped and started it has the same address."""

    def __init__(self, folder: Path):
        self._folder, self.token = folder, secrets.token_hex(16)
        self._process: subprocess.Popen | None = None
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.address = f"http://127.0.0.1:{s.getsockname()[1]}/"

    def start(self) -> None:
        port = self.address.rpartition(":")[2].strip("/")
        own = {f"JUPYTER{name}_DIR": str(self._folder / ".jupyter" / name.strip("_").lower())
               for name in ("_CONFIG", "_RUNTIME", "LAB_SETTINGS", "LAB_WORKSPACES")}  # fmt: skip
        own |= {
            "PYTHONPATH": str(ROOT),
            "IPYTHONDIR": str(self._folder / ".ipython"),
            "XDG_STATE_HOME": str(self._folder / ".state"),
        }  # the folder chosen last
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root",
                   "--expose-app-in-browser", "--ServerApp.ip=127.0.0.1",
                   f"--ServerApp.port={port}", "--ServerApp.port_retries=0",
                   f"--ServerApp.root_dir={self._folder}",
                   f"--IdentityProvider.token={self.token}", "--LabApp.news_url=None",
                   f"--LabApp.extra_labextensions_path={EXTENSIONS}",
                   "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]  # fmt: skip
        quiet = {name: subprocess.DEVNULL for name in ("stdin", "stdout", "stderr")}
        self._process = subprocess.Popen(command, cwd=self._folder, env=os.environ | own, **quiet)
        until("the server answers", lambda: self._process.poll() is None and self._answers())

    def stop(self) -> None:
        """End it and what it has started, as somebody does who ends the program."""
        if self._process is None:
            return
        with suppress(URLError, OSError):
            for kernel in self.ask("kernels"):
                self.ask(f"kernels/{kernel['id']}", "DELETE")
        self._process.terminate()
        self._process.wait()
        self._process = None

    def ask(self, what: str, method: str = "GET") -> object:
        """What its API answers."""
        request = Request(f"{self.address}api/{what}?token={self.token}", method=method)
        with urlopen(request, timeout=PATIENCE) as told:
            return json.loads(told.read() or "null")

    def _answers(self) -> bool:
        with suppress(URLError, OSError):
            return bool(self.ask(""))
        return False


def copy_of(notebook: Path, target: Path, arbetsmapp: Path, *codes: str) -> Path:
    """A copy of a notebook that goes by an arbetsmapp, with more code at the end if asked for."""
    book = nbformat.read(notebook, as_version=4)
    for cell in book.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source += f"\narbetsmapp = {str(arbetsmapp)!r}"
    book.cells += [nbformat.v4.new_code_cell(code) for code in codes]
    nbformat.write(book, target)
    return target
