"""Which of the group's questions a variable helps to answer, as the workbook keeps it."""

from ..codebook import key_of
from ..workbook import QUESTIONS, Note, Workbook


def questions(book: Workbook) -> list[Note]:
    """The group's questions, in the order that they were written."""
    return book.notes(QUESTIONS)


def answers_to(note: Note, name: str) -> bool:
    """Whether a variable is said to help to answer a question."""
    return key_of(name) in map(key_of, note.variables)


def numbers_of(book: Workbook, name: str) -> list[int]:
    """The running numbers, from 1, of the questions that a variable helps to answer."""
    return [i for i, note in enumerate(questions(book), 1) if answers_to(note, name)]


def tie(book: Workbook, question: str, name: str, *, is_answer: bool) -> str:
    """Say that a variable helps to answer a question, or that it doesn't; how saving went.

    Parameters
    ----------
    question
        The id of the question.
    """
    note = next(note for note in questions(book) if note.id == question)
    rest = [n for n in note.variables if key_of(n) != key_of(name)]
    named = [*rest, name] if is_answer else rest
    return book.change(QUESTIONS, question, note.text, variables=named)


def untie(book: Workbook, name: str) -> None:
    """Take a variable that is gone away from all questions."""
    for note in questions(book):
        if answers_to(note, name):
            tie(book, note.id, name, is_answer=False)
