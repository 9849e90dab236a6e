"""QR codes on paper: what leads from the sheet to the essay and to its recordings."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.qr import modules, outlines
from pipeline.words import Words

MODULE = 0.45  # millimetres a side: a phone's camera reads 0.4 off a laser print at arm's length
QUIET = 4  # modules that stay blank all around (ISO/IEC 18004, 6.3.8); the stylesheet keeps them


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code as SVG: ``count`` modules on ``side`` millimetres, outlines of the dark ones, what it says."""

    name: str
    count: int
    side: str
    path: str


def code(address: str, printed: str, said: Words) -> Code | None:
    """The QR code of ``address``, whose text alternative names it as ``printed``; None where it would be too fine."""
    rows = modules(address)
    if rows is None:
        return None
    path = "".join("M" + "L".join(f"{x} {y}" for x, y in outline) + "Z" for outline in outlines(rows))
    return Code(said.qr.format(printed), len(rows), f"{len(rows) * MODULE:.2f}", path)
