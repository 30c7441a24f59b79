"""``isu kontrollera``: how a file is understood."""

import click

from .root import isu

CHECK = """Visar hur er datafil tolkas, innan ni börjar.

FIL är en datafil eller en arbetsmapp. Ni ser hur många personer filen har, hur
kolumnerna tolkas, vad som är tveksamt och vad ni gör härnäst. Inga svar visas.

\b
Exempel:
  isu kontrollera minmapp
  isu kontrollera uttag.xlsx --kodbok kodbok.yaml
"""
CHECK_BOOK_HELP = "Kodboken. Utan valet: den i mappen, i formuläret, eller ett förslag."


@isu.command(help=CHECK, short_help="Visar hur er datafil tolkas.", options_metavar="[VAL]")
@click.argument("fil", metavar="FIL")
@click.option("--kodbok", metavar="FIL", help=CHECK_BOOK_HELP)
def kontrollera(fil: str, kodbok: str | None) -> int:
    """Print how a file was understood."""
    from ..check import check_lines, read_for_check

    for line in check_lines(read_for_check(fil, kodbok)):
        click.echo(line)
    return 0
