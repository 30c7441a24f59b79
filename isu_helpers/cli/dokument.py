"""``isu dokument``: a Word file and slides of what a group has written."""

from pathlib import Path

import click

from ..errors import IsuError
from .places import near_path
from .root import isu

DOCUMENT = """Gör ett underlag i Word och bilder av det ni har skrivit.

MAPP är en arbetsmapp med arbetsbok och datafil. Underlaget har fyra steg: vad
ni ser, varför, vad det leder till, och vad ni föreslår. Bilderna öppnas i en
webbläsare och kräver inget nät. Små tal är dolda i båda.

Utan --ut görs båda filerna. Ändra sedan i Word som ni vill.

\b
Exempel:
  isu dokument storaker
  isu dokument storaker --ut till_namnden.docx
  isu dokument storaker --ut bilder.html
"""
OUT_HELP = (
    "Filen som skrivs. Slutar namnet på .docx blir det Word, på .html blir det bilder. Utan "
    "valet: underlag.docx och bilder.html i mappen ut."
)
OVER_HELP = "Skriver över filer som redan finns, också dem ni har ändrat i."
WRITTEN = "Klart: {file}"
MANY = (
    "Mappen «{folder}» har flera arbetsmappar i sig. Väntade en. Skriv namnet på en av dem, "
    "till exempel {first}."
)


@isu.command(
    help=DOCUMENT, short_help="Gör ett underlag i Word och bilder.", options_metavar="[VAL]"
)
@click.argument("mapp", metavar="MAPP")
@click.option("--ut", metavar="FIL", help=OUT_HELP)
@click.option("--skriv-over", is_flag=True, help=OVER_HELP)
def dokument(mapp: str, ut: str | None, skriv_over: bool) -> int:
    """Write the document, the slides, or both."""
    from ..presenting import LETTER, SLIDES, read_folder, write_report

    folder = _only(mapp)
    paths = [Path(ut)] if ut else [Path("ut") / folder.name / name for name in (LETTER, SLIDES)]
    chosen, records = read_folder(folder)
    for path in paths:
        written = write_report(chosen, records, path, overwrite=skriv_over)
        click.echo(WRITTEN.format(file=near_path(written)))
    return 0


def _only(mapp: str) -> Path:
    """The one arbetsmapp that is meant."""
    from ..handouts.runner import expand

    found = expand(mapp)
    if len(found) > 1:
        raise IsuError(MANY.format(folder=Path(mapp).name, first=found[0].name))
    return found[0]
