"""The codebook: what each column of a file means. Read, checked and written as kodbok.yaml."""

from .file import UNITS
from .model import Codebook
from .variable import (
    CHOICE,
    CRITERIA,
    DATE,
    FROM_NUMBER,
    KEY,
    KINDS,
    NO,
    NUMBER,
    OCCASIONS,
    RESERVED,
    ROLES,
    SCALE,
    SEVERAL,
    SEX,
    TEXT,
    YES,
    YES_NO,
    Option,
    Variable,
    class_labels,
)
from .words import key_of, plain

__all__ = [
    "CHOICE",
    "CRITERIA",
    "DATE",
    "FROM_NUMBER",
    "KEY",
    "KINDS",
    "NO",
    "NUMBER",
    "OCCASIONS",
    "RESERVED",
    "ROLES",
    "SCALE",
    "SEVERAL",
    "SEX",
    "TEXT",
    "UNITS",
    "YES",
    "YES_NO",
    "Codebook",
    "Option",
    "Variable",
    "class_labels",
    "key_of",
    "plain",
]
