"""The workbook of a practice folder, as an invented group has filled it in.

A file in content/examples/workbooks has the sections of arbetsbok.yaml: an answer is its bare
words, all else has ``text`` and what else a note tells. ``sparat`` says when the texts of each
notebook were written.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..codebook import SEVERAL, Option
from ..content import NOTEBOOK, load, prompts
from ..workbook import ACTIONS, ANSWERS, CONCLUSIONS, OBSERVATIONS, PLAN, QUESTIONS, Note
from ..workbook.file import dumped, put, read_file
from ..workbook.note import base_of
from .spec import BETWEEN, Drawn

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


def _note(id: str, entry: dict[str, Any], saved: str) -> Note:
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


# Answers as a file writes them: a cell each, a list in one cell, or a column for each option.


def written(drawn: Drawn, answers: list[Any], chances: list[float]) -> dict[str, list[Any]]:
    """The columns of a variable: header to cells, ``None`` for an empty one.

    Parameters
    ----------
    answers
        One a person; of a flerval a tuple of the chosen options. ``None`` is a missing answer.
    chances
        One a person, 0 to 1: those below the share ``slarv`` write in another way.
    """
    if drawn.spread:
        return _ticks(drawn, answers, chances)
    if drawn.variable.kind == SEVERAL and "andelar" in drawn.draw:
        return {drawn.headers[0]: _lists(drawn, answers, chances)}
    if drawn.draw.get("kod"):
        codes = {o.name: o.synonyms[0] for o in drawn.variable.options}
        answers = [codes.get(answer) for answer in answers]
    return {drawn.headers[0]: _untidied(drawn, answers, chances, drawn.variable.options)}


def _ticks(drawn: Drawn, answers: list[Any], chances: list[float]) -> dict[str, list[Any]]:
    tick, columns = drawn.draw["kryss"], {}
    for header, option in zip(drawn.headers, drawn.variable.options, strict=True):
        cells = [tick if option.name in (chosen or ()) else None for chosen in answers]
        columns[header] = _untidied(drawn, cells, chances, (Option(tick),))
    return columns


def _lists(drawn: Drawn, answers: list[Any], chances: list[float]) -> list[Any]:
    between, options = drawn.draw.get("mellan", BETWEEN), drawn.variable.options
    return [
        chosen and between.join(_untidied(drawn, chosen, [chance] * len(chosen), options))
        for chosen, chance in zip(answers, chances, strict=True)
    ]


def _untidied(
    drawn: Drawn, cells: list[Any], chances: list[float], options: tuple[Option, ...]
) -> list[Any]:
    """The cells, a share of them as a synonym, in lower case or with a stray space."""
    share, forms = drawn.draw.get("slarv", 0), {o.name: _forms(o) for o in options}
    return [_untidy(c, 100 * p, share, forms) for c, p in zip(cells, chances, strict=True)]


def _forms(option: Option) -> tuple[str, ...]:
    return (*option.synonyms, option.name.lower(), f"{option.name} ", f" {option.name}")


def _untidy(
    cell: object, chance: float, share: float, forms: dict[str, tuple[str, ...]]
) -> object:
    if cell not in forms or chance >= share:
        return cell
    return forms[cell][int(chance / share * len(forms[cell]))]
