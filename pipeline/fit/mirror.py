"""Fitted slides for who reads from right to left: every shape as far from the right edge as it was from the left.

What is fitted is fitted as if it were read from the left: widths and heights are the same.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.fitted import FittedDeck, FittedSlide
from pipeline.layouts import mirrored_box
from pipeline.units import Length


def mirrored(deck: FittedDeck, width: Length) -> FittedDeck:
    """``deck`` on slides of ``width``."""
    return replace(deck, slides=tuple(_slide(slide, width) for slide in deck.slides))


def _slide(slide: FittedSlide, width: Length) -> FittedSlide:
    return replace(slide, shapes=tuple(replace(s, box=mirrored_box(s.box, width)) for s in slide.shapes))
