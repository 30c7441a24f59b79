"""The kinds of command, option and value, whose help and refusals are in Swedish."""

from collections.abc import Sequence
from difflib import get_close_matches

import click

from ..errors import IsuError
from ..wording import listing

HELP_HELP = "Visar den här hjälpen."
NO_COMMAND = "Kommandot «{name}» finns inte. Väntade {names}. {hint}"
NEAR = "Menade du «{name}»?"
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

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple:
        """The command that the first word names.

        Raises
        ------
        IsuError
            In Swedish, when there is none.
        """
        if args[0] not in self.commands:
            names = self.list_commands(ctx)
            hint = near(args[0], names) or SEE_HELP.format(command=ctx.command_path)
            names = listing(names, "eller")
            raise IsuError(NO_COMMAND.format(name=args[0], names=names, hint=hint))
        return super().resolve_command(ctx, args)


class Whole(click.ParamType):
    """A whole number."""

    name = "tal"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """The number that the word says."""
        try:
            return int(str(value))
        except ValueError:
            raise IsuError(NOT_WHOLE.format(value=value, name=param.opts[-1])) from None


def near(name: str, known: Sequence[str]) -> str:
    """«Menade du …?», where one of the known names looks like the name; else nothing."""
    found = get_close_matches(name.casefold(), known, n=1, cutoff=0.5)
    return NEAR.format(name=found[0]) if found else ""
