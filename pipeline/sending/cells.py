"""Cells of CSV files that a spreadsheet may open: one that begins a formula is made plain text, and read back so."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def neutral(text: str) -> str:
    """``text`` so that no spreadsheet computes it: an apostrophe goes before what would begin a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def plain(text: str) -> str:
    """What :func:`neutral` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
