"""The handout of an essay that runs from right to left: its left is right, and code stays as it is."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.document import CodeBlock
from pipeline.handout import build
from pipeline.handout.mirrored import mirrored
from pipeline.pdf.reading import dump
from tests.conftest import needs
from tests.handout import sample as s
from tests.pdf.sound import unsound

STYLES = sorted((s.ROOT / "themes").glob("*/handout/*.css"))


@pytest.mark.parametrize(
    ("style", "turned"),
    [
        ("a { margin-left: 1em; float:left }", "a { margin-right: 1em; float:right }"),
        ("a { text-align: right !important }", "a { text-align: left !important }"),
        (
            "@page{margin: 1mm 2mm 3mm 4mm;@top-left{content:none}}",
            "@page{margin: 1mm 4mm 3mm 2mm;@top-right{content:none}}",
        ),
        ("a { margin: 1em 2em }", "a { margin: 1em 2em }"),
        (
            "a{padding:1pt calc(2pt + (1em)) 0 var(--in) !important}",
            "a{padding: 1pt var(--in) 0 calc(2pt + (1em)) !important}",
        ),
        ("a { border-width: 1pt 2pt 3pt 4pt }", "a { border-width: 1pt 4pt 3pt 2pt }"),
        ("a { --margin: 1 2 3 4; border-radius: 1pt 2pt 3pt 4pt }", None),
        ('.left > #right { content: "left"; src: url(left.png) } /* left */', None),
        ("@page :left { size: A4 } @page a:right { size: A5 }", None),
        ("a { brightness: leftover; x: upright }", None),
        (
            "/* @ltr: x */ pre { left: 0 } /* @end */ a { left: 0 }",
            "/* @ltr: x */ pre { left: 0 } /* @end */ a { right: 0 }",
        ),
    ],
)
def test_sides_change_and_nothing_else(style: str, turned: str | None) -> None:
    assert mirrored(style) == (style if turned is None else turned)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_turned_twice_a_stylesheet_is_as_it_was(path: Path) -> None:
    style = path.read_text()
    once, twice = mirrored(style), mirrored(mirrored(style))
    assert mirrored(twice) == once
    assert re.sub(r"\s+", "", twice) == re.sub(r"\s+", "", style)


@given(st.text(alphabet='left right{}();:"\\/*@.#-url', max_size=80))
def test_any_text_is_borne(style: str) -> None:
    assert len(mirrored(style)) <= 2 * len(style) + 8


def words(folder: Path, lang: str) -> dict[str, tuple[float, float]]:
    """Where what is shown in one go stands in a handout in ``lang``, by its first word: left and right, in points."""
    files = s.place(folder)
    code = CodeBlock("n9", 9, "python", "Coded = 4711")
    listed = s.items(s.item(s.p("Listed")))
    parts = s.section("one", "Heading", s.p(f"Beginning {s.WORDS * 2}"), listed, code)
    essay = s.essay(parts, about=replace(s.meta(lang=lang), url=None, authors=()))
    made, problems = build(essay, s.editorial(files).worn((), lang), files, s.MOMENT)
    assert made is not None, problems
    assert unsound(made) == []
    assert f"P “Beginning {s.WORDS}" in dump(made), "read as it was written"
    (folder / "handout.pdf").write_bytes(made)
    command = ["pdftotext", "-bbox", "handout.pdf", "-"]
    told = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
    found = re.findall(r'xMin="([\d.]+)".*?xMax="([\d.]+)".*?>([^<]*)</word>', told)
    return {word.split()[0]: (float(left), float(right)) for left, right, word in found if word.strip()}


@needs("pdftotext")
def test_the_sheet_is_turned_round_and_code_is_not(tmp_path: Path) -> None:
    english, hebrew = words(tmp_path, "en"), words(tmp_path, "he")
    assert english["Heading"][0] < english["Beginning"][0] - 50, "the heading hangs at the left"
    assert hebrew["Heading"][1] > hebrew["Beginning"][1] + 50, "and at the right"
    assert hebrew["Heading"][1] == pytest.approx(595.3 - english["Heading"][0], abs=2)
    assert hebrew["Listed"][1] > 595.3 / 2 > hebrew["Coded"][0]
    for found in (english, hebrew):
        assert found["Coded"][1] < found["4711"][0], "code is read from the left"
