"""What stands on a page once, though its parts are made one by one: tables, notes and names."""

import re
from itertools import chain, count

from . import render

NAMED = re.compile(
    r"<(?P<tag>h[2-4]|caption)\b[^>]*>(?P<name>.*?)(?=</(?P=tag)>)"
    r"""|<(?=[^>]*role="region")[^>]*?aria-label="(?P<label>[^"]*)""",
    re.DOTALL,
)
FRAMED = r'<div class="isu-bredd"[^>]*>\s*<table.*?</table></div>'
TABLE = re.compile(rf'<details class="isu-fordelning">.*?</details>|{FRAMED}', re.DOTALL)
UNDER = re.compile(r'<p class="isu-not">([^<]*)</p>')
SENTENCE = re.compile(r"(?<=[^.]\.) (?=\S)")
ABOVE = "Tabellen står längre upp på sidan."
UNDER_CHAPTER, AGAIN = "{name} – under «{chapter}»", "{name} ({n})"
TAG = re.compile(r"<[^>]*>")


def once(parts: dict[str, str]) -> dict[str, str]:
    """The parts of a page, with each table and each sentence under tables where it first stands.

    No two regions, headings or captions have the same name: the second is told by its chapter.

    Parameters
    ----------
    parts
        The HTML of each part by its name, in the order of the page.
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
    return _told_apart(kept)


def _told_apart(parts: dict[str, str]) -> dict[str, str]:
    """The parts of a page in which the second of a name says what chapter it stands under."""
    taken: dict[str, set[str]] = {}
    chapter = ""

    def named(found: re.Match[str]) -> str:
        nonlocal chapter
        kind, name = found["tag"] or "", found["name"] if found["tag"] else found["label"]
        known = taken.setdefault(kind, set())
        new = _new(name, chapter, known)
        known.add(new)
        chapter = TAG.sub("", name).replace('"', "&quot;").strip() if kind == "h2" else chapter
        return str(found[0]).removesuffix(name) + new

    return {name: NAMED.sub(named, html) for name, html in parts.items()}


def _new(name: str, chapter: str, taken: set[str]) -> str:
    """A name that nothing else has: with its chapter, else with a number.

    Examples
    --------
    >>> _new("Våld", "Vilka är med?", set()), _new("Våld", "Vilka är med?", {"Våld"})
    ('Våld', 'Våld – under «Vilka är med?»')
    """
    again = [UNDER_CHAPTER.format(name=name, chapter=chapter)] * bool(chapter)
    numbered = (AGAIN.format(name=name, n=n) for n in count(2))
    return next(told for told in chain([name], again, numbered) if told not in taken)
