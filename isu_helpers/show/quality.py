"""The quality of the material: whom it is about, and where answers are missing."""

from dataclasses import dataclass

from ..analysis.result import Displayed
from ..analysis.selection import SECTIONS, breakdowns
from ..analysis.warnings import small_groups
from ..disclosure import Protected, Release
from ..records import Records
from ..wording import html
from . import sentences
from .rows import Row, plain_block
from .sections import box, stamp
from .tables import missing_table

CAPTION = "Uppgift saknas, antal och andel av alla i gruppen"


@dataclass(frozen=True, eq=False, repr=False)
class Quality(Displayed):
    """How complete the records are, shown by way of the Release."""

    records: Records

    def __repr__(self) -> str:
        return "Materialets kvalitet: vilka som ingår och var svar saknas"


def quality(records: Records) -> Quality:
    """The quality of the records: the people, and missing answers by sex."""
    return Quality(records)


def quality_section(records: Records, release: Release) -> str:
    """Whom the tables are about, groups in which one person weighs much, missing answers."""
    items = [p for role in SECTIONS for c in breakdowns(records, role) if (p := release.chosen(c))]
    items = [p for p in items if not p.is_refused]
    if not items:
        return ""
    rows = [_missing_row(p) for p in items]
    return (
        f"{stamp(release)}<p>{html(' '.join(sentences.population(items[0], release.k)))}</p>"
        f"{box(small_groups(items[0].frame, items[0].axes))}{missing_table(CAPTION, rows)}"
        f'<p class="isu-not">{html(sentences.note(release.k))}</p>'
    )


def _missing_row(protected: Protected) -> Row:
    row = next(r for r in plain_block(protected).rows if r.kind == "bortfall")
    return Row(protected.result.of.title, row.figures, None, row.kind)
