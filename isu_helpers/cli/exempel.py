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
FILLED_HELP = "Ta med en arbetsbok som en påhittad grupp har skrivit i."
ONE_OF_TWO = (
    "Både --omrade och --kodbok är angivna. Väntade ett av dem. "
    "Välj ett färdigt område eller er egen kodbok."
)
NOBODY = (
    "Både --ifylld och --kodbok är angivna. Väntade ett av dem, för ingen har skrivit i en "
    "arbetsbok till er kodbok. Utelämna --ifylld."
)
EXAMPLE_DONE = "Klart: {files} i mappen {folder}. Nästa steg: isu handouts {folder}"


@isu.command(help=EXAMPLE, short_help="Gör en arbetsmapp att öva med.", options_metavar="[VAL]")
@click.argument("mapp", metavar="MAPP")
@click.option("--omrade", metavar="NAMN", help=AREA_HELP)
@click.option("--kodbok", metavar="FIL", help=BOOK_HELP)
@click.option("--antal", type=Whole(), metavar="TAL", help=COUNT_HELP)
@click.option("--fro", type=Whole(), metavar="TAL", help=SEED_HELP)
@click.option("--ifylld", is_flag=True, help=FILLED_HELP)
def exempel(
    mapp: str, omrade: str | None, kodbok: str | None, antal: int | None, fro: int | None,
    ifylld: bool,
) -> int:  # fmt: skip
    """Write an arbetsmapp with made-up people."""
    from ..example import names, write_example, write_example_from

    if omrade and kodbok:
        raise IsuError(ONE_OF_TWO)
    if ifylld and kodbok:
        raise IsuError(NOBODY)
    if kodbok:
        files = write_example_from(Path(kodbok), Path(mapp), people=antal, seed=fro)
    else:
        name = omrade or names()[0]
        files = write_example(Path(mapp), name, people=antal, seed=fro, is_filled=ifylld)
    click.echo(EXAMPLE_DONE.format(files=listing(f.name for f in files), folder=mapp))
    return 0
