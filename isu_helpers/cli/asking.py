"""What is asked in the terminal of one who has not told: what to do, and what it needs."""

import shlex
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from ..configuration import QUOTES, find_folder
from ..errors import IsuError
from ..files import near_name, shown

STOP = "Stopp: {text}"
YES, NO = ("ja", "j"), ("nej", "n")
NOT_YES_OR_NO = "Svaret «{words}» är varken ja eller nej. Väntade ett av dem. Skriv ja eller nej."
NOT_A_CHOICE = (
    "«{words}» finns inte i listan. Väntade en siffra från 1 till {count}. Skriv siffran som står "
    "framför raden."
)
NO_PLACE = (
    "«{place}» hittades inte. Väntade en fil eller en mapp som finns. Kontrollera stavningen "
    "eller dra hit den från Utforskaren.{near}"
)
NUMBER = "Skriv siffran"


def stop(text: str) -> None:
    """Tell on standard error what stopped a command."""
    click.echo(STOP.format(text=text), err=True)


def is_terminal() -> bool:
    """Whether a person sits there who can answer: neither what comes nor what goes is a file."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def ask(
    words: str, default: str = "", check: Callable[[str], object] = str, *, may_skip: bool = False
) -> str:
    """An answer, without quotation marks round it; asked again until it can be used.

    Parameters
    ----------
    default
        What Enter means; shown in brackets.
    check
        Raises an `IsuError` for what can't be used, whose line is told before asking again.
    may_skip
        Whether Enter alone is an answer too: nothing.
    """
    while True:
        told = click.prompt(
            words, default=default or ("" if may_skip else None), show_default=bool(default)
        ).strip(QUOTES)
        try:
            if told:
                check(told)
            if told or may_skip:
                return told
        except IsuError as e:
            stop(str(e))


def choose(words: str, options: Sequence[str]) -> int:
    """The place of one of the options, that a person gives by its number or its words."""
    click.echo(words)
    for i, option in enumerate(options, start=1):
        click.echo(f"  {i:>2}  {option}")
    return _place(ask(NUMBER, check=lambda told: _place(told, options)), options)


def is_yes(words: str) -> bool:
    """Whether a question is answered with yes."""
    return ask(f"{words} (ja/nej)", check=_yes_or_no).casefold() in YES


def existing(told: str) -> None:
    """Refuse what is no file or folder.

    Raises
    ------
    IsuError
        In Swedish.
    """
    path = Path(told).expanduser()
    if not path.exists():
        raise IsuError(NO_PLACE.format(place=shown(path.name or told), near=near_name(path)))


def _place(told: str, options: Sequence[str]) -> int:
    words = told.casefold()
    if words.isdecimal() and 1 <= int(words) <= len(options):
        return int(words) - 1
    same = [i for i, option in enumerate(options) if option.casefold().startswith(words)]
    if len(same) != 1:
        raise IsuError(NOT_A_CHOICE.format(words=shown(told), count=len(options)))
    return same[0]


def _yes_or_no(told: str) -> None:
    if told.casefold() not in YES + NO:
        raise IsuError(NOT_YES_OR_NO.format(words=shown(told)))


# ``isu`` alone: what do you want to do?

WELCOME = "Vad vill du göra? (Håll ned Ctrl och tryck C om du ångrar dig.)"
LEAVE = "Avsluta"
SAME = "Nästa gång går det också att skriva: {line}"
EXERCISE = "ovning"


@dataclass(frozen=True)
class Task:
    """Something to do: as it is said, the command that does it, and what is asked first."""

    words: str
    command: str
    asks: Callable[[], Iterable[str]] = tuple


def _folder(words: str) -> Callable[[], list[str]]:
    return lambda: [ask(words, check=find_folder)]


TASKS = (
    Task("Öppna anteckningsböckerna", "lab"),
    Task("Göra en mapp för vår grupp", "ny"),
    Task("Öva med påhittade personer", "exempel",
         lambda: [ask("Vad ska övningsmappen heta?", EXERCISE)]),
    Task("Se hur vår fil tolkas", "kontrollera",
         lambda: [ask("Var ligger filen eller mappen?", check=existing)]),
    Task("Göra sidor att lämna ut", "handouts", _folder("Vilken mapp?")),
    Task("Visa anteckningsböckerna utan kod, i webbläsaren", "app", _folder("Vilken mapp?")),
    Task("Se hur långt grupperna har kommit", "status",
         _folder("Vilken mapp? Det kan vara en mapp med flera gruppers mappar i.")),
    Task("Göra material till en utbildning", "kurs"),
    Task("Läsa om alla kommandon", "--help"),
)  # fmt: skip


def begin(run: Callable[[list[str]], object], known: Iterable[str]) -> None:
    """Ask what to do and do it; asked again where it could not be done.

    Parameters
    ----------
    run
        Does what a command line says.
    known
        The commands that there are; what needs another is not offered.
    """
    tasks = [t for t in TASKS if t.command in known or t.command.startswith("-")]
    while True:
        place = choose(WELCOME, [*(t.words for t in tasks), LEAVE])
        if place == len(tasks):
            return
        words = [tasks[place].command, *tasks[place].asks()]
        try:
            run(words)
        except IsuError as e:
            stop(str(e))
            continue
        if len(words) > 1:
            click.echo(SAME.format(line=as_line(words)))
        return


def as_line(words: Sequence[str]) -> str:
    """A command line as it can be typed in any terminal: names with spaces in quotation marks.

    Examples
    --------
    >>> as_line(["handouts", "Mina mappar"])
    'isu handouts "Mina mappar"'
    """
    return " ".join(["isu", *(w if shlex.quote(w) == w else f'"{w}"' for w in words)])
