"""Data files as tables: CSV and TSV (RFC 4180) as people save them, read in bounded time, every fault at its line.

What is in a cell is data, never markup. Only essays that name such a file load this room.
"""

from __future__ import annotations

from pipeline.sheets.reading import LARGEST, Ask, read
from pipeline.sheets.sheet import Fault, Sheet

__all__ = ["LARGEST", "Ask", "Fault", "Sheet", "read"]
