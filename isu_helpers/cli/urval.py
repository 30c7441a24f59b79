"""``isu urval``: a review sample of case files."""

from pathlib import Path

import click

from .kinds import Whole
from .kontrollera import CHECK_BOOK_HELP
from .places import near_path, tell_of_many
from .root import isu

REVIEW = """Drar ett urval av akter att läsa, lika många av varje kön.

FIL är en datafil eller en arbetsmapp. Ni får en läslista i Excel med radernas
nummer i filen. Samma frö ger samma rader. Ingen person kommer med två gånger.

\b
Exempel:
  isu urval minmapp
  isu urval uttag.xlsx --per kön --antal 40 --fro 1 --aven ålder
"""
PER_HELP = "Variabeln som det ska bli lika många av. Utan valet: kön."
SAMPLE_COUNT_HELP = "Hur många rader det ska bli. Utan valet: 40."
SAMPLE_SEED_HELP = "Ett heltal. Samma tal ger samma rader. Utan valet: 1."
ALSO_HELP = "En variabel till, som urvalet ska spegla. Får anges flera gånger."
SAMPLE_OUT_HELP = "Läslistans namn. Utan valet: urval.xlsx bredvid datafilen."
SAMPLE_DONE = "Läslistan finns i {file}."


@isu.command(help=REVIEW, short_help="Drar ett urval av akter att läsa.", options_metavar="[VAL]")
@click.argument("fil", metavar="FIL")
@click.option("--per", default="kön", metavar="NAMN", help=PER_HELP)
@click.option("--antal", type=Whole(), default=40, metavar="TAL", help=SAMPLE_COUNT_HELP)
@click.option("--fro", type=Whole(), default=1, metavar="TAL", help=SAMPLE_SEED_HELP)
@click.option("--aven", multiple=True, metavar="NAMN", help=ALSO_HELP)
@click.option("--kodbok", metavar="FIL", help=CHECK_BOOK_HELP)
@click.option("--ut", metavar="FIL", help=SAMPLE_OUT_HELP)
def urval(
    fil: str, per: str, antal: int, fro: int, aven: tuple[str, ...], kodbok: str | None,
    ut: str | None,
) -> int:  # fmt: skip
    """Write the reading list of a review sample."""
    from ..check import data_file, read_for_check
    from ..review import draw_review_sample, write_sample

    sample = draw_review_sample(read_for_check(fil, kodbok), per, antal, fro, aven)
    source = data_file(fil)
    path = write_sample(sample, Path(ut) if ut else source.with_name("urval.xlsx"))
    for line in (*sample.notes, SAMPLE_DONE.format(file=near_path(path))):
        click.echo(line)
    tell_of_many(path.parent, source.name)
    return 0
