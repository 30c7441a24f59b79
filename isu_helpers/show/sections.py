"""A result as a section: its chart, its table, a sentence or two, and what to mind."""

from collections.abc import Sequence
from dataclasses import replace

from ..analysis.result import Results
from ..analysis.selection import BACKGROUND
from ..analysis.warnings import small_groups
from ..codebook import SEX
from ..disclosure import Protected, Release
from ..wording import html, listing
from . import sentences
from .anchors import anchor
from .charts import chart
from .distribution import distribution
from .rows import Block, crossed_blocks, is_yes_no, plain_block, yes_row
from .tables import table
from .words import words_of

BY_SEX = "{of} efter {by}. Andel av dem som har svarat, skillnad i procentenheter"
YES_BY_SEX = "{role}: andel som svarade ja, efter kön. Skillnad i procentenheter"
WITHIN_YES = "{role}, de som svarade ja"
YES_HEADING = "Frågor med svaren ja och nej"
ROLES = {
    "bakgrund": "Bakgrund",
    "behov": "Problem och behov",
    "delaktighet": "Delaktighet",
    "insats": "Insatser",
    "resultat": "Resultat",
}
NOTHING = (
    "Kodboken har inga variabler av det här slaget. Ge dem rollen «{role}» i kodboken om ni har "
    "sådana i filen."
)


def one_section(protected: Protected, release: Release) -> str:
    """One result; a sentence where it may not be shown."""
    if protected.is_blank:
        return box([_refusal(protected)])
    if len(protected.axes) > 2:
        return _crossed(protected, release)
    block = plain_block(protected, words_of(release))
    said = [*sentences.most_common(block), *sentences.largest_gap([block])]
    title = protected.result.of.title
    named = heading(title, protected.result.of.question)
    within = distribution(title, block, "Svar") if has_sex(protected) else ""
    parts = _parts(title_by(protected), [block], "Svar", said, [protected], release, within)
    return named + parts


def _refusal(protected: Protected) -> str:
    """Why a result is not shown, and what would help."""
    why = sentences.RECUT if protected.is_recut else sentences.REFUSED
    return why.format(of=title_of(protected))


def role_section(results: Results, release: Release) -> str:
    """All variables of a role: yes/no questions in one table, the others one by one."""
    if not len(results):
        return "" if results.is_crossed else box([NOTHING.format(role=results.role)])
    if results.is_crossed and not results.records.countable(BACKGROUND):
        return box([sentences.NO_BACKGROUND])
    found = [(choice.of.title, release.chosen(choice)) for choice in results]
    shown = [p for _, p in found if p]
    yes = [] if results.is_crossed else [p for p in shown if is_yes_no(p) and not p.is_blank]
    parts = [_yes_section(yes, release, results.role)] if yes else []
    parts += [_linked(p, one_section(p, release)) for p in shown if p not in yes]
    left_out = [name for name, p in found if p is None]
    parts += [too_few(left_out)] if left_out else []
    return "".join(parts)


def too_few(names: list[str]) -> str:
    """What stands in place of crossings that may not be shown."""
    return box([sentences.NO_CROSSING.format(names=listing(names))])


def _yes_section(items: Sequence[Protected], release: Release, role: str) -> str:
    words, name = words_of(release), ROLES.get(role, role.capitalize())
    rows = [replace(yes_row(p, words), anchor=anchor(p)) for p in items]
    block, title = Block("", tuple(rows)), YES_BY_SEX.format(role=name)
    said = sentences.largest_gap([block])
    within = distribution(WITHIN_YES.format(role=name), block, "Fråga")
    parts = _parts(title, [block], "Fråga", said, items, release, within)
    return heading(YES_HEADING, "") + parts


def _linked(protected: Protected, section: str) -> str:
    """A section that the overview can lead to."""
    return f'<div class="isu-avsnitt" id="{html(anchor(protected))}">{section}</div>'


def has_sex(protected: Protected) -> bool:
    """Whether the groups are the sexes."""
    return protected.axes[0].variable.role == SEX


def _crossed(protected: Protected, release: Release) -> str:
    blocks = crossed_blocks(protected, words_of(release))
    crossing = protected.axes[-2].variable
    named = heading(title_of(protected), "")
    said = sentences.largest_gap(blocks)
    return named + _parts(title_by(protected), blocks, crossing.title, said, [protected], release)


def _parts(
    title: str, blocks: list[Block], first: str, said: list[str],
    items: Sequence[Protected], release: Release, within: str = "",
) -> str:  # fmt: skip
    tables = table(title, blocks, first)
    return laid_out(chart(title, blocks), tables, said, items, release, within)


def laid_out(
    picture: str, tables: str, said: list[str], items: Sequence[Protected], release: Release,
    within: str = "",
) -> str:  # fmt: skip
    """A picture, its tables, what they say, and a warning where groups are small.

    ``within`` is what to unfold, under the picture where there is room for two columns.
    """
    are_cases = items[0].result.records.are_cases
    warned = small_groups(*((p.frame, p.axes) for p in items), are_cases=are_cases)
    return (
        f'<div class="isu-resultat">{stamp(release)}'
        f'<div class="isu-bild">{picture}</div>'
        f'<div class="isu-siffror">{tables}'
        f'<p class="isu-not">{html(sentences.note(release.k))}</p></div>{within}'
        f"{_said(said)}{box(warned)}</div>"
    )


def title_of(protected: Protected) -> str:
    """What a table is called: the variable, and what it is crossed with besides sex."""
    crossed = [lower_first(a.variable.title) for a in protected.axes[1:-1]]
    of = protected.result.of.title
    return f"{of} efter {listing(['kön', *crossed])}" if crossed else of


def title_by(protected: Protected) -> str:
    """The caption of a table of shares within groups."""
    by = listing(lower_first(a.variable.title) for a in protected.axes[:-1])
    return BY_SEX.format(of=protected.result.of.title, by=by)


def heading(title: str, question: str) -> str:
    """A section's heading, and the question as it was asked."""
    asked = f'<p class="isu-fraga">{html(question)}</p>' if question else ""
    return f"<h3>{html(title)}</h3>{asked}"


def _said(texts: list[str]) -> str:
    return f'<p class="isu-lasning">{html(" ".join(texts))}</p>' if texts else ""


def box(texts: list[str]) -> str:
    """A box with something to mind; several things as a list."""
    if len(texts) < 2:
        inner = "".join(f"<p>{html(t)}</p>" for t in texts)
    else:
        items = "".join(f"<li>{html(t)}</li>" for t in texts)
        inner = f"<p>{sentences.SMALL_GROUPS}</p><ul>{items}</ul>"
    return f'<div class="isu-varning">{inner}</div>' if texts else ""


def stamp(release: Release) -> str:
    """The mark on what shows small numbers; empty where they are hidden."""
    if release.is_protected:
        return ""
    return '<p class="isu-stampel">Arbetsmaterial – får inte spridas</p>'


def lower_first(text: str) -> str:
    """A title inside a sentence: abbreviations keep their capitals."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
