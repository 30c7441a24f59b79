"""``isu webb``: files checked by hash, notebooks that bring the program, a page that clears."""

import ast
import hashlib
import json
import re
import shutil
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from threading import Thread

import nbformat
import pytest
from lab import FLAGS, ROOT, browser_path, missing

from isu_helpers import cli
from isu_helpers.content import load, render_page, text
from isu_helpers.desk import site
from isu_helpers.errors import IsuError

KEEP = """() => new Promise(done => { localStorage.ord = 'kvar';
  const asked = indexedDB.open('JupyterLite Storage');
  asked.onsuccess = () => { asked.result.close(); done() } })"""


def sum_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def pyodide(tmp_path, monkeypatch):
    """A folder as Pyodide's, of two small packages, and told of in the content as the real one."""
    folder = tmp_path / "pyodide"
    folder.mkdir()
    packages = {
        "ett": {"file_name": "ett.whl", "sha256": sum_of(b"ett"), "depends": ["tva_till"]},
        "tva-till": {"file_name": "tva.whl", "sha256": sum_of(b"tva"), "depends": []},
        "annat": {"file_name": "annat.whl", "sha256": sum_of(b"annat"), "depends": []},
    }
    lock = json.dumps({"packages": packages}).encode()
    for name, content in {"ett.whl": b"ett", "tva.whl": b"tva", "pyodide.mjs": b"kod",
                          "pyodide-lock.json": lock}.items():  # fmt: skip
        (folder / name).write_bytes(content)
    files = {"pyodide.mjs": sum_of(b"kod"), "pyodide-lock.json": sum_of(lock)}
    told = load("webb") | {
        "paket": ["ett"],
        "pyodide": {"version": "1", "adress": "https://pyodide", "filer": files},
    }
    monkeypatch.setattr(site, "load", lambda name: told)
    return folder


@pytest.fixture
def address(pyodide, tmp_path):
    """An address on this computer that has all of the files."""
    served = tmp_path / "server"
    shutil.copytree(pyodide, served)
    handler = partial(SimpleHTTPRequestHandler, directory=str(served))
    handler.func.log_message = lambda *_: None
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", served
    server.shutdown(), server.server_close()


def test_what_is_needed_is_what_the_lock_says_with_all_that_it_needs(pyodide):
    assert set(site.needed_files(pyodide)) == {
        "pyodide.mjs", "pyodide-lock.json", "ett.whl", "tva.whl"
    }  # fmt: skip
    assert site.missing_files(pyodide) == []
    site.check_files(pyodide)


def test_what_is_missing_or_changed_is_told(pyodide):
    (pyodide / "ett.whl").write_bytes(b"fel")
    (pyodide / "pyodide.mjs").unlink()
    told = []
    with pytest.raises(IsuError, match="fattas 2\xa0filer av Pyodide 1: pyodide.mjs och ett.whl"):
        site.check_files(pyodide, told.append)
    assert told == [f"  {sum_of(b'kod')}  pyodide.mjs", f"  {sum_of(b'ett')}  ett.whl"]
    (pyodide / site.LOCK).unlink()
    with pytest.raises(IsuError, match="--adress https://pyodide"):
        site.check_files(pyodide, told.append)
    assert told[-1] == site.NO_LOCK  # so the list is not the whole


def test_an_empty_folder_is_filled_from_the_address_and_only_with_what_is_needed(
    pyodide, address, tmp_path
):
    told = []
    site.fetch_files(tmp_path / "ny" / "mapp", address[0] + "/", told.append)
    assert site.missing_files(tmp_path / "ny" / "mapp") == [] and "  ett.whl" in told
    assert not (tmp_path / "ny" / "mapp" / "annat.whl").exists()


def test_a_file_that_is_not_what_it_should_be_is_not_saved(pyodide, address, tmp_path):
    (address[1] / "tva.whl").write_bytes(b"elakt")
    with pytest.raises(IsuError, match="«tva.whl» från adressen har fel kontrollsumma"):
        site.fetch_files(tmp_path / "ny", address[0])
    assert not (tmp_path / "ny" / "tva.whl").exists()


@pytest.mark.parametrize("where", ["http://127.0.0.1:9", "ingen adress", ""])
def test_an_address_that_does_not_answer_is_told_in_one_line(pyodide, tmp_path, where):
    with pytest.raises(IsuError, match="gick inte att hämta"):
        site.fetch_files(tmp_path / "ny", where)


def test_the_list_of_files_is_that_of_one_version():
    told = load("webb")
    assert all(re.fullmatch("[0-9a-f]{64}", s) for s in told["pyodide"]["filer"].values())
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    kernel = re.search(r'"jupyterlite-pyodide-kernel==([\d.]+)"', project)
    assert kernel and not {*told["paket"]} & {name.lower() for name in told["hjul"]}


@pytest.mark.parametrize(
    "path", sorted((ROOT / "notebooks").rglob("*.ipynb")), ids=lambda p: p.stem
)
def test_a_notebook_brings_the_program_only_in_a_browser(path):
    before = nbformat.read(path, as_version=4)
    book = site.with_begin(nbformat.read(path, as_version=4), ["isu-helpers", "comm"])
    nbformat.validate(book)
    words, first, *rest = book.cells
    assert rest == before.cells and "Delar ni dator" in words.source
    tree = compile(
        first.source, "cell", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    )
    assert [type(node) for node in tree.body] == [ast.Import, ast.If]  # nothing on a desktop


def test_our_pages_take_no_place_of_jupyterlites_own_and_the_menus_are_swedish(tmp_path):
    """Its scripts read index.html, wherever one begins."""
    site._put_pages(tmp_path)
    made = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    assert made == {"start.html", "rensa.html", "api/translations/all.json",
                    "api/translations/sv_SE.json"}  # fmt: skip
    words = json.loads((tmp_path / "api/translations/sv_SE.json").read_text("utf-8"))
    assert words["data"]["jupyterlab"]["menu\x04File"] == ["Arkiv"]
    assert site.FIRST in (tmp_path / "start.html").read_text("utf-8")


@pytest.mark.skipif(all(map(find_spec, site.NEEDED)), reason="JupyterLite is installed here")
def test_without_jupyterlite_one_line_says_what_to_type(tmp_path, capsys):
    assert cli.main(["webb", str(tmp_path)]) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and '-e ".[webb]"' in err


@pytest.mark.skipif(bool(missing()), reason=missing())
def test_the_page_takes_away_what_the_browser_has_kept(tmp_path):
    from playwright.sync_api import sync_playwright

    page_of = render_page("desk/clear", words=load("webb")["rensa"], style=text("handout.css"))
    (tmp_path / "rensa.html").write_text(page_of, "utf-8")
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    names = "indexedDB.databases().then(all => all.map(one => one.name))"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/rensa.html")
        page.evaluate(KEEP)
        assert page.evaluate(names) == ["JupyterLite Storage"]
        page.click("#bort")
        page.wait_for_function("document.getElementById('besked').textContent")
        assert page.inner_text("#besked").startswith("Allt är borttaget")
        assert page.evaluate(names) == [] and page.evaluate("localStorage.ord") is None
        browser.close()
    server.shutdown(), server.server_close()
