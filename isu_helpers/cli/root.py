"""The command ``isu`` itself, which the others are added to."""

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from unicodedata import combining, normalize

import click

from ..errors import IsuError
from ..files import reason
from ..wording import listing
from .asking import as_line, begin, is_terminal
from .asking import stop as stop  # for the others

# The kinds of command, option and value, whose help and refusals are in Swedish.

HELP_HELP = "Visar den här hjälpen."
NO_COMMAND = "Kommandot «{name}» finns inte. Väntade ett kommando. {hint}"
COMMANDS = "Det finns {names}."
NEAR = "Menade du «{name}»?"
HELP_WORDS = ("hjalp", "help", "?", "/?", "-?", "/help", "-help")
PLACE_FIRST = {True: "handouts", False: "kontrollera"}  # what is meant by a folder, or by a file
DASHES = re.compile(r"^[\u2013\u2014](?=[^\W\d])")
SEE_HELP = "Skriv «{command} --help» för att se hur det ska vara."
NOT_WHOLE = (
    "Värdet «{value}» för {name} är inget heltal. Väntade ett tal utan decimaler. "
    "Skriv till exempel «{name} 40»."
)


class Command(click.Command):
    """A command whose help is in Swedish."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line that shows how the command is written."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix="Användning: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        options = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
        records = [option.get_help_record(ctx) for option in options]
        with formatter.section("Val"):
            formatter.write_dl([record for record in records if record])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option that shows the help."""
        option = super().get_help_option(ctx)
        if option:
            option.help = HELP_HELP
        return option


class Group(Command, click.Group):
    """A group of commands whose help, and whose refusals, are in Swedish."""

    command_class = Command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and the commands."""
        super().format_options(ctx, formatter)
        rows = [(n, self.commands[n].get_short_help_str(60)) for n in self.list_commands(ctx)]
        with formatter.section("Kommandon"):
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names.

        Raises
        ------
        IsuError
            In Swedish, when there is none.
        """
        if folded(args[0]) not in self.commands:
            raise IsuError(NO_COMMAND.format(name=args[0], hint=self._hint(args[0], ctx)))
        return super().resolve_command(ctx, [folded(args[0]), *args[1:]])

    def _hint(self, name: str, ctx: click.Context) -> str:
        names = self.list_commands(ctx)
        if folded(name) in HELP_WORDS:
            return NEAR.format(name=f"{ctx.command_path} --help")
        if Path(name).exists():
            return NEAR.format(name=as_line([PLACE_FIRST[Path(name).is_dir()], name]))
        see = SEE_HELP.format(command=ctx.command_path)
        return near(name, names) or f"{COMMANDS.format(names=listing(names))} {see}"


class Whole(click.ParamType):  # type: ignore[type-arg]  # older click takes no argument
    """A whole number."""

    name = "tal"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """The number that the word says."""
        try:
            return int(str(value))
        except ValueError:
            name = param.opts[-1] if param else self.name
            raise IsuError(NOT_WHOLE.format(value=value, name=name)) from None


def near(name: str, known: Sequence[str]) -> str:
    """«Menade du …?», where one of the known names looks like the name; else nothing."""
    found = get_close_matches(folded(name), known, n=1, cutoff=0.5)
    return NEAR.format(name=found[0]) if found else ""


def folded(word: str) -> str:
    """A word as commands and choices are written: small letters, without rings and dots.

    Examples
    --------
    >>> folded("Återställ")
    'aterstall'
    """
    return "".join(c for c in normalize("NFKD", word.casefold()) if not combining(c))


def as_typed(args: Sequence[str]) -> list[str]:
    """A command line with the hyphens that a text in Word or a mail has made into dashes.

    Examples
    --------
    >>> as_typed(["handouts", "storaker", "–ut", "sidor"])
    ['handouts', 'storaker', '--ut', 'sidor']
    """
    return [DASHES.sub("--", word) for word in args]


def as_places(words: Sequence[str]) -> Sequence[str]:
    """Folders, or the one that the words are together: its name was typed without quotation marks.

    Examples
    --------
    >>> as_places(["storaker", "tallnas"])
    ['storaker', 'tallnas']
    """
    whole = " ".join(words)
    is_one = Path(whole).exists() and not all(Path(word).exists() for word in words)
    return [whole] if is_one else words


# The command ``isu`` itself, which the others are added to.

ABOUT = """Från era egna uppgifter till sidor att lämna ut.

Skriv bara «isu» så får du frågan vad du vill göra. Skriv «isu KOMMANDO --help»
för att läsa om ett kommando.

\b
Exempel:
  isu exempel ovning
  isu handouts ovning
"""
SETTINGS = {
    "help_option_names": ["-h", "--help"],
    "max_content_width": 88,
    "token_normalize_func": folded,
}


@click.group(
    cls=Group,
    help=ABOUT,
    invoke_without_command=True,
    context_settings=SETTINGS,
    options_metavar="[VAL]",
    subcommand_metavar="KOMMANDO …",
)
@click.version_option(
    package_name="isu-helpers", message="isu %(version)s", help="Visar vilken version det är."
)
@click.pass_context
def isu(ctx: click.Context) -> None:
    """Without a command, ask what to do; where nobody can answer, show the help."""
    if ctx.invoked_subcommand is not None:
        return
    if is_terminal():
        begin(lambda words: isu.main(words, prog_name="isu", standalone_mode=False), isu.commands)
    else:
        click.echo(ctx.get_help())


# One Swedish line for whatever stops a command.

NO_MEMORY = (
    "Datorns minne räckte inte. Väntade en fil som ryms i det. Stäng andra program och försök "
    "igen, eller dela datafilen."
)
UNEXPECTED = (
    "Programmet stannade av ett fel som det inte kände igen ({kind}). Väntade att kunna gå "
    "vidare. Försök igen. Hjälper det inte, visa den här raden för den som sköter programmet."
)
NO_OPTION = "Valet «{name}» finns inte. {hint}"
NO_VALUE = "Valet «{name}» saknar ett värde. Väntade ett ord efter det. {hint}"
MISSING = "Det fattas något: {name}. {hint}"
BAD_VALUE = "Värdet för {name} går inte att använda. {hint}"
NOT_UNDERSTOOD = "Raden gick inte att förstå. Väntade: {usage}. {hint}"
SPACES = 'Har ett namn mellanslag? Skriv det inom citattecken, till exempel "min mapp".'
NO_FILE = (
    "Filen «{file}» gick inte att läsa eller skriva ({reason}). Kontrollera namnet och mappen."
)


def explain(error: Exception) -> str:
    """The Swedish line that tells of an error."""
    if isinstance(error, IsuError):
        return " ".join(str(error).split())
    if isinstance(error, click.UsageError):
        return _explain_usage(error)
    if isinstance(error, MemoryError):
        return NO_MEMORY
    kind = type(error).__name__
    if isinstance(error, (OSError, click.FileError)) and error.filename:
        told = reason(error) if isinstance(error, OSError) else kind
        return NO_FILE.format(file=Path(os.fsdecode(error.filename)).name, reason=told)
    return UNEXPECTED.format(kind=kind)


def _explain_usage(error: click.UsageError) -> str:
    hint = SEE_HELP.format(command=error.ctx.command_path if error.ctx else "isu")
    if isinstance(error, click.NoSuchOption):
        hint = near(error.option_name, _options(error.ctx)) or hint
        return NO_OPTION.format(name=error.option_name, hint=hint)
    if isinstance(error, click.BadOptionUsage):
        return NO_VALUE.format(name=error.option_name, hint=hint)
    if isinstance(error, click.BadParameter):
        name = _param_name(error)
        text = MISSING if isinstance(error, click.MissingParameter) else BAD_VALUE
        return text.format(name=name, hint=hint)
    usage = error.ctx.get_usage().partition(": ")[2] if error.ctx else "isu KOMMANDO"
    hint = f"{SPACES} {hint}" if "extra argument" in error.message else hint
    return NOT_UNDERSTOOD.format(usage=usage, hint=hint)


def _options(ctx: click.Context | None) -> list[str]:
    params = ctx.command.get_params(ctx) if ctx else []
    return [name for param in params for name in param.opts if name.startswith("--")]


def _param_name(error: click.BadParameter) -> str:
    if isinstance(error.param, click.Option):
        return error.param.opts[-1]
    return (error.param.metavar or "").rstrip(".") if error.param else ""


# Paths as they are told to a user, and what a new file does to a folder.

MANY_DATA = (
    "I mappen finns nu flera filer som kan vara er datafil. Skriv i isu.yaml vilken som gäller, "
    "till exempel «datafil: {file}»."
)


def near_path(path: Path) -> str:
    """The path from here, where the file lies below."""
    with suppress(ValueError):
        return path.relative_to(Path.cwd()).as_posix()
    return path.as_posix()


def tell_of_many(folder: Path, file: str) -> None:
    """Tell what to write in isu.yaml where a new file made the data file uncertain."""
    from ..configuration import find_data_file, read_settings_file

    with suppress(IsuError):
        if "datafil" in read_settings_file(folder):
            return
    try:
        find_data_file(folder)
    except IsuError:
        click.echo(MANY_DATA.format(file=file))
