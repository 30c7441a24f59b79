"""How fast breakdowns are, beside other tools. Run by hand: python -m benchmarks.breakdown [rows].

Each tool runs in a process of its own, on data that it holds in memory in a form of its own; all
must find the same counts. Printed are the best of a few calls in wall and processor time, how
many times as long that is as ``breakdown(...).frame``, and the memory that calls need on top of
the data (Linux). Ours alone gives all totals, shares and intervals as well; of the others only
those «with totals» give totals. Tools that are not installed are passed over.
"""

import importlib.util
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

ANSWERS = {
    "Kön": ["Kvinna", "Man"],
    "Ålder": ["0–17", "18–29", "30–49", "50–64", "65 eller mer"],
    "Område": [f"Område {i}" for i in range(6)],
    "Insats": [f"Insats {i}" for i in range(8)],
}
BOUNDS = [18, 30, 50, 65]
KINDS = {
    "sex × age": ["Kön", "Ålder", "Insats"],
    "sex × age × area": ["Kön", "Ålder", "Område", "Insats"],
    "sex × number in classes": ["Kön", "År", "Insats"],
    "people, sex × age": ["Kön", "Ålder", "Insats"],
}
ROWS_A_PERSON = 3
MOST_ROWS = {"tableone": 10**6, "fairlearn MetricFrame": 10**6}  # more takes many minutes
OURS = "breakdown"
SECONDS, CALLS = 6, 5  # calls go on so long, at most so many

Tool = tuple[Callable[[], object], Callable[[object], Iterable[int]]]  # a call, counts in it


def data(rows: int) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    codes = {n: rng.integers(0, len(a), rows, dtype=np.int8) for n, a in ANSWERS.items()}
    frame = pd.DataFrame({n: pd.Categorical.from_codes(codes[n], ANSWERS[n]) for n in ANSWERS})
    frame["År"] = rng.integers(0, 100, rows).astype(float)
    frame["Nyckel"] = rng.integers(0, rows // ROWS_A_PERSON, rows, dtype=np.int32)
    return frame


def counts_people(kind: str) -> bool:
    return kind.startswith("people")


def ours(frame: pd.DataFrame, kind: str) -> Tool:
    from isu_helpers.analysis import breakdown
    from isu_helpers.codebook import Codebook, Option, Variable
    from isu_helpers.records import Records

    book = [Variable("År", ("År",), kind="tal", classes=tuple(BOUNDS))]
    for name, answers in ANSWERS.items():
        role = "kön" if name == "Kön" else "bakgrund"
        book.append(Variable(name, (name,), role=role, options=tuple(map(Option, answers))))
    keys = frame["Nyckel"].to_numpy() if counts_people(kind) else None
    records = Records(frame[[v.name for v in book]], Codebook(tuple(book)), keys=keys)
    *by, of = KINDS[kind]

    def call() -> object:
        result = breakdown(records, of, by)
        return result.frame, result.cube

    return call, lambda found: _inner(found[1])


def _inner(cube: object) -> np.ndarray:
    inner = tuple(slice(len(axis.answers)) for axis in cube.axes)
    return cube.people[inner].ravel()


def as_text(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype({name: "str" for name in ANSWERS})


def crosstab(frame: pd.DataFrame, kind: str, margins: bool = False) -> Tool | None:
    *by, of = KINDS[kind]
    if counts_people(kind):
        return None

    def call() -> pd.DataFrame:
        columns = {n: frame[n] for n in (*by, of)}
        if "År" in by:
            columns["År"] = pd.cut(frame["År"], [-np.inf, *BOUNDS, np.inf], right=False)
        return pd.crosstab([columns[n] for n in by], columns[of], margins=margins)

    return call, lambda table: (table.iloc[:-1, :-1] if margins else table).to_numpy().ravel()


def groupby(frame: pd.DataFrame, kind: str) -> Tool | None:
    if "År" in KINDS[kind]:
        return None
    names = KINDS[kind]
    if counts_people(kind):
        call = lambda: frame.groupby(names, observed=True)["Nyckel"].nunique()  # noqa: E731
    else:
        call = lambda: frame.groupby(names, observed=True).size()  # noqa: E731
    return call, lambda table: table.to_numpy()


def polars(
    frame: pd.DataFrame, kind: str, text: bool = False, totals: bool = False
) -> Tool | None:
    import polars as pl

    if totals and not counts_people(kind):
        return None
    table = pl.from_pandas(frame)
    types = {n: pl.String if text else pl.Enum(a) for n, a in ANSWERS.items()}
    table = table.with_columns(pl.col(n).cast(t) for n, t in types.items()).rechunk()
    names = KINDS[kind]
    count = pl.col("Nyckel").n_unique() if counts_people(kind) else pl.len()
    by = [pl.col(n).cut(BOUNDS, left_closed=True) if n == "År" else n for n in names]
    if not totals:
        lazy = table.lazy().group_by(by).agg(n=count)  # quicker than the same call on the table
        return lazy.collect, lambda found: found["n"]
    sets = [list(s) for size in (1, 2, 3) for s in combinations(names, size)]
    return (
        lambda: [table.select(n=count), *(table.group_by(s).agg(n=count) for s in sets)],
        lambda found: found[-1]["n"],
    )


def duckdb(
    frame: pd.DataFrame, kind: str, text: bool = False, totals: bool = False
) -> Tool | None:
    import duckdb as db

    if totals and not counts_people(kind):
        return None
    base, names = db.connect(), ", ".join(KINDS[kind])
    base.register("read", as_text(frame) if text else frame)
    base.execute("create table t as select * from read")
    base.unregister("read")
    classes = "case " + " ".join(f"when År < {b} then {b}" for b in BOUNDS) + " else 99 end"
    names = names.replace("År", classes)
    count = "count(distinct Nyckel)" if counts_people(kind) else "count(*)"
    groups = f"cube({names})" if totals else names
    whole = " + ".join(f"grouping({n})" for n in KINDS[kind]) if totals else "0"
    query = f"select {count}, {whole} from t group by {groups}"
    return lambda: base.execute(query).fetchall(), lambda rows: [n for n, sums in rows if not sums]


def tableone(frame: pd.DataFrame, kind: str) -> Tool | None:
    from tableone import TableOne

    if kind != "sex × age":
        return None
    cells = frame.assign(grupp=frame["Kön"].astype("str") + frame["Ålder"].astype("str"))
    columns = {"columns": ["Insats"], "categorical": ["Insats"], "groupby": "grupp"}
    return lambda: TableOne(cells, **columns, pval=False, missing=False), _of_tableone


def _of_tableone(found: object) -> list[int]:
    rows = found.tableone.loc[[i for i in found.tableone.index if i[1]]]
    texts = rows.droplevel(0, axis=1).drop(columns="Overall").to_numpy().ravel()
    return [int(text.split(" ")[0]) for text in texts]


def metric_frame(frame: pd.DataFrame, kind: str) -> Tool | None:
    from fairlearn.metrics import MetricFrame, count

    if counts_people(kind) or "År" in KINDS[kind]:
        return None
    groups, one = as_text(frame)[KINDS[kind]], np.ones(len(frame), dtype=np.int8)
    call = lambda: MetricFrame(metrics=count, y_true=one, y_pred=one, sensitive_features=groups)  # noqa: E731
    return call, lambda found: found.by_group.to_numpy().astype(int)


TOOLS: dict[str, Callable[[pd.DataFrame, str], Tool | None]] = {
    OURS: ours,
    "pandas.crosstab, categories": crosstab,
    "pandas.crosstab, strings": lambda f, k: crosstab(as_text(f), k),
    "pandas.crosstab, margins": lambda f, k: crosstab(f, k, margins=True),
    "pandas groupby, categories": groupby,
    "polars, Enum": polars,
    "polars, String": lambda f, k: polars(f, k, text=True),
    "polars, Enum, with totals": lambda f, k: polars(f, k, totals=True),
    "duckdb, enum": duckdb,
    "duckdb, varchar": lambda f, k: duckdb(f, k, text=True),
    "duckdb, enum, with totals": lambda f, k: duckdb(f, k, totals=True),
    "tableone": tableone,
    "fairlearn MetricFrame": metric_frame,
}


def memory(field: str) -> float:
    """MiB that this process holds (VmRSS), or has held at most (VmHWM)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field)) / 1024


def measured(name: str, kind: str, rows: int) -> dict[str, float] | None:
    """Best wall and processor milliseconds of a call, and the most MiB that it added."""
    tool = TOOLS[name](data(rows), kind)
    if tool is None:
        return None
    call, counts = tool
    if rows <= 10**5:
        call()  # whatever is done once only, so that small data tell of the call
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forgets the peak
    held, wall, used, start = memory("VmRSS"), [], [], time.perf_counter()
    while not wall or (len(wall) < CALLS and time.perf_counter() - start < SECONDS):
        before = time.perf_counter(), time.process_time()
        found = call()
        wall.append(time.perf_counter() - before[0])
        used.append(time.process_time() - before[1])
    square = sum(int(n) ** 2 for n in counts(found))
    return {
        "wall": min(wall) * 1e3, "cpu": min(used) * 1e3, "mib": memory("VmHWM") - held,
        "check": square,
    }  # fmt: skip


def compare(kind: str, rows: int) -> None:
    print(
        f"\n{kind}, {rows:,} rows\n{'':30} {'wall ms':>10} {'ratio':>7} {'cpu ms':>10} {'MiB':>7}"
    )
    first = None
    for name in TOOLS:
        package = name.split(" ")[0].split(".")[0].strip(",")
        if rows > MOST_ROWS.get(name, rows):
            continue
        if name != OURS and importlib.util.find_spec(package) is None:
            continue
        command = [sys.executable, "-m", "benchmarks.breakdown", "--one", name, kind, str(rows)]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        found = json.loads(told.splitlines()[-1])
        if found is None:
            continue
        first = first or found
        assert found["check"] == first["check"], name
        ratio = found["wall"] / first["wall"]
        print(
            f"{name:30} {found['wall']:10,.1f} {ratio:7,.1f} {found['cpu']:10,.1f}"
            f" {found['mib']:7,.0f}",
            flush=True,
        )


if __name__ == "__main__":
    if "--one" in sys.argv:
        print(json.dumps(measured(*sys.argv[2:4], int(sys.argv[4]))))
    else:
        for kind in KINDS:
            for rows in map(int, sys.argv[1:] or (10**4, 10**6, 10**7)):
                compare(kind, rows)
