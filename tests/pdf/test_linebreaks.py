"""No word stands on a line of its own amid a paragraph."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from pipeline.pdf import linebreaks
from pipeline.pdf.startup import weasyprint
from pipeline.pdf.tested import VERSIONS
from tests.handout import sample as s

WIDTHS = range(300, 360, 4)


def lines(markup: str, width: int) -> list[str]:
    """The lines of a paragraph of ``markup`` in ``width`` points."""
    style = f"@page{{size:A4;margin:20mm}} p{{width:{width}pt;font:10.5pt/14pt serif;hyphens:auto}}"
    box = weasyprint().HTML(string=f"<html lang=en><style>{style}</style><p>{markup}").render().pages[0]._page_box
    return list(_lines(box))


def _lines(box: Any) -> Any:
    from weasyprint.formatting_structure import boxes  # type: ignore[import-untyped]  # carries no types

    if isinstance(box, boxes.LineBox):
        yield "".join(getattr(part, "text", "") or "" for part in box.descendants())
    for child in getattr(box, "children", ()):
        yield from _lines(child)


def stranded(wrap: Callable[[str], str]) -> int:
    """In how many paragraphs a line amid the text is shorter than half a line."""
    chance = random.Random(3)
    words = (s.WORDS * 3).split()
    found = 0
    for width in WIDTHS:
        chance.shuffle(words)
        markup = " ".join(wrap(word) if chance.random() < 0.2 else word for word in words)
        found += any(len(line) < 30 for line in lines(markup, width)[:-1])
    return found


@pytest.mark.slow
def test_lines_are_filled_around_emphasis_and_citations(monkeypatch: pytest.MonkeyPatch) -> None:
    weasyprint()  # its own import first: a plain one leaves Pillow lenient in the whole process
    from weasyprint.layout import inline  # type: ignore[import-untyped]  # carries no types

    kinds: list[Callable[[str], str]] = [
        lambda word: f"<em>{word}</em>",
        lambda word: f'{word}\u00a0<a style="font-size:.7em;white-space:nowrap">[1:23:45]</a>.',
    ]
    assert linebreaks.mend(weasyprint().__version__)
    mended = inline.split_first_line
    assert [stranded(kind) for kind in kinds] == [0, 0]
    plain = mended.__closure__[0].cell_contents
    monkeypatch.setattr(inline, "split_first_line", plain)
    assert sum(stranded(kind) for kind in kinds) > 0  # or the mend is no longer needed
    monkeypatch.setattr(inline, "split_first_line", mended)


def test_another_version_is_left_alone() -> None:
    assert not linebreaks.mend("70.1")


def test_the_version_that_is_locked_was_tested() -> None:
    assert weasyprint().__version__ in VERSIONS


def test_kept_blanks_hang_out_of_the_line_that_they_end() -> None:
    """A line of code that is full but for its last blank does not go below the blanks that it begins with."""
    weasyprint()  # as above
    assert linebreaks.mend(weasyprint().__version__)
    words = " ".join(s.WORDS.split()[:40])
    for width in WIDTHS:
        first = lines(f'<span style="white-space:pre-wrap">    <i>{words}</i></span>', width)[0]
        assert first.strip(), width
