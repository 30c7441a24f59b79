"""Whether a flow stands as a chain, or its steps have to be shown one by one."""

from collections.abc import Sequence

from ..analysis.flow import FORM, alongside
from ..content import fraction
from ..disclosure import Protected, Release


def is_chain(
    flow: Protected, beside: Sequence[Protected], reached: Sequence[Protected],
    onward: Sequence[Protected],
) -> bool:  # fmt: skip
    """Whether enough of a flow and of what stands alongside it may be shown."""
    if any(p.is_refused for p in (flow, *beside, *reached, *onward)):
        return False
    shown = [p.standing for p in (*reached, *onward)]
    return sum(shown) / len(shown) >= fraction("korsning_andel_kvar")


def chain_tables(release: Release) -> list[list[Protected]]:
    """The tables of each flow that is shown as a chain: who reached each step, and went on."""
    found = []
    for flow in (p for p in release.results.values() if p.result.form == FORM):
        sets = [[release.results[r.key] for r in some] for some in alongside(flow.result)]
        if is_chain(flow, *sets):
            _, reached, onward = sets
            found.append([*reached, *onward])
    return found
