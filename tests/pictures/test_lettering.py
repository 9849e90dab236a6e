"""Text in drawings: the theme's families, whatever the drawing asks for, and in a page the faces with it."""

from __future__ import annotations

import base64
import re

import pytest

from pipeline.files import Files
from pipeline.pictures.drawings import Drawing, drawing
from pipeline.pictures.lettering import lettered
from pipeline.present.faces import held
from tests.conftest import ROOT
from tests.newsletter.made import theme

SANS, SERIF, MONO = "'Source Sans Pro'", "'Source Serif Pro'", "'Liberation Mono'"


def read(body: str, attributes: str = "") -> Drawing:
    text = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" {attributes}>{body}</svg>'
    return drawing(text.encode())


@pytest.mark.parametrize(
    ("asked", "family"),
    [
        ('font-family="Arial"', SANS),
        ('font-family="Nothing Known"', SANS),
        ('font-family="sans-serif"', SANS),
        ('font-family="Times New Roman, Arial"', SERIF),
        ('font-family="serif"', SERIF),
        ('font-family="Source Serif Pro"', SERIF),
        ('style="font-family: Georgia; fill: red"', SERIF),
        ("style='font-family:\"DejaVu Sans Mono\"'", MONO),
        ("style=\"font: bold 12px/1.2 'Courier New', monospace\"", MONO),
        ("", SANS),
    ],
)
def test_each_family_becomes_the_nearest_of_the_theme(asked: str, family: str) -> None:
    svg = lettered(read(f'<text y="5" {asked}>A</text>'), theme()).svg
    element = svg[svg.index("<text") :] if asked else svg
    assert family in element
    assert not re.search("Arial|Times|Georgia|Courier|DejaVu|Nothing", svg)
    assert drawing(svg.encode()).svg  # it is whole still


def test_a_stylesheet_is_set_too_and_all_else_stays() -> None:
    svg = lettered(read("<style>.a{font:italic 8pt Menlo;fill:#123456}</style><text>A</text>"), theme()).svg
    assert f".a{{font:italic 8pt {MONO}, monospace;fill:#123456}}" in svg


def test_a_drawing_without_text_is_left_alone() -> None:
    one = read('<rect width="9" height="9"/>')
    assert lettered(one, theme()) is one
    assert held(one, theme(), Files(ROOT)) is one


def test_a_page_carries_the_letters_that_a_drawing_needs() -> None:
    body = '<text y="5">Ab &amp; c</text><text font-family="Georgia" font-weight="bold">Q</text>'
    files = Files(ROOT)
    svg = held(lettered(read(body), theme()), theme(), files).svg
    faces = re.findall(r'font-family:"([^"]+)";font-weight:(\d+)[^}]*base64,([^"]+)"', svg)
    assert {(name, weight) for name, weight, _ in faces} == {
        ("Source Sans Pro", "400"),
        ("Source Sans Pro", "700"),
        ("Source Serif Pro", "400"),
        ("Source Serif Pro", "700"),
    }
    assert all(len(base64.b64decode(data)) < 9_000 for _, _, data in faces)  # cut down to a handful of letters
    assert any(path.suffix == ".ttf" for path in files.read)
    assert drawing(svg.encode())
