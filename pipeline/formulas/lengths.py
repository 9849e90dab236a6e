"""TeX's lengths, as spaces name them."""

from __future__ import annotations

import re

# Ems of each unit, for type of ten points (The TeXbook, chapter 10).
_EMS = {
    "em": 1.0, "mu": 1 / 18, "ex": 0.45, "pt": 0.1, "bp": 0.1, "dd": 0.107, "sp": 0.0, "in": 7.2, "cm": 2.84,
    "mm": 0.284, "pc": 1.2, "cc": 1.28,
}  # fmt: skip
UNITS = tuple(_EMS)
_LENGTH = re.compile(rf"\s*\{{?\s*([+-]?\d*\.?\d+)\s*({'|'.join(UNITS)})\s*\}}?")
_LEAST, _MOST = -2.0, 8.0  # ems: what lies beyond would move parts of a formula out of sight


def length(tex: str, start: int) -> tuple[float, int] | None:
    """The length that stands at ``start`` of ``tex``, in ems, and where it ends; None where there is none."""
    found = _LENGTH.match(tex, start)
    return (max(_LEAST, min(_MOST, float(found[1]) * _EMS[found[2]])), found.end()) if found else None
