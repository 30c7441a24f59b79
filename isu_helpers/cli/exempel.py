"""``isu exempel``: an arbetsmapp with made-up people."""

from pathlib import Path

import click

from ..errors import IsuError
from ..wording import listing
from .kinds import Whole
from .root import isu

EXAMPLE = """Gör en arbetsmapp att öva med. Personerna i den är påhittade.

MAPP är den nya mappen. Finns den redan ska den vara tom. Har ni en egen
kodbok kan ni öva på den, innan ni har samlat in något.

\b
Exempel:
  isu exempel ovning
  isu exempel ovning --omrade skadligt_bruk --antal 40
  isu exempel ovning --kodbok kodbok.yaml --antal 60 --fro 1
"""
AREA_HELP = "Området som exemplet gäller. Utan valet: det första som finns."
BOOK_HELP = "En egen kodbok. Då blir svaren slump, utan inlagda skillnader."
COUNT_HELP = "Hur många personer det ska vara."
SEED_HELP = "Ett heltal. Samma tal ger samma personer."
ONE_OF_TWO = (
    "Både --omrade och --kodbok är angivna. Väntade ett av dem. "
    "Välj ett färdigt område eller er egen kodbok."
)
EXAMPLE_DONE = "Klart: {files} i mappen {folder}. Nästa steg: isu handouts {folder}"


@isu.command(help=EXAMPLE, short_help="Gör en arbetsmapp att öva med.", options_metavar="[VAL]")
@click.argument("mapp", metavar="MAPP")
@click.option("--omrade", metavar="NAMN", help=AREA_HELP)
@click.option("--kodbok", metavar="FIL", help=BOOK_HELP)
@click.option("--antal", type=Whole(), metavar="TAL", help=COUNT_HELP)
@click.option("--fro", type=Whole(), metavar="TAL", help=SEED_HELP)
def exempel(
    mapp: str, omrade: str | None, kodbok: str | None, antal: int | None, fro: int | None
) -> int:
    """Write an arbetsmapp with made-up people."""
    from ..example import names, write_example, write_example_from

    if omrade and kodbok:
        raise IsuError(ONE_OF_TWO)
    if kodbok:
        files = write_example_from(Path(kodbok), Path(mapp), people=antal, seed=fro)
    else:
        files = write_example(Path(mapp), omrade or names()[0], people=antal, seed=fro)
    click.echo(EXAMPLE_DONE.format(files=listing(f.name for f in files), folder=mapp))
    return 0
