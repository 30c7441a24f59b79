"""A result as a section: its chart, its table, a sentence or two, and what to mind."""

from collections.abc import Sequence

from ..analysis.result import Results
from ..analysis.warnings import small_groups
from ..disclosure import Protected, Release
from ..wording import html, listing
from . import sentences
from .charts import chart
from .rows import Block, crossed_blocks, is_yes_no, plain_block, yes_block
from .tables import table

BY_SEX = "{of} efter kön. Andel av dem som har svarat"
YES_BY_SEX = "Andel som svarade ja, efter kön"
CROSSED = "{of} efter kön och {crossing}. Andel av dem som har svarat"
NOTHING = (
    "Kodboken har inga variabler av det här slaget. Ge dem rollen «{role}» i kodboken om ni har "
    "sådana i filen."
)


def one_section(protected: Protected | None, release: Release, name: str) -> str:
    """One result; a sentence where it may not be shown."""
    if protected is None or protected.is_refused:
        why = sentences.TOO_FEW if protected is None else sentences.REFUSED
        return _box([why.format(of=name)])
    if len(protected.axes) > 2:
        return _crossed(protected, release)
    block = plain_block(protected)
    title = _title(protected)
    said = [*sentences.most_common(block), *sentences.largest_gap([block])]
    heading = _heading(protected.result.of.title, protected.result.of.question)
    return heading + _parts(title, [block], "Svar", said, [protected], release)


def role_section(results: Results, release: Release) -> str:
    """All variables of a role: yes/no questions in one table, the others one by one."""
    if not len(results):
        return _box([NOTHING.format(role=results.role)])
    found = [(choice.of.title, release.chosen(choice)) for choice in results]
    yes = [p for _, p in found if p and not p.is_refused and is_yes_no(p)]
    if results.is_crossed:
        yes = []
    rest = [(name, p) for name, p in found if p not in yes]
    parts = [_yes_section(yes, release)] if yes else []
    return "".join(parts + [one_section(p, release, name) for name, p in rest])


def _yes_section(items: Sequence[Protected], release: Release) -> str:
    block = yes_block(items)
    heading = _heading("Frågor med svaren ja och nej", "")
    said = sentences.largest_gap([block])
    return heading + _parts(YES_BY_SEX, [block], "Fråga", said, items, release)


def _crossed(protected: Protected, release: Release) -> str:
    blocks = crossed_blocks(protected)
    crossing = protected.axes[-2].variable
    title = CROSSED.format(of=protected.result.of.title, crossing=_lower(crossing.title))
    heading = _heading(f"{protected.result.of.title} efter kön och {_lower(crossing.title)}", "")
    said = sentences.largest_gap(blocks)
    return heading + _parts(title, blocks, crossing.title, said, [protected], release)


def _parts(
    title: str, blocks: list[Block], first: str, said: list[str],
    items: Sequence[Protected], release: Release,
) -> str:  # fmt: skip
    warned = [w for p in items for w in small_groups(p.frame, p.axes)]
    return (
        f'<div class="isu-resultat">{_stamp(release)}'
        f'<div class="isu-bild">{chart(title, blocks)}</div>'
        f'<div class="isu-siffror">{table(title, blocks, first)}'
        f'<p class="isu-not">{html(sentences.note(release.k))}</p></div>'
        f"{_said(said)}{_box(list(dict.fromkeys(warned)))}</div>"
    )


def _title(protected: Protected) -> str:
    names = [_lower(a.variable.title) for a in protected.axes[:-1]]
    return BY_SEX.format(of=protected.result.of.title).replace("kön", listing(names), 1)


def _heading(title: str, question: str) -> str:
    asked = f'<p class="isu-fraga">{html(question)}</p>' if question else ""
    return f"<h3>{html(title)}</h3>{asked}"


def _said(texts: list[str]) -> str:
    return f'<p class="isu-lasning">{html(" ".join(texts))}</p>' if texts else ""


def _box(texts: list[str]) -> str:
    if not texts:
        return ""
    return f'<div class="isu-varning"><p>{html(" ".join(texts))}</p></div>'


def _stamp(release: Release) -> str:
    if release.is_protected:
        return ""
    return '<p class="isu-stampel">Arbetsmaterial – får inte spridas</p>'


def _lower(text: str) -> str:
    """A title inside a sentence: abbreviations keep their capitals."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
