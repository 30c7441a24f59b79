"""A codebook of day 1, and an export of the same unit: other headers, other words, coded sex."""

import random
from pathlib import Path

from isu_helpers.codebook import Codebook
from isu_helpers.codebook.library import variables

IDS = (
    "barnets-kon", "barnets-alder", "npf", "tidigare-utredd", "anmalare", "barn-vald",
    "fragat-om-vald", "behov-av-stod", "insats-beviljad", "barn-forandring", "tolkbehov",
)  # fmt: skip
HEADERS = (
    "KlientNr", "Kön (kod)", "Ålder vid aktualisering", "Diagnos NPF", "Utredd förut",
    "Typ av anmälare", "Våldsutsatt", "Frågat om våld", "Stödbehov", "Beviljad åtgärd",
    "Situation nu", "Behov tolk", "Ansvarig", "Enhet",
)  # fmt: skip
SENDERS = {"Barnet själv": 6, "Föräldrar": 30, "Skola": 40, "Sjukvård": 20, "Polisen": 24}
NOW = ("Mycket sämre", "Något sämre", "Oförändrad", "Något bättre", "Mycket bättre")
STAFF = ("Anna Lindgren", "Bo Ek", "Sara Nilsson")


def foreign_folder(folder: Path, people: int = 120) -> Path:
    """A folder with the codebook and the export, as a group has them between the days."""
    folder.mkdir(exist_ok=True)
    (folder / "isu.yaml").write_text("kommun: Åby\nomrade: barn och unga\n", encoding="utf-8")
    Codebook(variables(IDS)).write(folder / "kodbok.yaml")
    text = "\n".join(";".join(row) for row in [HEADERS, *_rows(people)])
    (folder / "uttag.csv").write_text(text + "\n", encoding="utf-8")
    return folder


def _rows(people: int) -> list[tuple[str, ...]]:
    draw = random.Random(15)
    senders = [word for word, n in SENDERS.items() for _ in range(n)]
    return [
        (
            str(1000 + i), "12"[i % 2], str(draw.randint(3, 17)), draw.choice(("J", "N")),
            draw.choice(("Ja", "Nej")), senders[i % len(senders)],
            draw.choice(("Ja", "Nej", "Okänt")), draw.choice(("1", "0")),
            draw.choice(("Finns", "Finns ej")), draw.choice(("Bifall", "Avslag")),
            NOW[i % 5], draw.choice(("ja", "nej")), draw.choice(STAFF), draw.choice("AB"),
        )
        for i in range(people)
    ]  # fmt: skip
