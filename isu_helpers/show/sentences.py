"""Sentences that say what a table shows, and never why."""

from collections.abc import Iterable, Sequence

import numpy as np

from ..analysis.ranks import pairs
from ..analysis.verdict import ALIKE, CLEAR, TOO_FEW, UNCERTAIN
from ..disclosure import Protected, shows_few
from ..disclosure.manifest import Edition
from ..records.derived import FOLLOWED, is_beside
from ..wording import (
    MISSING,
    NBSP,
    any_one,
    in_the_group,
    listing,
    number,
    percent,
    plural,
    the_group,
    the_one,
    whole_parts,
)
from .rows import Block, Gap, Row

LARGEST = "Störst skillnad bland talen här: {label}."
IN_GROUP = "{of} i {group}"
SHARES = (
    "Andelen är {one} för {first} och {two} för {second}. Skillnaden är {gap}, med ett intervall "
    "från {low} till {high}."
)
NEITHER = "Talen visar varken att grupperna skiljer sig åt eller att de är lika."
IS_CLEAR = "Det är en tydlig skillnad."
IS_ALIKE = "Grupperna har i stort sett samma andelar."
IS_ALIKE_BUT_PARTED = "Skillnaden är liten, och grupperna har i stort sett samma andelar."
CLEAR_SCALE = "Räknat som en skala är det en tydlig skillnad."
CLEAR_SCALES = "Räknat som en skala finns tydlig skillnad i de här grupperna: {labels}."
CLEAR_QUESTIONS = "Räknat som en skala finns tydlig skillnad för {labels}."
NO_WORD = "Inget ord vid skillnaden: talen visar varken skillnad eller likhet."
ALIKE_SCALE = "Räknat som en skala svarar grupperna ungefär lika."
PAIRS = (
    "Välj {first} och {second} på måfå. I {higher} sådana par av 100 ligger {one} närmare svaret "
    "«{end}», i {lower} ligger {two} närmare, och i {same} är svaren lika."
)
IS_UNCERTAIN = "Det är en osäker skillnad: intervallet går över noll."
IS_UNCERTAIN_AMONG_ALL = "Det är en osäker skillnad, när alla frågor räknas in."
IS_TOO_FEW = "Underlaget är för litet för att jämföra."
ALSO_CLEAR = "Tydlig skillnad finns här: {labels}."
SOME_HIDDEN = "Några tal är dolda. Den största skillnaden kan finnas bland dem."
COMMON_BOTH = "Vanligast i båda grupperna: {label} ({one} av {first}, {two} av {second})."
COMMON = "Vanligast bland {first}: {one}. Vanligast bland {second}: {two}."
POPULATION = "Tabellerna gäller {groups}."
PEOPLE = "Uppgifterna gäller {groups}."
CASES_OF = "Uppgifterna räknar ärenden, inte personer: {groups}."
CASES = "Tabellerna räknar ärenden, inte personer: {groups}."
WIDE = (
    "Samma person kan ha flera ärenden som liknar varandra. Därför är intervallen bredare än de "
    "vore för lika många personer."
)
UNTOLD = (
    "Det går inte att se vilka ärenden som är samma persons. Är de flera kan en skillnad vara "
    "mindre säker än den ser ut."
)
ALSO = (", och {groups}, vars antal är dolt", ", och {groups}, vars antal är dolda")
OTHER_SEX = "Personer med annat kön redovisas när de är minst {k}."
SIGNS = f"{'..'} betyder dolt: färre än {{k}} eller skyddar ett sådant tal."
OPEN = (
    "{of} i kodboken: svaren visas för {by} även när få har svarat så, om minst {k} i gruppen "
    "har svarat. Delas svaren upp efter något mer skyddas de som alla andra."
)
ONE_OPEN, SOME_OPEN = "Frågan {of} är öppen", "Frågorna {of} är öppna"
MANY_OPEN, MANY = "Frågorna om åsikter och mål är öppna", 3
REFUSED = (
    "{of} visas inte här. Det går inte att visa talen utan att någon kan kännas igen. Det kan "
    "hjälpa att slå ihop svar eller grupper i kodboken."
)
BESIDE = (
    " Talen ska också passa ihop med sidor som redan är utlämnade. Det som var dolt där är dolt "
    "här."
)
RECUT = (
    "{of} visas inte här. Svaren eller klasserna är andra än på sidor som redan är utlämnade, och "
    "det går inte att se vilka som hör ihop. Använd samma indelning som då."
)
PROMISE = (
    "{which} och de här handlar delvis om samma personer. Ett tal som är dolt går inte att räkna "
    "ut ur dem tillsammans, inte heller för den som vet hur många i varje grupp som har kommit, "
    "slutat eller fått ändrade svar. Den som vet vilka de är kan däremot räkna vidare på ett tal "
    "som visades förut, och ibland se vad just de har svarat."
)
FITTED = "Talen är anpassade till {which}, som redan är utlämnade."
PAGES, OTHERS = "sidorna från {dates}", "sidor från en annan mapp"
NO_CROSSING = "Det här visas inte uppdelat på kön och en bakgrund till: {names}. {why}"
FEW_PEOPLE = "Det görs först när fler är med, för annars blir grupperna små."
FEW_IN_GROUPS = (
    "Ingen bakgrund har nog många med i grupperna för alla svaren. Slå ihop svar eller grupper i "
    "kodboken om ni vill se mer."
)
TOO_MUCH_HIDDEN = (
    "Inget sätt är funnet att visa nog många av talen utan att någon kan kännas igen. Det kan "
    "hjälpa att slå ihop svar eller grupper i kodboken."
)
NO_BACKGROUND = (
    "Kodboken har ingen bakgrund att dela upp på. Finns till exempel ålder i filen anger ni det i "
    "kodboken, så delas kvinnor och män upp även efter den."
)
WITH_MISSING = "Där det står «eller uppgift saknas» räknas de få som saknar uppgift in i svaret."
SMALL_GROUPS = "Små grupper, där en person väger tungt:"


def fitted_to(editions: Sequence[Edition]) -> str:
    """What the foot says of those that the numbers are fitted to; nothing where there are none."""
    which = pages_of(editions)
    return FITTED.format(which=which[0].lower() + which[1:]) if editions else ""


def pages_of(editions: Iterable[Edition]) -> str:
    """What earlier publications are called, by their dates.

    Examples
    --------
    >>> from isu_helpers.disclosure.manifest import Edition
    >>> one = Edition("", 5, (), {}, (), {}, given_out="2026-01-31")
    >>> pages_of([one]), pages_of([])
    ('Sidorna från 2026-01-31', 'Sidor från en annan mapp')
    """
    dates = sorted({e.given_out for e in editions if e.given_out})
    told = PAGES.format(dates=listing(dates)) if dates else OTHERS
    return told[0].upper() + told[1:]


def refusal(of: str, is_recut: bool, is_beside: bool) -> str:
    """Why something is not shown, and what would help; ``is_beside`` where earlier pages are out.

    Examples
    --------
    >>> refusal("Stöd efter kön", False, True).split(". ")[-1]
    'Det som var dolt där är dolt här.'
    """
    if is_recut:
        return RECUT.format(of=of)
    return REFUSED.format(of=of) + BESIDE * is_beside


def largest_gap(blocks: Sequence[Block]) -> list[str]:
    """Where the first two groups differ most, among the figures that are shown."""
    rows = [(b, r) for b in blocks for r in b.rows if r.kind == "svar" and r.gap is not None]
    shown = [(b, r) for b, r in rows if r.difference.is_shown]
    hidden = [SOME_HIDDEN] if any(f.is_hidden for _, r in rows for f in r.figures[:2]) else []
    if not shown:
        return hidden
    block, row = max(shown, key=lambda pair: abs(pair[1].difference.value))
    clear = [_label(b, r) for b, r in shown if r.difference.word == CLEAR]
    whole = scale_words(blocks[0]) if len(blocks) == 1 else []
    largest = [LARGEST.format(label=_label(block, row))] * (len(rows) > 1)
    also = (
        [ALSO_CLEAR.format(labels=listing(clear))]
        if clear and row.difference.word != CLEAR
        else []
    )
    return [*whole, *largest, *gap_words(row), *also, *hidden]


def scale_words(block: Block) -> list[str]:
    """What a question says as a scale, where that is anything, with its effect in pairs."""
    rows = [
        row for row in block.rows if row.kind == "skala" and row.difference.word in (CLEAR, ALIKE)
    ]
    if not rows:
        return []
    if rows[0].difference.word == ALIKE:
        return [ALIKE_SCALE]
    return [CLEAR_SCALE, *_pairs(block)]


def _pairs(block: Block) -> list[str]:
    """How often one of the first group stands higher on a scale than one of the second."""
    rows = [r for r in block.rows if r.kind == "svar" and not is_beside(r.label)]
    groups = [f.group for f in rows[0].figures[:2]]
    sides = [[row.figures[i].n for row in rows] for i in (0, 1)]
    if np.isnan(sides).any():
        return []
    first, second, same = pairs(*sides)
    if second > first:
        groups, first, second = groups[::-1], second, first
    higher, lower, alike = whole_parts((first, second, same))
    one, two = map(the_one, groups)
    named = dict(zip(("first", "second"), map(any_one, groups), strict=True))
    end = rows[-1].label
    return [PAIRS.format(higher=higher, lower=lower, same=alike, one=one, two=two, end=end,
                         **named)]  # fmt: skip


def is_slight(gap: Gap) -> bool:
    """Whether shares lie at most one percentage point apart, as it is printed."""
    return abs(gap.whole[0]) <= 1


def gap_words(row: Row) -> list[str]:
    """The shares of the first two groups, the higher first, and how sure the difference is."""
    one, two, gap = row.figures[0], row.figures[1], row.difference
    if gap.value < 0:
        one, two, gap = two, one, gap.turned
    value, low, high = gap.told
    said = SHARES.format(
        first=plural(one.group).lower(), one=percent(one.share),
        second=plural(two.group).lower(), two=percent(two.share),
        gap=value.removeprefix("+") + NBSP + "procentenheter", low=low, high=high,
    )  # fmt: skip
    return [said, *_sure(gap)]


def _sure(gap: Gap) -> list[str]:
    """The word of a difference in a sentence; of a slight or unplanned one what can be told.

    That nothing is clear is no likeness, and no chance either: so neither is said.
    """
    is_over_zero = gap.low <= 0 <= gap.high
    if is_over_zero and gap.word in ("", UNCERTAIN) and (is_slight(gap) or not gap.word):
        return [NEITHER]
    said = {
        CLEAR: IS_CLEAR,
        ALIKE: IS_ALIKE if is_over_zero else IS_ALIKE_BUT_PARTED,
        UNCERTAIN: IS_UNCERTAIN if is_over_zero else IS_UNCERTAIN_AMONG_ALL,
        TOO_FEW: IS_TOO_FEW,
    }
    return [said[gap.word]] if gap.word else []


def _label(block: Block, row: Row) -> str:
    if not block.heading:
        return row.label
    return IN_GROUP.format(of=block.heading, group=in_the_group(row.label))


def most_common(block: Block) -> list[str]:
    """The commonest answer in each of the first two groups, where no figure is hidden."""
    rows = [r for r in block.rows if r.kind == "svar"]
    pairs = [[r.figures[i] for r in rows] for i in (0, 1)]
    if len(rows) < 3 or any(f.is_hidden or f.is_empty for pair in pairs for f in pair):
        return []
    names = [plural(f.group).lower() for f in rows[0].figures[:2]]
    tops = [_top(rows, i) for i in (0, 1)]
    if tops[0][0] == tops[1][0]:
        label, shares = tops[0][0], [share for _, share in tops]
        first, second = (the_group(f.group) for f in rows[0].figures[:2])
        return [COMMON_BOTH.format(label=label, one=shares[0], first=first,
                                   two=shares[1], second=second)]  # fmt: skip
    words = [f"{label} ({share})" for label, share in tops]
    return [COMMON.format(first=names[0], one=words[0], second=names[1], two=words[1])]


def population(protected: Protected, k: int) -> list[str]:
    """Whom the tables are about, and the note on people of another sex."""
    told = _population(protected, POPULATION, CASES)
    return [*([told] if told else []), OTHER_SEX.format(k=k)]


def about(protected: Protected, *, has_intervals: bool = True) -> str:
    """Whom all figures of a page are about; empty where that is hidden."""
    told = _population(protected, PEOPLE, CASES_OF)
    return told if has_intervals else told.removesuffix(WIDE).rstrip()


def _population(protected: Protected, people: str, cases: str) -> str:
    frame, name = protected.frame, protected.axes[0].name
    totals = frame[frame[[a.name for a in protected.axes[1:]]].isna().all(axis=1)]
    groups = totals[totals[name].notna()]
    of = "{} för {}" if protected.result.records.are_cases else "{} {}"
    sizes = [(_people(group), n) for group, n in zip(groups[name], groups["n"], strict=True)]
    shown = [of.format(number(n), group) for group, n in sizes if not np.isnan(n)]
    hidden = [group for group, n in sizes if np.isnan(n)]
    if not shown:
        return ""
    told = listing(shown) + (
        ALSO[len(hidden) > 1].format(groups=listing(hidden)) if hidden else ""
    )
    records = protected.result.records
    if not records.are_cases:
        return people.format(groups=told)
    return f"{cases.format(groups=told)} {WIDE if records.has_repeats else UNTOLD}"


def _people(group: str) -> str:
    """A sex in the plural, after a number.

    Examples
    --------
    >>> _people("Kvinna"), _people("Annat"), _people("Icke-binär")
    ('kvinnor', 'personer med annat kön', 'personer i gruppen icke-binär')
    """
    words = plural(group).lower()
    if words.startswith("vill "):
        return f"personer som svarat «{words}»"
    if words.endswith(" kön"):
        return f"personer med {words}"
    if group == MISSING:
        return "personer utan uppgift om kön"
    return words if plural(group) != group else f"personer i {in_the_group(words)}"


def note(k: int, items: Iterable[Protected] = ()) -> str:
    """The note under every table, and what holds for the open variables of these.

    It says the same whatever the tables hold.
    """
    shown = [p for p in items if shows_few(p.axes) and not _is_followed(p)]
    told = [OPEN.format(of=_open(shown), by=_sexes(shown[0]), k=k)] if shown else []
    return " ".join([SIGNS.format(k=k), *told, OTHER_SEX.format(k=k)])


def _is_followed(protected: Protected) -> bool:
    """Whether it tells who lacks an answer, which is no answer."""
    rule = protected.result.of.rule
    return rule is not None and rule.name == FOLLOWED


def _open(items: Sequence[Protected]) -> str:
    if len(items) > MANY:
        return MANY_OPEN
    words = ONE_OPEN if len(items) == 1 else SOME_OPEN
    return words.format(of=listing(f"«{p.result.of.title}»" for p in items))


def _sexes(protected: Protected) -> str:
    return listing(plural(c).lower() for c in protected.axes[0].variable.categories[:2])


def _top(rows: list[Row], i: int) -> tuple[str, str]:
    """The commonest answer of a group, all of them where they tie, and its share."""
    best = max(row.figures[i].n for row in rows)
    tied = [row for row in rows if row.figures[i].n == best]
    share = percent(tied[0].figures[i].share) + (" vardera" if len(tied) > 1 else "")
    return listing(row.label for row in tied), share
