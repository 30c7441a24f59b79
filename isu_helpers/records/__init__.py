"""Records: typed rows that never show themselves, and the report of how they were read."""

from .model import Records
from .remark import ROW, TABLE, Remark

__all__ = ["ROW", "TABLE", "Records", "Remark"]
