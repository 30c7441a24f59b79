"""What a codebook lacks or has too much of, told before anything is collected."""

from collections.abc import Iterator

from ..codebook import DATE, KEY, SEX, TEXT, Codebook, key_of
from ..content import load
from ..wording import listing, number
from ..workbook import Workbook
from .links import questions

OUTCOMES = ("insats", "resultat")
SUPPORT = (SEX, KEY, "bakgrund", "tid")
MOST_NAMED = 6

TOO_MANY = (
    "Ni har {n} variabler utöver kön och löpnummer. Börja smått: med högst {most} orkar fler "
    "fylla i allt. Ta bort dem som ni inte ska titta på."
)
NO_SEX = (
    "Ingen variabel visar kön. Utan den går inget att dela upp. Lägg till juridiskt kön ur "
    "biblioteket."
)
NO_OUTCOME = (
    "Ingen variabel som går att räkna handlar om insats eller resultat. Då ser ni vilka "
    "personerna är, men inte vad de får eller hur det går. Lägg till minst en."
)
NO_BACKGROUND = (
    "Kön är den enda bakgrunden som går att dela upp på. Titta aldrig bara på kön: lägg till "
    "ålder, eller något annat."
)
NO_GROUPS = "Det finns ingen bakgrund att dela upp på. Lägg till ålder, eller något annat."
NO_QUESTIONS = (
    "Ingen fråga är skriven än. Skriv er fråga i passet om frågor, så ser ni här vilka "
    "variabler som svarar på den."
)
UNANSWERED = (
    "Fråga {number} har ingen variabel som är kopplad till den. Lägg till en, eller kryssa för "
    "den som ni redan har."
)
GONE = (
    "Fråga {number} pekar på {names}, som inte finns i kodboken längre. Välj en annan variabel "
    "till frågan."
)
LAMP = (
    "Nyckeln under gatlyktan? De här är inte kopplade till någon av era frågor: {names}. Kryssa "
    "för vilken fråga de hör till, eller ta bort dem."
)
MORE = "{n} till"
FINE = "Allt ser bra ut: en kort kodbok som svarar på era frågor."


def check_lines(codebook: Codebook, book: Workbook) -> list[str]:
    """What to think of in a codebook, a friendly line each; empty where nothing is wanting."""
    return [*_of_size(codebook), *_of_roles(codebook), *_of_questions(codebook, book)]


def _of_size(codebook: Codebook) -> Iterator[str]:
    n = sum(v.role not in (SEX, KEY) for v in codebook)
    most = load("thresholds")["flest_variabler"]["value"]
    if n > most:
        yield TOO_MANY.format(n=number(n), most=number(most))


def _of_roles(codebook: Codebook) -> Iterator[str]:
    roles = {v.role for v in codebook if v.kind not in (TEXT, DATE)}
    if SEX not in roles:
        yield NO_SEX
    if not roles & set(OUTCOMES):
        yield NO_OUTCOME
    if "bakgrund" not in roles:
        yield NO_BACKGROUND if SEX in roles else NO_GROUPS


def _of_questions(codebook: Codebook, book: Workbook) -> Iterator[str]:
    asked, known = questions(book), {key_of(v.name) for v in codebook}
    if not asked:
        yield NO_QUESTIONS
        return
    for i, note in enumerate(asked, 1):
        gone = [name for name in note.variables if key_of(name) not in known]
        if gone:
            yield GONE.format(number=i, names=_named(gone))
        if len(gone) == len(note.variables):
            yield UNANSWERED.format(number=i)
    used = {key_of(name) for note in asked for name in note.variables}
    idle = [v.title for v in codebook if v.role not in SUPPORT and key_of(v.name) not in used]
    if idle:
        yield LAMP.format(names=_named(idle))


def _named(names: list[str]) -> str:
    more = [MORE.format(n=len(names) - MOST_NAMED)] if len(names) > MOST_NAMED else []
    return listing([*(f"«{name}»" for name in names[:MOST_NAMED]), *more])
