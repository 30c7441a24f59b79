"""Markdown written by the program: text that means itself, and tables."""

import re
from collections.abc import Iterable

MARKUP = re.compile(r"([\\`*_{}\[\]<>|#~$!&])")


def plain(text: str) -> str:
    """A text that means itself in Markdown too.

    Examples
    --------
    >>> plain("Rum 3 *norr*")
    'Rum 3 \\\\*norr\\\\*'
    """
    return MARKUP.sub(r"\\\1", text)


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown."""
    lines = [list(head), *map(list, rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
