"""The cases as goldens: what the talk decides, and the slides.html made from it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from pipeline.files import Files
from pipeline.problems import Place, failed
from pipeline.slidehtml import slides_html
from pipeline.source import read
from pipeline.talk import dump_talk, talk
from pipeline.theme import load
from tests.conftest import ROOT

CASES = sorted(path.name for path in (ROOT / "tests/cases").glob("talk-*"))


@pytest.mark.parametrize("case", CASES)
def test_the_talk_of_a_case_is_its_golden(case: str, golden: Callable[[Path, str], None]) -> None:
    files = Files(ROOT)
    folder = ROOT / "tests/cases" / case
    essay, problems = read(folder / "essay.md", files)
    assert essay, [str(p) for p in problems]
    told, found = talk(essay)
    text = dump_talk(told) + "".join(f"\n{problem}" for problem in found) + "\n"
    golden(folder / "expected/talk.txt", text)
    theme, _ = load(ROOT / "themes", "editorial", files, Place("theme"))
    assert theme
    html, faults = slides_html(told, essay, theme, files)
    assert html
    assert not failed(faults)
    etree.fromstring(html.encode())  # well-formed, so that whoever reads it may be strict
    golden(folder / "expected/slides.html", html)
