"""``deck.pdf``: valid PDF/UA-1, a slide a page, in the theme's own faces, the same twice."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import page as validation
import pikepdf
import pytest

from pipeline import deckpdf
from pipeline.pdf.check import faults
from pipeline.pdf.reading import dump
from tests.present.decks import THEMES, Fitted, fitted

MOMENT = datetime.datetime(2026, 3, 14, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("deckpdf")


def build(one: Fitted) -> bytes:
    data, problems = deckpdf.build(one.deck, one.essay, one.theme, one.files, MOMENT)
    assert data is not None, problems
    assert problems == ()
    return data


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
def test_it_is_valid_and_a_page_is_a_slide(theme: str, root: Path) -> None:
    one = fitted("whole-everything", theme, root)
    pdf = build(one)
    failures = validation.validate_pdf_bytes(pdf, profile="ua1").failures
    assert [f"{failure.rule_id} {failure.message}" for failure in failures] == []
    assert faults(pdf) == ()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == len(one.deck.slides)
        sizes = {tuple(float(side) for side in page.MediaBox[2:]) for page in opened.pages}
        assert sizes == {(one.theme.deck.width.pt, one.theme.deck.height.pt)}
        fonts = [font for page in opened.pages for font in page.Resources.Font.values()]
        described = [font.DescendantFonts[0].FontDescriptor for font in fonts]
        assert all("/FontFile2" in about or "/FontFile3" in about for about in described)
        ours = {family.faces.family for family in one.theme.families.values()}
        ours |= {one.theme.families["sans"].fallback.family}
        names = {str(font.BaseFont).partition("+")[2].replace("-", " ") for font in fonts}
        assert {name for name in names if not name.startswith(tuple(ours))} == set()


def test_what_a_reader_of_tags_meets(root: Path) -> None:
    one = fitted("whole-everything", "editorial", root)
    told = dump(build(one))
    assert "Title: What a Page Must Hold: everything & <more>" in told
    assert told.count("H1 “") == 1
    assert told.count("H2 “") == len(one.deck.slides) - 1
    assert "TH scope column “{Strong: Element}”" in told
    assert told.count("Figure alt “") == 2  # a picture and a QR code
    assert "{Link → #s-n14: Margins first}" in told
    assert "“Lecture, 4:10 – at 4:10 in The Measure of a Page”" in told
    read, _, artifacts = told.partition("Artifacts:")
    assert one.deck.footer not in read
    assert artifacts.count(one.deck.footer) == len(one.deck.slides) - 1
    assert "  - Evidence\n    - Readers remember what stands apart" in told  # its divider needs no bookmark of its own


def test_the_same_bytes_twice(root: Path) -> None:
    one = fitted("shipped", "stage", root)
    assert build(one) == build(one)
