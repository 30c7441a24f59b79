"""Files as Swedish case systems and survey tools export them, small and invented.

Each is 40 people of two sexes with a known number of each; what is to be read of it stands beside.
"""

import datetime as dt
import io
from dataclasses import dataclass, field

import openpyxl

N = 40
SEXES = ["Kvinna", "Man", "Man", "Kvinna", "Man"] * 8  # 16 women, 24 men
YES = ["Ja", "Nej", "Nej", "Ja", "Ja", "Nej", "Nej", "Nej"] * 5  # 15 yes
AGES = [18 + (7 * i) % 60 for i in range(N)]
KINDS = ["Öppenvård", "Placering", "Ingen insats", "Öppenvård"] * 10
SCALE = ["Instämmer helt", "Instämmer delvis", "Instämmer inte alls", "Instämmer delvis"] * 10
AGREE = ["Agree", "Strongly disagree", "Neutral"]
DAYS = [dt.date(2024, 1, 3) + dt.timedelta(days=9 * i) for i in range(N)]
HEAD = ["Kön", "Ålder", "Insats", "Våld"]
ROWS = [list(map(str, r)) for r in zip(SEXES, AGES, KINDS, YES, strict=True)]


@dataclass(frozen=True)
class Export:
    """A file: its bytes, its ending, and what is to be read; ``told`` stands in the report."""

    content: bytes
    ending: str = "csv"
    people: int = N
    women: int = 16
    men: int = 24
    yes: dict[str, int] = field(default_factory=dict)
    categories: dict[str, tuple[str, ...]] = field(default_factory=dict)
    absent: tuple[str, ...] = ()
    told: str = ""
    refused: str = ""


def text(rows: list[list[str]], separator: str = ";", encoding: str = "utf-8-sig") -> bytes:
    """Lines of a text file, quoted where they must be."""

    def cell(word: object) -> str:
        word = "" if word is None else str(word)
        return f'"{word}"' if separator in word or "\n" in word else word

    return "\r\n".join(separator.join(map(cell, r)) for r in [*rows, []]).encode(encoding)


def book(rows: list[list[object]], merged: tuple[str, ...] = (), sheets: tuple = ()) -> bytes:
    """A workbook of one sheet with rows, and others by name."""
    made, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)
    for cells in merged:
        made.active.merge_cells(cells)
    for name, more in sheets:
        sheet = made.create_sheet(name)
        for row in more:
            sheet.append(row)
    made.save(out)
    return out.getvalue()


def columns(**named: list) -> tuple[list[str], list[list[str]]]:
    """A header and rows of sex and named columns."""
    every = {"Kön": SEXES} | {k.replace("_", " "): v for k, v in named.items()}
    return list(every), [list(map(str, r)) for r in zip(*every.values(), strict=True)]


def with_column(header: str, cells: list) -> list[list[str]]:
    return [[*HEAD, header], *([*r, str(c)] for r, c in zip(ROWS, cells, strict=True))]


def ticks(mark: str, none: str = "") -> list[list[str]]:
    """A question of which several answers may be ticked, a column each."""
    heads = ["Kön", "Vilka stöd har du fått? Samtal", "Vilka stöd har du fått? Boende",
             "Vilka stöd har du fått? Ekonomi"]  # fmt: skip
    rows = [[s, mark if i % 2 else none, mark if i % 4 else none, mark if i % 5 == 0 else none]
            for i, s in enumerate(SEXES)]  # fmt: skip
    return [heads, *rows]


def of_codes(sex: dict[str, str]) -> list[list[str]]:
    return [HEAD, *([sex[r[0]], *r[1:]] for r in ROWS)]


STAMPS = [f"{d} {8 + i % 9}:{i % 60:02}:07" for i, d in enumerate(DAYS)]
FORMS_HEAD = ["ID", "Starttid", "Slutförd tidpunkt", "E-post", "Namn", "1. Är du…?",
              "2. Hur gammal är du?", "3. Jag fick vara med och bestämma",
              "4. Har du utsatts för våld?"]  # fmt: skip
FORMS = [[i + 1, t, t, "anonymous", "", s, a, o, y] for i, (t, s, a, o, y) in enumerate(
    zip(STAMPS, SEXES, AGES, SCALE, YES, strict=True))]  # fmt: skip
META = [["Rapport:", "Insatser per klient"], ["Urval:", "IFO, 2024-01-01 – 2024-12-31"],
        ["Utskriven:", "2025-02-03 10:12"], []]  # fmt: skip
TOTAL = [["Totalt", "", "", ""], ["Antal rader:", str(N)]]
BASIC = {"yes": {"Våld": 15}, "categories": {"Insats": ("Ingen insats", "Placering", "Öppenvård")}}
OPINION = ("Instämmer inte alls", "Instämmer delvis", "Instämmer helt")

EXPORTS = {
    "plain": Export(text([HEAD, *ROWS]), **BASIC),
    # Case systems: Treserva, Procapita, Lifecare, Viva, Combine
    "rows of what the report is above": Export(text([*META, HEAD, *ROWS]), **BASIC),
    "a title in one merged cell": Export(
        book([["Uttag ur verksamhetssystemet 2024"], [], HEAD, *ROWS], ("A1:D1",)), "xlsx", **BASIC
    ),
    "sums and counts below": Export(text([HEAD, *ROWS, *TOTAL]), **BASIC),
    "a print footer below": Export(
        text([HEAD, *ROWS, [], ["Sida 1 av 1", "", "", ""], ["Användare: handl01", "", "", ""]]),
        **BASIC,
    ),
    "empty columns at the end": Export(
        text([[*HEAD, "", ""], *([*r, "", ""] for r in ROWS)]), **BASIC
    ),
    "an empty column first": Export(text([["", *HEAD], *(["", *r] for r in ROWS)]), **BASIC),
    "empty rows between": Export(text([HEAD, *[x for r in ROWS for x in (r, [""] * 4)]]), **BASIC),
    "tab separated, Latin-1": Export(text([HEAD, *ROWS], "\t", "cp1252"), "txt", **BASIC),
    "bars": Export(text([HEAD, *ROWS], "|"), "txt", **BASIC),
    "every cell in quotes": Export(
        "\n".join(";".join(f'"{c}"' for c in r) for r in [HEAD, *ROWS]).encode("utf-8"), **BASIC
    ),
    "a separator at the end of each line": Export(
        "\n".join(";".join(r) + ";" for r in [HEAD, *ROWS]).encode("utf-8"), **BASIC
    ),
    "sep= on the first line": Export(
        b"sep=;\r\n" + text([HEAD, *ROWS], encoding="cp1252"), **BASIC
    ),
    "UTF-16 with tabs": Export(text([HEAD, *ROWS], "\t", "utf-16"), "txt", **BASIC),
    "old DOS letters": Export(text([HEAD, *ROWS], encoding="cp850"), **BASIC),
    "Mac line ends": Export(
        "\r".join(";".join(r) for r in [HEAD, *ROWS]).encode("utf-8"), **BASIC
    ),
    "header in two rows": Export(text([["Person", "", "Ärende", ""], HEAD, *ROWS]), **BASIC),
    "header and a row of codes under it": Export(
        text([HEAD, ["sex", "age", "ins", "vald"], *ROWS]), **BASIC
    ),
    "header in capitals": Export(text([[h.upper() for h in HEAD], *ROWS]), yes={"VÅLD": 15}),
    "headers with line breaks": Export(
        book([["Kön", "Ålder\n(år)", "Insats", "Våld\nnu"], *ROWS]), "xlsx", yes={"Våld nu": 15}
    ),
    "the sheet is not the first": Export(
        book([["Innehåll"], ["Blad 2 har uttaget"]], sheets=[("Uttag", [HEAD, *ROWS])]),
        "xlsx",
        **BASIC,
    ),
    "K and M": Export(text(of_codes({"Kvinna": "K", "Man": "M"})), **BASIC),
    "codes with words": Export(
        text(of_codes({"Kvinna": "2 - Kvinna", "Man": "1 - Man"})), **BASIC
    ),
    "women in capitals": Export(text(of_codes({"Kvinna": "KVINNA", "Man": "MAN"})), **BASIC),
    "a survey left in English": Export(
        text(
            [
                ["Gender", "I was listened to"],
                *(
                    [{"Kvinna": "Female", "Man": "Male"}[s], AGREE[i % 3]]
                    for i, s in enumerate(SEXES)
                ),
            ]
        ),
        categories={"I was listened to": ("Strongly disagree", "Neutral", "Agree")},
    ),
    "codes alone": Export(text(of_codes({"Kvinna": "2", "Man": "1"})), refused="kön"),
    "(Tomt) for blank": Export(
        text([HEAD, *ROWS[:-8], *([*r[:2], "(Tomt)", "(Tomt)"] for r in ROWS[-8:])]),
        yes={"Våld": 12},
        categories=BASIC["categories"],
    ),
    "a dash for blank": Export(
        text([HEAD, *ROWS[:-8], *([*r[:2], "-", "-"] for r in ROWS[-8:])]),
        yes={"Våld": 12},
        categories=BASIC["categories"],
    ),
    "NULL for blank": Export(
        text([HEAD, *ROWS[:-8], *([*r[:2], "NULL", "NULL"] for r in ROWS[-8:])]),
        yes={"Våld": 12},
        categories=BASIC["categories"],
    ),
    "official and a running number": Export(
        text(
            [
                ["Radnr", "Handläggare", *HEAD],
                *([i + 1, f"Anna Ek{i % 3}", *r] for i, r in enumerate(ROWS)),
            ]
        ),
        **BASIC,
        absent=("Handläggare", "Radnr"),
    ),
    "a number for the case": Export(
        text([["Ärendenr", *HEAD], *([f"SN-2024-{i:04}", *r] for i, r in enumerate(ROWS))]),
        **BASIC,
        absent=("Ärendenr",),
    ),
    "date and time of a decision": Export(text(with_column("Beslutsdatum", STAMPS)), **BASIC),
    "dates as 20240103": Export(
        text(with_column("Inkom", [f"{d:%Y%m%d}" for d in DAYS])), **BASIC
    ),
    "1 and 0": Export(
        text([HEAD, *([*r[:3], "1" if r[3] == "Ja" else "0"] for r in ROWS)]), yes={"Våld": 15}
    ),
    "Sant and Falskt": Export(
        text([HEAD, *([*r[:3], "SANT" if r[3] == "Ja" else "FALSKT"] for r in ROWS)]),
        yes={"Våld": 15},
    ),
    "truth values of a workbook": Export(
        book([HEAD, *([*r[:3], r[3] == "Ja"] for r in ROWS)]), "xlsx", yes={"Våld": 15}
    ),
    "ages as 34 år": Export(text([HEAD, *([r[0], f"{r[1]} år", *r[2:]] for r in ROWS)]), **BASIC),
    "a total for each sex": Export(
        text(
            [
                HEAD,
                *sorted(ROWS)[:16],
                ["Summa Kvinna", "", "", "16"],
                *sorted(ROWS)[16:],
                ["Summa Man", "", "", "24"],
            ]
        ),
        **BASIC,
    ),
    "two exports joined by cat": Export(
        text([HEAD, *ROWS[:20]], encoding="utf-8-sig")
        + text([HEAD, *ROWS[20:]], encoding="utf-8-sig"),
        **BASIC,
    ),
    "a count of people, not people": Export(
        text(
            [
                ["Kommun", "Kön", "År", "Antal"],
                *(
                    [k, s, y, 10 + i]
                    for i, (k, s, y) in enumerate(
                        (k, s, y)
                        for k in ("Åby", "Ekeby")
                        for s in ("Kvinna", "Man")
                        for y in range(2015, 2024)
                    )
                ),
            ]
        ),
        refused="tabell med antal",
    ),
    # Surveys: Forms, Netigate, Webropol, esMaker, Google Forms
    "Forms": Export(
        book([FORMS_HEAD, *FORMS]),
        "xlsx",
        categories={
            FORMS_HEAD[7]: OPINION,
            FORMS_HEAD[6]: ("Under 30", "30–44", "45–64", "65 eller mer"),
        },
        yes={FORMS_HEAD[8]: 15},
        absent=("ID", "E-post", "Namn"),
    ),
    "Forms, as text in UTF-16": Export(
        text([FORMS_HEAD, *FORMS], "\t", "utf-16"), "txt", categories={FORMS_HEAD[7]: OPINION}
    ),
    "Google Forms": Export(
        text(
            [
                ["Tidstämpel", "Kön", "Jag fick hjälp"],
                *([t, s, o] for t, s, o in zip(STAMPS, SEXES, SCALE, strict=True)),
            ],
            ",",
        ),
        categories={"Jag fick hjälp": OPINION},
    ),
    "Netigate, an id for each": Export(
        text(
            [
                ["Respondent ID", "Kön", "Svarsdatum", "Fråga 3"],
                *(
                    [900 + 3 * i, s, d, y]
                    for i, (s, d, y) in enumerate(zip(SEXES, DAYS, YES, strict=True))
                ),
            ]
        ),
        yes={"Fråga 3": 15},
        absent=("Respondent ID",),
    ),
    "Webropol, a column for each answer with X": Export(
        text(ticks("X")), yes={"Vilka stöd har du fått: Samtal": 20}
    ),
    "Webropol, a column for each answer with 1": Export(
        text(ticks("1")), yes={"Vilka stöd har du fått: Samtal": 20}
    ),
    "esMaker, 1 and 0 for each answer": Export(
        text(ticks("1", "0")), yes={"Vilka stöd har du fått: Samtal": 20}
    ),
    "answers listed in one cell": Export(
        text(
            with_column(
                "Stöd",
                [
                    ("Samtal, Boende", "Samtal", "Ekonomi, Samtal", "Boende", "Ekonomi")[i % 5]
                    for i in range(N)
                ],
            )
        ),
        yes={"Stöd: Samtal": 24, "Stöd: Boende": 16},
    ),
    "answers listed with semicolons at the end": Export(
        text(
            with_column(
                "Stöd",
                [("Samtal;Boende;", "Samtal;", "Ekonomi;Samtal;", "")[i % 4] for i in range(N)],
            )
        ),
        yes={"Stöd: Samtal": 30, "Stöd: Boende": 10},
    ),
    "questions with numbers": Export(
        text([["1. Är du?", "2. Våld?"], *([s, y] for s, y in zip(SEXES, YES, strict=True))]),
        yes={"2. Våld?": 15},
    ),
    "question and a sub-question in two rows": Export(
        text(
            [
                ["Kön", "Hur nöjd är du med …", "", ""],
                ["", "bemötandet", "hjälpen", "tiden"],
                *([s, o, o, o] for s, o in zip(SEXES, SCALE, strict=True)),
            ]
        )
    ),
    "would not answer": Export(
        text([HEAD, *ROWS[:-8], *([*r[:3], "Vill ej svara"] for r in ROWS[-8:])]), yes={"Våld": 12}
    ),
    "would not say sex": Export(
        text([HEAD, *ROWS[:-5], *(["Vill ej uppge", *r[1:]] for r in ROWS[-5:])]), women=14, men=21
    ),
    "sex unknown": Export(
        text([HEAD, *ROWS[:-5], *(["Ej angivet", *r[1:]] for r in ROWS[-5:])]), women=14, men=21
    ),
    "answers from 1 to 5": Export(text(with_column("Nöjd (1–5)", [1 + i % 5 for i in range(N)]))),
    "answers as 5 - Mycket nöjd": Export(
        text(
            with_column(
                "Nöjd",
                ["5 - Mycket nöjd", "1 - Mycket missnöjd", "3 - Varken eller", "4 - Nöjd"] * 10,
            )
        ),
        categories={
            "Nöjd": ("1 - Mycket missnöjd", "3 - Varken eller", "4 - Nöjd", "5 - Mycket nöjd")
        },
    ),
    "agree or not": Export(
        text(with_column("Jag fick hjälp", SCALE)), categories={"Jag fick hjälp": OPINION}
    ),
    "free words": Export(
        text(
            with_column(
                "Övriga synpunkter",
                [f"Det var {w} med mötet nummer {i}" for i, w in enumerate(["bra", "svårt"] * 20)],
            )
        ),
        **BASIC,
        absent=("Övriga synpunkter",),
    ),
    "a test row first": Export(
        text([HEAD, ["Test", "1", "Test", "Ja"], *ROWS]), people=41, told="passar inte"
    ),
    "a copied header in the middle": Export(text([HEAD, *ROWS[:20], HEAD, *ROWS[20:]]), **BASIC),
    "a line of another length": Export(
        text([HEAD, *ROWS[:20], [*ROWS[20], "se anteckning"], *ROWS[21:]]), **BASIC
    ),
    "decimal comma and kronor": Export(
        text(with_column("Belopp", [f"{1000 + 37 * i},50 kr" for i in range(N)])), **BASIC
    ),
    "thousands with spaces": Export(
        text(with_column("Bistånd", [f"{i + 1} {100 + 13 * i:03}" for i in range(N)])), **BASIC
    ),
    # Instruments: DUR, ASI, SUreg, ADAD
    "start and follow-up": Export(
        text(
            [
                ["Kön", "ASI alkohol start", "ASI alkohol 6 mån"],
                *([s, i % 10, i % 7] for i, s in enumerate(SEXES)),
            ]
        )
    ),
    "T1 and T2": Export(
        text(
            [
                ["Kön", "Mående T1", "Mående T2"],
                *([s, 1 + i % 5, 1 + i % 4] for i, s in enumerate(SEXES)),
            ]
        )
    ),
    "an instrument's codes with 9 for missing": Export(
        text(with_column("Skattning", [9 if i % 10 == 0 else i % 4 for i in range(N)])),
        told="Svaret «9» ligger långt från de andra",
    ),
    "six visits in a long file": Export(
        text(
            [
                ["Klient-ID", "Besök", "Kön", "Mående"],
                *([i, v, s, (i + v) % 5] for i, s in enumerate(SEXES) for v in range(1, 7)),
            ]
        ),
        told="160 rader är besök mellan",
    ),
    "born year instead of age": Export(
        text(
            [
                ["Kön", "Födelseår", "Våld"],
                *([s, 2024 - a, y] for s, a, y in zip(SEXES, AGES, YES, strict=True)),
            ]
        ),
        yes={"Våld": 15},
    ),
    "nobody": Export(text([HEAD]), refused="rad"),
    "empty": Export(b"", refused="tom"),
    "only men": Export(
        text([HEAD, *[r for r in ROWS if r[0] == "Man"]]), people=24, women=0, men=24
    ),
    "a picture called csv": Export(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, refused=" "),
    "a web page called xls": Export(
        (
            "<html><table>"
            + "".join(
                "<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in [HEAD, *ROWS]
            )
            + "</table></html>"
        ).encode(),
        "xls",
        refused=" ",
    ),
    "a Word file called xlsx": Export(b"PK\x03\x04" + b"word" * 50, "xlsx", refused=" "),
    # Odd dresses
    "sex as two columns to tick": Export(
        text(
            [
                ["Kvinna", "Man", "Våld"],
                *(
                    ["X", "", y] if s == "Kvinna" else ["", "X", y]
                    for s, y in zip(SEXES, YES, strict=True)
                ),
            ]
        ),
        told="var sin kolumn",
    ),
    "a crosstab from a pivot": Export(
        text(
            [
                ["Antal av Klient", "Kön", "", ""],
                ["Insats", "Kvinna", "Man", "Totalsumma"],
                ["Öppenvård", "12", "20", "32"],
                ["Placering", "7", "9", "16"],
                ["Totalsumma", "19", "29", "48"],
            ]
        ),
        refused=" ",
    ),
    "female and male": Export(text(of_codes({"Kvinna": "Female", "Man": "Male"})), **BASIC),
    "F and M": Export(text(of_codes({"Kvinna": "F", "Man": "M"})), **BASIC),
    "girls and boys with a heading of our time": Export(
        text(
            [
                ["Juridiskt kön", "Våld"],
                *(
                    [{"Kvinna": "Flicka", "Man": "Pojke"}[s], y]
                    for s, y in zip(SEXES, YES, strict=True)
                ),
            ]
        ),
        yes={"Våld": 15},
    ),
    "letters of a Mac, in two parts each": Export(
        text([["Ko\u0308n", "A\u030alder", "Insats", "Va\u030ald"], *ROWS]), yes={"Våld": 15}
    ),
    "quotes within quotes": Export(
        (
            "\n".join([";".join(HEAD), *(f'{r[0]};{r[1]};"Stöd ""hemma""";{r[3]}' for r in ROWS)])
        ).encode(),
        yes={"Våld": 15},
        categories={"Insats": ('Stöd "hemma"',)},
    ),
    "cells of several lines": Export(
        (
            "\n".join(
                [";".join(HEAD), *(f'{r[0]};{r[1]};"{r[2]}\nfrån 2024";{r[3]}' for r in ROWS)]
            )
        ).encode(),
        yes={"Våld": 15},
    ),
    "the same header twice": Export(
        text([["Kön", "Insats", "Insats"], *([r[0], r[2], r[3]] for r in ROWS)]),
        categories={"Insats": BASIC["categories"]["Insats"]},
    ),
    "sex of the official too": Export(
        text([["Handläggarens kön", *HEAD], *(["Man", *r] for r in ROWS)]), **BASIC
    ),
    "lines of separators at the end": Export(text([HEAD, *ROWS, *[[""] * 4] * 30]), **BASIC),
    "J and N": Export(text([HEAD, *([*r[:3], r[3][0]] for r in ROWS)]), yes={"Våld": 15}),
    "commas, and decimals in quotes": Export(
        text([[*HEAD, "Timmar"], *([*r, f"{i},5"] for i, r in enumerate(ROWS))], ","), **BASIC
    ),
    "a code of a municipality": Export(
        text(with_column("Kommunkod", ["0180", "0127"] * 20)),
        yes={"Våld": 15},
        categories={"Kommunkod": ("0127", "0180")},
    ),
    "a moment with T and Z": Export(
        text(with_column("Skapad", [f"{d}T08:00:00Z" for d in DAYS])), **BASIC
    ),
    "one answer only": Export(text(with_column("Verksamhet", ["IFO"] * N)), **BASIC),
    "rows again": Export(
        text([HEAD, *ROWS, *ROWS]), people=80, women=32, men=48, yes={"Våld": 30}
    ),
    "UTF-16 without a mark": Export(text([HEAD, *ROWS], "\t", "utf-16-le"), "txt", **BASIC),
    "spaces around all": Export(
        text([[f" {h} " for h in HEAD], *([f" {c}  " for c in r] for r in ROWS)]), **BASIC
    ),
    "no-break spaces": Export(text([HEAD, *([f"{c}\u00a0" for c in r] for r in ROWS)]), **BASIC),
    "two tables beside each other": Export(
        text(
            [
                [*HEAD, "", "Insats", "Antal"],
                *(
                    [*r, "", k, n]
                    for r, k, n in zip(
                        ROWS,
                        ["Öppenvård", "Placering", "Summa", *[""] * 37],
                        ["20", "10", "30", *[""] * 37],
                        strict=True,
                    )
                ),
            ]
        ),
        yes={"Våld": 15},
    ),
    "a note after the header": Export(
        text([HEAD, ["Fylls i av handläggare", "", "", ""], *ROWS]), **BASIC
    ),
    "units under the header": Export(text([HEAD, ["", "år", "", "ja/nej"], *ROWS]), **BASIC),
    "JSON": Export(b'[{"K\xc3\xb6n": "Kvinna"}, {"K\xc3\xb6n": "Man"}]', "txt", refused=" "),
    "an XML sheet of 2003": Export(
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "xls",
        refused=" ",
    ),
    "a locked workbook": Export(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"E\0n\0c\0r\0y\0p\0t\0e\0d\0" * 200,
        "xlsx",
        refused=" ",
    ),
    "half a workbook": Export(book([HEAD, *ROWS])[:2000], "xlsx", refused=" "),
    "a PDF called xlsx": Export(b"%PDF-1.7\n" + bytes(range(200)) * 10, "xlsx", refused=" "),
    "binary rows of zeros": Export(b"\0" * 5000, "csv", refused=" "),
    "only a header of one column": Export(
        text([["Kön"], *([s] for s in SEXES)]), refused="bara en kolumn"
    ),
    "headers of questions in full": Export(
        text(
            [
                [
                    "Är du kvinna eller man?",
                    "Har du de senaste 12 månaderna blivit utsatt för våld av någon närstående?",
                ],
                *([s, y] for s, y in zip(SEXES, YES, strict=True)),
            ]
        ),
        people=40,
    ),
    "answers that end in points": Export(text([HEAD, *([*r[:3], f"{r[3]}."] for r in ROWS)])),
    "percent": Export(
        text(with_column("Närvaro", [f"{10 + 2 * i} %" for i in range(N)])), **BASIC
    ),
    "minus for missing in numbers": Export(
        text(
            [
                [*HEAD, "Inkomst"],
                *([*r, "-" if i % 8 == 0 else f"{10000 + 97 * i}"] for i, r in enumerate(ROWS)),
            ]
        ),
        **BASIC,
    ),
    "9999 for missing in numbers": Export(
        text(
            [[*HEAD, "Dagar"], *([*r, 9999 if i % 8 == 0 else 10 + i] for i, r in enumerate(ROWS))]
        ),
        **BASIC,
        told="9",
    ),
}
