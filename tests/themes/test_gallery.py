"""Every shipped theme dresses every layout: readable, sound, and by reference to the theme alone."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from openxml_audit import validate_pptx  # type: ignore[import-untyped]  # carries no types

from pipeline.deck import build
from pipeline.deck.check import check
from pipeline.deck.written import Written
from pipeline.files import Files
from pipeline.fitted import TextBox
from pipeline.layouts import layouts
from pipeline.look import Ground, Scheme
from pipeline.slides import Layout
from tests.conftest import ROOT, needs
from tests.themes.gallery import MOMENT, THEMES, gallery

SDK = ROOT / "tests" / "node" / "node_modules" / ".bin" / "ooxml-validator"
_THEIRS = {f"+{place}-{script}" for place in ("mj", "mn") for script in ("lt", "ea", "cs")}


@pytest.mark.parametrize("name", THEMES)
def test_every_layout_is_shown_and_nothing_is_wrong(name: str) -> None:
    made = gallery(name)
    assert {slide.layout for slide in made.fitted.slides} == set(Layout)
    assert [str(p) for p in made.problems] == []
    assert [str(p) for p in check(made.data, made.essay, made.theme)] == []


@pytest.mark.parametrize("name", THEMES)
def test_two_validators_report_nothing(name: str, tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(gallery(name).data)
    assert list(validate_pptx(str(path)).errors) == []


@pytest.mark.slow
@needs(str(SDK))
@pytest.mark.parametrize("name", THEMES)
def test_the_open_xml_sdk_reports_nothing(name: str, tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(gallery(name).data)
    run = subprocess.run([SDK, path], capture_output=True, text=True, check=False)
    assert json.loads(run.stdout)["errors"] == []


@pytest.mark.parametrize("name", THEMES)
def test_colours_and_fonts_are_the_themes_by_reference(name: str) -> None:
    """Of faces, only the monospaced one is named, for which a theme has no place."""
    made = gallery(name)
    drawn = {n: t.decode() for n, t in Written(made.data).parts.items() if re.search(r"/slide(Layout|Master)?\d+", n)}
    mono = made.theme.families["mono"]
    for part, text in drawn.items():
        if part.endswith(".rels"):
            continue
        assert "srgbClr" not in text, part
        assert "sysClr" not in text, part
        faces = set(re.findall(r'<a:(?:latin|ea|cs) typeface="([^"]*)"', text))
        assert faces <= _THEIRS | {mono.office}, part
    assert sum("/slideLayout" in part for part in drawn if not part.endswith(".rels")) == len(Layout)


def test_a_family_with_the_widths_of_offices_is_called_by_its_name() -> None:
    """So the institutional theme looks the same on any laptop; with embedded faces it keeps their own names."""
    made = gallery("institutional")
    text = Written(made.data).parts["/ppt/theme/theme1.xml"].decode()
    assert re.findall(r'<a:latin typeface="([^"]*)"', text) == ["Cambria", "Arial"]
    meta = replace(made.essay.meta, deck=replace(made.essay.meta.deck, embed_fonts=True))
    data, _ = build(made.fitted, replace(made.essay, meta=meta), made.theme, Files(ROOT), MOMENT)
    assert data is not None
    text = Written(data).parts["/ppt/theme/theme1.xml"].decode()
    assert re.findall(r'<a:latin typeface="([^"]*)"', text) == ["Caladea", "Liberation Sans"]


def test_the_themes_are_different_in_kind() -> None:
    """Not in their colours alone: no two share how covers, dividers and slides of content are composed."""
    looks = [gallery(name).theme.deck.look for name in THEMES]
    for part in ("claim", "term", "cover", "divider", "quotation", "content"):
        assert len({getattr(look, part) for look in looks}) == len(looks), part
    assert {gallery(name).theme.deck.scheme for name in THEMES} == set(Scheme)


def test_text_on_the_accent_is_the_colour_of_the_paper_and_so_are_its_links() -> None:
    accented = [
        (name, spec)
        for name in THEMES
        for spec in layouts(gallery(name).theme)
        if spec.background.value == Ground.ACCENT.value
    ]
    assert {name for name, _ in accented} == {"stage", "institutional"}
    assert all(p.color.value == p.mark.value == "paper" for _, spec in accented for p in spec.placeholders)
    closing = next(
        text.decode()
        for part, text in Written(gallery("institutional").data).parts.items()
        if re.search(r"/slides/slide\d+\.xml$", part) and b"mailto:" not in text and b"hlinkClr" in text
    )
    run = re.search(r"<a:rPr[^>]*>(?:(?!</a:rPr>).)*hlinkClick(?:(?!</a:rPr>).)*</a:rPr>", closing)
    assert run is not None
    assert '<a:schemeClr val="bg1"/>' in run[0]
    assert 'val="tx"' in run[0]
    override = re.search(r"<a:overrideClrMapping [^>]*>", closing)
    assert override is not None  # for versions of PowerPoint that do not know the extension
    assert 'hlink="lt1"' in override[0]
    assert 'accent1="accent1"' in override[0]


@pytest.mark.parametrize("name", THEMES)
def test_claims_that_have_a_slide_to_themselves_are_larger(name: str) -> None:
    made = gallery(name)
    size = made.theme.deck.sizes["title"]
    alone = [
        box.size
        for slide in made.fitted.slides
        if slide.layout == Layout.TERM and not any(s.slot == "body" for s in slide.shapes)
        for box in slide.shapes
        if isinstance(box, TextBox) and box.slot == "title"
    ]
    assert alone
    assert min(alone) > size
