"""Three ways to tell of a need: which the file has, and where they say different things."""

from collections.abc import Sequence

from ..analysis.explain.difference import ASSESSED, NEED, NEED_KINDS, Procedure, need_kind
from ..analysis.explain.ruling import EXPLAINED, NOT, TURNS, Ruling
from ..codebook import Variable
from ..content import load
from ..wording import listing
from .model import Card, Notice, Paragraph

HAS = "I er fil finns {had}."
HAS_ALL = "I er fil finns samtliga: {had}."
LACKS = "Det som saknas är {lacking}. Samla in det också, om ni kan."
LACKING = "{namn} ({samla})"
ASSESSED_ALONE = "{of}: bedömningen förklarar skillnaden, men inte det som ligger bakom den"
ALONE = (
    "Det bedömda behovet förklarar skillnaden, men inte {others}. Då kan grupper i samma läge ha "
    "fått sitt behov bedömt olika. Läs därför utslaget om bedömt behov med försiktighet, och ta "
    "upp hur bedömningen görs."
)


def needs_told(shown: Procedure) -> Notice:
    """That three kinds of need give the safest ground, and which of them the file has."""
    told = load("omotiverade")["behovsslag"]
    by_kind = {kind: _names(shown, kind) for kind in NEED_KINDS}
    had = [f"{told['slag'][k]['namn']} ({listing(n)})" for k, n in by_kind.items() if n]
    lacking = [LACKING.format(**told["slag"][k]) for k, n in by_kind.items() if not n]
    lines = [told["sakrast"], (HAS if lacking else HAS_ALL).format(had=listing(had))]
    return Notice((*lines, *([LACKS.format(lacking=listing(lacking))] if lacking else [])))


def assessed_alone(
    shown: Procedure, outcome: Variable, rulings: Sequence[Ruling | None]
) -> tuple[Card, ...]:
    """A box where what was assessed explains a difference, and what it should rest on does not.

    Parameters
    ----------
    rulings
        What each variable of need says, in their order; None where it can't be tried.
    """
    kinds = [need_kind(v) for v in shown.variables(NEED) if v is not outcome]
    said = list(zip(kinds, (r and r.word for r in rulings), strict=True))
    words = {kind: {word for k, word in said if k == kind} for kind in NEED_KINDS}
    others = [k for k in NEED_KINDS[:-1] if words[k] and words[k] <= {NOT, TURNS}]
    is_explained = any(EXPLAINED in words[k] for k in NEED_KINDS[:-1])
    if EXPLAINED not in words[ASSESSED] or not others or is_explained:
        return ()
    named = listing(load("omotiverade")["behovsslag"]["slag"][k]["bestamd"] for k in others)
    lines = (Paragraph(ALONE.format(others=named)),)
    return (Card(ASSESSED_ALONE.format(of=outcome.title), lines),)


def _names(shown: Procedure, kind: str) -> list[str]:
    found = (v for v in shown.variables(NEED) if need_kind(v) == kind)
    return list(dict.fromkeys(f"«{v.part_of or v.title}»" for v in found))
