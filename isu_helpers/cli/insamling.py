"""``isu insamling``: the collection form of a codebook."""

from pathlib import Path

import click

from ..errors import IsuError
from .kinds import Whole
from .places import near_path, tell_of_many
from .root import isu

FORM = """Gör ett Excel-formulär att samla in uppgifter i.

KODBOK är er kodbok, eller en arbetsmapp med en kodbok.yaml i. Formuläret har
en kolumn för varje fråga, listor att välja svar i och ett blad som förklarar.
Kodboken följer med i filen, så programmet känner igen den när den är ifylld.

\b
Exempel:
  isu insamling kodbok.yaml
  isu insamling minmapp --ut vintern.xlsx --rader 2000
"""
FORM_OUT_HELP = "Formulärets namn. Utan valet: insamling.xlsx bredvid kodboken."
ROWS_HELP = "Hur många rader det ska finnas plats för. Utan valet: 1000."
FORM_DONE = "Klart: {file}. Fyll i bladet Registrera. Nästa steg: isu kontrollera {file}"
NO_ROWS = "Värdet för --rader är {rows}. Väntade ett heltal från 1 till {most}. Ändra talet."


@isu.command(help=FORM, short_help="Gör ett formulär att samla in i.", options_metavar="[VAL]")
@click.argument("kodbok", metavar="KODBOK")
@click.option("--ut", metavar="FIL", help=FORM_OUT_HELP)
@click.option("--rader", type=Whole(), default=1000, metavar="TAL", help=ROWS_HELP)
def insamling(kodbok: str, ut: str | None, rader: int) -> int:
    """Write the collection form of a codebook."""
    from ..form import MOST_ROWS, codebook_path, write_form

    if not 1 <= rader <= MOST_ROWS:
        raise IsuError(NO_ROWS.format(rows=rader, most=MOST_ROWS))
    source = codebook_path(Path(kodbok))
    path = write_form(source, Path(ut) if ut else source.parent / "insamling.xlsx", rows=rader)
    click.echo(FORM_DONE.format(file=near_path(path)))
    tell_of_many(path.parent, path.name)
    return 0
