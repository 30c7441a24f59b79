"""The answers that are told of besides the lists: which questions, under which heading."""

from collections.abc import Iterator

from ..content import NOTEBOOK, prompts
from ..show.model import Group, Paragraph, Part
from .story import Story

STEP_2 = "steg2"
MOTIVATED, US = "Är skillnaderna motiverade?", "Våra egna glasögon"
PERSPECTIVES = {"individ": "Individen och gruppen", "verksamhet": "Verksamheten och professionen",
                "omvarld": "Omvärlden"}  # fmt: skip
HOLDS, LITTLE = "Vad bidrar till att ojämställdheten består?", "Insatser som ger för lite"
BASE, SURE, OTHERS = "Så säkert är underlaget", "Säkert och osäkert", "Har andra sett samma sak?"
CONCLUDED, CAUSE = "Slutsatser ur tre perspektiv", "Det som ligger bakom"
LEVEL, HINDER = "Vem bestämmer vad?", "Vad kan hindra oss?"
MORE = "Det här behöver vi veta mer om"

ASKED = {
    BASE: ("kvalitet-lita-pa", "aterblick-underlag"),
    MOTIVATED: ("omotiverad-skillnad", "omotiverad-insats", "omotiverad-delaktighet",
                "omotiverad-vag-in"),
    US: ("egna-glasogon", "myt-pastaende", "myt-haller"),
    SURE: ("samlade-tankar", "normer-resultat"),
    CONCLUDED: ("individ-slutsats", "verksamhet-slutsats", "omvarld-slutsats"),
    OTHERS: ("andra-kommuner",),
    HOLDS: ("uppratthaller", "omotiverad-vidare"),
    CAUSE: ("svara-mot-orsaken",),
    LITTLE: ("insatser-som-inte-racker", "avsluta-insats"),
    LEVEL: ("ratt-niva",),
    HINDER: ("hinder",),
    MORE: ("veta-mer",),
}  # fmt: skip


def perspectives() -> dict[str, tuple[str, ...]]:
    """The questions of step 2 that are asked once, under the perspective that they are asked from.

    Examples
    --------
    >>> {heading: ids[0] for heading, ids in perspectives().items()}["Omvärlden"]
    'omvarld-struktur'
    """
    asked = {id: p.get("kunskap") for id, p in prompts().items() if p[NOTEBOOK] == STEP_2}
    return {
        heading: tuple(id for id, own in asked.items() if own == kind)
        for kind, heading in PERSPECTIVES.items()
    }


ALONE = ("vidare-forklaringar", "betydelse-for-barn", "barnens-ratt", "bara-vidare", "vilka-med",
         "aterkoppla", "markt-skillnad")  # fmt: skip


def to_choose() -> list[str]:
    """The questions asked once that are told of, in the order of the course."""
    told = {id for ids in (*ASKED.values(), *perspectives().values(), ALONE) for id in ids}
    return [id for id in prompts() if id in told]


def answered(story: Story, ids: tuple[str, ...]) -> Iterator[Part]:
    """Each answer under its question; where one question alone can be meant, without it."""
    for id in ids:
        if answer := story.answer(id):
            question = Group((Paragraph(prompts()[id]["fraga"]),), "till")
            yield from [Group((question, *answer), "om")] if len(ids) > 1 else answer
