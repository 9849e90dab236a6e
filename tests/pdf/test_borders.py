"""A dotted line is one line, as long and as dark as WeasyPrint's own."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from pipeline.pdf import borders
from pipeline.pdf.objects import Stream, read
from pipeline.pdf.startup import weasyprint
from pipeline.pdf.tested import VERSIONS
from tests.conftest import needs
from tests.pdf.setting import typeset

RULES = {side: f"<p style='border-{side}:1.5pt dotted #a00'>Words on a line.</p>" for side in ("bottom", "top", "left")}


def painted(pdf: bytes) -> bytes:
    file = read(pdf)
    ((_, page),) = file.pages()
    content = file.get(page["Contents"])
    assert isinstance(content, Stream)
    return content.data


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint's own borders."""
    weasyprint()
    from weasyprint import draw  # type: ignore[import-untyped]  # carries no types
    from weasyprint.draw.border import draw_border  # type: ignore[import-untyped]  # carries no types

    monkeypatch.setattr(draw, "draw_border", draw_border)


@pytest.mark.parametrize("side", RULES)
def test_a_dotted_line_is_one_line(side: str, plain: None) -> None:
    before = painted(typeset(RULES[side]))
    assert borders.mend(weasyprint().__version__)
    after = painted(typeset(RULES[side]))
    assert b" c\n" in before  # or the mend is no longer needed
    assert b" c\n" not in after
    assert len(after) < len(before)


@needs("pdftoppm")
@pytest.mark.slow
@pytest.mark.parametrize("side", RULES)
def test_it_looks_alike(side: str, plain: None, tmp_path: Path) -> None:
    before = typeset(RULES[side])
    borders.mend(weasyprint().__version__)
    one, other = (picture(pdf, tmp_path) for pdf in (before, typeset(RULES[side])))
    assert one.getbbox() == other.getbbox()
    dark = [sum(value < 128 for value in image.convert("L").tobytes()) for image in (one, other)]
    assert abs(dark[0] - dark[1]) < 0.1 * dark[0]


def picture(pdf: bytes, folder: Path) -> Image.Image:
    import subprocess

    made = subprocess.run(["pdftoppm", "-png", "-r", "150", "-"], input=pdf, capture_output=True, check=True)
    return Image.open(io.BytesIO(made.stdout))


def test_other_borders_and_other_versions_are_left_alone(plain: None) -> None:
    assert not borders.mend("70.1")
    whole = "<p style='border:1pt dotted'>x</p><p style='border-bottom:1pt solid'>x</p>"
    before = painted(typeset(whole))
    borders.mend(weasyprint().__version__)
    assert painted(typeset(whole)) == before


def test_the_version_that_is_locked_was_tested() -> None:
    assert weasyprint().__version__ in VERSIONS
