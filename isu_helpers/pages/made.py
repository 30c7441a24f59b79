"""Yes and no made of the kinds of a question about insats, for what compares shares."""

from collections.abc import Iterator

from ..codebook import CHOICE, NO, SCALE, SEVERAL, YES, YES_NO, Codebook, Variable, key_of
from ..content import load
from ..wording import listing
from .draft import has

INSATS = "insats"
ABOUT = (
    "Frågan «{title}» har {answers} som svar. Bilagan jämför vem som fick en insats, och behöver "
    "då en fråga med ja eller nej. Programmet kan räkna fram den ur svaren."
)
ABOUT_SEVERAL = (
    "Varje svar på frågan «{title}» jämförs för sig, för en person kan ha flera. Vill ni också "
    "jämföra vem som fick någon insats alls kan programmet räkna fram det ur svaren."
)
HOW = "«{name}»: Ja för den som har {yes}, Nej för den som har {no}."
NONE_OF_THEM = "svarat men inte har någon av dem"
ANY, THAT = "fick någon insats", "fick {answer}"
ANY_LABEL, THAT_LABEL = "Fick någon insats", "Fick {answer}"


def offered(codebook: Codebook) -> Iterator[Variable]:
    """What can be made of questions about insats that have no yes and no of their own.

    First whether any was given, where an answer says that none was; then whether each was. Of
    a question with several answers each is a yes and no of its own already.
    """
    for source in codebook.with_role(INSATS):
        if source.kind in (CHOICE, SCALE, SEVERAL) and not (source.criterion or source.part_of):
            yield from (v for v in _made_of(source) if not has(codebook, v.name))


def _made_of(source: Variable) -> Iterator[Variable]:
    none = load("synonymer")["ingen_insats"]
    every = tuple(o.name for o in source.options)
    given = [a for a in every if key_of(a) not in none]
    is_several = source.kind == SEVERAL
    if given and (len(given) < len(every) or is_several and not source.has_any):
        yield _yes_no(source, ANY, ANY_LABEL, given)
    for answer in given if len(every) > 2 and not is_several else ():
        word = answer[0].lower() + answer[1:]
        yield _yes_no(source, THAT.format(answer=word), THAT_LABEL.format(answer=word), [answer])


def _yes_no(source: Variable, name: str, label: str, given: list[str]) -> Variable:
    return Variable(
        name, label=label, kind=YES_NO, role=INSATS, options=(YES, NO),
        made_of=(source.name, tuple(given)), is_sensitive=source.is_sensitive,
    )  # fmt: skip


def told_of(codebook: Codebook, made: list[Variable]) -> Iterator[str]:
    """What is told of them in words: why they are offered, and how the first is made."""
    for name in dict.fromkeys(v.made_of[0] for v in made if v.made_of):
        source = codebook.called(name)
        answers = listing(f"«{o.name}»" for o in source.options)
        about = ABOUT_SEVERAL if source.kind == SEVERAL else ABOUT
        yield about.format(title=source.title, answers=answers)
    for v in made[:1]:
        if not v.made_of:
            continue
        source, said = codebook.called(v.made_of[0]), v.made_of[1]
        every = [o.name for o in source.options]
        yes, no = ([f"«{a}»" for a in every if (a in said) is is_yes]
                   for is_yes in (True, False))  # fmt: skip
        told = NONE_OF_THEM if source.kind == SEVERAL else listing(no, "eller")
        yield HOW.format(name=v.title, yes=listing(yes, "eller"), no=told)
