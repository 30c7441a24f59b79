"""The workbook's file: read with line numbers, written without touching what others put there."""

import io
import re
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedBase, CommentedMap
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString, ScalarString

from ..content import prompts
from ..errors import IsuError
from ..files import line_of, read_mapping
from .note import ANSWERS, SECTIONS, Contents, Key, Note, base_of, cleaned, pairs_of

NAMES = {
    "variables": "variabler",
    "categories": "kategorier",
    "period": "period",
    "conclusion": "slutsats",
    "details": "uppgifter",
    "approved": "far_lamnas_ut",
}
Place = dict[str, object]  # which file, line and name an error tells of
TEXT, SAVED, OTHERS = "text", "sparat", "skrivet_samtidigt"
LISTS, PAIRS = ("variables", "approved"), ("categories", "details")
HEAD = (
    "Gruppens egen text. Du får läsa och ändra den här.\n"
    "Låt orden före kolon stå, och dra in raderna som de är."
)
NOT_NAMED = (
    "{file} rad {line}: «{name}» ska ha rader som «namn: värde» under sig. Väntade ett namn före "
    "varje text. Jämför med raderna runt omkring."
)
NO_TEXT = (
    "{file} rad {line}: «{name}» har ingen text som går att läsa. Väntade raden «text:» med ord "
    "efter. Jämför med raderna runt omkring."
)
NOT_KEPT = (
    "Arbetsboken har rader som inte går att behålla som de är. Väntade bara svar, och kommentarer "
    "efter #. Flytta det andra till en egen fil."
)
PLAIN = re.compile(r"[^\W_][\w .,;()/–-]*|")  # what no reader of YAML takes for anything else
TEXT_ONLY = re.compile(r"[^\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]*")


def read_file(path: Path) -> tuple[CommentedMap, Contents]:
    """The file as it stands, and the notes in it; both empty where there is no file.

    Raises
    ------
    IsuError
        In Swedish with the line, when a person has broken the file.
    """
    if not path.is_file():
        data = CommentedMap()
        data.yaml_set_start_comment(HEAD)
        return data, {}
    data = read_mapping(path, keeps_quotes=True)
    return data, dict(_notes(data, path.name))


def put(data: CommentedMap, key: Key, notes: tuple[Note, ...]) -> None:
    """Let the notes of one id stand in the file's data; all else is left as it is."""
    section, id = key
    if not isinstance(data.get(section), CommentedMap):
        _place(data, section, CommentedMap(), SECTIONS)
    entry = data[section].get(id)
    if not isinstance(entry, CommentedMap):
        entry = CommentedMap()
        _place(data[section], id, entry, tuple(prompts()) if section == ANSWERS else ())
        _ask(data[section], key)
    first, *others = notes
    _fill(entry, first)
    _set(entry, OTHERS, [_fill(CommentedMap(), note) for note in others])


def dumped(data: CommentedMap) -> str:
    """The data as the text of a file, read back to see that it says the same.

    A person's comment below a text can be drawn so far in that it would become a part of it;
    then texts are written in quotation marks.

    Raises
    ------
    IsuError
        In Swedish, when a person's comments stand so that the file can't be written.
    """
    for shape in (lambda: data, lambda: _quoted(deepcopy(data))):
        text = _text_of(shape())
        with suppress(YAMLError):
            if YAML(typ="rt").load(text) == data:
                return text
    raise IsuError(NOT_KEPT)


def _text_of(data: CommentedMap) -> str:
    yaml, out = YAML(typ="rt"), io.StringIO()
    yaml.width, yaml.allow_unicode = 10**6, True
    step = max(2, next((data[s].lc.col or 0 for s in SECTIONS if _is_read(data.get(s))), 2))
    yaml.indent(mapping=step, sequence=step + 2, offset=step)
    yaml.dump(data, out)
    return out.getvalue()


def _is_read(section: object) -> bool:
    """Whether a section was in the file and not made here."""
    return isinstance(section, CommentedMap) and section.lc.data is not None


def _quoted(data: Any) -> Any:
    """The data with each text of several lines in quotation marks, in place."""
    for name, value in data.items() if isinstance(data, dict) else enumerate(data):
        if isinstance(value, dict | list):
            _quoted(value)
        elif isinstance(value, ScalarString):
            data[name] = DoubleQuotedScalarString(value)
    return data


def _notes(data: CommentedMap, file: str) -> Iterator[tuple[Key, tuple[Note, ...]]]:
    for section in (s for s in SECTIONS if data.get(s) is not None):
        if not isinstance(data[section], CommentedMap):
            line = line_of(data, section)
            raise IsuError(NOT_NAMED.format(file=file, line=line, name=section))
        for id, entry in data[section].items():
            told = {"file": file, "line": line_of(data[section], id), "name": id}
            others = entry.get(OTHERS) if isinstance(entry, CommentedMap) else None
            if not isinstance(others or [], list):
                raise IsuError(NO_TEXT.format(**told))
            notes = [_note(str(id), e, told) for e in (entry, *(others or ()))]
            yield (section, str(id)), tuple(notes)


def _note(id: str, entry: object, told: Place) -> Note:
    """A note of the file; a bare text is one too."""
    if not isinstance(entry, CommentedMap):
        return Note(id, _words(entry, told))
    fields = {name: entry.get(swedish) for name, swedish in NAMES.items()}
    about: dict[str, Any] = {name: _listed(fields.pop(name), told) for name in LISTS}
    about |= {name: _paired(fields.pop(name), told) for name in PAIRS}
    about |= {name: _words(value, told) for name, value in fields.items()}
    return Note(
        id,
        _words(entry.get(TEXT), told),
        saved=_words(entry.get(SAVED), told)[:16].replace("T", " "),
        **about,
    )


def _words(value: object, told: Place) -> str:
    if isinstance(value, dict | list):
        raise IsuError(NO_TEXT.format(**told))
    if isinstance(value, date | datetime):
        return value.isoformat()
    return "" if value is None else cleaned(value)


def _paired(value: object, told: Place) -> tuple[tuple[str, str], ...]:
    given = value or {}
    if not isinstance(given, dict):
        raise IsuError(NO_TEXT.format(**told))
    return pairs_of({name: _words(words, told) for name, words in given.items()})


def _listed(value: object, told: Place) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [] if value is None else [value]
    return tuple(_words(one, told) for one in values)


def _fill(entry: CommentedMap, note: Note) -> CommentedMap:
    """Write a note into its place, the time last: a comment below it belongs to that line."""
    _set(entry, TEXT, as_scalar(note.text), is_kept=True)
    for name, swedish in NAMES.items():
        _set(entry, swedish, _value_of(note, name))
    _set(entry, SAVED, note.saved)
    return entry


def _value_of(note: Note, name: str) -> object:
    """What a note tells besides its text, as the file has it."""
    value = getattr(note, name)
    if name in PAIRS:
        return {_on_a_row(key): _on_a_row(words) for key, words in value}
    return [_on_a_row(words) for words in value] if name in LISTS else _on_a_row(value)


def _on_a_row(words: str) -> str:
    """Words as they stand after a colon: in quotation marks where they are not plain."""
    return words if PLAIN.fullmatch(words) else DoubleQuotedScalarString(words)


def _set(entry: CommentedMap, name: str, value: object, *, is_kept: bool = False) -> None:
    """Let a field say something, or take it away; comments inside what goes are moved up."""
    old = entry.get(name)
    if name in entry and old == value:
        return
    left = list(_comments(old))
    if name in entry and (value or is_kept):
        entry[name] = value
    elif value or is_kept:
        entry.insert(len(entry) - (SAVED in entry and name != SAVED), name, value)
    elif name in entry:
        left += _comments_of(entry.ca.items.pop(name, ()))
        del entry[name]
    if left:
        column = entry.lc.col or 0
        entry.yaml_set_comment_before_after_key(TEXT, before="\n".join(left), indent=column)


def _comments(value: object) -> Iterator[str]:
    """The comments within a part of the file, without their signs."""
    if isinstance(value, CommentedBase):
        yield from _comments_of((value.ca.comment, *value.ca.items.values()))
        parts: Any = value.values() if isinstance(value, dict) else value
        for part in parts:
            yield from _comments(part)


def _comments_of(tokens: Any) -> Iterator[str]:
    if isinstance(tokens, list | tuple):
        for token in tokens:
            yield from _comments_of(token)
    elif tokens is not None:
        lines = (line.strip() for line in tokens.value.splitlines())
        yield from (line.lstrip("# ") for line in lines if line)


def as_scalar(text: str) -> str:
    """A text as the file has it: as it reads, line under line; else in quotation marks.

    Examples
    --------
    >>> type(as_scalar("Å: «ä»")).__name__, type(as_scalar("pip\\x07")).__name__
    ('LiteralScalarString', 'DoubleQuotedScalarString')
    """
    is_plain = text and TEXT_ONLY.fullmatch(text)
    made: str = LiteralScalarString(text) if is_plain else DoubleQuotedScalarString(text)
    return made


def _place(mapping: CommentedMap, name: str, value: object, order: tuple[str, ...]) -> None:
    """Set a new name after those that come before it in an order; at the end where it has none."""
    if name in mapping or name not in order:
        mapping[name] = value
        return
    before = set(order[: order.index(name)])
    places = [i for i, known in enumerate(mapping, start=1) if known in before]
    mapping.insert(max(places, default=0), name, value)


def _ask(section: CommentedMap, key: Key) -> None:
    """Show the question beside a new answer."""
    asked = prompts().get(base_of(key[1]))
    if key[0] == ANSWERS and asked and key[1] not in section.ca.items:
        section.yaml_add_eol_comment(asked["fraga"], key[1])
