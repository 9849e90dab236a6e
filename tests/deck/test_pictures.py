"""Pictures: each in the kind and size that its slide shows, once in the package, described, nothing else gets in."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from pipeline.deck import build
from pipeline.deck.pictures import Media, Shown
from pipeline.deck.sound import faults
from pipeline.deck.written import Written
from pipeline.files import Files
from pipeline.fitted import FittedDeck, PictureBox
from pipeline.units import inch
from tests.deck.sample import MOMENT, Maker, deck, essay, picture, theme


def showing(path: str, alt: str | None = "A picture") -> FittedDeck:
    make = Maker()
    place = make.spec("figure").placeholder("object")
    assert place is not None
    shape = PictureBox("object", "n1", place.box, path, alt)
    caption = make.box("figure", "caption", "What the caption says")
    slide = make.slide(1, "figure", "one", make.box("figure", "title", "Seen"), shape, caption)
    return FittedDeck((slide,), (), "")


@pytest.mark.parametrize("path", ["gone.png", "../outside.png", "/etc/passwd", "link.png", "essay.md"])
def test_a_picture_that_cannot_be_shown_is_a_problem_at_its_line(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "essay"
    folder.mkdir()
    picture(tmp_path, "outside.png")
    (folder / "link.png").symlink_to(tmp_path / "outside.png")
    (folder / "essay.md").write_text("no picture")
    made, problems = build(showing(path), essay(folder), theme(), Files(tmp_path), MOMENT)
    assert made is None
    assert [(problem.code, problem.place.line) for problem in problems] == [("deck-picture", 11)]


def test_a_picture_shown_twice_is_held_once(tmp_path: Path) -> None:
    picture(tmp_path, "one.png")
    (tmp_path / "same.png").write_bytes((tmp_path / "one.png").read_bytes())
    media = Media(Files(tmp_path), tmp_path, theme())
    assert media.shown("one.png") == media.shown("same.png") == Shown("/ppt/media/image1.png")
    assert len(media.found) == 1


def test_a_picture_has_the_pixels_that_its_box_can_show(tmp_path: Path) -> None:
    Image.effect_noise((4000, 2000), 40).save(tmp_path / "large.jpg")
    make = Maker()
    place = make.spec("figure").placeholder("object")
    assert place is not None
    box = replace(place.box, width=inch(5), height=inch(2.5))
    slide = make.slide(1, "figure", "one", PictureBox("object", "n1", box, "large.jpg", "A field"))
    twice = replace(box, width=inch(2), height=inch(1))
    again = make.slide(2, "figure", "two", PictureBox("object", "n1", twice, "large.jpg", "A field"))
    made, _ = build(FittedDeck((slide, again), (), ""), essay(tmp_path), theme(), Files(tmp_path), MOMENT)
    assert made is not None
    media = {name: data for name, data in Written(made).parts.items() if "/media/" in name}
    assert [Image.open(io.BytesIO(data)).size for data in media.values()] == [(1440, 720)]


def test_a_cut_picture_says_what_is_cut_off(tmp_path: Path) -> None:
    make = Maker()
    place = make.spec("figure").placeholder("object")
    assert place is not None
    shape = PictureBox("object", "n1", place.box, picture(tmp_path), "A field", 40, (0.25, 0.0, 0.25, 0.0))
    made, _ = build(
        FittedDeck((make.slide(1, "figure", "one", shape),), (), ""), essay(tmp_path), theme(), Files(tmp_path), MOMENT
    )
    assert made is not None
    assert '<a:srcRect l="25000" r="25000"/>' in Written(made).parts["/ppt/slides/slide1.xml"].decode()
    assert shape.whole == (2 * place.box.width, place.box.height)


def test_a_drawing_is_shown_as_a_picture_sharp_enough_for_a_large_screen(tmp_path: Path) -> None:
    (tmp_path / "plan.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200"></svg>')
    (tmp_path / "none.svg").write_text("<svg")
    media = Media(Files(tmp_path), tmp_path, theme())
    assert media.shown("plan.svg") == Shown("/ppt/media/image1.png", "/ppt/media/image2.svg")
    assert media.shown("none.svg") is None
    pixels, vector = media.found.values()
    assert Image.open(io.BytesIO(pixels.data)).size == (3840, 2560)
    assert vector.type == "image/svg+xml"


def test_a_drawing_is_vector_with_pixels_for_who_shows_none(tmp_path: Path) -> None:
    (tmp_path / "plan.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 6"><path d="M0 0h9"/></svg>'
    )
    made, _ = build(showing("plan.svg"), essay(tmp_path), theme(), Files(tmp_path), MOMENT)
    assert made is not None
    written = Written(made)
    slide = written.root("/ppt/slides/slide1.xml")
    assert slide is not None
    relations = written.relations("/ppt/slides/slide1.xml")
    embedded = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
    (shown,) = slide.iter("{*}blip")
    (vector,) = shown.iter("{*}svgBlip")
    assert relations[str(shown.get(embedded))].target == "/ppt/media/image1.png"
    assert relations[str(vector.get(embedded))].target == "/ppt/media/image2.svg"
    assert list(faults(written)) == []


@pytest.mark.parametrize(
    ("alt", "said"),
    [("A field", 'descr="A field"'), (None, 'descr="What the caption says"'), ("", "adec:decorative")],
)
def test_a_picture_is_described_or_marked_as_decoration(tmp_path: Path, alt: str | None, said: str) -> None:
    made, _ = build(showing(picture(tmp_path), alt), essay(tmp_path), theme(), Files(tmp_path), MOMENT)
    assert made is not None
    slide = Written(made).parts["/ppt/slides/slide1.xml"].decode()
    assert said in slide
    assert "boat house" not in slide


def test_the_reads_are_tracked(tmp_path: Path) -> None:
    files = Files(tmp_path)
    fitted = deck(tmp_path)
    build(replace(fitted), essay(tmp_path), theme(), files, MOMENT)
    assert [path.name for path in files.read] == ["boat house.png"]
