"""What a notebook displays: HTML from the run's Release, marked with a MIME type of our own.

A handout takes outputs with this mark and no others. Figures seen without protection have another,
which only pages for the group itself take.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ..analysis import Result, Results
from ..analysis.explain.difference import Procedure
from ..analysis.explain.inquiry import Answer, Answers
from ..analysis.result import Choice
from ..analysis.units import Units
from ..disclosure import Protected, Release, inspect
from ..elsewhere import Hypotheses
from ..elsewhere.rates import Rates
from ..forms import LOOKS, Page, panel
from ..run import of_records
from .change import (
    change_section,
    change_sections,
    goal_section,
    goal_sections,
    opinion_section,
    opinion_sections,
)
from .comparison import Comparison, comparison_section
from .explanation import explanation_section
from .hidden import HiddenReport, hidden_section
from .html import html_of
from .hypotheses import hypotheses_section
from .medians import median_section, median_sections, waiting_section, waiting_sections
from .model import Chart, Section, walk
from .overview import (
    Bearing,
    Overview,
    Quality,
    bearing_section,
    overview_section,
    quality_section,
)
from .procedure import procedure_section
from .rates import rates_section
from .section import box, not_crossed, one_section, role_section
from .trend import flow_section, flow_sections, trend_section, trend_sections
from .units import units_section

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FORMS: dict[str, Callable[[Protected, Release], Section]] = {
    "change": change_section,
    "goals": goal_section,
    "medians": median_section,
    "opinions": opinion_section,
    "waiting_times": waiting_section,
}  # how each analysis is shown
SETS: dict[str, Callable[[Results, Release], Section]] = {
    "change": change_sections,
    "flow": flow_sections,
    "goals": goal_sections,
    "medians": median_sections,
    "opinions": opinion_sections,
    "trend": trend_sections,
    "waiting_times": waiting_sections,
}  # how several results of an analysis are shown together
WHOLE: dict[str, Callable[[Result, Release], Section]] = {
    "flow": flow_section,
    "trend": trend_section,
    "trend i längre perioder": trend_section,
}  # analyses of more than one table, that enter them in the Release themselves
NOBODY = "Här visas era egna siffror när er arbetsmapp har en datafil med ifyllda rader."
MIME = "application/vnd.isu.release+json"
INTERNAL = "application/vnd.isu.internal+json"


def bundle(shown: object) -> dict[str, object]:
    """The MIME bundle of results, of a page of the workbook, or of the quality of the records.

    Figures seen without protection have a mark of their own, so that no handout takes them.
    """
    return bundled(shown, shown.html if isinstance(shown, Page) else html_of([section_of(shown)]))


def bundled(shown: object, seen: Markup) -> dict[str, object]:
    """The MIME bundle of what is seen of something."""
    inner, page = str(panel(seen)), str(panel(seen, sheets=LOOKS))
    mark = MIME if _may_leave(shown) else INTERNAL
    return {"text/plain": repr(shown), "text/html": page, mark: {"html": inner}}


def plotted(shown: object) -> "Axes":
    """The first chart of what is seen of results, as an Axes of matplotlib.

    Raises
    ------
    ValueError
        Where nothing of it is shown as a chart.
    """
    chart = next((part for part in walk([section_of(shown)]) if isinstance(part, Chart)), None)
    if chart is None:
        raise ValueError("nothing of it is shown as a chart")
    return chart.axes()


def _may_leave(shown: Any) -> bool:
    """Whether it is text, or figures seen with protection."""
    if isinstance(shown, Page) and not shown.has_figures:
        return True
    return of_records(shown.records).skydd


def section_of(shown: Any) -> Section:
    """What is seen of results, by way of the run's Release, which is inspected after."""
    if not len(shown.records):
        return Section(parts=box([NOBODY]))
    release = of_records(shown.records).release(shown.records)
    section = _section(shown, release)
    inspect(release)
    return section


def _section(shown: object, release: Release) -> Section:
    if isinstance(shown, Quality):
        return quality_section(shown.records, release)
    if isinstance(shown, Overview):
        return overview_section(release)
    if isinstance(shown, Bearing):
        return bearing_section(release)
    if isinstance(shown, HiddenReport):
        return hidden_section(release)
    if isinstance(shown, Comparison):
        return comparison_section(shown, release)
    if isinstance(shown, (Answer, Answers)):
        return explanation_section(shown, release)
    if isinstance(shown, Hypotheses):
        return hypotheses_section(shown, release)
    if isinstance(shown, Units):
        return units_section(shown, release)
    if isinstance(shown, Rates):
        return rates_section(shown, release)
    if isinstance(shown, Procedure):
        return procedure_section(shown, release)
    if isinstance(shown, Results):
        return SETS.get(shown.analysis, role_section)(shown, release)
    if isinstance(shown, Result):
        if shown.analysis in WHOLE:
            return WHOLE[shown.analysis](shown, release)
        protected = release.chosen(Choice((shown,)))
        section = FORMS.get(shown.analysis, one_section)
        if protected is None:
            return Section(parts=not_crossed([shown.of.title]))
        return section(protected, release)
    raise TypeError(f"nothing to show for {type(shown).__name__}")
