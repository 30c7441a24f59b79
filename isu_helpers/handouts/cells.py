"""What of an executed notebook may stand in a handout: the tags, and the outputs let through."""

from collections.abc import Iterator, Sequence

from nbformat import NotebookNode

from ..show import INTERNAL, MIME

KEPT = "kept"
NO_CODE = "output without code"
REMOVED = "removed"

STANDS = "far-lamnas-ut"  # a person has read the text and lets it out as it is

# What a participant's handout does with each tag. No handout shows code, so two of them agree.
TAGS = {
    "parameters": REMOVED,
    "injected-parameters": REMOVED,  # papermill's, with the machine's paths in it
    "trainer": REMOVED,
    "remove-cell": REMOVED,
    "solution": REMOVED,
    "remove-input": NO_CODE,
    "raises-exception": KEPT,
    "nbval-skip": KEPT,
    STANDS: KEPT,
}

NOTE = (
    "Här visade rutan något som inte har gått genom röjandeskyddet. "
    "Därför är det inte med på den här sidan."
)


def kept_cells(notebook: NotebookNode) -> Iterator[NotebookNode]:
    """The text and code cells that a handout shows, by their tags."""
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        is_removed = any(TAGS.get(tag) == REMOVED for tag in tags)
        if cell.cell_type in ("markdown", "code") and not is_removed:
            yield cell


def released(cell: NotebookNode, skydd: bool = True) -> list[str | None]:
    """The HTML of each output that a Release made; ``None``, once, in place of all others.

    ``skydd=False`` takes figures that were seen without protection too.
    """
    marks = (MIME,) if skydd else (MIME, INTERNAL)
    shown: list[str | None] = []
    for output in filter(_shows_something, cell.get("outputs", [])):
        html = release_html(output, marks)
        if html is not None or None not in shown:
            shown.append(html)
    return shown


def release_html(output: NotebookNode, marks: Sequence[str] = (MIME,)) -> str | None:
    """What stands under one of the marks; ``None`` for an output without any of them."""
    data = output.get("data", {})
    values = [data[mark] for mark in marks if isinstance(data.get(mark), dict)]
    html = values[0].get("html") if values else None
    return html if isinstance(html, str) else None


def _shows_something(output: NotebookNode) -> bool:
    if output.output_type == "stream":
        return bool("".join(output.text).strip())
    return output.output_type == "error" or bool(output.get("data"))
