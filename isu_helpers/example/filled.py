"""The workbook of a practice folder, as an invented group has filled it in.

A file in content/examples/workbooks has the sections of arbetsbok.yaml: an answer is its bare
words, all else has ``text`` and what else a note tells. ``sparat`` says when the texts of each
notebook were written.
"""

from collections.abc import Iterator
from pathlib import Path

from ..content import NOTEBOOK, load, prompts
from ..workbook import ACTIONS, ANSWERS, CONCLUSIONS, OBSERVATIONS, PLAN, QUESTIONS, Note
from ..workbook.file import dumped, put, read_file
from ..workbook.note import base_of

FOLDER, SAVED = "examples/workbooks", "sparat"
WRITTEN_IN = {
    QUESTIONS: "fragor", PLAN: "planering", OBSERVATIONS: "steg1", CONCLUSIONS: "steg3",
    ACTIONS: "steg4",
}  # fmt: skip
NO_PROMPT = "the filled workbook {name!r} answers {id!r}, which is no prompt"


def filled_text(name: str) -> str:
    """The text of the arbetsbok.yaml of an example.

    Raises
    ------
    ValueError
        When it answers a prompt that is not there.
    """
    data, _ = read_file(Path())
    for section, note in filled_notes(name):
        put(data, (section, note.id), (note,))
    return dumped(data)


def filled_notes(name: str) -> Iterator[tuple[str, Note]]:
    """Section and note of all that the group of an example has written, answers first.

    Raises
    ------
    ValueError
        When it answers a prompt that is not there.
    """
    told = load(f"{FOLDER}/{name}")
    for id, words in told.get(ANSWERS, {}).items():
        if base_of(id) not in prompts():
            raise ValueError(NO_PROMPT.format(name=name, id=id))
        yield ANSWERS, Note(id, words, saved=told[SAVED][prompts()[base_of(id)][NOTEBOOK]])
    for section, notebook in WRITTEN_IN.items():
        for id, entry in told.get(section, {}).items():
            yield section, _note(id, entry, told[SAVED][notebook])


def _note(id: str, entry: dict, saved: str) -> Note:
    details = entry.get("uppgifter", {})
    return Note(
        id,
        entry["text"],
        saved=saved,
        variables=tuple(entry.get("variabler", ())),
        period=entry.get("period", ""),
        conclusion=entry.get("slutsats", ""),
        details=tuple((name, str(words)) for name, words in details.items()),
    )
