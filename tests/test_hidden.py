"""The report of what is hidden: as many numbers as a reader of the page sees dots for."""

import re

import pandas as pd
from bs4 import BeautifulSoup
from test_flow import CODEBOOK, NAMES, STEPS

from isu_helpers import breakdown, settings
from isu_helpers.analysis import flow
from isu_helpers.pages import hidden_report
from isu_helpers.records import Records
from isu_helpers.show import bundle

FEW = {"Kvinna": {"JJJ": 30, "JJN": 2, "JNN": 20, "NNN": 20},
       "Man": {"JJJ": 30, "JJN": 15, "JNN": 20, "NNN": 20}}  # fmt: skip
MANY = {sex: {"JJJ": 30, "JJN": 15, "JNN": 20, "NNN": 20} for sex in FEW}


def records_of(people):
    told = [(sex, *(NAMES[a] for a in way)) for sex, ways in people.items()
            for way, n in ways.items() for _ in range(n)]  # fmt: skip
    return Records.from_frame(pd.DataFrame(told, columns=["Kön", *STEPS]), CODEBOOK)


def told(records):
    """How many numbers are said to be hidden, in how many tables of how many."""
    text = bundle(hidden_report(records))["text/html"].split("</style>")[1]
    text = re.sub("<[^>]*>", " ", text).replace("\N{NO-BREAK SPACE}", " ")
    if found := re.search(r"Inget tal är dolt i (\d+) tabell", text):
        return 0, 0, int(found[1])
    return tuple(map(int, re.search(r"(\d+) tal är dolda i (\d+) av (\d+)", text).groups()))


def seen(records):
    """The records, with a table of each question seen."""
    for step in STEPS:
        bundle(breakdown(records, step))
    return records


def dots(page):
    """The places of a page, label and column, at which a share of a group is hidden."""
    rows = BeautifulSoup(page, "html.parser").select("table tr")
    return {(tr.th.get_text(), i) for tr in rows for i, td in enumerate(tr.find_all("td")[:3])
            if td.get_text().startswith("..")}  # fmt: skip


def test_dots_of_a_chain_are_counted_with_its_table():
    men = {"JJJ": 3, "JJN": 2, "JNN": 30, "NNN": 8, "J--": 30}
    records = seen(records_of({"Kvinna": {"JJN": 30, "NNN": 30}, "Man": men}))
    assert told(records) == (4, 1, 3)  # yes and no to the last step, of men and of all
    page = bundle(flow(records))["text/html"]
    assert dots(page) == {(row, i) for row in ("uppföljd", "insats → uppföljd") for i in (1, 2)}
    assert told(records) == (4, 2, 4)  # the same people, in one more table


def test_a_chain_without_dots_is_a_table_more():
    records = seen(records_of(MANY))
    assert told(records) == (0, 0, 3)
    assert not dots(bundle(flow(records))["text/html"])
    assert told(records) == (0, 0, 4)


def test_a_flow_that_is_shown_step_by_step_is_no_table_of_its_own():
    records = seen(records_of(FEW))
    before, page = told(records), bundle(flow(records))["text/html"]
    assert "Här står varje steg för sig" in page
    assert told(records) == before


def test_the_report_is_the_same_whoever_has_shown_what_in_the_folder(tmp_path):
    records_of(FEW).frame.to_csv(tmp_path / "data.csv", sep=";", index=False)

    def told_after(*steps):
        records = settings(arbetsmapp=tmp_path).records()
        for step in steps:
            bundle(breakdown(records, step))
        return told(records)

    first = told_after(STEPS[0])
    more = told_after(*STEPS)  # in another notebook of the folder
    assert told_after(STEPS[0]) == first != more
