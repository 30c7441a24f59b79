"""The proposals of step 4: a list to write, and where each stands by effort and benefit."""

from .list import ActionList, action_list
from .matrix import MatrixPage
from .placing import Action, placed_actions

__all__ = ["Action", "ActionList", "MatrixPage", "action_list", "placed_actions"]
