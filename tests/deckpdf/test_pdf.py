"""``deck.pdf``: valid PDF/UA-1, a slide a page, in the theme's own faces, the same twice."""

from __future__ import annotations

import datetime
import io
import re
import subprocess
from pathlib import Path

import page as validation
import pikepdf
import pytest

from pipeline import deckpdf
from pipeline.layouts import layouts
from pipeline.pdf.check import faults
from pipeline.pdf.reading import dump
from tests.conftest import needs
from tests.present.decks import THEMES, Fitted, fitted

SHOWN = [("whole-everything", "editorial"), *(("whole-gallery", theme) for theme in THEMES)]
WORD = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
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
@needs("pdftotext")
@pytest.mark.parametrize(("name", "theme"), SHOWN)
def test_it_is_valid_a_page_is_a_slide_and_no_word_leaves_its_box(name: str, theme: str, root: Path) -> None:
    one = fitted(name, theme, root)
    pdf = build(one)
    assert astray(pdf, one, root) == []
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


def astray(pdf: bytes, one: Fitted, root: Path) -> list[str]:
    """The words whose middle stands in no box of their slide."""
    (root / "deck.pdf").write_bytes(pdf)
    command = ["pdftotext", "-bbox", "deck.pdf", "-"]
    told = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    pages = [re.findall(WORD, page) for page in told.split("<page ")[1:]]
    specs = {spec.id.value: spec for spec in layouts(one.theme)}
    found = []
    for slide, words in zip(one.deck.slides, pages, strict=True):
        boxes = [shape.box for shape in slide.shapes]
        boxes += [
            place.box for place in specs[slide.layout].placeholders if place.slot in ("footer", "number-of-slide")
        ]
        for left, top, right, bottom, word in words:
            across, down = (float(left) + float(right)) / 2, (float(top) + float(bottom)) / 2
            if not any(b.left.pt < across < b.right.pt and b.top.pt < down < b.bottom.pt for b in boxes):
                found.append(f"{slide.id}: {word} at {across:.0f}, {down:.0f}")
    assert sum(map(len, pages)) > 200
    return found


def test_what_a_reader_of_tags_meets(root: Path) -> None:
    one = fitted("whole-everything", "editorial", root)
    told = dump(build(one))
    assert "Title: What a Page Must Hold: everything & <more>" in told
    assert told.count("H1 “") == 1
    assert told.count("H2 “") == len(one.deck.slides) - 1
    assert "TH scope column “{Strong: Element}”" in told
    assert told.count("Figure alt “") == 2  # a picture and a QR code
    assert "{Link → #s-n14: Margins first" in told
    assert "“Lecture, 4:10 – at 4:10 in The Measure of a Page”" in told
    read, _, artifacts = told.partition("Artifacts:")
    assert one.deck.footer not in read
    assert artifacts.count(one.deck.footer) == len(one.deck.slides) - 1
    assert "  - Evidence\n    - Readers remember what stands apart" in told  # its divider needs no bookmark of its own


def test_the_same_bytes_twice(root: Path) -> None:
    one = fitted("shipped", "stage", root)
    assert build(one) == build(one)
