"""Where the words of a PDF stand: its lines, from the page's own drawing."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pikepdf

from pipeline.pdf.structure import _decoded, _unicode

Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Run:
    """Words that were drawn at once: where their baseline begins, in points from the page's upper left corner."""

    page: int
    x: float
    y: float
    size: float
    font: str
    text: str


def runs(pdf: bytes) -> tuple[Run, ...]:
    """The runs of all pages, in drawing order."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return tuple(run for number, page in enumerate(opened.pages, 1) for run in _page(number, page))


def lines(found: Iterable[Run]) -> list[tuple[int, float, str]]:
    """The runs that stand on one line together: its page, its baseline, its words."""
    placed = sorted((run for run in found if run.text.strip()), key=lambda run: (run.page, run.y, run.x))
    return [
        (page, y, "".join(run.text for run in group))
        for (page, y), group in groupby(placed, key=lambda run: (run.page, run.y))
    ]


def _page(number: int, page: Any) -> Iterator[Run]:
    height = float(page.MediaBox[3])
    fonts = {}
    for name, font in page.Resources.get("/Font", {}).items():
        meant = font.ToUnicode.read_bytes().decode("ascii", "replace") if "/ToUnicode" in font else ""
        fonts[name] = str(font.BaseFont).partition("+")[2], _unicode(meant)
    face: tuple[str, dict[int, str]] = ("", {})
    size = 0.0
    saved: list[Matrix] = []
    at: Matrix = (1, 0, 0, 1, 0, 0)
    text: Matrix = at
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        match str(instruction.operator):
            case "q":
                saved.append(at)
            case "Q":
                at = saved.pop()
            case "cm":
                at = _times(_matrix(operands), at)
            case "Tm":
                text = _matrix(operands)
            case "Tf":
                face, size = fonts[str(operands[0])], float(operands[1])
            case "Tj" | "TJ":
                a, _, _, _, x, y = _times(text, at)
                strings = operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[0]]
                words = "".join(_decoded(bytes(s), face[1]) for s in strings if isinstance(s, pikepdf.String))
                yield Run(number, round(x, 2), round(height - y, 2), round(abs(a) * size, 2), face[0], words)


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(number) for number in operands)
    return a, b, c, d, e, f


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m
