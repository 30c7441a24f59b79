"""``isu ny``: a new arbetsmapp."""

from pathlib import Path

import click

from .root import isu

NEW = """Gör en ny arbetsmapp för er grupp.

MAPP är den nya mappen. I den läggs filen isu.yaml med era inställningar och en
tom arbetsbok. Finns mappen redan ska den vara tom, eller bara ha er datafil och
kodbok i sig. Inget skrivs över. Anteckningsböckerna använder sedan den mappen.

\b
Exempel:
  isu ny storaker --kommun Storåker --omrade "barn och unga"
  isu ny ../mappar/aldre --kommun Björkåsen --omrade LSS
"""
TOWN_HELP = "Kommunens namn på utskrifterna. Utan valet: mappens namn."
AREA_HELP = "Området som uppgifterna gäller."
DONE = "Klart: mappen {folder} finns nu, med isu.yaml och arbetsbok.yaml."
UNKNOWN = (
    "Området «{area}» känns inte igen, så frågorna blir de som gäller alla. "
    "Kända områden: {names}. Ändra i isu.yaml om något av dem passar."
)
NEXT = "Nästa steg: svara på frågorna om filen i start.ipynb innan ni lägger den i mappen."


@isu.command(help=NEW, short_help="Gör en ny arbetsmapp.", options_metavar="[VAL]")
@click.argument("mapp", metavar="MAPP")
@click.option("--kommun", default="", metavar="NAMN", help=TOWN_HELP)
@click.option("--omrade", default="", metavar="OMRÅDE", help=AREA_HELP)
def ny(mapp: str, kommun: str, omrade: str) -> int:
    """Make an arbetsmapp."""
    from ..areas import area_of, areas
    from ..folder import IN_USE, new_folder
    from ..last_folder import remember
    from ..wording import listing

    folder = new_folder(Path(mapp), kommun=kommun, omrade=omrade)
    click.echo(DONE.format(folder=folder.name))
    if omrade and area_of(omrade) is None:
        click.echo(UNKNOWN.format(area=omrade, names=listing(a.name for a in areas())))
    remember(folder)
    for line in (IN_USE.format(folder=folder.name), NEXT):
        click.echo(line)
    return 0
