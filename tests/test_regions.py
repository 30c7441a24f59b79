"""Regions of a page: each has a name of its own, so that one who hears them can choose."""

from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from isu_helpers.publish.page import to_html
from isu_helpers.show import MIME
from isu_helpers.show.html import html_of
from isu_helpers.show.model import Cell, Table


def code(caption: str, name: str, heads: str = "ABCDEF"):
    """A cell that shows a table so wide that it may have to be rolled."""
    html = str(html_of([Table(caption, tuple(map(Cell, heads)), ())]))
    return new_code_cell(
        "1", id=name, outputs=[new_output("display_data", {MIME: {"html": html}})]
    )


def test_a_narrow_table_is_no_region():
    html = str(html_of([Table("Boende", (Cell("A"),), ())]))
    assert not BeautifulSoup(html, "html.parser").find_all(role="region")


def test_regions_of_a_page_have_names_of_their_own():
    table = new_markdown_cell("| A |\n|---|\n| 1 |\n", id="text")
    again = new_markdown_cell("| B |\n|---|\n| 2 |\n", id="mer-text")
    cells = [
        code("Stöd & hjälp", "ett"),
        code("Boende", "tva"),
        code("Stöd & hjälp", "tre", "GHIJKL"),
        code("Boende", "fyra"),
    ]
    notebook = new_notebook(cells=[*cells, table, again])
    page = BeautifulSoup(to_html(notebook, stem="steg1_x", kommun="Å"), "html.parser")
    names = [r["aria-label"] for r in page.find_all(role="region")]
    assert names == ["Stöd & hjälp", "Boende", "Stöd & hjälp (2)", "Tabell", "Tabell (2)"]
    captions = [c.text for c in page.find_all("caption")]  # one that is all the same stands once
    assert captions == ["Stöd & hjälp", "Boende", "Stöd & hjälp (2)"]
