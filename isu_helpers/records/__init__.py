"""Records: typed rows that never show themselves, and the report of how they were read."""

from .headers import default_classes, safe_header, safe_headers
from .proposal import propose_codebook
from .read import read_records
from .records import Records
from .remark import ROW, TABLE, Remark

__all__ = [
    "ROW",
    "TABLE",
    "Records",
    "Remark",
    "default_classes",
    "propose_codebook",
    "read_records",
    "safe_header",
    "safe_headers",
]
