"""A notebook's settings cell: what people write in it, read as they mean it.

Lines such as ``arbetsmapp: str = None  # Er mapp``. Python stops at a curly quotation mark, a path
of Windows or a word without quotation marks. Where the meaning is certain the line is mended and
the cell tells how it was read; where it is not, one Swedish line tells what to do.
"""

import ast
import builtins
import re
import warnings
from collections.abc import Container, Mapping, Sequence
from difflib import get_close_matches

from ..configuration import NAMES, NEAR
from ..errors import SettingError
from ..files import shown
from ..wording import listing

COURSE = (
    "upplagg", "datum", "datum2", "datum3", "datum4", "plats", "starttid", "utbildare",
    "sista_dag", "kontakt", "pa_natet",
)  # fmt: skip
KNOWN = (*NAMES, *COURSE)
NOT_TEXT = ("minsta_antal", "skydd", "pa_natet")
TYPES = ("", "str", "int", "float", "bool", "None")
WORDS = {"true": True, "sant": True, "ja": True, "false": False, "falskt": False, "nej": False,
         "none": None, "tom": None, "tomt": None}  # fmt: skip
AS_IT_IS = object()  # what Python reads is what is meant

MARKS = "\"'“”„‟‘’‚«»´`"
LINE = re.compile(
    r"\s{0,3}(?P<name>\w+)\s*(?::\s*(?P<kind>[^=#]*?)\s*)?(?:=[=\s]*(?P<value>.*)|#.*)?$"
)
QUOTED = re.compile(rf"(?P<raw>[rR]?)[{MARKS}]+(?P<text>.*?)[{MARKS}]+\s*,?\s*(?:#.*)?$")
COMMENT = re.compile(r"(?:^|\s)#")
BACKSLASH = re.compile(r"(?<!\\)(?:\\\\)*\\(?!\\)")  # one that is not doubled
SEVERAL = 2  # settings in a cell that make it a settings cell, whatever stands first in it
BY_PAPERMILL, MAGIC = "# Parameters", ("%", "!")
CODE = (ast.Call, ast.JoinedStr, ast.List, ast.Dict, ast.Set, ast.Lambda, ast.IfExp)
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)

READ = "Rutan är läst så här: {told}. Stämmer det inte, skriv värdet mellan raka citattecken."
EMPTY, YES, NO = "tomt", "ja", "nej"
NOT_READ = (
    "Rad {line} i rutan med inställningar går inte att läsa: «{words}». Väntade ett namn, ett "
    'likhetstecken och ett värde mellan citattecken, till exempel arbetsmapp: str = "storaker". '
    "Rätta raden eller ta bort den."
)
UNKNOWN = (
    "Rad {line} i rutan med inställningar har namnet «{name}», som inte finns. "
    "Väntade namnen som stod där från början. {hint} Rätta namnet."
)
STOP = "raise __import__('isu_helpers.errors', fromlist=['errors']).SettingError({text!r})"


def given(namespace: Mapping[str, object], names: Sequence[str] = NAMES) -> dict[str, object]:
    """The settings that a notebook gives; one that the cell no longer has counts as empty.

    Parameters
    ----------
    namespace
        The notebook's own names: ``globals()``.
    names
        Those that are settings.

    Returns
    -------
    dict
        A value a name, for `settings`; None where the notebook gives none.

    Examples
    --------
    >>> found = given({"arbetsmapp": "storaker", "poster": []})
    >>> found["arbetsmapp"], found["kommun"], "poster" in found
    ('storaker', None, False)
    """
    return {name: namespace.get(name) for name in names}


def as_meant(source: str, defined: Container[str] = ()) -> str:
    """The code of a cell to run: that of a settings cell as it is meant, any other as it is.

    It has as many lines, and one more that tells how it was read where that is not as it stands.

    Parameters
    ----------
    defined
        The names that the notebook has already.

    Examples
    --------
    >>> print(as_meant("kommun: str = ”Åby”   # Kommunens namn").splitlines()[0])
    kommun = 'Åby'
    >>> as_meant("a = 1")
    'a = 1'
    """
    lines = source.split("\n")
    if not _is_settings(lines):
        return source
    try:
        return "\n".join(_mended(lines, defined))
    except SettingError as e:
        return STOP.format(text=str(e))


def _is_settings(lines: Sequence[str]) -> bool:
    """Whether people write settings here: the first line of code gives one, or several do."""
    code = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if not code or lines[0].startswith(BY_PAPERMILL) or any(map(_is_magic, code)):
        return False
    names = [found["name"] for line in code if (found := LINE.match(line)) and _gives(found)]
    first = LINE.match(code[0])
    return len(names) >= SEVERAL or bool(names and first and first["name"] == names[0])


def _is_magic(line: str) -> bool:
    return line.lstrip().startswith(MAGIC)


def _gives(found: re.Match[str]) -> bool:
    is_told = found["kind"] is not None or found["value"] is not None
    return found["name"] in KNOWN and is_told


def _mended(lines: Sequence[str], defined: Container[str]) -> list[str]:
    """The lines as they are meant, and one that tells of those that are not as they stand.

    Raises
    ------
    SettingError
        In Swedish, when a line can't be read, or its name is nearly that of a setting.
    """
    kept = _of_several_lines("\n".join(lines))
    found = [None if i in kept else LINE.match(line) for i, line in enumerate(lines)]
    _check_names(found, defined)
    values = [_meant(f, defined) if f and _gives(f) else AS_IT_IS for f in found]
    new = [
        line.lstrip() if value is AS_IT_IS and f and _gives(f)
        else line if value is AS_IT_IS or not f else f"{f['name']} = {value!r}"
        for line, f, value in zip(lines, found, values, strict=True)
    ]  # fmt: skip
    _check_code(lines, new)
    told = [f"{f['name']} = {_told(v)}" for f, v in zip(found, values, strict=True)
            if f and v is not AS_IT_IS]  # fmt: skip
    return [*new, f"print({READ.format(told=listing(told))!r})"] if told else new


def _told(value: object) -> str:
    if value is None:
        return EMPTY
    return (YES if value else NO) if isinstance(value, bool) else str(value)


def _of_several_lines(source: str) -> set[int]:
    """The places of lines that belong to a statement of several; none where there is a fault."""
    tree = _parsed(source)
    parts = [(n.lineno - 1, n.end_lineno or n.lineno) for n in tree.body] if tree else []
    return {i for first, end in parts if end - first > 1 for i in range(first, end)}


def _parsed(source: str) -> ast.Module | None:
    with warnings.catch_warnings(action="ignore"):  # of backslashes that mean nothing
        try:
            return ast.parse(source)
        except UNREADABLE:
            return None


def _meant(found: re.Match[str], defined: Container[str]) -> object:
    """The value that a line gives; `AS_IT_IS` where Python reads just that."""
    whole = _parsed(found[0].strip())
    if whole and len(whole.body) > 1:
        return AS_IT_IS
    if found["value"] is None:  # «kommun: Åby», as in isu.yaml
        return AS_IT_IS if found["kind"] in TYPES and whole else _words(found["kind"])
    node = getattr(whole.body[0], "value", None) if whole else None
    if isinstance(node, ast.Constant):
        return _constant(found["name"], node.value, found["value"])
    is_code = node is not None and _is_code(node, defined, found["name"])
    return AS_IT_IS if is_code else _words(found["value"])


def _constant(name: str, value: object, words: str) -> object:
    """Of a text its backslashes as they stand, of a number its figures; else what it is."""
    if isinstance(value, str):
        quoted = QUOTED.match(words)
        is_path = quoted and not quoted["raw"] and BACKSLASH.search(quoted["text"])
        return quoted["text"] if quoted and is_path else AS_IT_IS
    is_number = not isinstance(value, bool) and value is not None
    return _words(words) if is_number and name not in NOT_TEXT else AS_IT_IS


def _is_code(node: ast.expr, defined: Container[str], name: str) -> bool:
    """Whether an expression is to be worked out; a word, a path or a date is none."""
    if isinstance(node, ast.Name):
        return node.id in defined
    if isinstance(node, ast.Tuple) and len(node.elts) == 1:  # a comma was left
        return False
    parts = list(ast.walk(node))
    if any(isinstance(part, CODE) or _is_text(part) for part in parts):
        return True
    names = [part.id for part in parts if isinstance(part, ast.Name)]
    known = [n in defined or hasattr(builtins, n) for n in names]
    return all(known) if names else name in NOT_TEXT


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _words(value: str) -> object:
    """The words of a value that Python can't read, or reads otherwise than they are meant."""
    if quoted := QUOTED.match(value.strip()):
        return quoted["text"].strip() or None
    text = COMMENT.split(value, maxsplit=1)[0].strip().rstrip(", ").strip(MARKS).strip()
    return WORDS.get(text.casefold(), text or None)


def _check_names(found: Sequence[re.Match[str] | None], defined: Container[str]) -> None:
    """Refuse a name that is nearly that of a setting, where no other line has the right one."""
    names = [f["name"] if f else "" for f in found]
    known = NAMES if set(names) & set(NAMES) else COURSE
    for i, name in enumerate(names):
        near = get_close_matches(name.casefold(), known, n=1, cutoff=0.75)
        if near and name not in KNOWN and near[0] not in names and name not in defined:
            hint = NEAR.format(name=near[0])
            raise SettingError(UNKNOWN.format(line=i + 1, name=name, hint=hint))


def _check_code(lines: Sequence[str], new: Sequence[str]) -> None:
    """Refuse what is still no code."""
    try:
        with warnings.catch_warnings(action="ignore"):
            ast.parse("\n".join(new))
    except UNREADABLE as e:
        line = min(getattr(e, "lineno", None) or 1, len(lines))
        words = shown(lines[line - 1].strip())
        raise SettingError(NOT_READ.format(line=line, words=words)) from None
