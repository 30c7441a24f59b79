"""One's own figures beside a reference file: is it so special here?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ..analysis import breakdowns
from ..analysis.intervals import default_level
from ..analysis.result import Choice, Displayed
from ..analysis.verdict import CLEAR, TOO_FEW
from ..codebook import Variable
from ..configuration import is_somebody_there
from ..disclosure import Protected, Release
from ..elsewhere import (
    ANOTHER,
    HIGHER,
    LIKE,
    LOWER,
    OTHER_WAY,
    UNKNOWN,
    Beside,
    Gap,
    Reference,
    Standing,
    read_reference,
    standings,
    with_words,
)
from ..errors import DataFileError
from ..records import Records
from ..wording import half_up, listing, percent, plural, points
from . import rows
from .charts.dots import Dots, Marked, figure_of
from .model import (
    NOTHING,
    SECRET,
    Body,
    Bullets,
    Cell,
    Line,
    Paragraph,
    Part,
    Section,
    Table,
    heads_of,
    strong,
)
from .rows import is_yes_no, yes_row
from .section import box, laid_out, lower_first, one_section
from .tables import TO, plain_line

NO_FILE = "Här kan ni se om det är så speciellt hos er. Det behövs en fil att jämföra med."
STEPS = (
    "Hämta siffror uppdelade på kön ur Kolada eller SCB:s statistikdatabas, eller fråga er "
    "region. Spara dem som CSV eller Excel i er mapp.",
    "Gör en kolumn som heter «variabel» i filen. Skriv där vad frågan heter i er kodbok.",
    "Skriv filens namn i isu.yaml, till exempel «jamforelse: riket.csv». Kör sedan igen.",
)
YES_HEADING, YES_TITLE = "Frågor med svaren ja och nej", "Svaret ja"
TITLE = "{of}, vi och {name}. Andel av dem som har svarat, skillnad i procentenheter"
OWN_HEAD, VERDICT_HEAD = "Vi", "Vi jämfört med {name}"
GAP_ROW = "Skillnad, {first} minus {second}"
IN_WORDS = {HIGHER: "högre", LOWER: "lägre", LIKE: "ungefär lika", UNKNOWN: "går inte att säga"}
GAP_WORDS = {
    HIGHER: "större hos oss", LOWER: "mindre hos oss", OTHER_WAY: "åt andra hållet",
    ANOTHER: "en annan hos oss, osäkert åt vilket håll", LIKE: "ungefär lika stor",
    UNKNOWN: "går inte att säga",
}  # fmt: skip
SAID = {
    HIGHER: "Högre än i {name}: {items}.",
    LOWER: "Lägre än i {name}: {items}.",
    LIKE: "Ungefär som i {name}: {items}.",
    UNKNOWN: "Går inte att säga: {items}.",
}
LARGER = "Är skillnaden mellan {first} och {second} större hos oss än i {name}?"
READ = "Så lästes jämförelsefilen"
CHANCE = (
    "Ungefär ett tal av {times} hamnar utanför sitt intervall av en slump. "
    "Lita mer på ett mönster än på ett enda tal."
)
FAMILY = (
    "Ordet «tydlig skillnad» gäller jämförelsen för sig. Alla dess rader räknas in, men inte de "
    "andra tabellerna. Står inget ord är skillnaden osäker."
)
CLEAR_HERE = "Tydlig skillnad, när alla rader i jämförelsen räknas in: {items}."
NONE_CLEAR = "Ingen skillnad här är tydlig, när alla rader i jämförelsen räknas in."
THE_GAP = "skillnaden mellan könen"
EXACT = "Säger filen inte hur många en andel bygger på räknas den som helt säker."
SAME_PEOPLE = (
    "Siffrorna gäller er egen kommun, så samma personer kan finnas i båda. Då stämmer inte "
    "intervallen helt. Har ni lämnat ut siffrorna förut, kör isu handouts med --tidigare. "
    "Då skyddas de två utlämningarna tillsammans."
)
FEW_THERE = (
    "Jämförelsen med {name} visas inte för {names}. Siffrorna där bygger på så få personer att "
    "någon kan kännas igen."
)
MERGED_ANSWERS = (
    "{name} går inte att jämföra: hos oss är svaren ihopslagna, och i filen saknas några av dem."
)
OTHER_ANSWERS = "{name} går inte att jämföra: filen har inga tal för svaren som visas hos oss."
NOT_HERE = "Det finns inga egna svar att jämföra för {names}."

Told = dict[tuple[object, ...], list[Marked]]  # what a reference has of each result


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Displayed):
    """One's own figures beside a reference; without one, how to get one.

    ``stop`` says why a file could not be used, where a person is there to read it.
    """

    records: Records
    reference: Reference | None = None
    stop: str = ""

    def __repr__(self) -> str:
        return repr(self.reference) if self.reference else self.stop or NO_FILE

    def __iter__(self) -> Iterator[Choice]:
        """What to show of each variable that the reference has, as elsewhere in the notebook."""
        variables = self.reference.variables if self.reference else ()
        wanted = {v.name for v in variables}
        for role in dict.fromkeys(v.role for v in variables):
            for choice in breakdowns(self.records, role):
                found = wanted & {choice.of.name, *_sources(choice.of)}
                wanted -= found
                if found:
                    yield choice


def compare(records: Records, reference: Reference) -> Comparison:
    """One's own shares by sex, with their intervals, beside those of a reference."""
    return Comparison(records, reference)


def comparison(records: Records, file: str | Path | None, *, kommun: str = "") -> Comparison:
    """One's own figures beside those of a file, or how to get one where there is none.

    Parameters
    ----------
    records
        The people.
    file
        What Kolada or SCB gives, or a table of one's own: see `read_reference`.
    kommun
        The group's own municipality, so that its rows in the file can be told from others'.

    Returns
    -------
    Comparison
        A section a variable that both have, shares by sex; then how the file was read.

    Raises
    ------
    DataFileError
        In Swedish, when the file can't be read, or has nothing that the codebook knows, and
        nobody sits at the notebook. For who does, it is shown, and all else goes on.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> import pandas as pd
    >>> table = pd.DataFrame({"Kön": list("KM") * 10, "Insats": ["Ja", "Nej"] * 10})
    >>> path = Path(mkdtemp()) / "riket.csv"
    >>> text = "variabel;svar;kvinnor;män;år\\nInsats;Ja;40;50;2024\\n"
    >>> _ = path.write_text(text, encoding="utf-8")
    >>> comparison(Records.from_frame(table), path).reference.variables[0].name
    'Insats'
    """
    if file is None:
        return Comparison(records)
    try:
        return compare(records, read_reference(file, records.codebook, kommun=kommun))
    except DataFileError as error:
        if not is_somebody_there():
            raise
        return Comparison(records, stop=str(error))


def comparison_section(shown: Comparison, release: Release) -> Section:
    """A section a variable, yes-or-no questions together; then how the file was read."""
    reference = shown.reference
    if reference is None:
        return Section(parts=box([shown.stop])) if shown.stop else _how_to()
    found = [p for choice in shown if (p := release.chosen(choice))]
    few = [p for p in found if release.is_protected and reference.is_small(p.result.of, release.k)]
    kept = [p for p in found if p not in few]
    yes = [p for p in kept if is_yes_no(p) and not p.is_blank]
    marked = _worded(kept, reference)
    parts = [_section(yes, marked, reference, release)] if yes else []
    parts += [_section([p], marked, reference, release) for p in kept if p not in yes]
    return Section(parts=(*parts, *_notes(reference, found, few)))


def beside(
    records: Records, file: str | Path | None, release: Release, *, kommun: str = ""
) -> dict[tuple[str, str], Marked]:
    """What a file says beside one's own figures, by the variable's name and the answer.

    Parameters
    ----------
    file
        As `comparison` has it; without one there is nothing.
    """
    shown = comparison(records, file, kommun=kommun)
    if shown.reference is None:
        return {}
    found = (p for choice in shown if (p := release.chosen(choice)) and not p.is_blank)
    kept = [
        p
        for p in found
        if not (release.is_protected and shown.reference.is_small(p.result.of, release.k))
    ]
    told = _worded(kept, shown.reference)
    return {(p.result.of.name, m.beside.answer): m for p in kept for m in told[p.result.key]}


def _worded(items: Sequence[Protected], reference: Reference) -> Told:
    """What the reference has of each result, with words that mind all of it."""
    found = [(p.result.key, m) for p in items if not p.is_blank for m in _marked(p, reference)]
    told = with_words([marked.beside for _, marked in found])
    out: Told = {}
    for (key, marked), beside in zip(found, told, strict=True):
        out.setdefault(key, []).append(replace(marked, beside=beside))
    return out


def _section(
    items: Sequence[Protected], every: Told, reference: Reference,
    release: Release,
) -> Section:  # fmt: skip
    """The chart and table of some variables, and what they say."""
    first, of = items[0], items[0].result.of
    marked = [m for p in items for m in every.get(p.result.key, [])]
    if first.is_blank:
        return one_section(first, release)
    if not marked:
        form = MERGED_ANSWERS if of.rule else OTHER_ANSWERS
        names = listing(f"«{p.result.of.title}»" for p in items)
        return Section(parts=box([form.format(name=names)]))
    are_yes = is_yes_no(first)
    name = _common_name(marked, reference)
    title = TITLE.format(of=YES_TITLE if are_yes else of.title, name=name)
    heading, question = (YES_HEADING, "") if are_yes else (of.title, of.question)
    charts, tables = [Dots(title, tuple(marked))], [_table(title, marked, name)]
    shown = laid_out(charts, tables, [], items, release)
    told = (*_list(_said(marked, name)), *_gaps_told(marked, name), Paragraph(_clear(marked)))
    return Section(heading, question, (shown, *told))


def _marked(protected: Protected, reference: Reference) -> list[Marked]:
    """The answers that the reference has; of a yes/no question the first alone."""
    name, beside = reference.name_of(protected.result.of), standings(protected, reference)
    if not is_yes_no(protected):
        return [Marked(b.answer, b, name) for b in beside]
    yes = protected.axes[-1].answers[0]
    return [Marked(yes_row(protected).label, b, name) for b in beside if b.answer == yes]


def _common_name(marked: Sequence[Marked], reference: Reference) -> str:
    names = {m.name for m in marked}
    return names.pop() if len(names) == 1 else lower_first(reference.name)


def _table(title: str, marked: Sequence[Marked], name: str) -> Table:
    heads = ("Grupp", OWN_HEAD, name[:1].upper() + name[1:], VERDICT_HEAD.format(name=name))
    return Table(title, heads_of(heads), tuple(map(_body, marked)))


def _body(marked: Marked) -> Body:
    beside = marked.beside
    gap = [_gap_row(beside, beside.gap)] if beside.gap else []
    return Body((*map(_row, beside.standings), *gap), marked.label)


def _row(standing: Standing) -> Line:
    figure, has_other = figure_of(standing), not np.isnan(standing.other)
    own = SECRET if figure.is_hidden else strong(figure.share_text, figure.count_text)
    other = strong(percent(standing.other)) if has_other else NOTHING
    said = IN_WORDS[standing.verdict] if has_other else NOTHING.text
    return plain_line(plural(standing.group), (own, other, Cell(said, word=_word(standing))))


def _gap_row(beside: Beside, gap: Gap) -> Line:
    """The gap here and there, each that of the shares that stand above it."""
    by_group = {s.group: s for s in beside.standings}
    one, two = (by_group[g] for g in (gap.first, gap.second))
    value, low, high = gap.own
    own = rows.Gap(value, low, high, sides=(one.own[0], two.own[0]))
    other = half_up(100 * one.other) - half_up(100 * two.other)
    label = GAP_ROW.format(first=plural(gap.first).lower(), second=plural(gap.second).lower())
    said = Cell(GAP_WORDS[gap.verdict], word=_word(gap))
    return plain_line(label, (_own_gap(own), strong(points(other / 100)), said))


def _own_gap(gap: rows.Gap) -> Cell:
    if not gap.is_shown:
        return SECRET
    value, low, high = gap.told
    return strong(value, TO.format(low=low, high=high))


def _word(row: Standing | Gap) -> str:
    """The word where it says something; none where figures are alike or hidden."""
    return row.word if row.verdict != LIKE and row.word in (CLEAR, TOO_FEW) else ""


def _said(marked: Sequence[Marked], name: str) -> list[str]:
    """Which figures are higher, lower, alike, and whether the gaps are larger."""
    told = []
    for verdict, form in SAID.items():
        pairs = [(m.label, _groups(m, verdict)) for m in marked]
        items = [f"«{label}» ({listing(groups)})" for label, groups in pairs if groups]
        told += [form.format(name=name, items=listing(items))] if items else []
    return told


def _clear(marked: Sequence[Marked]) -> str:
    """Which differences stand when all rows of the comparison are looked at."""
    pairs = [(m.label, [*_clear_groups(m), *_clear_gap(m)]) for m in marked]
    items = [f"«{label}» ({listing(names)})" for label, names in pairs if names]
    return CLEAR_HERE.format(items=listing(items)) if items else NONE_CLEAR


def _clear_groups(marked: Marked) -> list[str]:
    return [plural(s.group).lower() for s in marked.beside.standings if s.word == CLEAR]


def _clear_gap(marked: Marked) -> list[str]:
    return [THE_GAP] if marked.beside.gap and marked.beside.gap.word == CLEAR else []


def _groups(marked: Marked, verdict: str) -> list[str]:
    return [plural(s.group).lower() for s in marked.beside.standings
            if s.verdict == verdict and not np.isnan(s.other)]  # fmt: skip


def _gaps_told(marked: Sequence[Marked], name: str) -> tuple[Part, ...]:
    """In which questions the gap between the sexes is larger here, or smaller."""
    gaps = [(m.label, m.beside.gap) for m in marked if m.beside.gap]
    if not gaps:
        return ()
    first, second = (plural(g).lower() for g in (gaps[0][1].first, gaps[0][1].second))
    told: list[str] = []
    for verdict, words in GAP_WORDS.items():
        items = [f"«{label}»" for label, gap in gaps if gap.verdict == verdict]
        told += [f"{words.capitalize()}: {listing(items)}."] if items else []
    asked = LARGER.format(first=first, second=second, name=name)
    return (Paragraph(asked), *_list(told))


def _list(texts: Sequence[str]) -> tuple[Bullets, ...]:
    return (Bullets(tuple(texts)),) if texts else ()


def _notes(
    reference: Reference, found: Sequence[Protected], few: Sequence[Protected]
) -> tuple[Part, ...]:
    """What to mind, and how the file was read."""
    minded = [SAME_PEOPLE] if reference.is_own else []
    if few:
        names = listing(f"«{p.result.of.title}»" for p in few)
        minded.append(FEW_THERE.format(name=reference.name, names=names))
    seen = {n for p in found for n in (p.result.of.name, *_sources(p.result.of))}
    lost = [f"«{v.title}»" for v in reference.variables if v.name not in seen]
    read = [*reference.report, *([NOT_HERE.format(names=listing(lost))] if lost else [])]
    read += [EXACT] if any(np.isnan(row.base) for row in reference.rows) else []
    read.append(FAMILY)
    read.append(CHANCE.format(times=half_up(1 / (1 - default_level()))))
    return (*(one for text in minded for one in box([text])), Section(READ, parts=_list(read)))


def _sources(variable: Variable) -> tuple[str, ...]:
    """What a variable with merged answers is made of."""
    return variable.rule.sources if variable.rule else ()


def _how_to() -> Section:
    return Section(parts=(Paragraph(NO_FILE), Bullets(STEPS, is_numbered=True)))
