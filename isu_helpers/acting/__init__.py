"""The proposals of step 4: a list to write, and where each stands by effort and benefit."""

from .drawing import picture
from .list import ActionList, action_list
from .matrix import MatrixPage, alt_text, matrix_html
from .placing import Action, placed_actions

__all__ = [
    "Action", "ActionList", "MatrixPage", "action_list", "alt_text", "matrix_html", "picture",
    "placed_actions",
]  # fmt: skip
