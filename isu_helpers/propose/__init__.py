"""A codebook proposed from a table that nobody has described."""

from .classes import default_classes
from .headers import safe_header, safe_headers
from .proposal import propose_codebook

__all__ = ["default_classes", "propose_codebook", "safe_header", "safe_headers"]
