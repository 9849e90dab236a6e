"""No word is lost before a float that stands in its line."""

from __future__ import annotations

import re

import pytest

from pipeline.pdf import breaks
from pipeline.pdf.objects import read
from pipeline.pdf.startup import weasyprint
from pipeline.pdf.structure import tagged
from pipeline.pdf.tested import VERSIONS
from tests.pdf.setting import typeset

# A float between a word and what clings to it; the line ends at another place in each paragraph.
WORDS = "one two three four five six seven eight nine ten"
PAGE = "".join(
    f"<p style='width:{width}pt'>{WORDS} difference<span>\u00a0</span><i style='float:left'>aside</i>, {WORDS}</p>"
    for width in range(60, 180, 3)
)


def lost(pdf: bytes) -> int:
    """How many words of the paragraphs are not in the file."""
    found = tagged(read(pdf))
    assert found is not None
    said = "".join(found.said(element) for element in found.elements)
    count = PAGE.count("<p")
    return sum(
        count * times - len(re.findall(word, said)) for word, times in (("difference", 1), ("ten", 2), ("aside", 1))
    )


@pytest.mark.slow
def test_no_word_is_lost_before_a_float(monkeypatch: pytest.MonkeyPatch) -> None:
    weasyprint()
    from weasyprint.layout import inline  # type: ignore[import-untyped]  # carries no types

    assert breaks.mend(weasyprint().__version__)
    mended = inline.split_inline_box
    assert lost(typeset(PAGE)) == 0
    plain = next(
        c.cell_contents for c in mended.__closure__ if getattr(c.cell_contents, "__name__", "") == mended.__name__
    )
    monkeypatch.setattr(inline, "split_inline_box", plain)
    assert lost(typeset(PAGE)) > 0  # or the mend is no longer needed


def test_another_version_is_left_alone() -> None:
    assert not breaks.mend("70.1")


def test_the_version_that_is_locked_was_tested() -> None:
    assert weasyprint().__version__ in VERSIONS
