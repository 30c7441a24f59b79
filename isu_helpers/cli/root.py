"""The command ``isu`` itself, which the others are added to."""

import click

from .kinds import Group

ABOUT = """Från era egna uppgifter till sidor att lämna ut.

Skriv «isu KOMMANDO --help» för att läsa om ett kommando.

\b
Exempel:
  isu exempel ovning
  isu handouts ovning
"""
SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 88}


@click.group(
    cls=Group,
    help=ABOUT,
    invoke_without_command=True,
    context_settings=SETTINGS,
    options_metavar="[VAL]",
    subcommand_metavar="KOMMANDO …",
)
@click.pass_context
def isu(ctx: click.Context) -> None:
    """Show the help where no command is given."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
