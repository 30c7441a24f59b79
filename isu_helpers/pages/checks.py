"""What a codebook lacks or has too much of, told before anything is collected."""

from collections.abc import Iterator

from ipywidgets import HTML, Widget
from markupsafe import Markup

from ..codebook import (
    CHOICE,
    DATE,
    KEY,
    SCALE,
    SEVERAL,
    SEX,
    TEXT,
    Codebook,
    Variable,
    key_of,
    plain,
)
from ..codebook.library import Entry
from ..content import load, render
from ..disclosure.primary import main_sexes
from ..errors import IsuError
from ..forms import Page, panel, said
from ..privacy.answers import names_people
from ..run import active
from ..wording import counted, listing, number
from ..workbook import QUESTIONS, Workbook
from .draft import Draft, numbers_of, open_draft, questions
from .own import KIND_WORDS, ROLE_WORDS

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


# The codebook as a table to read: what is asked, how it is answered, and what it is for.

CAPTION = "Vår kodbok: det här samlar vi in"
HEADS = ("Det vi vill veta", "Så svarar man", "Vad det är för", "Vår fråga")
EVERY = "alla"
ANOTHER_SEX = "annat kön"
NUMBERED = "Ett nummer, samma varje gång för samma person"
SPLITS = (SEX, KEY, "bakgrund", "tid")  # they serve every question: all answers are split by them


def book_table(codebook: Codebook, book: Workbook) -> Markup:
    """The questions and then the variables, as HTML that may leave the arbetsmapp."""
    rows = [_row(v, book) for v in codebook]
    return render("pages/checks", "book", asked=question_list(book), caption=CAPTION, heads=HEADS,
                  rows=rows)  # fmt: skip


def question_list(book: Workbook) -> Markup:
    """The group's questions by number, as they may be shown."""
    asked = [said(book, QUESTIONS, n.id) for n in questions(book)]
    return render("pages/checks", "questions", asked=asked)


def answers(variable: Variable | Entry) -> str:
    """How a variable, or a ready one, is answered: its answers, or what kind they are of."""
    if variable.role == KEY:
        return NUMBERED
    is_shown = isinstance(variable, Entry) or not names_people(variable)
    options = listing((o.name for o in variable.options if is_shown), "eller")
    if variable.kind in (CHOICE, SCALE) and options:
        return options
    words = KIND_WORDS[variable.kind]
    return f"{words}: {options}" if variable.kind == SEVERAL and options else words


def purpose(variable: Variable | Entry) -> str:
    """What a variable is for, in the group's words rather than the file's."""
    return ROLE_WORDS[variable.role]


def _stated(variable: Variable) -> str:
    """How a variable is answered, as it is told outside the group.

    Of sex the stated population and «annat kön», the same whoever is in the file: a codebook that
    was proposed from it names the sex of a single person.
    """
    if variable.role != SEX:
        return answers(variable)
    return listing((*main_sexes(variable.categories), ANOTHER_SEX), "eller")


def _row(variable: Variable, book: Workbook) -> tuple[object, ...]:
    asked = plain(variable.question)
    head = render("pages/checks", "head", title=variable.title, question=asked)
    numbers = listing(map(str, numbers_of(book, variable.name)))
    told = numbers or (EVERY if variable.role in SPLITS else "–")
    return head, _stated(variable), purpose(variable), told


# ``codebook_checks``: what to think of in the codebook, told anew at each change.

NOTHING_WANTING = "Kodboken: inget att ändra"


class CodebookChecks(Page):
    """The friendly remarks on a codebook, in a handout as they are then."""

    def __init__(self, draft: Draft, book: Workbook) -> None:
        self.draft, self.book = draft, book

    @property
    def lines(self) -> list[str]:
        """What to think of; where the codebook can't be read, why."""
        try:
            return check_lines(self.draft.codebook, self.book)
        except IsuError as e:
            return [str(e)]

    def __repr__(self) -> str:
        n = len(self.lines)
        return f"Kodboken: {counted(n, 'sak', 'saker')} att tänka på" if n else NOTHING_WANTING

    @property
    def html(self) -> Markup:
        """The remarks as a list, or that there are none."""
        return render("pages/checks", "remarks", lines=self.lines, fine=FINE)

    def widget(self) -> Widget:
        """The remarks, told anew when the form changes the codebook."""
        shown = HTML(layout={"width": "auto"})

        def tell() -> None:
            shown.value = panel(self.html, is_told=True, sheets=["release.css"])

        self.draft.listen(tell)
        tell()
        return shown


def codebook_checks() -> CodebookChecks:
    """What to think of in a codebook before anything is collected.

    Returns
    -------
    CodebookChecks
        A sentence a thing to mend in ``.lines``, told anew as the codebook changes. Why the
        codebook can't be read is one of them.

    Raises
    ------
    SettingError
        In Swedish, when no run has been made and its settings do not hold.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from isu_helpers import settings
    >>> run = settings(mkdtemp())
    >>> codebook_checks().lines[0].split(". ")[0]
    'Ingen variabel som går att räkna handlar om insats eller resultat'
    """
    run = active()
    return CodebookChecks(open_draft(run), run.workbook)
