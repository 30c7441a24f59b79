"""``isu lab``: the notebooks in a browser, as a program of their own."""

from pathlib import Path

import click

from .root import isu

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
IS_OPEN = (
    "Sidan öppnas i webbläsaren. Händer inget? Kopiera den här adressen dit:\n  {address}\n"
    "Låt det här fönstret vara öppet medan ni arbetar. Avsluta med Ctrl + C. "
    "Det ni har skrivit är sparat."
)
ENDED = "Avslutat. Det ni har skrivit finns kvar i er mapp."


@isu.command(help=LAB, short_help="Öppnar anteckningsböckerna.", options_metavar="[VAL]")
@click.argument("mapp", metavar="[MAPP]", required=False)
@click.option("--projektor", is_flag=True, help=LARGE_HELP)
@click.option("--utbildare", is_flag=True, help=TRAINER_HELP)
@click.option("--utan-webblasare", is_flag=True, help=SHUT_HELP)
def lab(mapp: str | None, projektor: bool, utbildare: bool, utan_webblasare: bool) -> int:
    """Serve the notebooks until somebody ends it."""
    from ..desk.lab import Desk, copies_for, open_desk

    folder = _chosen(mapp)
    click.echo(USES.format(folder=folder.name) if folder else PRACTISES)
    copies = copies_for(folder, for_trainer=utbildare)
    click.echo(STARTS)
    open_desk(
        Desk(copies, projektor, utbildare),
        lambda address: click.echo(IS_OPEN.format(address=address)),
        ["--no-browser"] if utan_webblasare else [],
    )
    click.echo(ENDED)
    return 0


def _chosen(mapp: str | None) -> Path | None:
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
