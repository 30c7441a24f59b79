"""A whole page as short as HTML lets it be written: what a browser makes of it is the same.

It is done last, to what is written to a disk: classes have names of one or two letters, those
that no rule asks for are left out, and so are quotes that HTML can do without. End tags stay:
programs that read a table out of a page do not all know which of them may be wanting.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from .styles import STYLE, letters

TAG = re.compile(r"""<[A-Za-z](?:[^>"']|"[^"]*"|'[^']*')*>""")
ATTRIBUTE = re.compile(r"""\s+([^\s"'=<>/]+)=("[^"]*"|'[^']*')(?=(.))""", re.DOTALL)
BARE = re.compile(r'"([\w.%#:,+-]+)"', re.ASCII)
NAME, TEXTS = re.compile(r"\.(-?[A-Za-z_][\w-]*)"), re.compile(r'("[^"]*")')
ALONE = re.compile(r'<(\w+)( class="([^"]*)")([^<>]*)/>')
SCRIPT, LAST = "<script", " >"  # what may follow a value that has no quotes


def packed(page: str) -> str:
    """A page written short; one with a script, or without a style sheet, is let be.

    Examples
    --------
    >>> packed('<style>.isu-a{b:c}</style><p class="isu-a x">Hej</p><p id="y">Du</p>')
    '<style>.a{b:c}</style><p class=a>Hej</p><p id=y>Du</p>'
    """
    found = STYLE.search(page)
    if found is None or SCRIPT in page:
        return page
    before, sheet, after = page[: found.start(2)], found[2], page[found.end(2) :]
    short = _short(sheet, before + after)
    return _tags(before, short) + _renamed(sheet, short) + _tags(after, short)


def _short(sheet: str, html: str) -> dict[str, str]:
    """A short name for each class that a rule asks for, the commonest first."""
    asked = Counter(NAME.findall("".join(TEXTS.split(sheet)[::2])))
    values = (a[2][1:-1] for tag in TAG.findall(html) for a in ATTRIBUTE.finditer(tag)
              if a[1] == "class")  # fmt: skip
    asked.update(name for value in values for name in value.split() if name in asked)
    return {name: letters(i) for i, (name, _) in enumerate(asked.most_common())}


def _renamed(sheet: str, short: Mapping[str, str]) -> str:
    """A sheet that asks for the short names; what it writes out in quotes stands."""
    parts = TEXTS.split(sheet)
    parts[::2] = (NAME.sub(lambda name: f".{short[name[1]]}", part) for part in parts[::2])
    return "".join(parts)


def _tags(html: str, short: Mapping[str, str]) -> str:
    def attribute(found: re.Match[str]) -> str:
        name, value, after = found.groups()
        if name == "class":
            value = _value(value[1:-1].split(), short)
        bare = BARE.fullmatch(value) if after in LAST else None
        return f" {name}={bare[1] if bare else value}" if value else ""

    def last(found: re.Match[str]) -> str:
        """A tag that is closed at once, with what has to have quotes last."""
        name, whole, classes, rest = found.groups()
        has_rule = any(one in short for one in classes.split())
        return f"<{name}{rest}{whole}/>" if has_rule else str(found[0])

    return TAG.sub(lambda tag: ATTRIBUTE.sub(attribute, ALONE.sub(last, tag[0])), html)


def _value(names: Iterable[str], short: Mapping[str, str]) -> str:
    """The short names in quotes; nothing where no rule asks for any of them."""
    kept = " ".join(short[name] for name in names if name in short)
    return kept and f'"{kept}"'
