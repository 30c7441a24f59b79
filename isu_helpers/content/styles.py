"""The style sheet of a whole page: only the rules that something on the page can meet."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from string import ascii_lowercase

STYLE = re.compile(r"(<style>)(.*?)(</style>)", re.DOTALL)
COMMENT, BLANKS = re.compile(r"/\*.*?\*/", re.DOTALL), re.compile(r"\s+")
AROUND, AFTER = re.compile(r"\s*([{};,])\s*"), re.compile(r"(?<=\w:) ")
BETWEEN = re.compile(r"\s*([>+~])\s*")
ZERO = re.compile(r"(?<![\w.#-])0(\.\d)")
DATA = re.compile(r"\b(data-[\w-]+)")
CLASSES, IDS = (re.compile(rf"""\b{name}=["']([^"']*)["']""") for name in ("class", "id"))
TAGS = re.compile(r"<([a-z][a-z0-9]*)")
NEEDED = re.compile(r"([.#]?)(-?[A-Za-z_][\w-]*)")
OPEN, STATE = re.compile(r":(not|is|has|where|nth-[\w-]+)\("), re.compile(r"::?[\w-]+")
CHOICES = ("is", "where", "has")  # of what stands within, one is to be met
NAME = re.compile(r"--[a-z][\w-]*")
NAMED, USED = re.compile(r"(--[\w-]+)\s*:"), re.compile(r"var\((--[\w-]+)")
WITHIN = re.compile(r"((?:& )?[\w-]*\.[\w-]+)(?: |$)")
WORTH = 2  # rules that are worth a place within another
Rule = tuple[str, str]
ATTRIBUTE = re.compile(r"\[[^\]]*\]")
ALWAYS = frozenset(("html", "body"))


def lean(page: str) -> str:
    """A page whose style sheet has only what the page needs, as short as it can be written.

    Examples
    --------
    >>> lean('<style>p { a: b; } .x, i { c: d; }</style><p class="y">').split("</style>")[0]
    '<style>p{a:b}'
    """
    found = STYLE.search(page)
    if found is None:
        return page
    body = page[: found.start()] + page[found.end() :]
    has = {name for names in CLASSES.findall(body) for name in names.split()}
    known = {f".{name}" for name in has} | set(TAGS.findall(body)) | ALWAYS
    known |= {f"#{name}" for name in IDS.findall(body)} | set(DATA.findall(body))
    sheet = _written(_kept(COMMENT.sub("", found[2]), known))
    return page[: found.start(2)] + _used(sheet) + page[found.end(2) :]


def _kept(sheet: str, known: set[str]) -> Iterator[Rule]:
    """The rules that are met, in short; a group of rules where one of its own is."""
    for head, body in rules(sheet):
        if head.startswith(("@media", "@container", "@supports")):
            if inner := _written(_kept(body, known)):
                yield AFTER.sub("", _small(head)), inner
        elif head.startswith("@"):
            yield _small(head), AFTER.sub("", _small(body)).replace(";}", "}").rstrip(";")
        elif met := [one for s in split(head) if (one := _met_part(s, known))]:
            yield ",".join(map(_selector, met)), ";".join(map(_declared, _declarations(body)))


def _written(every: Iterable[Rule]) -> str:
    """Rules as text; those in a row that begin with the same class stand within it."""
    told = ""
    for within, some in groupby(every, lambda rule: _within(rule[0])):
        found = list(some)
        if within and len(found) >= WORTH:
            told += f"{within}{{{_inner(found, within)}}}"
        else:
            told += "".join(f"{head}{{{body}}}" for head, body in found)
    return told


def _inner(rules: Sequence[Rule], within: str) -> str:
    """Rules that begin with the same class, as they stand within it: its own first."""
    count = next((i for i, rule in enumerate(rules) if rule[0] != within), len(rules))
    own = ";".join(body for _, body in rules[:count])
    inner = _written((_nested(head, within), body) for head, body in rules[count:])
    return f"{own};{inner}" if own and inner else own + inner


def _within(head: str) -> str:
    """The class that all selectors of a rule begin with; empty where there is none."""
    starts = {(m[1] if (m := WITHIN.match(one)) else "") for one in split(head)}
    return starts.pop() if len(starts) == 1 else ""


def _nested(head: str, within: str) -> str:
    """The selectors of a rule as they stand within another."""
    inner = (one.removeprefix(within).removeprefix(" ") or "&" for one in split(head))
    return ",".join(f"& {one}" if one[0].isalpha() else one for one in inner)


def _used(sheet: str) -> str:
    """A sheet without the names of values that no rule asks for, the others with short ones."""
    asked = Counter(USED.findall(sheet))
    unasked = {name for name in NAMED.findall(sheet) if name not in asked}
    for name in unasked:
        sheet = re.sub(rf"(?<=[{{;]){name}:[^;}}]*;?", "", sheet)
    if unasked:
        return _used(sheet)
    short = {name: f"--{letters(i)}" for i, (name, _) in enumerate(asked.most_common())}
    return NAME.sub(lambda found: short.get(found[0], found[0]), sheet)


def letters(i: int) -> str:
    """A name of one letter for the first, of two for others.

    Examples
    --------
    >>> letters(0), letters(25), letters(26)
    ('a', 'z', 'aa')
    """
    first, last = divmod(i, len(ascii_lowercase))
    return ascii_lowercase[first - 1 : first] + ascii_lowercase[last]


def _declarations(body: str) -> list[str]:
    return [one for one in _small(body).split(";") if one.strip()]


def _declared(one: str) -> str:
    name, _, value = one.partition(":")
    return f"{name.strip()}:" + ZERO.sub(r"\1", value.strip())


def _selector(one: str) -> str:
    return BETWEEN.sub(r"\1", _small(one))


def rules(sheet: str) -> Iterator[tuple[str, str]]:
    """What stands before each pair of braces, and what stands within them."""
    depth, start, head = 0, 0, ""
    for i, sign in enumerate(sheet):
        if sign == "{":
            depth += 1
            if depth == 1:
                head, start = sheet[start:i].strip(), i + 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield head, sheet[start:i]
                start = i + 1


def split(selectors: str) -> list[str]:
    """Selectors that share a rule, one by one.

    Examples
    --------
    >>> split(".a :is(b, i), p")
    ['.a :is(b, i)', 'p']
    """
    depth, found = 0, [""]
    for sign in selectors:
        depth += (sign == "(") - (sign == ")")
        found = [*found, ""] if sign == "," and not depth else [*found[:-1], found[-1] + sign]
    return [one.strip() for one in found]


def _met_part(selector: str, known: set[str]) -> str:
    """A selector without the choices in it that a page has nothing of; empty where it has none.

    Examples
    --------
    >>> _met_part(":is(.b, .c) i", {"i", ".c"}), _met_part(":is(.b, .c) i", {"i", ".a"})
    ('.c i', '')
    """
    told, plain, rest = "", "", selector
    while found := OPEN.search(rest):
        end = _closing(rest, found.end())
        inner = rest[found.end() : end - 1]
        if found[1] in CHOICES:
            met = [one for s in split(inner) if (one := _met_part(s, known))]
            if not met:
                return ""
            inner = ",".join(met)
        before = rest[: found.start()]
        is_bare = found[1] == "is" and inner[0] == "." and len(met) == 1
        told += before + (inner if is_bare else f":{found[1]}({inner})")
        plain, rest = plain + before, rest[end:]
    plain = STATE.sub("", ATTRIBUTE.sub("", plain + rest))
    needed = [mark + name for mark, name in NEEDED.findall(plain)] + DATA.findall(selector)
    is_there = all(name in known for name in needed)
    return told + rest if is_there else ""


def _closing(text: str, start: int) -> int:
    """Where the bracket is closed within which a text goes on."""
    depth, end = 1, start
    while depth:
        depth += (text[end] == "(") - (text[end] == ")")
        end += 1
    return end


def _small(text: str) -> str:
    return AROUND.sub(r"\1", BLANKS.sub(" ", text)).strip()
