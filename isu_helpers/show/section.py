"""A result as a section: its chart, its table, a sentence or two, and what to mind."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ..analysis import Results
from ..analysis.breakdown import BACKGROUND, SECTIONS
from ..analysis.result import Choice, small_groups
from ..analysis.verdict import CLEAR
from ..codebook import SEX
from ..content import load
from ..disclosure import Protected, Release
from ..records.derived.classes import GROUPED, has_lacking
from ..wording import listing
from . import sentences
from .absent import mends_of, why_nothing
from .charts.shares import Shares
from .model import (
    CHANGE,
    ROLE,
    Chart,
    Exhibit,
    Mend,
    Notice,
    Paragraph,
    Part,
    Section,
    Table,
    Unfolded,
)
from .rows import Block, crossed_blocks, is_yes_no, plain_block, stratum_label, yes_row
from .tables import distribution, is_without_word, table
from .words import words_of

# Ids of sections, so that the overview can lead to them.


def anchor(protected: Protected) -> str:
    """The id of a result's section, from the names of its variables besides sex.

    The same in every run and page.
    """
    names = "-".join(axis.name for axis in reversed(protected.axes[1:]))
    return "tabell-" + re.sub(r"\W+", "-", names.casefold()).strip("-")


# A result as a section: its chart, its table, a sentence or two, and what to mind.

BY_SEX = "{of} efter {by}. Andel av dem som har svarat, skillnad i procentenheter"
YES_BY_SEX = "{role}: andel som svarade ja, efter kön. Skillnad i procentenheter"
WITHIN_YES = "{role}, de som svarade ja"
STAMP = "Arbetsmaterial – får inte spridas"
YES_HEADING = "{role}: frågor med svaren ja och nej"
ROLES = {
    "bakgrund": "Bakgrund",
    "behov": "Problem och behov",
    "delaktighet": "Delaktighet",
    "insats": "Insatser",
    "resultat": "Resultat",
}
NOTHING = (
    "Kodboken har inga frågor av det här slaget. Finns de i filen anger ni i kodboken vilka de är."
)


def one_section(protected: Protected, release: Release) -> Section:
    """One result; a sentence where it may not be shown."""
    if protected.is_blank:
        told = title_of(protected), protected.is_recut, bool(release.earlier)
        return Section(parts=box([sentences.refusal(*told)], *coarser([protected])))
    if len(protected.axes) > 2:
        return _crossed(protected, release)
    block = plain_block(protected, words_of(release))
    said = [*sentences.most_common(block), *sentences.largest_gap([block])]
    of = protected.result.of
    within = (distribution(of.title, block, "Svar"),) if has_sex(protected) else ()
    shown = _exhibit(title_by(protected), [block], "Svar", said, [protected], release, within)
    return Section(of.title, of.question, (shown,))


def role_section(results: Results, release: Release) -> Section:
    """All variables of a role: yes/no questions in one table, the others one by one."""
    if not len(results):
        return Section(parts=() if results.is_crossed else _nothing(results))
    records = results.records
    if results.is_crossed and not records.countable(BACKGROUND):
        asked = records.codebook.with_role(BACKGROUND)
        why = why_nothing(records, asked, sentences.NO_BACKGROUND)
        mends = mends_of(records, asked, Mend(ROLE, BACKGROUND))
        return Section(parts=box([why], *mends))
    found = [(choice, release.chosen(choice)) for choice in results]
    shown = [p for _, p in found if p]
    yes = [] if results.is_crossed else [p for p in shown if is_yes_no(p) and not p.is_blank]
    parts = [yes_section(yes, release, results.role)] if yes else []
    parts += [replace(one_section(p, release), id=anchor(p)) for p in shown if p not in yes]
    return Section(parts=(*parts, *_left_out(results, [c for c, p in found if p is None])))


def _nothing(results: Results) -> tuple[Part, ...]:
    """Why there is nothing of a role."""
    records, roles = results.records, SECTIONS.get(results.role, (results.role,))
    asked = [v for r in roles for v in records.codebook.with_role(r) if v.role != SEX]
    mends = mends_of(records, asked, Mend(ROLE, roles[0]))
    return box([why_nothing(records, asked, NOTHING)], *mends)


def _left_out(results: Results, choices: list[Choice]) -> list[Part]:
    """What stands in place of crossings that are not shown, those of one reason together."""
    by_reason: dict[str, list[str]] = {}
    for choice in choices:
        by_reason.setdefault(_why_not(results, choice), []).append(choice.of.title)
    return [one for why, names in by_reason.items() for one in not_crossed(names, why)]


def _why_not(results: Results, choice: Choice) -> str:
    """Why a crossing is not shown: too few people, too few in the groups, or too much to hide."""
    if choice.items:
        return sentences.TOO_MUCH_HIDDEN
    is_enough = len(results.records) >= load("thresholds")["korsning_minst"]["value"]
    return sentences.FEW_IN_GROUPS if is_enough else sentences.FEW_PEOPLE


def not_crossed(names: list[str], why: str = sentences.TOO_MUCH_HIDDEN) -> tuple[Part, ...]:
    """What stands in place of crossings that are not shown, and the reason."""
    mends = () if why == sentences.FEW_PEOPLE else (Mend(CHANGE),)
    return box([sentences.NO_CROSSING.format(names=listing(names), why=why)], *mends)


def yes_section(items: Sequence[Protected], release: Release, role: str) -> Section:
    """The yes/no questions of a role in one table, a row a question."""
    words, name = words_of(release), ROLES.get(role, role.capitalize())
    rows = [replace(yes_row(p, words), anchor=anchor(p)) for p in items]
    block, title = Block("", tuple(rows)), YES_BY_SEX.format(role=name)
    said = sentences.largest_gap([block])
    within = (distribution(WITHIN_YES.format(role=name), block, "Fråga"),)
    shown = _exhibit(title, [block], "Fråga", said, items, release, within)
    return Section(YES_HEADING.format(role=name), parts=(shown,))


def has_sex(protected: Protected) -> bool:
    """Whether the groups are the sexes."""
    return protected.axes[0].variable.role == SEX


def _crossed(protected: Protected, release: Release) -> Section:
    blocks = crossed_blocks(protected, words_of(release))
    crossing = protected.axes[-2].variable
    own = [*_clear_scales(protected, release), *_with_missing(protected)]
    said = [*own, *sentences.largest_gap(blocks)]
    title = title_by(protected)
    shown = _exhibit(title, blocks, crossing.title, said, [protected], release, own=own)
    return Section(title_of(protected), parts=(shown,))


def _clear_scales(protected: Protected, release: Release) -> list[str]:
    """The groups in which a question is clear as a scale."""
    words, crossing = words_of(release), protected.axes[-2]
    if len(protected.axes) > 3:
        return []
    clear = [s for s in crossing.answers if words.at(protected, {crossing.name: s}) == CLEAR]
    labels = listing(stratum_label(crossing, s) for s in clear)
    return [sentences.CLEAR_SCALES.format(labels=labels)] if clear else []


def _with_missing(protected: Protected) -> list[str]:
    """That the few who lack an answer are in one of the groups, where they are."""
    rules = [axis.variable.rule for axis in protected.axes[1:-1]]
    is_so = any(r and r.name == GROUPED and has_lacking(r) for r in rules)
    return [sentences.WITH_MISSING] * is_so


def _exhibit(
    title: str, blocks: list[Block], first: str, said: list[str],
    items: Sequence[Protected], release: Release, within: tuple[Unfolded, ...] = (),
    own: Sequence[str] = (),
) -> Exhibit:  # fmt: skip
    charts, tables = [Shares(title, tuple(blocks))], [table(title, blocks, first)]
    return laid_out(charts, tables, said, items, release, within, own)


def laid_out(
    charts: Sequence[Chart], tables: Sequence[Table | Unfolded], said: Sequence[str],
    items: Sequence[Protected], release: Release, within: tuple[Unfolded, ...] = (),
    own: Sequence[str] | None = None,
) -> Exhibit:  # fmt: skip
    """Charts, their tables, what they say, and a warning where groups are small.

    ``within`` is what to unfold, under the charts where there is room for two columns. ``own`` is
    what of ``said`` stands nowhere else; None for all of it.
    """
    are_cases = items[0].result.records.are_cases
    small = small_groups(*((p.frame, p.axes) for p in items), are_cases=are_cases)
    note = sentences.note(release.k, items)
    note = f"{sentences.NO_WORD} {note}" if any(map(is_without_word, _bare(tables))) else note
    return Exhibit(
        tuple(charts), tuple(tables), note, within, " ".join(said),
        tuple(said if own is None else own), warned(small), stamp(release),
    )  # fmt: skip


def _bare(tables: Sequence[Table | Unfolded]) -> list[Table]:
    return [one.table if isinstance(one, Unfolded) else one for one in tables]


def title_of(protected: Protected) -> str:
    """What a table is called: the variable, and what it is crossed with besides sex."""
    crossed = [lower_first(a.variable.title) for a in protected.axes[1:-1]]
    of = protected.result.of.title
    return f"{of} efter {listing(['kön', *crossed])}" if crossed else of


def title_by(protected: Protected) -> str:
    """The caption of a table of shares within groups."""
    by = listing(lower_first(a.variable.title) for a in protected.axes[:-1])
    return BY_SEX.format(of=protected.result.of.title, by=by)


def box(texts: Sequence[str], *mends: Mend) -> tuple[Part, ...]:
    """A box with something to mind, and what to do about it in the codebook; nothing without."""
    return (*warned(texts), *mends) if texts else ()


def warned(texts: Sequence[str]) -> tuple[Notice, ...]:
    """A box with something to mind; several things are a list, and nothing is no box."""
    lead = sentences.SMALL_GROUPS if len(texts) > 1 else ""
    return (Notice(tuple(texts), lead),) if texts else ()


def coarser(items: Sequence[Protected]) -> list[Mend]:
    """Where fewer answers or classes would show more: each variable that people are counted in."""
    axes = [a.variable for p in items for a in p.axes if a.variable.role != SEX]
    names = [v.rule.sources[0] if v.rule else v.name for v in axes]
    return [Mend(CHANGE, name=name) for name in dict.fromkeys(names)]


def stamp(release: Release) -> tuple[Paragraph, ...]:
    """The mark on what shows small numbers; nothing where they are hidden."""
    return () if release.is_protected else (Paragraph(STAMP, "stampel"),)


def lower_first(text: str) -> str:
    """A title inside a sentence: abbreviations keep their capitals."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
