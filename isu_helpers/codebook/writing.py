"""kodbok.yaml as text: each variable as a row, guesses as comments, what is default left out."""

from contextlib import suppress
from io import StringIO
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from ..errors import CodebookError
from ..files import read_mapping
from .file import SWITCHES, WORDS, parsed
from .variable import NO, YES, Option, Variable, plain

WIDTH = 100
DASH = 2  # spaces before that of a variable
DEFAULTS = Variable("")

WORKED_AT = "Programmet gjorde den här ur filen, och ni har ändrat i den. Gissningar är märkta."
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
ja_om: svaret är Ja för dem som svarat så på en annan, som {insats: [Öppenvård, Placering]}
saknas: ord i filen som inte är något svar, som [okänt, 999]
inga_namn: ja, om svar som ser ut som namn eller adresser inte är det
minst_ett: ja, om alla som svarat på en flerval har kryssat för något
battre: hogre eller lagre, om ett högre eller ett lägre svar är bättre
reliabilitet: instrumentets reliabilitet, mellan 0 och 1, om ni känner till den
spelar_roll: hur många procentenheter som är den minsta skillnad som spelar roll, 10 om inget står
klasser: var talen delas. 20, 40 ger: under 20, 20–39 och 40 eller mer
ur: personnummer betyder att kön eller ålder räknas fram ur personnumren i kolumnen
flerval: flera svar i en cell med ; eller , emellan, eller en kolumn för varje svar
"""


def to_yaml(variables: tuple[Variable, ...], unit: str, *, is_proposed: bool = False) -> str:
    """The text of a kodbok.yaml, guesses as comments."""
    data = CommentedMap({"enhet": unit, "variabler": _rows(variables)})
    if is_proposed:
        data.yaml_set_start_comment(PROPOSED_HEAD)
    return dumped(data)


def dumped(data: CommentedMap | CommentedSeq) -> str:
    """The text of any part of a codebook."""
    out = StringIO()
    _yaml().dump(data, out)
    return out.getvalue()


def _yaml() -> YAML:
    """Reading that keeps comments and quotation marks, and writing with our own indent."""
    yaml = YAML(typ="rt")
    yaml.indent(mapping=2, sequence=2 + DASH, offset=DASH)
    yaml.width, yaml.preserve_quotes = WIDTH, True
    return yaml


def _rows(variables: tuple[Variable, ...]) -> CommentedSeq:
    rows = CommentedSeq([row_of(v) for v in variables])
    for i, variable in enumerate(variables):
        if variable.guess:
            rows.yaml_set_comment_before_after_key(i, before=variable.guess, indent=DASH)
    return rows


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
        "galler_om": _asked_if(variable.asked_if) if variable.asked_if else None,
        "ja_om": _asked_if(variable.made_of) if variable.made_of else None,
        "saknas": _flow(tuple(map(_quoted, variable.missing))) if variable.missing else None,
        "battre": variable.better or None,
        "reliabilitet": variable.reliability or None,
        "spelar_roll": _points(variable.matters) if variable.matters else None,
        "kriterium": variable.criterion or None,
    }
    for name, field in SWITCHES.items():
        value = getattr(variable, field)
        found[name] = None if value == getattr(DEFAULTS, field) else "ja" if value else "nej"
    return {name: value for name, value in found.items() if value is not None}


def _points(fraction: float) -> int | float:
    """A fraction as percentage points, whole where they are."""
    points = round(100 * fraction, 6)
    return int(points) if points.is_integer() else points


def _asked_if(told: tuple[str, tuple[str, ...]]) -> CommentedMap:
    name, answers = told
    words = [_quoted(answer) for answer in answers]
    return CommentedMap({_quoted(name): words[0] if len(words) == 1 else _flow(tuple(words))})


def _option_row(option: Option) -> object:
    name = _quoted(option.name)
    return {name: _flow(tuple(map(_quoted, option.synonyms)))} if option.synonyms else name


def _quoted(text: str) -> str:
    """The text in quotation marks where it begins with a sign that YAML may take for its own."""
    return text if text[:1].isalnum() else DoubleQuotedScalarString(text)


def _flow(items: tuple[str | float, ...]) -> CommentedSeq:
    seq = CommentedSeq(items)
    seq.fa.set_flow_style()
    return seq


# A kodbok.yaml brought up to date, so that what people wrote around it stays.

Block = list[str]
Told = tuple[tuple[Variable, ...], str]  # the variables, and what a row of the data is


def rewritten(
    path: Path, variables: tuple[Variable, ...], unit: str, *, in_order: bool = False
) -> str:
    """The text of the file with these variables in it, in the file's order or their own.

    ruamel's round trip writes the variables that changed, with their comments. It can't keep the
    spacing of the others, nor move or take away a variable with the comment right above it, which
    it counts to the variable before; so the lines are cut in a block a variable first, and those
    of one that has not changed stay as they are. Where the lines are laid out so that this can't
    be done, the whole file is written anew, with the comments first.

    Raises
    ------
    CodebookError
        In Swedish with the line, when the file is no codebook.
    """
    data, text = read_mapping(path, CodebookError), path.read_bytes().decode("utf-8-sig")
    lines = [line.rstrip("\r") for line in text.split("\n")]
    end = "\r\n" if "\r\n" in text else "\n"
    new: Block = []
    if isinstance(data.get("variabler"), CommentedSeq):
        old = parsed(data, path.name)
        with suppress(YAMLError):  # a row that names a part of another, as *svar
            new = _updated(lines, data, old, (variables, unit), in_order)
    if not _says(new, variables, unit):
        new = [*_notes(lines), *to_yaml(variables, unit).split("\n")]
    return end.join(new)


def _says(lines: Block, variables: tuple[Variable, ...], unit: str) -> bool:
    """Whether the lines hold the codebook, whatever the order of its variables."""
    try:
        found, found_unit = parsed(_yaml().load("\n".join(lines)), "")
    except (YAMLError, CodebookError, AttributeError, TypeError, ValueError):
        return False
    wanted = {v.name: row_of(v) for v in variables}
    return unit == found_unit and {v.name: row_of(v) for v in found} == wanted


def _updated(lines: Block, data: CommentedMap, old: Told, wanted: Told, in_order: bool) -> Block:
    if data["variabler"].fa.flow_style():
        return []
    head, blocks, tail = _cut(lines, data)
    head = head if old[1] == wanted[1] else _with_unit(head, wanted[1])
    known, parts = {v.name: v for v in wanted[0]}, {}
    for block, variable in zip(blocks, old[0], strict=True):
        new = known.pop(variable.name, None)
        parts[variable.name] = _above(block) if new is None else _changed(block, variable, new)
    if in_order:
        places = {v.name: place for place, v in enumerate(wanted[0])}
        parts = dict(sorted(parts.items(), key=lambda part: places.get(part[0], -1)))
    kept = [line for block in parts.values() for line in block]
    while known and kept and not kept[-1].strip():
        tail.insert(0, kept.pop())
    added = dumped(_rows(tuple(known.values()))).splitlines() if known else []
    added = _shifted(added, _indent(blocks[0][_first(blocks[0])]) - DASH)
    return [*head, *kept, *added, *(tail or [""])]


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


def _changed(block: Block, old: Variable, new: Variable) -> Block:
    """The lines of a variable with the fields that changed written anew.

    A comment beside something that is gone stands above the variable.
    """
    was, now = row_of(old), row_of(new)
    if was == now:
        return block
    start = _first(block)
    indent = _indent(block[start])
    rows = _yaml().load("\n".join(_shifted(block[start:], DASH - indent)))
    kept = {k: v for k, v in rows[0].items() if k in now or k not in was}
    _merged(rows[0], kept | {k: v for k, v in now.items() if was.get(k) != v})
    written = dumped(rows).splitlines()
    left = _notes(written)
    lost = [" " * DASH + note for note in _notes(block[start:]) if note not in left]
    return block[:start] + _shifted(lost + written, indent - DASH)


def _merged(old: object, new: object) -> object:
    """The new value, with the comments and the style that the old one has in the file."""
    if isinstance(old, CommentedMap) and isinstance(new, dict):
        for name in [name for name in old if name not in new]:
            del old[name]
        for name, value in new.items():
            old[name] = _merged(old.get(name), value)
        return old
    if isinstance(old, CommentedSeq) and isinstance(new, list):
        places = {_said(item): i for i, item in enumerate(old)}
        came = [places.get(_said(item)) for item in new]
        notes = {i: old.ca.items[was] for i, was in enumerate(came) if was in old.ca.items}
        items = [v if i is None else _merged(old[i], v) for i, v in zip(came, new, strict=True)]
        old.clear()
        old.extend(items)
        old.ca.items.update(notes)
        return old
    return old if old == new else new


def _said(item: object) -> str:
    """What an item of a list is known by: an answer, whatever its other ways of writing."""
    return plain(next(iter(item), "") if isinstance(item, dict) else item)


def _with_unit(lines: Block, unit: str) -> Block:
    """The lines before the variables, saying what a row is."""
    data = _yaml().load("\n".join(lines))
    if "enhet" in data:
        data["enhet"] = unit
    else:
        data.insert(0, "enhet", unit)
    return dumped(data).splitlines()


def _notes(lines: Block) -> Block:
    """The comments among the lines."""
    tokens = _yaml().scan("\n".join(lines))
    sides = [side for token in tokens for side in token.comment or () if side]
    notes = [note.value for side in sides for note in (side if isinstance(side, list) else [side])]
    return [line.strip() for note in notes for line in note.split("\n") if line.strip()]


def _first(block: Block) -> int:
    """The line with the dash that a variable begins with."""
    return next(i for i, line in enumerate(block) if line.lstrip().startswith("-"))


def _shifted(lines: Block, by: int) -> Block:
    """The lines moved to the right, or to the left as far as they can be."""
    return [" " * by + line if by > 0 else line[min(-by, _indent(line)) :] for line in lines]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
