"""``isu aterstall``: notebooks as they were shipped."""

import click

from ..errors import IsuError
from .explain import stop
from .places import near_path
from .root import isu

RESTORE = """Gör anteckningsböcker som de var när de levererades.

Har något ändrats av misstag i en anteckningsbok hämtas originalet tillbaka.
Den ändrade finns kvar bredvid, med «tidigare» i namnet. Det ni har skrivit i
formulären står i er arbetsmapp och rörs inte.

Utan namn återställs alla som har ändrats.

\b
Exempel:
  isu aterstall steg1_vad_ser_vi
  isu aterstall
"""
DONE = "Återställd: {file}."
KEPT = "Återställd: {file}. Den gamla finns kvar som {kept}."
SAME = "Oförändrad: {file} är redan som den levererades."
NOTHING = "Ingen anteckningsbok har ändrats."
OPEN = "Är någon av dem öppen i JupyterLab? Stäng den utan att spara, och öppna den igen."


@isu.command(
    help=RESTORE, short_help="Gör anteckningsböcker som de var.", options_metavar="[VAL]"
)
@click.argument("bok", metavar="[ANTECKNINGSBOK …]", nargs=-1)
def aterstall(bok: tuple[str, ...]) -> int:
    """Put notebooks back as they were shipped; 1 where one of them could not be."""
    from ..original import find, known, restore

    wanted = [find(name) for name in bok or known()]
    changed, failed = 0, 0
    for path, original in wanted:
        try:
            found = restore(path, original)
        except IsuError as e:
            stop(str(e))
            failed += 1
            continue
        changed += found.is_changed
        if found.is_changed or bok:
            click.echo(_line(found))
    if changed or not (failed or bok):
        click.echo(OPEN if changed else NOTHING)
    return int(bool(failed))


def _line(found: object) -> str:
    file = near_path(found.path)
    if not found.is_changed:
        return SAME.format(file=file)
    return KEPT.format(file=file, kept=found.kept.name) if found.kept else DONE.format(file=file)
