"""What stands on a page once, though its parts are made one by one: tables, notes and names."""

import re
from collections import Counter

from . import render

REGION = re.compile(r"""<(?=[^>]*role="region")[^>]*?aria-label="(?P<name>[^"]*)""")
NAMED = re.compile(r"<(h[2-4]|caption)\b[^>]*>(?P<name>.*?)(?=</\1>)", re.DOTALL)
FRAMED = r'<div class="isu-bredd"[^>]*>\s*<table.*?</table></div>'
TABLE = re.compile(rf'<details class="isu-fordelning">.*?</details>|{FRAMED}', re.DOTALL)
UNDER = re.compile(r'<p class="isu-not">([^<]*)</p>')
SENTENCE = re.compile(r"(?<=[^.]\.) (?=\S)")
ABOVE, AGAIN = "Tabellen står längre upp på sidan.", "{name} ({n})"


def once(parts: dict[str, str]) -> dict[str, str]:
    """The parts of a page, with each table and each sentence under tables where it first stands.

    No two regions, headings or captions have the same name: the second has its number.
    """
    known: set[str] = set()

    def new(found: re.Match[str]) -> str:
        said = [s for s in SENTENCE.split(found[1]) if s not in known]
        known.update(said)
        return str(found[0]).replace(found[1], " ".join(said)) if any(said) else ""

    def first(found: re.Match[str]) -> str:
        table = str(found[0])
        if table not in known:
            known.add(table)
            return table
        return render("publish/outputs", "above", words=ABOVE) if table.startswith("<div") else ""

    kept = {name: TABLE.sub(first, UNDER.sub(new, html)) for name, html in parts.items()}
    return _numbered(_numbered(kept, REGION), NAMED)


def _numbered(parts: dict[str, str], pattern: re.Pattern[str]) -> dict[str, str]:
    """The parts of a page in which the second of a name has its number."""
    taken: Counter[str] = Counter()

    def named(found: re.Match[str]) -> str:
        name, kind = found["name"], found[0][:2]
        taken[kind + name] += 1
        again = AGAIN.format(name=name, n=taken[kind + name])
        return str(found[0]).removesuffix(name) + (again if taken[kind + name] > 1 else name)

    return {name: pattern.sub(named, html) for name, html in parts.items()}
