"""Pictures on paper: how large they stand, what flows around them, the cover above the title."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from pipeline.document import Attributes, DivKind, Essay, Figure, FootnoteReference, Text, Width
from pipeline.handout import build, html, sheet
from pipeline.handout.pictures import COVER, Prints
from pipeline.meta import Paper
from pipeline.units import Length, mm, px
from tests.handout import sample as s

CREDIT = (Text("Photo: Ada"),)


def figure(name: str, *classes: str, width: Width | None = None) -> Figure:
    return Figure("n", 7, name, "A field", None, (Text("A caption"),), Attributes(classes=classes), CREDIT, width)


def put(root: Path, name: str, size: tuple[int, int]) -> None:
    folder = (root / s.PATH).parent
    folder.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size).save(folder / name)


def page(essay: Essay, root: Path) -> str:
    files = s.place(root)
    made, problems = html(essay, s.editorial(files), files)
    assert made is not None, problems
    return made


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (figure("large.png"), "text"),
        (figure("large.png", "full"), "sheet"),
        (figure("large.png", width=Width(share=0.5)), "half"),
        (figure("large.png", width=Width(length=mm(40))), mm(40)),
        (figure("large.png", width=Width(length=mm(900))), "text"),
        (figure("mini.png"), px(100)),
        (figure("mini.png", "full"), px(100)),  # it would be blown up
        (figure("large.png", "beside"), 0.46),
        (figure("large.png", "beside", width=Width(share=0.3)), 0.3),
        (figure("a.svg"), 0.6),  # sharp at any size, and never tiny
        (figure("a.svg", width=Width(length=mm(20))), mm(20)),
    ],
)
def test_how_wide_a_picture_stands(one: Figure, expected: Length | float | str, tmp_path: Path) -> None:
    put(tmp_path, "large.png", (3000, 1000))
    put(tmp_path, "mini.png", (100, 60))
    (tmp_path / s.PATH).parent.joinpath("a.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 12"/>'
    )
    files = s.place(tmp_path)
    theme = s.editorial(files)
    text, whole = sheet.measure(theme), sheet.width(theme, Paper.A4)
    known = {"text": text, "sheet": whole, "half": text / 2}
    wanted = known[expected] if isinstance(expected, str) else expected
    wanted = wanted * text if isinstance(wanted, float) and wanted < 1 else wanted
    essay = s.essay(s.section("i", None, one))
    style = Prints(essay, theme, files).style(one)
    assert style is not None
    style, _, fixed = style.partition(";")
    assert bool(fixed) is bool(one.width), "what its author asked for does not yield to the foot of a page"
    assert float(style.removeprefix("width:").removesuffix("pt")) == pytest.approx(wanted / 12_700, abs=0.05)


def test_a_tall_picture_is_no_higher_than_a_sheet_should_show(tmp_path: Path) -> None:
    put(tmp_path, "tall.png", (1000, 4000))
    files = s.place(tmp_path)
    one = figure("tall.png")
    prints = Prints(s.essay(s.section("i", None, one)), s.editorial(files), files)
    assert prints.largest()["tall.png"][1] == pytest.approx(sheet.HIGHEST, abs=9_525)


def test_a_picture_beside_its_paragraph_stands_before_it(tmp_path: Path) -> None:
    put(tmp_path, "a.png", (300, 200))
    one = s.essay(s.section("i", None, s.p("Before."), s.p("Its own."), figure("a.png", "beside"), s.p("After.")))
    made = page(one, tmp_path)
    places = [made.index(words) for words in ("Before.", '<figure class="picture beside"', "Its own.", "After.")]
    assert places == sorted(places)
    assert '<figcaption>A caption · <span class="credit">Photo: Ada</span></figcaption>' in made


@pytest.mark.parametrize(("size", "high"), [((3000, 2000), COVER.pt), ((3000, 300), None)])
def test_a_cover_stands_above_the_title_across_the_sheet(
    size: tuple[int, int], high: float | None, tmp_path: Path
) -> None:
    put(tmp_path, "cover.png", size)
    files = s.place(tmp_path)
    whole = sheet.width(s.editorial(files), Paper.A4)
    made = page(replace(s.essay(s.section("i", None, s.p("x"))), cover=figure("cover.png")), tmp_path)
    found = re.search(
        r'<figure class="cover cut">\n<img src="cover.png" alt="A field" style="height: ([\d.]+)pt">', made
    )
    assert found
    assert float(found[1]) == pytest.approx(high or whole.pt / 10, abs=0.1)
    assert made.index("Photo: Ada") < made.index("<h1")
    assert "cover.png" not in page(s.essay(s.section("i", None, s.p("x"))), tmp_path)


def drawn(pdf: bytes) -> Iterator[tuple[float, float]]:
    """Where each picture of a PDF begins and ends, in points from the left edge of its sheet."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            saved: list[tuple[float, float]] = []
            scale, left = 1.0, 0.0
            for instruction in pikepdf.parse_content_stream(page):
                operands: Any = instruction.operands
                match str(instruction.operator):
                    case "q":
                        saved.append((scale, left))
                    case "Q":
                        scale, left = saved.pop()
                    case "cm":
                        left += scale * float(operands[4])
                        scale *= float(operands[0])
                    case "Do" if page.Resources.XObject[str(operands[0])].Subtype == "/Image":
                        yield left, left + scale


@pytest.mark.slow
def test_no_picture_runs_out_of_what_it_stands_in(tmp_path: Path) -> None:
    put(tmp_path, "a.png", (3000, 1000))
    files = s.place(tmp_path)
    theme = s.editorial(files)
    one = figure("a.png")
    sides = s.div(DivKind.COMPARE, one, replace(one, attributes=Attributes(classes=("full",))))
    across = s.div(DivKind.HANDOUT, replace(one, attributes=Attributes(classes=("full",))))
    note = s.note("a", 1, s.p("A note."), one)
    essay = s.essay(s.section("i", None, sides, across, s.p("x", FootnoteReference("a", 1))), footnotes=(note,))
    pdf, problems = build(essay, theme, files, s.MOMENT)
    assert pdf is not None, problems
    left, right = theme.handout.left.pt, Length(sheet.WIDTHS[Paper.A4] - theme.handout.right).pt
    first, second, whole, noted = drawn(pdf)
    assert first[1] < second[0]
    assert second[1] == pytest.approx(right, abs=0.5)
    assert whole == pytest.approx((left, right), abs=0.5)
    assert noted[1] < right + 0.5


def test_a_picture_in_a_footnote_is_printed_no_finer_than_the_others(tmp_path: Path) -> None:
    put(tmp_path, "a.png", (3000, 1000))
    files = s.place(tmp_path)
    essay = s.essay(
        s.section("i", None, s.p("x", FootnoteReference("a", 1))), footnotes=(s.note("a", 1, figure("a.png")),)
    )
    assert Prints(essay, s.editorial(files), files).largest()["a.png"][0] == sheet.measure(s.editorial(files))
