"""How often each verdict is given, and how often it is wrong, where the truth is known. By hand.

In each world women and men have needs, and get something by need, by sex, by both or neither. A
verdict «förklaras» is wrong where less than half of the difference is explained, or it has turned
by half its size or more; «förklaras inte» is wrong where more than half is. What is said where
there is no verdict is wrong where it rules out what is so. In the worlds «turned» women get 15
points more than men, and 9 fewer at each need. In «tiny opposite» those most and least in need
are few and of one sex each. In «number» needs are a number in four classes and explain all. In
«missing» three of ten lack the need: by chance, by how large it is, or by sex and outcome.

python tests/benchmarks/explain.py [runs of each]
"""

import sys
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from isu_helpers.analysis import Strata
from isu_helpers.analysis.explain.evidence import Evidence
from isu_helpers.analysis.explain.ruling import (
    EXPLAINED,
    LARGER,
    NO_LONGER_THERE,
    NO_SMALLER,
    NOT,
    OTHER_WAY,
    PARTLY,
    TURNS,
    UNDECIDED,
    Ruling,
    needed_more,
    rule,
    ruled_out,
)

WORDS = (EXPLAINED, PARTLY, NOT, TURNS, UNDECIDED)
SIZES = (60, 100, 150, 200, 300, 400, 800, 4000)
START, FINE = 60, 200
LEVELS = 4
NEEDIER, LESS_NEEDY = (0.1, 0.2, 0.3, 0.4), (0.4, 0.3, 0.2, 0.1)
EVEN = (0.25,) * LEVELS
BY_NEED = np.array([0.1, 0.35, 0.65, 0.9])
FLAT = np.full(LEVELS, 0.5)
TURNED, GONE = -0.09, 0.0  # what women get besides at each need, where they get 15 points more
FEW_ENDS = (0.07, 0.7, 0.23)


@dataclass(frozen=True)
class World:
    """Needs of women and men, what is granted at each, and what women get besides.

    ``lacking`` tells how likely a person is to lack the need: by need, by sex (women first) and
    by outcome (who got it first), multiplied. ``classes`` are how many the needs are cut in.
    """

    women: tuple
    men: tuple
    granted: np.ndarray
    besides: float | np.ndarray = 0.0
    is_ordered: bool = True
    lacking: tuple = ()
    classes: int = 0

    @property
    def chance(self) -> np.ndarray:
        """How likely women and men are to get it, by need."""
        return np.stack([np.asarray(self.granted) + self.besides, self.granted], axis=1)

    @property
    def crude(self) -> float:
        """The difference among all."""
        spread = np.stack([self.women, self.men], axis=1)
        return float((spread * self.chance).sum(axis=0) @ [1, -1])

    @property
    def left(self) -> float:
        """The difference among equals."""
        spread = np.stack([self.women, self.men], axis=1).mean(axis=1)
        return float(spread @ (self.chance @ [1, -1]))

    @property
    def explained(self) -> float:
        """How much of the difference is explained; 0 where there is none."""
        return 1 - self.left / self.crude if abs(self.crude) > 1e-9 else 0.0

    def is_wrong(self, word: str) -> bool:
        """Whether a verdict is wrong here."""
        if word == EXPLAINED:
            return not 0.5 <= self.explained <= 1.5
        return word == NOT and (self.explained > 0.5 or abs(self.crude) < 1e-9)

    def is_falsely_out(self, what: str) -> bool:
        """Whether it is wrong to rule this out."""
        side = self.left * np.sign(self.crude)
        return {
            NO_LONGER_THERE: side < 1e-9,
            NO_SMALLER: self.explained < 1e-9,
            LARGER: self.explained < -0.2,
            OTHER_WAY: side < -0.09,
        }[what]


def number(shift: float) -> tuple[tuple, tuple, np.ndarray]:
    """A number in fine steps, so much higher for women, and what is granted at each."""
    ends = np.linspace(-3.5, 3.5, FINE + 1)
    women, men = (np.diff(ndtr(ends - s)) for s in (shift, -shift))
    middle = (ends[1:] + ends[:-1]) / 2
    return tuple(women / women.sum()), tuple(men / men.sum()), ndtr(middle * 0.9)


WORLDS = {
    "need, needs differ much": World(NEEDIER, LESS_NEEDY, BY_NEED),
    "need, needs differ little": World((0.2, 0.2, 0.3, 0.3), (0.3, 0.3, 0.2, 0.2), BY_NEED),
    "sex, needs alike": World(EVEN, EVEN, FLAT - 0.15, 0.3),
    "sex, needs differ": World(NEEDIER, LESS_NEEDY, FLAT - 0.15, 0.3),
    "sex beside need, needs alike": World(EVEN, EVEN, BY_NEED * 0.7, 0.25),
    "four fifths need": World(NEEDIER, LESS_NEEDY, BY_NEED * 0.9, 0.06),
    "both": World(NEEDIER, LESS_NEEDY, BY_NEED * 0.8, 0.18),
    "both, against each other": World(NEEDIER, LESS_NEEDY, BY_NEED * 0.7 + 0.25, -0.25),
    "neither, needs alike": World(EVEN, EVEN, FLAT),
    "neither, needs differ": World(NEEDIER, LESS_NEEDY, FLAT),
    "turned, four needs": World(NEEDIER, LESS_NEEDY, np.array([0.23, 0.47, 0.71, 0.95]), TURNED),
    "turned, needs 80 and 20": World((0.2, 0.8), (0.8, 0.2), np.array([0.35, 0.75]), TURNED),
    "turned, needs 70 and 30": World((0.3, 0.7), (0.7, 0.3), np.array([0.24, 0.84]), TURNED),
    "turned, needs 65 and 35": World((0.35, 0.65), (0.65, 0.35), np.array([0.14, 0.94]), TURNED),
    "explained, needs 80 and 20": World((0.2, 0.8), (0.8, 0.2), np.array([0.375, 0.625]), GONE),
    "explained, needs 70 and 30": World((0.3, 0.7), (0.7, 0.3), np.array([0.3125, 0.6875]), GONE),
    "tiny opposite, no order": World(
        FEW_ENDS[::-1], FEW_ENDS, np.array([0.67, 0.48, 0.1]), 0.055, is_ordered=False
    ),
    "tiny opposite, in order": World(
        (0.08, 0.57, 0.06, 0.29), (0.29, 0.06, 0.57, 0.08), np.array([0, 0.56, 0.58, 0.68]), 0.05
    ),
    "number in four classes": World(*number(0.45), classes=4),
    "number in two classes": World(*number(0.45), classes=2),
    "need, missing by chance": World(NEEDIER, LESS_NEEDY, BY_NEED, lacking=(0.3, (1, 1), (1, 1))),
    "need, missing by need": World(
        NEEDIER, LESS_NEEDY, BY_NEED, lacking=((0.5, 0.4, 0.2, 0.1), (1, 1), (1, 1))
    ),
    "sex, missing by chance": World(EVEN, EVEN, FLAT - 0.15, 0.3, lacking=(0.3, (1, 1), (1, 1))),
    "sex, missing by all": World(
        NEEDIER, LESS_NEEDY, FLAT - 0.15, 0.3, lacking=((0.4, 0.3, 0.3, 0.2), (1.2, 1), (1.5, 0.9))
    ),
    "four fifths, missing by all": World(
        NEEDIER, LESS_NEEDY, BY_NEED * 0.9, 0.06,
        lacking=((0.4, 0.3, 0.3, 0.2), (1.2, 1), (1.5, 0.9)),
    ),
}  # fmt: skip


def main(runs: int) -> None:
    """Print a line for each world and size: verdicts, wrong ones, and what is said, in per cent.

    «told» is how often there is a verdict, or something that is ruled out, or that no difference
    is sure; «false» how often something is ruled out that is so.
    """
    print(f"{'world':28} {'n':>5} " + " ".join(f"{w[:15]:>15}" for w in WORDS)
          + "  fel förkl.  fel inte   told  false")  # fmt: skip
    for name, world in WORLDS.items():
        for size in SIZES:
            print(f"{name:28} {size:5} {_line(world, size, runs)}", flush=True)
    print(f"{'how many more would do':28} {'n':>5}  more  decided then")
    for name, world in WORLDS.items():
        print(f"{name:28} {START:5}  " + _needed(world, max(runs // 5, 1)))


def _line(world: World, size: int, runs: int) -> str:
    found = judged(world, size, runs, seed=1)
    words = [ruling.word for ruling, _, _ in found]
    cells = " ".join(f"{words.count(w) / runs:15.1%}" for w in WORDS)
    wrong = [words.count(w) / runs * world.is_wrong(w) for w in (EXPLAINED, NOT)]
    false = [any(map(world.is_falsely_out, out)) for _, out, _ in found]
    shares = np.mean([is_told for _, _, is_told in found]), np.mean(false)
    return f"{cells}  {wrong[0]:10.1%} {wrong[1]:9.1%} {shares[0]:6.0%} {shares[1]:6.1%}"


def _needed(world: World, runs: int) -> str:
    """How many more are said to be needed in a small world, and how often they then do."""
    base = np.stack([world.women, world.men], axis=1) * START / 2
    names = tuple(map(str, range(len(base))))
    strata = Strata(names, base, base * world.chance, ordered=(world.is_ordered,))
    more = None if world.classes else needed_more(Evidence(strata, np.zeros(2), 5))
    if not more:
        return "   -" if more is None else "   0"
    return f"{more:4}  {1 - verdicts(world, START + more, runs, seed=2)[UNDECIDED]:.0%}"


def verdicts(world: World, size: int, runs: int, seed: int) -> dict[str, float]:
    """How often each verdict is given to ``size`` people, half of them women."""
    rng = np.random.default_rng(seed)
    given = [rule(drawn(world, size, rng)).word for _ in range(runs)]
    return {word: given.count(word) / runs for word in WORDS}


def judged(
    world: World, size: int, runs: int, seed: int
) -> list[tuple[Ruling, tuple[str, ...], bool]]:
    """Rulings, what is ruled out where there is no verdict, and whether anything is told."""
    rng = np.random.default_rng(seed)
    return [_judged(drawn(world, size, rng)) for _ in range(runs)]


def _judged(evidence: Evidence) -> tuple[Ruling, tuple[str, ...], bool]:
    ruling = rule(evidence)
    out = ruled_out(evidence, ruling)
    is_told = ruling.word != UNDECIDED or ruling is Ruling.NO_DIFFERENCE or bool(out)
    if ruling is Ruling.MISSING and not is_told:  # then it is told of those who are known
        is_told = _judged(evidence.without_missing())[2]
    return ruling, out, is_told


def drawn(world: World, size: int, rng: np.random.Generator) -> Evidence:
    """Random people of a world, those who lack their need among them."""
    half = size // 2
    sizes = (half, size - half)
    spread = zip(sizes, (world.women, world.men), strict=True)
    base = np.stack([rng.multinomial(n, p) for n, p in spread], axis=1)
    total = rng.binomial(base, world.chance)
    missing = missing_total = np.zeros(2)
    if world.lacking:
        by_need, by_sex, by_outcome = world.lacking
        odds = np.broadcast_to(np.reshape(by_need, (-1, 1)), base.shape) * by_sex
        lost = rng.binomial(total, np.clip(odds * by_outcome[0], 0, 1))
        rest = rng.binomial(base - total, np.clip(odds * by_outcome[1], 0, 1))
        base, total = base - lost - rest, total - lost
        missing, missing_total = (lost + rest).sum(axis=0), lost.sum(axis=0)
    if world.classes:
        base, total = (_cut(a, world.classes) for a in (base, total))
    names = tuple(map(str, range(len(base))))
    strata = Strata(names, base.astype(float), total.astype(float), ordered=(world.is_ordered,))
    return Evidence(strata, missing.astype(float), 5, missing_total.astype(float),
                    bool(world.classes))  # fmt: skip


def _cut(counts: np.ndarray, classes: int) -> np.ndarray:
    """Sums within classes that are about alike, as a codebook's are."""
    ends = ndtr(np.linspace(-3.5, 3.5, FINE + 1)[1:] / np.hypot(1, 0.45))
    place = np.minimum((ends * classes).astype(int), classes - 1)
    return np.stack([np.bincount(place, c, minlength=classes) for c in counts.T], axis=1)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 2000)
