"""From a municipality's own file to Records."""

from .reader import read_records

__all__ = ["read_records"]
