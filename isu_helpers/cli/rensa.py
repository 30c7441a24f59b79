"""``isu rensa``: the people's records taken away."""

import click

from .root import isu

CLEANUP = """Tar bort uppgifterna om personer när ni är klara.

MAPP är arbetsmappen. Datafiler, nycklar, formulär, urval, körda
anteckningsböcker och sidor som bara är för gruppen tas bort. Kodboken,
arbetsboken, sidorna och utlamning.json blir kvar, med en nyckel som inte säger
något om någon. Ni får se listan och svara ja eller nej först.

\b
Exempel:
  isu rensa minmapp
  isu rensa minmapp --ja
"""
YES_HELP = "Tar bort utan att fråga."
ASK, YES, NOTHING_GONE = "Ta bort? (ja/nej)", ("ja", "j"), "Inget togs bort."


@isu.command(help=CLEANUP, short_help="Tar bort uppgifterna efteråt.", options_metavar="[VAL]")
@click.argument("mapp", metavar="MAPP")
@click.option("--ja", is_flag=True, help=YES_HELP)
def rensa(mapp: str, ja: bool) -> int:
    """Take the people's records out of an arbetsmapp; 1 where some of them are still there."""
    from ..cleanup import clean, lines_after, lines_before, plan_cleanup

    plan, failed = plan_cleanup(mapp), ()
    click.echo("\n".join(lines_before(plan)))
    if plan.doomed:
        if not ja and click.prompt(ASK, prompt_suffix=" ").strip().casefold() not in YES:
            click.echo(NOTHING_GONE)
            return 0
        failed = clean(plan)
    click.echo("\n".join(lines_after(plan, failed)))
    return int(bool(failed))
