"""What a group has to tell, put together from its workbook and the protected figures."""

from .answers import to_choose
from .choice import CHOICES, choose, is_chosen
from .letter import WANTING, letter
from .part import Part
from .story import Story
from .talk import talk

__all__ = [
    "CHOICES", "WANTING", "Part", "Story", "choose", "is_chosen", "letter", "talk", "to_choose",
]  # fmt: skip
