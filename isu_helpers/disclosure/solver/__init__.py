"""What to hide so that nothing small can be worked out: a mixed-integer program and its attacker.

Sums of whole numbers go in and a pattern of hidden ones comes out. Nothing here knows of
variables, tables or people.
"""

from .attack import Proofs, known
from .effort import Effort
from .search import LIMIT, Solved, complement, fewest
from .task import Pattern, Sum, Task, equations, tied

__all__ = [
    "Effort",
    "LIMIT",
    "Pattern",
    "Proofs",
    "Solved",
    "Sum",
    "Task",
    "complement",
    "equations",
    "fewest",
    "known",
    "tied",
]
