"""Goal attainment as a section: a bar a group, from wholly to not at all."""

from ..analysis.goals import RESULT, is_goal
from ..analysis.result import Results
from ..disclosure import Protected, Release
from . import sentences
from .absent import why_nothing
from .distribution import distribution
from .rows import Block, plain_block
from .scale import beside_scale, worst_to_best
from .sections import box, has_sex, heading, laid_out, one_section, title_by
from .shades import rising
from .stacked import Answers, stacked_chart
from .tables import table
from .words import words_of

NOTHING = (
    "Kodboken har ingen variabel med rollen «resultat», svar att välja på och ordet «mål» i "
    "namnet. Ge variabeln om måluppfyllelse det, eller skriv dess namn här."
)


def goal_section(protected: Protected, release: Release) -> str:
    """One goal variable: the best answer first, and how many the shares are of."""
    if protected.is_blank or len(protected.axes) > 2:
        return one_section(protected, release)
    axis, plain = protected.axes[-1], plain_block(protected, words_of(release))
    names = worst_to_best(axis)[::-1]
    block = in_order(plain, (*names, *beside_scale(axis)))
    answers = Answers(names, rising(len(names))[::-1], beside=beside_scale(axis))
    title = title_by(protected)
    picture = stacked_chart(title, [block], answers)
    said = [*sentences.most_common(block), *sentences.largest_gap([block])]
    of = protected.result.of
    within = distribution(of.title, block, "Svar") if has_sex(protected) else ""
    shown = table(title, [block], "Svar")
    laid = laid_out(picture, shown, said, [protected], release, within)
    return heading(of.title, of.question) + laid


def goal_sections(results: Results, release: Release) -> str:
    """Each goal variable; what to do where there is none."""
    found = [release.chosen(choice) for choice in results]
    asked = filter(is_goal, results.records.codebook.with_role(RESULT))
    return "".join(goal_section(p, release) for p in found if p) or box(
        [why_nothing(results.records, asked, NOTHING)]
    )


def in_order(block: Block, names: tuple[str, ...]) -> Block:
    """A block with its answers in this order, then what stands under them."""
    answers = {row.label: row for row in block.rows if row.kind == "svar"}
    rest = [row for row in block.rows if row.kind != "svar"]
    return Block(block.heading, (*(answers[name] for name in names), *rest))
