"""Slides in one file that needs no network: reveal.js with what a group has to tell."""

from .deck import deck

__all__ = ["deck"]
