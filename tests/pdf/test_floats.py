"""Floats within a line keep clear of each other, and whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest

from pipeline.pdf import floats
from pipeline.pdf.startup import weasyprint
from pipeline.pdf.tested import VERSIONS

STYLE = """<style>@page { size: 300pt 300pt; margin: 20pt } body { font: 10pt/14pt serif; margin: 0 0 0 100pt }
.note { float: left; clear: left; width: 0; line-height: 10pt } .note span { display: block; width: 60pt }</style>"""
NOTE = "word<span class=note><span>One<br>Two<br>Three</span></span> word word word word word "


def notes(markup: str) -> list[list[tuple[float, float]]]:
    """From where to where the notes of each page reach."""
    pages = weasyprint().HTML(string=f"{STYLE}<p>{markup}").render().pages
    return [[(box.position_y, box.position_y + box.margin_height()) for box in _floats(p._page_box)] for p in pages]


def _floats(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if child.is_floated():
            yield child
        else:
            yield from _floats(child)


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Takes the mend off."""
    weasyprint()
    from weasyprint.layout import inline  # type: ignore[import-untyped]  # carries no types

    assert floats.mend(weasyprint().__version__)

    def undo() -> None:
        for name in ("float_layout", "line_box_verticality"):
            mended = getattr(inline, name)
            cells = (cell.cell_contents for cell in mended.__closure__)
            monkeypatch.setattr(inline, name, next(held for held in cells if callable(held)))

    return undo


def overlap(pages: list[list[tuple[float, float]]]) -> bool:
    return any(below[0] < above[1] - 0.01 for page in pages for above, below in pairwise(page))


def test_notes_of_neighbouring_lines_do_not_overlap(plain: Callable[[], None]) -> None:
    assert not overlap(notes(NOTE * 3))
    plain()
    assert overlap(notes(NOTE * 3))  # or the mend is no longer needed


def test_notes_at_the_end_of_a_page_stay_whole(plain: Callable[[], None]) -> None:
    def whole() -> bool:
        made = (notes("word " * count + NOTE * 4) for count in range(80, 140, 5))
        return all(sum(len(page) for page in pages) == 4 for pages in made)

    assert whole()
    plain()
    assert not whole()  # or the mend is no longer needed


def test_another_version_is_left_alone() -> None:
    assert not floats.mend("70.1")


def test_the_version_that_is_locked_was_tested() -> None:
    assert weasyprint().__version__ in VERSIONS
