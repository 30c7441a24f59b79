"""kodbok.yaml as text: each variable as a row, guesses as comments, what is default left out."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from ..errors import CodebookError
from ..files import read_mapping
from .file import SWITCHES, WORDS, parsed
from .variable import NO, YES, Option, Variable

if TYPE_CHECKING:
    from .codebook import Codebook

WIDTH = 100
DEFAULTS = Variable("")

PROPOSED_HEAD = """Kodbok: vad varje kolumn i er datafil betyder.
Den här är ett förslag som programmet har gjort ur filen. Gissningar är märkta.
Rätta det som är fel och kör igen. Ta bort filen om ni vill ha ett nytt förslag.

enhet: vad en rad i datafilen är, person eller ärende
typ: ja/nej, val, flerval, skala (svar i ordning), tal, datum eller text (läses inte in)
roll: kön, bakgrund, behov, bedömning, samtycke, delaktighet, insats, resultat, personnyckel,
      tid eller övrigt (visas inte)
alternativ: svaren, och inom [ ] andra sätt att skriva dem i filen
tillfalle: start eller uppföljning, och par är samma fråga vid det andra tillfället
galler_om: frågan ställs bara till dem som svarat så på en annan, som {beviljad insats: Ja}
minst_ett: ja, om alla som svarat på en flerval har kryssat för något
battre: hogre eller lagre, om ett högre eller ett lägre svar är bättre
reliabilitet: instrumentets reliabilitet, mellan 0 och 1, om ni känner till den
klasser: var talen delas. 20, 40 ger: under 20, 20–39 och 40 eller mer
ur: personnummer betyder att kön eller ålder räknas fram ur personnumren i kolumnen
flerval: flera svar i en cell med ; eller , emellan, eller en kolumn för varje svar
"""


def to_yaml(variables: tuple[Variable, ...], unit: str, *, is_proposed: bool = False) -> str:
    """The text of a kodbok.yaml, guesses as comments."""
    rows = CommentedSeq([row_of(v) for v in variables])
    for i, variable in enumerate(variables):
        if variable.guess:
            rows.yaml_set_comment_before_after_key(i, before=variable.guess, indent=2)
    data = CommentedMap({"enhet": unit, "variabler": rows})
    if is_proposed:
        data.yaml_set_start_comment(PROPOSED_HEAD)
    return dumped(data)


def dumped(data: CommentedMap) -> str:
    """The text of any part of a codebook."""
    out, yaml = StringIO(), YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = WIDTH
    yaml.dump(data, out)
    return out.getvalue()


def row_of(variable: Variable) -> CommentedMap:
    """A variable as a row of kodbok.yaml."""
    texts = {name: getattr(variable, field) for name, field in WORDS.items()}
    row = CommentedMap({"namn": _quoted(variable.name)})
    columns = variable.columns or (variable.name,)
    if columns != (variable.name,):
        written = [_quoted(c) for c in columns]
        row["kolumn"] = written[0] if len(written) == 1 else written
    if variable.taken_from:
        row["ur"] = variable.taken_from
    row.update({k: _quoted(text) for k, text in texts.items() if text})
    row["typ"], row["roll"] = variable.kind, variable.role
    row.update(_answers(variable))
    return row


def _answers(variable: Variable) -> dict[str, object]:
    """What a row says of the answers, and of what they serve."""
    is_plain = variable.options in ((), (YES, NO))
    found = {
        "alternativ": None if is_plain else [_option_row(o) for o in variable.options],
        "klasser": _flow(variable.classes) if variable.classes else None,
        "decimaler": variable.decimals or None,
        "tillfalle": variable.occasion or None,
        "par": _quoted(variable.pair) if variable.pair else None,
        "galler_om": _asked_if(variable) if variable.asked_if else None,
        "battre": variable.better or None,
        "reliabilitet": variable.reliability or None,
        "kriterium": variable.criterion or None,
    }
    for name, field in SWITCHES.items():
        value = getattr(variable, field)
        found[name] = None if value == getattr(DEFAULTS, field) else "ja" if value else "nej"
    return {name: value for name, value in found.items() if value is not None}


def _asked_if(variable: Variable) -> CommentedMap:
    name, answers = variable.asked_if
    words = [_quoted(answer) for answer in answers]
    return CommentedMap({_quoted(name): words[0] if len(words) == 1 else _flow(tuple(words))})


def _option_row(option: Option) -> object:
    name = _quoted(option.name)
    return {name: _flow(tuple(map(_quoted, option.synonyms)))} if option.synonyms else name


def _quoted(text: str) -> str:
    """The text in quotation marks where it begins with a sign that YAML may take for its own."""
    return text if text[:1].isalnum() else DoubleQuotedScalarString(text)


def _flow(items: tuple) -> CommentedSeq:
    seq = CommentedSeq(items)
    seq.fa.set_flow_style()
    return seq


# A kodbok.yaml brought up to date line by line, so that what people wrote around it stays.

NOTE = re.compile(
    r"""(?P<code>(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(?<=\w)['"]|[^#"']|(?<=\S)\#)*)"""
    r"""(?P<note>\#.*)?""",
    re.VERBOSE,
)
Block = list[str]


def rewritten(path: Path, codebook: "Codebook", *, in_order: bool = False) -> str:
    """The text of the file with the variables of a codebook in it, in the file's order or its own.

    A variable that has not changed keeps its lines as they are. Of one that has, the fields that
    changed are written anew. A variable that is gone takes with it the comment right above it.
    Where the lines are laid out so that this can't be done, the whole file is written anew, with
    the comments first.

    Raises
    ------
    CodebookError
        In Swedish with the line, when the file is no codebook.
    """
    data, text = read_mapping(path, CodebookError), path.read_bytes().decode("utf-8-sig")
    lines = [line.rstrip("\r") for line in text.split("\n")]
    end = "\r\n" if "\r\n" in text else "\n"
    if not isinstance(data.get("variabler"), CommentedSeq):
        return end.join(_anew(lines, codebook))
    old = parsed(data, path.name)
    new = _updated(lines, data, old, codebook, in_order)
    return end.join(new if _says(new, codebook) else _anew(lines, codebook))


def _says(lines: Block, codebook: "Codebook") -> bool:
    """Whether the lines hold the codebook, whatever the order of its variables."""
    try:
        data = YAML().load("\n".join(lines))
        variables, unit = parsed(data, "")
    except (YAMLError, CodebookError, AttributeError, TypeError, ValueError):
        return False
    wanted = {v.name: row_of(v) for v in codebook.variables}
    return unit == codebook.unit and {v.name: row_of(v) for v in variables} == wanted


def _anew(lines: Block, codebook: "Codebook") -> Block:
    """A new file under all comments of the old one."""
    notes = [note for line in lines if (note := _note(line))]
    return [*notes, *to_yaml(codebook.variables, codebook.unit).split("\n")]


def _updated(
    lines: Block, data: CommentedMap, old: tuple, codebook: "Codebook", in_order: bool
) -> Block:
    rows, known = data["variabler"], {v.name: v for v in codebook.variables}
    if rows.fa.flow_style():
        return []
    head, blocks, tail = _cut(lines, data)
    indent = _indent(blocks[0][_first(blocks[0])])
    parts: dict[str, Block] = {}
    for block, row, variable in zip(blocks, rows, old[0], strict=True):
        new = known.pop(variable.name, None)
        parts[variable.name] = (
            _above(block) if new is None else _changed(block, row, variable, new)
        )
    if in_order:
        places = {v.name: place for place, v in enumerate(codebook.variables)}
        parts = dict(sorted(parts.items(), key=lambda part: places.get(part[0], -1)))
    kept = [line for block in parts.values() for line in block]
    while known and kept and not kept[-1].strip():
        tail.insert(0, kept.pop())
    added = [line for v in known.values() for line in _new(v, indent)]
    return [*_with_unit(head, data, old[1], codebook.unit), *kept, *added, *(tail or [""])]


def _cut(lines: Block, data: CommentedMap) -> tuple[Block, list[Block], Block]:
    """What stands before the variables, the lines of each, and what stands after."""
    rows = data["variabler"]
    starts = [_start(lines, rows.lc.item(i)[0]) for i in range(len(rows))]
    after = [line for k in data if (line := data.lc.key(k)[0]) > starts[-1]]
    last = min(after, default=len(lines))
    indent = _indent(lines[starts[-1]])
    cuts = [_first_note(lines, start, indent) for start in (*starts, last)]
    cuts[0] = max(cuts[0], data.lc.key("variabler")[0] + 1)
    blocks = [lines[a:b] for a, b in zip(cuts, cuts[1:], strict=False)]
    return lines[: cuts[0]], blocks, lines[cuts[-1] :]


def _start(lines: Block, line: int) -> int:
    """The line of the dash that an item stands after."""
    while line and not lines[line].lstrip().startswith("-"):
        line -= 1
    return line


def _first_note(lines: Block, start: int, indent: int) -> int:
    """The first of the comments and blank lines that stand right before a line."""
    while start and _is_around(lines[start - 1], indent):
        start -= 1
    return start


def _is_around(line: str, indent: int) -> bool:
    text = line.strip()
    return not text or text.startswith("#") and _indent(line) <= indent


def _above(block: Block) -> Block:
    """The lines above a variable that are not a comment right above it."""
    start = _first(block)
    while start and block[start - 1].strip():
        start -= 1
    return block[:start]


def _changed(block: Block, row: CommentedMap, old: Variable, new: Variable) -> Block:
    """The lines of a variable with the fields that changed written anew."""
    was, now = row_of(old), row_of(new)
    if was == now:
        return block
    if row.fa.flow_style():
        start = _first(block)
        indent = _indent(block[start])
        notes = [" " * indent + note for line in block[start:] if (note := _note(line))]
        return [*block[:start], *notes, *_new(new, indent, with_guess=False)]
    head, fields, tail = _fields(block, row)
    indent = row.lc.col
    for name in was:
        if was[name] != now.get(name) and name in fields:
            written = _field(name, now[name], indent) if name in now else []
            fields[name] = _merged(fields[name], written)
    for name in now:
        if name not in fields and was.get(name) != now[name]:
            fields[name] = _field(name, now[name], indent)
    return _dashed([*head, *(line for lines in fields.values() for line in lines), *tail], block)


def _fields(block: Block, row: CommentedMap) -> tuple[Block, dict[str, Block], Block]:
    """The lines of each field, its dash taken away; what stands before and after them."""
    first = _first(block)
    offset = min(row.lc.key(k)[0] for k in row) - _key_line(block, first)
    starts = {k: row.lc.key(k)[0] - offset for k in row}
    names = sorted(starts, key=starts.__getitem__)
    last = len(block)
    while not block[last - 1].strip():
        last -= 1
    ends = [*(starts[name] for name in names[1:]), last]
    plain = [_undashed(line) if i == first else line for i, line in enumerate(block)]
    spans = {k: plain[starts[k] : end] for k, end in zip(names, ends, strict=True)}
    return plain[: starts[names[0]]], spans, plain[last:]


def _key_line(block: Block, first: int) -> int:
    """The line of the first field: that of the dash, unless the dash stands alone."""
    alone = (i for i in range(first, len(block)) if _code(_undashed(block[i], i > first)).strip())
    return next(alone)


def _undashed(line: str, is_plain: bool = False) -> str:
    return line if is_plain else line.replace("-", " ", 1)


def _dashed(lines: Block, block: Block) -> Block:
    """The lines with the dash back, before the first field or where it stood alone."""
    dash = block[_first(block)]
    place = _indent(dash)
    if not _code(_undashed(dash)).strip():
        return [dash if line == _undashed(dash) else line for line in lines]
    at = next(i for i, line in enumerate(lines) if _code(line).strip())
    lines[at] = lines[at][:place] + "-" + lines[at][place + 1 :]
    return lines


def _merged(old: Block, new: Block) -> Block:
    """The new lines, with the comments that stood by the old ones."""
    codes = [_code(line).strip() for line in old]
    matcher = SequenceMatcher(None, codes, [_code(line).strip() for line in new], autojunk=False)
    out: list[str] = []
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            out += old[a:b]
        else:
            out += _replaced(old[a:b], new[c:d])
    return out


def _replaced(old: Block, new: Block) -> Block:
    """New lines in the place of old ones, whose comments stay beside or before them."""
    alone = [line for line in old if line.lstrip().startswith("#")]
    spoken = [line for line in old if line.strip() and line not in alone]
    if len(spoken) == len(new):
        pairs = zip(new, map(_note, spoken), strict=True)
        return [*alone, *(f"{line}  {note}" if note else line for line, note in pairs)]
    notes = [" " * _indent(line) + note for line in spoken if (note := _note(line))]
    return [*alone, *notes, *new]


def _field(name: str, value: object, indent: int) -> Block:
    return [" " * indent + line for line in dumped(CommentedMap({name: value})).splitlines()]


def _new(variable: Variable, indent: int, *, with_guess: bool = True) -> Iterator[str]:
    """The lines of a variable that the file did not have, its guess above."""
    if with_guess and variable.guess:
        yield f"{' ' * indent}# {variable.guess}"
    lines = dumped(CommentedMap(row_of(variable))).splitlines()
    for i, line in enumerate(lines):
        yield " " * indent + ("  " if i else "- ") + line


def _with_unit(head: Block, data: CommentedMap, old: str, new: str) -> Block:
    """The lines before the variables, saying what a row is."""
    if old == new:
        return head
    place = data.lc.key("variabler")[0]
    if "enhet" not in data:
        return [*head[:place], f"enhet: {new}", *head[place:]]
    at = data.lc.key("enhet")[0]
    return [*head[:at], *_merged([head[at]], [f"enhet: {new}"]), *head[at + 1 :]]


def _first(block: Block) -> int:
    """The line with the dash that a variable begins with."""
    return next(i for i, line in enumerate(block) if line.lstrip().startswith("-"))


def _note(line: str) -> str:
    """The comment of a line; empty where it has none."""
    found = NOTE.fullmatch(line)
    return (found["note"] or "") if found else ""


def _code(line: str) -> str:
    """The line without its comment."""
    found = NOTE.fullmatch(line)
    return found["code"] if found else line


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
