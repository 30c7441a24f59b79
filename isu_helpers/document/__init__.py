"""A Word file of what a group has to tell."""

from .word import to_word

__all__ = ["to_word"]
