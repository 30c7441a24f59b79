"""The procedure for unjustified differences as sections, and what to collect where data lack."""

from collections.abc import Sequence

from ..analysis.procedure import TOGETHER, TRACKS, Procedure, ready
from ..codebook import YES_NO, Variable
from ..content import load
from ..disclosure import Release
from ..library import Entry, entry
from ..wording import html
from .absent import why_nothing
from .explanations import entered, inquiry_section
from .sections import box

NO_OUTCOME = (
    "Kodboken har ingen fråga om {what} med svaren ja och nej. Ge en sådan fråga rollen «{what}» "
    "i kodboken, så kan den jämföras här."
)
SEE_FIRST = "Det kan inte prövas utan en fråga om {what}. Se det första kriteriet."
NO_DATA = "Det finns inga uppgifter om det här kriteriet i er fil: {name}."
COLLECT = "Det här behöver ni ta reda på: {what}"
READY = "Färdiga variabler att ta in i kodboken:"
ENTRY = "«{label}»: {question}"
NOT_TOGETHER = (
    "Flera kriterier på en gång kan inte visas för «{of}». Underlaget räcker inte: grupperna blir "
    "för små när personer ska vara lika i flera saker. Läs kriterierna ett i taget."
)
ONE_ONLY = (
    "Det behövs uppgifter om minst två kriterier för att jämföra dem tillsammans. "
    "Se ovan vad som saknas."
)
PARTICIPATED = "deltog"  # the ready variable for having taken part


def procedure_section(shown: Procedure, release: Release) -> str:
    """Each outcome, criterion by criterion and then several together."""
    if not shown.outcomes:
        return _no_outcome(shown)
    return "".join(_step(shown, step, release) for step in shown.steps)


def _no_outcome(shown: Procedure) -> str:
    """What to do where there is nothing to compare: told in full at the first criterion only."""
    if shown.steps[0] != TRACKS[shown.what][0]:
        return f"<p>{SEE_FIRST.format(what=shown.what)}</p>"
    offered = [entry(PARTICIPATED)] if shown.what == "delaktighet" else []
    asked = [v for v in shown.records.codebook.with_role(shown.what) if _is_outcome(v)]
    told = why_nothing(shown.records, asked, NO_OUTCOME.format(what=shown.what))
    return box([told]) + _offer([] if asked else offered)


def _is_outcome(variable: Variable) -> bool:
    return variable.kind == YES_NO and not variable.criterion


def _step(shown: Procedure, step: str, release: Release) -> str:
    if step == TOGETHER:
        return "".join(_together(shown, outcome, release) for outcome in shown.outcomes)
    if not shown.variables(step):
        return _lacking(step)
    return "".join(
        inquiry_section(a.inquiry, a.subject, release)
        for outcome in shown.outcomes
        for a in shown.answers(outcome, step)
    )


def _together(shown: Procedure, outcome: Variable, release: Release) -> str:
    """As many criteria at once as there is enough to go by; pairs where not all."""
    answers = list(shown.answers(outcome, TOGETHER))
    if not answers:
        return box([ONE_ONLY])
    had = [a for a in answers if entered(a.inquiry, release)]
    most = max((len(a.inquiry.criteria) for a in had), default=0)
    kept = [a for a in had if len(a.inquiry.criteria) == most]
    parts = [inquiry_section(a.inquiry, a.subject, release) for a in kept]
    return "".join(parts) or box([NOT_TOGETHER.format(of=outcome.title)])


def _lacking(step: str) -> str:
    """What would have to be collected for a criterion, and the variables that stand ready."""
    told = load("omotiverade")["kriterier"][step]
    lines = (NO_DATA.format(name=told["namn"]), COLLECT.format(what=told["samla"]))
    inner = "".join(f"<p>{html(line)}</p>" for line in lines)
    return f'<div class="isu-varning">{inner}</div>{_offer(ready(step))}'


def _offer(found: Sequence[Entry]) -> str:
    if not found:
        return ""
    items = "".join(
        f"<li>{html(ENTRY.format(label=e.label, question=e.question))}</li>" for e in found
    )
    return f"<p>{html(READY)}</p><ul>{items}</ul>"
