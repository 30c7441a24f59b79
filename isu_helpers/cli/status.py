"""``isu status``: how far the groups have come."""

import click

from .explain import stop
from .root import isu

STATUS = """Visar hur långt grupperna har kommit.

MAPP är en arbetsmapp. Det kan också vara en mapp med flera arbetsmappar. Du får
en rad för varje steg: hur många frågor gruppen har besvarat, när den sparade
senast och om något är skrivet på två sätt. Inget av det de skrev visas.

\b
Exempel:
  isu status storaker
  isu status arbetsmappar
"""


@isu.command(help=STATUS, short_help="Visar hur långt ni har kommit.", options_metavar="[VAL]")
@click.argument("mappar", nargs=-1, required=True, metavar="MAPP...")
def status(mappar: tuple[str, ...]) -> int:
    """Print how far the groups have come; 1 where a folder or a workbook can't be read."""
    from ..workbook import tell_status

    return int(not tell_status(mappar, report=click.echo, complain=stop))
