"""The style sheet of a whole page: only the rules that something on the page can meet."""

import re
from collections.abc import Iterator

STYLE = re.compile(r"(<style>)(.*?)(</style>)", re.DOTALL)
COMMENT, BLANKS = re.compile(r"/\*.*?\*/", re.DOTALL), re.compile(r"\s+")
AROUND = re.compile(r"\s*([{};,])\s*")
CLASSES, IDS = (re.compile(rf"""\b{name}=["']([^"']*)["']""") for name in ("class", "id"))
TAGS = re.compile(r"<([a-z][a-z0-9]*)")
NEEDED = re.compile(r"([.#]?)(-?[A-Za-z_][\w-]*)")
OPEN, STATE = re.compile(r":(?:not|is|has|where|nth-[\w-]+)\("), re.compile(r"::?[\w-]+")
ATTRIBUTE = re.compile(r"\[[^\]]*\]")
ALWAYS = frozenset(("html", "body"))


def lean(page: str) -> str:
    """A page whose style sheet has only what the page needs, without blanks and comments.

    Examples
    --------
    >>> lean('<style>p { a: b; } .x, i { c: d; }</style><p class="y">').split("</style>")[0]
    '<style>p{a: b}'
    """
    found = STYLE.search(page)
    if found is None:
        return page
    body = page[: found.start()] + page[found.end() :]
    has = {name for names in CLASSES.findall(body) for name in names.split()}
    known = {f".{name}" for name in has} | set(TAGS.findall(body)) | ALWAYS
    known |= {f"#{name}" for name in IDS.findall(body)}
    sheet = "".join(_kept(COMMENT.sub("", found[2]), known))
    return page[: found.start(2)] + sheet + page[found.end(2) :]


def _kept(sheet: str, known: set[str]) -> Iterator[str]:
    """The rules that are met; a group of rules where one of its own is."""
    for head, body in rules(sheet):
        if head.startswith(("@media", "@container", "@supports")):
            if inner := "".join(_kept(body, known)):
                yield f"{_small(head)}{{{inner}}}"
        elif head.startswith("@"):
            yield f"{_small(head)}{{{_small(body).rstrip(';')}}}"
        elif met := [one for one in split(head) if is_met(one, known)]:
            yield f"{','.join(map(_small, met))}{{{_small(body).rstrip(';')}}}"


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


def is_met(selector: str, known: set[str]) -> bool:
    """Whether a page has each class, id and tag that a selector needs.

    What stands within ``:is()``, ``:has()`` and the like is taken to be there.

    Examples
    --------
    >>> is_met("p.a:not(.b) > i", {"p", "i", ".a"}), is_met(".b i", {"i", ".a"})
    (True, False)
    """
    plain = STATE.sub("", ATTRIBUTE.sub("", _without_functions(selector)))
    return all(mark + name in known for mark, name in NEEDED.findall(plain))


def _without_functions(selector: str) -> str:
    while found := OPEN.search(selector):
        depth, end = 1, found.end()
        while depth:
            depth += (selector[end] == "(") - (selector[end] == ")")
            end += 1
        selector = selector[: found.start()] + selector[end:]
    return selector


def _small(text: str) -> str:
    return AROUND.sub(r"\1", BLANKS.sub(" ", text)).strip()
