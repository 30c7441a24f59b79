"""Files made of the workbook and the protected figures: slides and a Word file.

Their figures belong to the publication of the arbetsmapp: it is tried by the attacker before a
file is written, and that it is given out is noted.
"""

from pathlib import Path

from ..configuration import settings
from ..disclosure import give_out
from ..errors import IsuError
from ..handouts.publication import opened
from ..handouts.views import TO_HAND_OUT
from ..records import Records
from ..report import WANTING, Story, letter, talk
from ..run import Run
from ..saving import write_whole
from ..wording import period_told

SLIDES, LETTER = "bilder.html", "underlag.docx"
TITLE, PLACE = "Underlag till tjänsteskrivelse", "{kommun}, {omrade}"
PERIOD = "Uppgifterna gäller perioden {period}."
TO_FILL_IN = "Någon del är inte ifylld än. Där står det vad ni kan skriva."
OTHER_KIND = (
    "Filen «{file}» slutar på «{suffix}». Väntade .docx för ett underlag i Word eller .html för "
    "bilder. Ändra namnet efter --ut."
)
NO_SUFFIX = "ingenting"
THERE = (
    "Filen «{file}» finns redan. Väntade ett nytt namn, så att inget ni har ändrat går förlorat. "
    "Välj ett annat namn, eller kör igen med --skriv-over."
)
NO_BOOK = (
    "Det finns ingen {file} i mappen «{folder}». Väntade det ni har skrivit i "
    "anteckningsböckerna. Skriv något i stegen först, eller välj en annan mapp."
)
NOT_PROTECTED = (
    "Vyn är «Bara i gruppen». Väntade vyn «Att lämna ut», för filerna är till för andra. "
    "Skriv skydd = True i inställningarna och kör om."
)


def write_report(
    chosen: Run, records: Records, path: Path, *, overwrite: bool = False
) -> Path:
    """Write slides or a Word file, by the ending of the file's name, and give its path.

    Parameters
    ----------
    chosen
        The settings that hold, with protection.
    records
        The people that the figures are about; they may be none.
    path
        Ends in ``.html`` for slides, ``.docx`` for Word.

    Raises
    ------
    IsuError
        In Swedish, when the name has another ending or is taken, when the view is not the one to
        hand out, or when the figures do not hold or the file can't be written.
    """
    _check(chosen, path, overwrite)
    story = Story(records, chosen.workbook)
    content = MAKERS[path.suffix.lower()](story, chosen)
    if len(records):
        opened(chosen, records)
        give_out(chosen.arbetsmapp)
    is_elsewhere = path.parent.resolve() != chosen.arbetsmapp
    write_whole(path, content, makes_folder=is_elsewhere)
    return path


def read_folder(folder: Path) -> tuple[Run, Records]:
    """The run of an arbetsmapp with something written, with protection, and its records.

    Raises
    ------
    IsuError
        In Swedish, when it has no workbook, or its settings, data file or codebook don't hold.
    """
    chosen = Run(settings(folder, skydd=True))
    if not chosen.arbetsbok.is_file():
        raise IsuError(NO_BOOK.format(file=chosen.arbetsbok.name, folder=folder.name))
    return chosen, chosen.records()


def free_path(path: Path) -> Path:
    """The path, with a number where there is such a file already."""
    taken, i = path, 1
    while taken.exists():
        i += 1
        taken = path.with_stem(f"{path.stem}_{i}")
    return taken


def _check(chosen: Run, path: Path, overwrite: bool) -> None:
    if path.suffix.lower() not in MAKERS:
        suffix = path.suffix or NO_SUFFIX
        raise IsuError(OTHER_KIND.format(file=path.name, suffix=suffix))
    if path.exists() and not overwrite:
        raise IsuError(THERE.format(file=path.name))
    if not chosen.skydd:
        raise IsuError(NOT_PROTECTED)


def _slides(story: Story, chosen: Run) -> str:
    from ..slides import deck

    place = {"kommun": chosen.kommun, "omrade": chosen.omrade, "period": chosen.period}
    return deck(talk(story), **place)


def _letter(story: Story, chosen: Run) -> bytes:
    from ..document import to_word

    place = PLACE.format(kommun=chosen.kommun, omrade=chosen.omrade).rstrip(", ")
    parts = letter(story)
    about = [f"{place}."]
    about += [PERIOD.format(period=period_told(chosen.period))] if chosen.period else []
    about += [TO_HAND_OUT.footer]
    about += [TO_FILL_IN] if any(part.kind == WANTING for part in parts) else []
    return to_word(parts, title=TITLE, about=about)


MAKERS = {".html": _slides, ".docx": _letter}
