"""``isu ovningar``: the exercises for participants, without the answers."""

from pathlib import Path

import click

from ..configuration import project_root
from ..errors import IsuError
from ..wording import counted
from .root import isu

EXERCISES = """Gör en mapp med övningarna, utan lösningar.

MAPP är den nya mappen. Varje övning är en anteckningsbok. Öppna den i
JupyterLab, läs och svara. Svaret prövas direkt och du får veta varför.

Lösningarna finns i originalen, som utbildaren har.

\b
Exempel:
  isu ovningar ovningar
  isu ovningar grupp1 --skriv-over
"""
OVER_HELP = "Skriver över övningar som redan finns i mappen."
DONE = "Klart: {files} i mappen {folder}."
TAKEN = (
    "I mappen «{folder}» finns redan «{file}». Väntade en mapp utan övningar, för att inget som "
    "någon har skrivit ska gå förlorat. Välj en annan mapp, eller lägg till --skriv-over."
)


@isu.command(help=EXERCISES, short_help="Gör övningarna utan lösningar.", options_metavar="[VAL]")
@click.argument("mapp", metavar="MAPP")
@click.option("--skriv-over", is_flag=True, help=OVER_HELP)
def ovningar(mapp: str, skriv_over: bool) -> int:
    """Write the participants' copies of the exercises."""
    from ..exercises import write_copies

    source, out = project_root() / "exercises", Path(mapp)
    taken = [p.name for p in source.glob("*.ipynb") if (out / p.name).exists()]
    if taken and not skriv_over:
        raise IsuError(TAKEN.format(folder=out.name, file=sorted(taken)[0]))
    files = write_copies(source, out)
    click.echo(DONE.format(files=counted(len(files), "övning", "övningar"), folder=mapp))
    return 0
