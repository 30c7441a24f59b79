"""How long the plan of a file takes, over numbers of variables and people. Run by hand.

python tests/benchmarks/plan.py [seeds] [variables,...] [people,...] [narrow|wide|kanslig]

A file has sex, three background variables and questions of two to five answers («wide»: six to
ten; «kanslig»: every third sensitive), some of them missing. Prints processor seconds of the
plan: the median and the longest of the seeds, the largest memory so far, how many numbers are
hidden, how many plain tables were refused, how many crossings stand, and how many of the
patterns were cut short. Each is planned twice with seed 0, and must be the same.
"""

import resource
import sys
import time

import numpy as np
import pandas as pd

from isu_helpers.codebook import CHOICE, Codebook, Option, Variable
from isu_helpers.disclosure.publication import planned
from isu_helpers.records import Records

HEAD = ("variables", "people", "median s", "max s", "MiB", "hidden", "refused", "crossed", "same")
BACKGROUND = {"ålder": 5, "stadsdel": 4, "boende": 3}
ROLES = ("behov", "delaktighet", "insats", "resultat")


def main(seeds: int = 3, variables: str = "20,40,60,80", people: str = "50,200,400,2000",
         look: str = "narrow") -> None:  # fmt: skip
    """Print a line for each size."""
    print(*(f"{h:>9}" for h in HEAD))
    for count in map(int, variables.split(",")):
        for size in map(int, people.split(",")):
            print(_line([_planned(seed, count, size, look) for seed in range(seeds)],
                        count, size, look), flush=True)  # fmt: skip


def _planned(seed: int, count: int, people: int, look: str) -> tuple[float, object]:
    records = drawn(seed, count, people, look)
    start = time.process_time()
    release = planned(records, 5)
    return time.process_time() - start, release


def drawn(seed: int, count: int, people: int, look: str = "narrow") -> Records:
    """Some people with so many answers each."""
    rng = np.random.default_rng(seed)
    few, many = (6, 11) if look == "wide" else (2, 6)
    sizes = dict(BACKGROUND) | {
        f"fråga {i}": int(rng.integers(few, many)) for i in range(count - len(BACKGROUND) - 1)
    }
    book = [Variable("kön", ("kön",), kind=CHOICE, role="kön",
                     options=(Option("Kvinna"), Option("Man")))]  # fmt: skip
    frame = {"kön": rng.choice(["Kvinna", "Man"], people, p=(0.6, 0.4))}
    for i, (name, size) in enumerate(sizes.items()):
        answers = [f"{name} {j}" for j in range(size)]
        column = rng.choice(answers, people, p=rng.dirichlet(np.ones(size))).astype(object)
        column[rng.random(people) < (0.05 if i % 2 else 0)] = None
        frame[name] = column
        role = "bakgrund" if name in BACKGROUND else ROLES[i % len(ROLES)]
        is_sensitive = look == "kanslig" and i % 3 == 0 and name not in BACKGROUND
        book.append(Variable(name, (name,), kind=CHOICE, role=role,
                             options=tuple(map(Option, answers)),
                             is_sensitive=is_sensitive))  # fmt: skip
    return Records.from_frame(pd.DataFrame(frame), Codebook(tuple(book)))


def _line(found: list[tuple[float, object]], count: int, size: int, look: str) -> str:
    seconds = [s for s, _ in found]
    first, again = found[0][1], _planned(0, count, size, look)[1]
    tables = [p for _, r in found for p in r.tables]
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    numbers = (count, size, f"{np.median(seconds):.2f}", f"{max(seconds):.2f}", f"{most:.0f}",
               np.mean([len(r.hidden) for _, r in found]).round(1),
               sum(p.is_refused for p in tables) / len(found),
               sum(len(p.axes) > 2 for p in tables) / len(found),
               first.hidden == again.hidden)  # fmt: skip
    return " ".join(f"{n:>9}" for n in numbers)


if __name__ == "__main__":
    given = sys.argv[1:]
    main(*(map(int, given[:1])), *given[1:])
