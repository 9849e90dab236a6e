"""A long deck takes as much work as it has slides, and no slide longer than five milliseconds."""

from __future__ import annotations

import cProfile
import pstats
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.commands import stages
from pipeline.commands.bench import repeated
from pipeline.deck import build
from pipeline.files import Files
from pipeline.fitted import FittedDeck, Run, TextBox, TextParagraph
from tests.deck.sample import MOMENT, ROOT, deck, essay, theme

PATH = Path("content/open-source-and-ai-safety/essay.md")


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


def written(folder: Path, count: int) -> Callable[[], int]:
    """The writing of a deck of ``count`` slides; how many it wrote."""
    fitted, held, dress = long(folder, count), essay(folder), theme()

    def write() -> int:
        data, _ = build(fitted, held, dress, Files(folder), MOMENT)
        assert data is not None
        return count

    return write


def made(root: Path, times: int) -> Callable[[], int]:
    """The whole way from the shipped essay, ``times`` over, to its fitted slides; how many there are."""
    (root / PATH.parent).mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "content" / "publication.yaml", root / "content")
    (root / PATH).write_text(repeated((ROOT / PATH).read_text(encoding="utf-8"), times), encoding="utf-8")

    def make() -> int:
        files = Files(root)
        essay, _ = stages.essay(PATH, files)
        assert essay is not None
        dress, _ = stages.theme(PATH, essay.meta, files)
        assert dress is not None
        fitted, problems = stages.fitted(essay, dress, files)
        assert fitted is not None, problems
        return len(fitted.slides)

    return make


def calls(work: Callable[[], int]) -> float:
    """How many functions ``work`` calls for each slide: the same on a fast machine and on a busy one."""
    work()  # imports and what is remembered between decks
    profile = cProfile.Profile()
    count = profile.runcall(work)
    total: int = pstats.Stats(profile).total_calls  # type: ignore[attr-defined]  # typeshed leaves it out
    return total / count


@pytest.mark.slow
def test_writing_four_times_as_many_slides_is_four_times_the_work(tmp_path: Path) -> None:
    assert calls(written(tmp_path, 1000)) < calls(written(tmp_path, 250)) * 1.02


@pytest.mark.slow
def test_an_essay_four_times_as_long_is_four_times_the_work(tmp_path: Path) -> None:
    assert calls(made(tmp_path, 24)) < calls(made(tmp_path, 6)) * 1.02


@pytest.mark.slow
def test_a_thousand_slides_with_notes_take_under_five_milliseconds_each(tmp_path: Path) -> None:
    write = written(tmp_path, 1000)
    written(tmp_path, 10)()  # imports
    start = time.process_time()
    write()
    assert (time.process_time() - start) / 1000 < 0.005


def test_links_from_slide_to_slide_go_deeper_than_the_stack(tmp_path: Path) -> None:
    count = sys.getrecursionlimit() + 10
    data, problems = build(long(tmp_path, count), essay(tmp_path), theme(), Files(tmp_path), MOMENT)
    assert data is not None
    assert problems == ()
