"""Code in the deck: panel, bands and numbers are decoration, the code is native text in rows of their own height."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.deck.drafts import Relations
from pipeline.deck.faces import named_faces
from pipeline.deck.listing import listing
from pipeline.deck.text import Voice
from pipeline.deck.written import Shape
from pipeline.document import CodeBlock
from pipeline.drawing.listing import listing as drawn
from pipeline.drawing.sheet import Sheet
from pipeline.drawing.text import Pen
from pipeline.fitted import CodeBox
from pipeline.layouts import layouts
from pipeline.openxml import NAMESPACES, every, find, name
from pipeline.words import words
from tests.fit.desk import THEMES, deck, essay, panel, slide, theme

TEXT = 'def f(x):\n    return "a"  # why\n\nf(1)'


def box(dress: str, **options: object) -> CodeBox:
    block = CodeBlock("n20", 30, "python", TEXT, **options)  # type: ignore[arg-type]
    made = deck(slide("code", "s-1", 7, "", title="A claim", object="code:n20"), given=essay(block), dress=dress)
    return panel(made.slides[0])


def shapes(dress: str, **options: object) -> list[Shape]:
    spec = next(spec for spec in layouts(theme(dress)) if spec.id == "code")
    voice = Voice("en", Relations(), {}, named_faces(theme(dress)))
    made = "".join(listing(7, box(dress, **options), spec.placeholder("object"), voice))
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    return [Shape(element) for element in etree.fromstring(f"<r {spaces}>{made}</r>")]


def colours(shape: Shape) -> set[str]:
    return {element.get("val", "") for element in shape.element.iter(name("a:schemeClr"))}


@pytest.mark.parametrize("dress", THEMES)
def test_all_but_the_code_is_decoration_and_nothing_is_coloured_by_value(dress: str) -> None:
    found = shapes(dress, marked=((2, 2),), numbered=True)
    assert [shape.label for shape in found] == ["Panel", "Marked lines", "Mark", "Line numbers", "Evidence"]
    assert [shape.is_decorative for shape in found] == [True, True, True, True, False]
    assert [shape.type for shape in found] == [None, None, None, None, "body"]
    assert not any(list(shape.element.iter(name("a:srgbClr"))) for shape in found)
    assert [colours(shape) for shape in found[:3]] == [{"bg2"}, {"bg1"}, {"accent1"}]
    assert colours(found[-1]) == {"tx2", "accent1"}


def test_the_code_is_text_line_by_line() -> None:
    (_, code) = shapes("editorial")
    said = ["".join(run.text or "" for run in p.iter(name("a:t"))) for p in code.element.iter(name("a:p"))]
    assert said == TEXT.split("\n")
    runs = {
        (t.text or "").strip(): (properties.get("b"), properties.get("i"))
        for run in code.element.iter(name("a:r"))
        if (t := find(run, "a:t")) is not None and (properties := find(run, "a:rPr")) is not None
    }
    assert (runs["def"], runs["f"], runs["# why"]) == (("1", None), ("1", None), (None, "1"))


def test_every_row_is_as_high_as_it_was_fitted_in_whatever_face() -> None:
    made = box("editorial", numbered=True)
    found = shapes("editorial", numbered=True)
    for shape in found[-2:]:
        (spacing,) = every(shape.element, "p:txBody/a:lstStyle/a:lvl1pPr/a:lnSpc/a:spcPts")
        assert int(spacing.get("val", "0")) * 127 == made.pitch
    assert [shape.box for shape in found] == [made.box, made.side, made.text]


def test_the_numbers_have_room_to_spare() -> None:
    made = box("editorial", numbered=True)
    assert made.side.width > made.size * 0.6 * 1.3
    assert made.box.left < made.side.left
    assert made.side.right < made.text.left


def test_code_is_read_from_the_left_in_an_arabic_essay() -> None:
    spec = next(spec for spec in layouts(theme().worn((), "ar")) if spec.id == "code")
    voice = Voice("ar", Relations(), {}, named_faces(theme()))
    (_, code) = listing(7, box("editorial"), spec.placeholder("object"), voice)
    assert '<a:lvl1pPr marL="0" indent="0" algn="l" rtl="0">' in code
    assert 'algn="r"' not in code


def test_the_browser_gets_the_same_lines_and_no_numbers_to_copy() -> None:
    made = drawn(box("editorial", marked=((2, 2),), numbered=True), Pen(Sheet("slide"), "en", words("en"), {}))
    root = etree.HTML(made)
    assert ["".join(pre.itertext()) for pre in root.iter("pre")] == TEXT.split("\n")
    hidden = [div for div in root.iter("div") if div.get("aria-hidden") == "true"]
    assert [" ".join(div.itertext()).split() for div in hidden] == [[], [], [], ["1", "2", "3", "4"]]
