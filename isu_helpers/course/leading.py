"""What the notebooks themselves say to the one who leads: their trainer cells and questions."""

from collections.abc import Iterator

import nbformat

from ..configuration import project_root
from ..content import NOTEBOOK, notebooks, prompts
from .markup import plain, table

TRAINER = "trainer"
HEAD = ("Frågan till gruppen", "Tänk på")


def leading_notes() -> str:
    """The trainer cells and questions of each notebook that there is, as Markdown."""
    parts = [
        f"### {entry['namn']}\n\n{notes}"
        for id, entry in notebooks().items()
        if (notes := "\n\n".join([*_trainer_cells(entry["fil"]), *_questions(id)]))
    ]
    return "\n\n".join(parts)


def _trainer_cells(file: str) -> Iterator[str]:
    """The trainer cells' texts, without the line that says whom they are for."""
    path = project_root() / "notebooks" / file
    cells = nbformat.read(path, as_version=4).cells if path.is_file() else []
    for cell in cells:
        if cell.cell_type == "markdown" and TRAINER in cell.metadata.get("tags", []):
            first, _, rest = cell.source.partition("\n")
            yield rest.strip() if _is_label(first) else cell.source


def _is_label(line: str) -> bool:
    return line.startswith(("#", "**")) and len(line.split()) <= 6


def _questions(id: str) -> Iterator[str]:
    entries = [entry for entry in prompts().values() if entry[NOTEBOOK] == id]
    if entries:
        yield table(HEAD, ((plain(e["fraga"]), plain(e["ledare"])) for e in entries))
