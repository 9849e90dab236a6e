"""Pictures on slides: by their pixels, by what their author asks for, from edge to edge, beside a claim, as a cover."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from pipeline.document import Attributes, Essay, Figure, Width
from pipeline.fitted import FittedSlide, PictureBox, TextBox
from pipeline.layouts import PlaceholderType, layouts
from pipeline.problems import Problems
from pipeline.units import Length, mm, px
from tests.fit.desk import essay, fitted, slide, theme

WIDE = theme().deck.width
HIGH = theme().deck.height
DRAWN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle r="9"/></svg>'


def figure(name: str = "a.jpg", *classes: str, width: Width | None = None, below: bool = False) -> Figure:
    """``below`` asks for the layout that has it below its claim, however narrow it is."""
    values = (("layout", "figure"),) if below else ()
    return Figure("n20", 30, name, "A field", None, (), Attributes(None, classes, values), (), width)


def put(folder: Path, width: int, height: int, name: str = "a.jpg") -> None:
    Image.new("RGB", (width, height)).save(folder / name)


def html(layout: str = "figure", caption: str = "") -> str:
    if caption:
        return slide(layout, title="A claim", object="figure:n20", caption=caption)
    return slide(layout, title="A claim", object="figure:n20")


def made(given: Essay, layout: str = "figure", caption: str = "") -> tuple[FittedSlide, Problems]:
    found, problems = fitted(html(layout, caption), given=given)
    assert found is not None, problems
    return found.slides[0], problems


def shown(one: FittedSlide) -> PictureBox:
    (picture,) = (shape for shape in one.shapes if isinstance(shape, PictureBox))
    return picture


def picture(node: Figure, folder: Path, caption: str = "") -> PictureBox:
    return shown(made(essay(node, folder=folder), caption=caption)[0])


@pytest.mark.parametrize(
    ("width", "wide"),
    [
        (Width(share=0.5), None),
        (Width(length=mm(80)), mm(80)),
        (Width(length=px(300)), px(300)),
    ],
)
def test_a_picture_is_as_wide_as_asked(width: Width, wide: Length | None, tmp_path: Path) -> None:
    put(tmp_path, 3000, 1500)
    whole = next(spec for spec in layouts(theme()) if spec.id == "figure").placeholder("object")
    assert whole is not None
    one = picture(figure(width=width), tmp_path)
    assert one.box.width == pytest.approx(wide or whole.box.width / 2, abs=20)
    assert one.box.width / one.box.height == pytest.approx(2, abs=0.01)


def test_a_drawing_fills_its_room_however_small_its_numbers(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(DRAWN)
    one = picture(figure("a.svg"), tmp_path)
    assert one.box.height > HIGH * 0.45
    assert one.pixels == 0


def test_a_picture_that_would_blur_stays_small_and_that_is_told(tmp_path: Path) -> None:
    put(tmp_path, 60, 40)
    one, problems = made(essay(figure(), folder=tmp_path))
    assert shown(one).box.width == px(90)
    assert [(p.code, p.place.line) for p in problems] == [("figure-small", 30)]


@pytest.mark.parametrize("size", [(3000, 1000), (3000, 1700), (1000, 3000)])
@pytest.mark.parametrize("said", [True, False])
@pytest.mark.parametrize("worn", ["editorial", "institutional", "stage"])
def test_a_full_picture_is_larger_and_its_slide_is_bare(
    size: tuple[int, int], said: bool, worn: str, tmp_path: Path
) -> None:
    put(tmp_path, *size)
    caption = "A caption" if said else ""
    found, problems = fitted(
        html(caption=caption),
        given=essay(figure("a.jpg", "full"), folder=tmp_path),
        dress=worn,
    )
    assert found is not None, problems
    (one,) = found.slides
    assert one.bare
    box = shown(one).box
    plain = picture(figure(below=True), tmp_path, caption).box
    assert box.width * box.height > 1.05 * plain.width * plain.height
    assert abs((box.left + box.right) - WIDE) <= 2  # in the middle
    assert box.left >= 0
    assert box.bottom <= HIGH
    texts = [shape.box for shape in one.shapes if isinstance(shape, TextBox)]
    assert all(text.bottom <= box.top or text.top >= box.bottom for text in texts)
    assert all(text.bottom <= HIGH for text in texts)


def test_a_picture_beside_its_claim_is_as_high_as_both_may_be(tmp_path: Path) -> None:
    put(tmp_path, 1500, 3000)
    one, _ = made(essay(figure("a.jpg", "beside"), folder=tmp_path), "figure-beside")
    box = shown(one).box
    (title,) = (shape for shape in one.shapes if isinstance(shape, TextBox) and shape.slot == "title")
    assert title.box.right < box.left
    assert title.box.top > box.top
    assert title.box.bottom < box.bottom
    assert box.height > picture(figure(below=True), tmp_path).box.height


@pytest.mark.parametrize("caption", ["", "The tower from the pier, on the morning before the storm of February"])
def test_a_narrow_picture_stands_beside_its_claim_and_a_wide_one_below(caption: str, tmp_path: Path) -> None:
    """Below the claim it would leave the slide empty; there it stands where its author asks for that layout."""
    put(tmp_path, 1000, 3000)
    beside, _ = made(essay(figure(), folder=tmp_path), caption=caption)
    box, texts = shown(beside).box, {shape.slot: shape for shape in beside.shapes if isinstance(shape, TextBox)}
    assert texts["title"].box.right < box.left
    assert box.right == pytest.approx(WIDE - theme().deck.margin, abs=2)
    assert box.height > shown(made(essay(figure(below=True), folder=tmp_path), caption=caption)[0]).box.height
    if caption:
        said = texts["caption"].box
        assert (said.right, said.top >= box.bottom) == (box.right, True)
    put(tmp_path, 3000, 1700)
    wide, _ = made(essay(figure(), folder=tmp_path), caption=caption)
    title = next(shape for shape in wide.shapes if shape.slot == "title")
    assert shown(wide).box.top > title.box.bottom


def test_beside_a_picture_a_citation_stands_at_the_left_below_the_claim(tmp_path: Path) -> None:
    """The caption is flush with the picture: where it begins, or where it ends if it is longer."""
    put(tmp_path, 1000, 3000)
    page = slide("figure", title="A claim", object="figure:n20", caption="The tower from the pier", citation="[4:10]")
    found, problems = fitted(page, given=essay(figure(), folder=tmp_path))
    assert found is not None, problems
    texts = {shape.slot: shape for shape in found.slides[0].shapes if isinstance(shape, TextBox)}
    assert texts["citation"].box.left == texts["title"].box.left
    assert texts["citation"].box.width < 8 * texts["citation"].size
    assert (texts["citation"].turned, texts["title"].turned) == (True, False)
    short, _ = made(essay(figure(), folder=tmp_path), caption="A tower")
    long, _ = made(essay(figure(), folder=tmp_path), caption="The tower from the pier, on a morning before the storm")
    for one, longer in ((short, False), (long, True)):
        said = next(shape for shape in one.shapes if isinstance(shape, TextBox) and shape.slot == "caption")
        assert said.turned is longer
        assert (said.box.right if longer else said.box.left) == (
            shown(one).box.right if longer else shown(one).box.left
        )


def test_a_caption_stands_right_below_a_panorama(tmp_path: Path) -> None:
    put(tmp_path, 4000, 800)
    one, _ = made(essay(figure(), folder=tmp_path), caption="The harbour")
    said = next(shape for shape in one.shapes if shape.slot == "caption")
    spec = next(spec for spec in layouts(theme()) if spec.id == "figure")
    held, foot = spec.placeholder("object"), spec.placeholder("caption")
    assert held is not None
    assert foot is not None
    assert said.box.top - shown(one).box.bottom == foot.box.top - held.box.bottom
    assert said.box.bottom < foot.box.top


def test_beside_its_claim_a_share_of_the_width_makes_a_picture_no_smaller(tmp_path: Path) -> None:
    put(tmp_path, 1500, 3000)
    own, asked = (
        made(essay(figure("a.jpg", "beside", width=width), folder=tmp_path), "figure-beside")[0]
        for width in (None, Width(share=0.4))
    )
    assert shown(own).box == shown(asked).box


def covered(
    folder: Path, name: str = "a.jpg", worn: str = "editorial", said: str = "A title of several words"
) -> tuple[FittedSlide, Problems]:
    given = replace(essay(folder=folder), cover=replace(figure(name), ref="n2", line=4))
    title = slide("title", title=said, subtitle="And what it is about", byline="Ada")
    page = title.replace("</section>", '<div data-slot="cover" data-object="figure" data-ref="n2"></div></section>')
    found, problems = fitted(page, given=given, dress=worn)
    assert found is not None, problems
    return found.slides[0], problems


@pytest.mark.parametrize("worn", ["editorial", "institutional", "stage"])
@pytest.mark.parametrize("size", [(3000, 1600), (1600, 3000), (2000, 2000)])
def test_a_cover_fills_its_side_of_the_title(worn: str, size: tuple[int, int], tmp_path: Path) -> None:
    put(tmp_path, *size)
    one, problems = covered(tmp_path, worn=worn)
    assert problems == ()
    cover = shown(one)
    assert (cover.box.top, cover.box.right, cover.box.bottom) == (0, WIDE, HIGH)
    left, top, right, bottom = cover.crop
    across, down = size[0] * (1 - left - right), size[1] * (1 - top - bottom)
    assert across / down == pytest.approx(cover.box.width / cover.box.height, rel=0.001)  # nothing is stretched
    assert (left, top) == (right, bottom)
    assert min(left, top) == 0
    assert all(shape.box.right < cover.box.left for shape in one.shapes if isinstance(shape, TextBox))
    assert one.shapes[-1] is cover  # it is read after the title


def test_a_cover_that_would_be_cut_or_blurred_stands_whole(tmp_path: Path) -> None:
    put(tmp_path, 200, 100)
    (tmp_path / "a.svg").write_text(DRAWN)
    for name in ("a.jpg", "a.svg"):
        cover = shown(covered(tmp_path, name)[0])
        assert not any(cover.crop)
        assert cover.box.left > WIDE / 2
        assert cover.box.right < WIDE


def test_the_layout_in_the_gallery_is_the_plain_one(tmp_path: Path) -> None:
    put(tmp_path, 3000, 1600)
    covered(tmp_path)
    title = layouts(theme())[0]
    assert all(place.type is not PlaceholderType.PICTURE for place in title.placeholders)


def test_a_title_too_long_to_stand_beside_a_cover_has_its_slide_to_itself(tmp_path: Path) -> None:
    put(tmp_path, 3000, 1600)
    said = "Donaudampfschifffahrtsgesellschaft " * 5
    one, problems = covered(tmp_path, worn="stage", said=said)
    assert [(p.code, p.place.line) for p in problems] == [("cover-left-out", 4)]
    assert not any(isinstance(shape, PictureBox) for shape in one.shapes)
