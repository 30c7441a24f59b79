"""The codebook as a table to read: what is asked, how it is answered, and what it is for."""

from ..codebook import CHOICE, KEY, SCALE, SEVERAL, SEX, Codebook, Variable, plain
from ..disclosure.population import main_sexes
from ..forms import said
from ..library import Entry
from ..show.tables import framed
from ..wording import html, listing
from ..workbook import QUESTIONS, Workbook
from .links import numbers_of, questions
from .own import KIND_WORDS, ROLE_WORDS

CAPTION = "Vår kodbok: det här samlar vi in"
HEADS = ("Det vi vill veta", "Så svarar man", "Vad det är för", "Vår fråga")
EVERY = "alla"
OUR_QUESTIONS = "Våra frågor"
NO_QUESTIONS = "Ingen fråga är skriven än. Ni skriver era frågor i dagens första pass."
ANOTHER_SEX = "annat kön"
NUMBERED = "Ett nummer, samma varje gång för samma person"
SPLITS = (SEX, KEY, "bakgrund", "tid")  # they serve every question: all answers are split by them


def book_table(codebook: Codebook, book: Workbook) -> str:
    """The questions and then the variables, as HTML that may leave the arbetsmapp."""
    head = "".join(f'<th scope="col">{html(word)}</th>' for word in HEADS)
    rows = "".join(_row(v, book) for v in codebook)
    table = framed(CAPTION, f"<tr>{head}</tr>", f"<tbody>{rows}</tbody>")
    return f'<div class="isu-kodbok">{question_list(book)}{table}</div>'


def question_list(book: Workbook) -> str:
    """The group's questions by number, as they may be shown."""
    items = "".join(f"<li>{html(said(book, QUESTIONS, n.id))}</li>" for n in questions(book))
    inner = f"<ol>{items}</ol>" if items else f"<p>{NO_QUESTIONS}</p>"
    return f'<p class="isu-rubrik">{OUR_QUESTIONS}</p>{inner}'


def answers(variable: Variable | Entry) -> str:
    """How a variable, or a ready one, is answered: its answers, or what kind they are of."""
    if variable.role == KEY:
        return NUMBERED
    options = listing((o.name for o in variable.options), "eller")
    if variable.kind in (CHOICE, SCALE) and options:
        return options
    words = KIND_WORDS[variable.kind]
    return f"{words}: {options}" if variable.kind == SEVERAL else words


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


def _row(variable: Variable, book: Workbook) -> str:
    asked = plain(variable.question)
    question = f'<span class="isu-antal">{html(asked)}</span>' if asked else ""
    numbers = listing(map(str, numbers_of(book, variable.name)))
    told = numbers or (EVERY if variable.role in SPLITS else "–")
    cells = (html(_stated(variable)), html(purpose(variable)), html(told))
    head = f'<th scope="row">{html(variable.title)}{question}</th>'
    return f"<tr>{head}{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
