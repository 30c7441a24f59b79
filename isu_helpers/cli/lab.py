"""``isu lab`` and ``isu app``: the notebooks in a browser, as a program of their own."""

import sys
from pathlib import Path

import click

from .root import Whole, isu

LAB = """Öppnar anteckningsböckerna i webbläsaren.

Utan MAPP används den arbetsmapp som valdes senast på den här datorn. Finns ingen
öppnas en övning med påhittade personer, och ni kan välja eller göra en mapp där.

Allt sker på den här datorn, och inget skickas någonstans. Anteckningsböckerna är
kopior som ligger i er mapp, och originalen ändras inte.

\b
Exempel:
  isu lab
  isu lab storaker
  isu lab storaker --projektor
"""
LARGE_HELP = "Stora bokstäver, för en projektor. Det som är till utbildaren är dolt."
TRAINER_HELP = "Visar också det som är till den som utbildar."
SHUT_HELP = "Öppnar ingen webbläsare. Adressen står i fönstret."
USES = "Arbetsmapp: {folder}."
PRACTISES = (
    "Ingen arbetsmapp är vald än, så en övning med påhittade personer öppnas. "
    "På sidan som öppnas kan ni välja eller göra en egen mapp."
)
STARTS = "Startar. Det tar några sekunder."
OPENS = "Sidan öppnas i webbläsaren. Händer inget? Kopiera den här adressen dit:\n  {address}"
WAITS = "Öppna den här adressen i webbläsaren:\n  {address}"
MEANWHILE = (
    "Låt det här fönstret vara öppet medan ni arbetar. Avsluta med Ctrl + C. "
    "Det ni har skrivit är sparat."
)
ENDED = "Avslutat. Det ni har skrivit finns kvar i er mapp."


@isu.command(help=LAB, short_help="Öppnar anteckningsböckerna.", options_metavar="[VAL]")
@click.argument("mapp", metavar="[MAPP]", nargs=-1)
@click.option("--projektor", is_flag=True, help=LARGE_HELP)
@click.option("--utbildare", is_flag=True, help=TRAINER_HELP)
@click.option("--utan-webblasare", is_flag=True, help=SHUT_HELP)
def lab(mapp: tuple[str, ...], projektor: bool, utbildare: bool, utan_webblasare: bool) -> int:
    """Serve the notebooks until somebody ends it."""
    from ..desk.lab import Desk, copies_for, open_desk

    folder = _chosen(" ".join(mapp))  # a name with spaces, typed without quotation marks
    click.echo(USES.format(folder=folder.name) if folder else PRACTISES)
    copies = copies_for(folder, for_trainer=utbildare)
    click.echo(STARTS)
    open_desk(
        Desk(copies, projektor, utbildare),
        lambda address: _tell(WAITS if utan_webblasare else OPENS, address),
        ["--no-browser"] if utan_webblasare else [],
    )
    click.echo(ENDED)
    return 0


def _tell(words: str, address: str) -> None:
    click.echo(words.format(address=address))
    click.echo(MEANWHILE)


def _chosen(mapp: str) -> Path | None:
    """The arbetsmapp that is meant: that which is named here, else the one chosen last."""
    from ..configuration import find_folder, is_practice
    from ..run import remember, remembered

    if not mapp:
        return remembered(is_asked=True)
    folder = find_folder(mapp)
    if is_practice(folder):
        from ..pages.folder import own_copy

        folder = own_copy(folder, Path.home())
    remember(folder)
    return folder


# ``isu app``: the notebooks as pages without code, for a group that wants no notebooks.

APP = """Visar anteckningsböckerna utan kod, i webbläsaren.

MAPP är er arbetsmapp. Allt ni skriver sparas i arbetsboken där, medan ni skriver.
Bara den här datorn kan öppna sidorna, och inget skickas någonstans.
Är mappen en övningsmapp får ni en egen kopia att skriva i.

Det kräver tillägget «app». Saknas det står det hur det installeras.

\b
Exempel:
  isu app storaker
  isu app "Mina mappar/storaker" --utan-webblasare
"""
PORT_HELP = "Porten på den här datorn. Utan valet: en som är ledig."
SAVES = "Allt ni skriver sparas i mappen {folder}."


@isu.command(help=APP, short_help="Visar anteckningsböckerna utan kod.", options_metavar="[VAL]")
@click.argument("mapp", metavar="MAPP")
@click.option("--utan-webblasare", is_flag=True, help=SHUT_HELP)
@click.option("--port", type=Whole(), metavar="TAL", help=PORT_HELP)
def app(mapp: str, utan_webblasare: bool, port: int | None) -> int:
    """Serve the notebooks as pages until somebody ends it."""
    from ..configuration import find_folder, is_practice, settings
    from ..desk.app import check_installed, serve
    from ..pages.folder import own_copy

    check_installed(Path(sys.executable).name)
    folder = find_folder(mapp)
    folder = own_copy(folder, Path.home()) if is_practice(folder) else folder
    kommun = settings(folder).kommun
    click.echo(SAVES.format(folder=folder.name))
    serve(
        folder,
        kommun,
        lambda address: _tell(WAITS if utan_webblasare else OPENS, address),
        opens_browser=not utan_webblasare,
        port=port or 0,
    )
    click.echo(ENDED)
    return 0
