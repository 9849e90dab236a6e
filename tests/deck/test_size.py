"""A long deck takes as long as it has slides, and no slide longer than five milliseconds."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.deck import build
from pipeline.files import Files
from pipeline.fitted import FittedDeck, Run, TextBox, TextParagraph
from tests.deck.sample import MOMENT, deck, essay, theme


def long(folder: Path, count: int) -> FittedDeck:
    """``count`` slides with notes, each linking to the next: no walk over them may go as deep as they are many."""
    fitted = deck(folder)
    model = fitted.slides[3]
    slides = []
    for n in range(count):
        onwards = TextParagraph((Run("next", link=f"#s-{n + 1}"),))
        title, term, body, _ = model.shapes
        assert isinstance(body, TextBox)
        shapes = (title, term, replace(body, paragraphs=(onwards,)))
        slides.append(replace(model, id=f"s-{n}", number=n + 1, shapes=shapes))
    return replace(fitted, slides=tuple(slides))


def seconds(folder: Path, count: int) -> float:
    fitted, held, dress = long(folder, count), essay(folder), theme()
    start = time.process_time()
    data, _ = build(fitted, held, dress, Files(folder), MOMENT)
    assert data is not None
    return time.process_time() - start


@pytest.mark.slow
def test_a_thousand_slides_take_linear_time(tmp_path: Path) -> None:
    seconds(tmp_path, 10)  # imports
    few, many = seconds(tmp_path, 250), seconds(tmp_path, 2000)
    assert many / 2000 < 0.005
    assert many / few < 8 * 1.6


def test_links_from_slide_to_slide_go_deeper_than_the_stack(tmp_path: Path) -> None:
    count = sys.getrecursionlimit() + 10
    data, problems = build(long(tmp_path, count), essay(tmp_path), theme(), Files(tmp_path), MOMENT)
    assert data is not None
    assert problems == ()
