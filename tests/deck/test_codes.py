"""The QR code on the closing slide: a camera reads it off the slide in every theme, a screen reader hears of it."""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from pipeline.commands import stages
from pipeline.commands.pictures import slides_pdf
from pipeline.deck import build
from pipeline.deck.check import check
from pipeline.deck.looks import Looks
from pipeline.deck.written import Written
from pipeline.document import Essay
from pipeline.files import Files
from pipeline.openxml import find, name
from pipeline.theme import Theme
from tests.conftest import ROOT, needs
from tests.deck.sample import MOMENT

THEMES = sorted(path.parent.name for path in (ROOT / "themes").glob("*/theme.yaml"))
ESSAY = Path("content/open-source-and-ai-safety/essay.md")
ADDRESS = "https://essays.example.org/open-source-and-ai-safety/"


@pytest.fixture(params=THEMES)
def closing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[bytes, Essay, Theme]:
    """A deck of the shipped essay's closing slide alone, in each theme."""
    monkeypatch.setenv("THEME", request.param)
    files = Files(ROOT)
    essay, _ = stages.essay(ESSAY, files)
    assert essay is not None
    theme, problems = stages.theme(ESSAY, essay.meta, files)
    assert theme is not None, problems
    fitted, problems = stages.fitted(essay, theme, files)
    assert fitted is not None, problems
    slide = next(slide for slide in fitted.slides if slide.layout == "closing")
    sections = tuple(section for section in fitted.sections if section.id == slide.section)
    data, problems = build(replace(fitted, slides=(slide,), sections=sections), essay, theme, files, MOMENT)
    assert data is not None, problems
    return data, essay, theme


def test_it_is_described_linked_and_dark_on_light(closing: tuple[bytes, Essay, Theme]) -> None:
    data, essay, theme = closing
    assert check(data, essay, theme) == ()
    written = Written(data)
    (part,) = written.slides
    ground, modules = (s for s in written.shapes(part) if s.label.startswith("QR code"))
    assert ground.properties is not None
    assert ground.properties.get("descr") == "QR code to essays.example.org/open-source-and-ai-safety"
    assert modules.is_decorative
    for shape in (ground, modules):
        link = find(shape.properties, "a:hlinkClick")
        assert link is not None
        assert written.relations(part)[link.get(name("r:id"), "")].target == ADDRESS
    looks = Looks(written, part)
    light, dark = (looks._color(find(shape.element, "p:spPr/a:solidFill")) for shape in (ground, modules))
    assert light is not None
    assert dark is not None
    assert light.luminance > dark.luminance
    assert light.contrast(dark) > 7


@pytest.mark.slow
@needs("soffice", "pdftoppm")
def test_a_camera_reads_it_off_the_slide(closing: tuple[bytes, Essay, Theme], tmp_path: Path) -> None:
    deck = tmp_path / "deck.pptx"
    deck.write_bytes(closing[0])
    pdf = slides_pdf(deck, tmp_path, dict(os.environ))
    assert pdf is not None
    subprocess.run(["pdftoppm", "-r", "60", "-png", pdf, tmp_path / "p"], check=True)
    (picture,) = tmp_path.glob("p-*.png")
    read = zxingcpp.read_barcodes(Image.open(picture).convert("L"), try_invert=False)
    assert [found.text for found in read] == [ADDRESS]
