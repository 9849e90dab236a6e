"""Drawings: what is read of them, what is refused, and that nothing but the file itself is shown."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from pipeline.files import Files
from pipeline.pictures.drawings import DEEPEST, MOST, Drawing, DrawingError, drawing, is_drawing
from tests.conftest import ROOT
from tests.newsletter.made import theme

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
SQUARE = '<rect width="10" height="10" fill="#ff0000"/>'


def read(body: str, attributes: str = 'viewBox="0 0 10 10"') -> Drawing:
    return drawing(f"<svg {NS} {attributes}>{body}</svg>".encode())


def drawn(one: Drawing, wide: int = 40, ground: str | None = None) -> Image.Image:
    return Image.open(io.BytesIO(one.png(wide, theme(), Files(ROOT), ground))).convert("RGBA")


def ink(image: Image.Image) -> int:
    """How many pixels are neither white nor open."""
    flat = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("L")
    return sum(flat.histogram()[:200])


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('viewBox="0 0 30 20"', (30, 20)),
        ('width="3cm" viewBox="0 0 30 20"', (113.386, 75.59)),
        ('width="72pt" height="1in"', (96, 96)),
        ('width="100%" height="100%" viewBox="0 0 30 20"', (30, 20)),
        ('height="40" viewBox="0,0,30,20"', (60, 40)),
        ('width="300" height="130"', (300, 130)),
    ],
)
def test_the_size_is_what_the_drawing_says(attributes: str, size: tuple[float, float]) -> None:
    found = read(SQUARE, attributes)
    assert (found.width, found.height) == pytest.approx(size, abs=0.01)


def test_it_is_drawn_as_wide_as_asked_and_twice_the_same() -> None:
    found = read(SQUARE, 'viewBox="0 0 20 10"')
    image = drawn(found, 200)
    assert image.size == (200, 100) == found.pixels(200)
    assert image.getpixel((50, 50)) == (255, 0, 0, 255)
    assert image.getpixel((150, 50)) == (0, 0, 0, 0)
    assert drawn(found, 200, "#00ff00").getpixel((150, 50)) == (0, 255, 0, 255)
    assert found.png(200, theme(), Files(ROOT)) == found.png(200, theme(), Files(ROOT))


@pytest.mark.parametrize("family", ["Arial", "serif", "monospace", "A Face That Nobody Has"])
def test_text_is_set_in_the_faces_of_the_theme(family: str) -> None:
    assert ink(drawn(read(f'<text y="8" font-size="8" font-family="{family}">Ag</text>'), 200)) > 500


def test_what_lies_outside_is_taken_out_and_told(tmp_path: Path) -> None:
    Image.new("RGB", (10, 10), "black").save(tmp_path / "secret.png")
    there = tmp_path / "secret.png"
    body = (
        f'<image href="{there}" width="10" height="10"/><image xlink:href="{there.as_uri()}" width="10" height="10"/>'
        f'<image href="https://example.org/a.png"/><use href="other.svg#a"/><rect fill="url({there})"/>'
        f'<image href="data:image/svg+xml;base64,AAAA"/><style>@import "a.css"; rect {{ fill: url("b.svg#c") }}</style>'
    )
    found = read(body)
    assert ink(drawn(found)) == 0
    assert len(found.outside) == 6  # the first is named twice
    for name in ("secret.png", "example.org", "other.svg", "b.svg", "a.css", "base64"):
        assert name not in found.svg


def test_a_picture_within_the_drawing_is_shown() -> None:
    import base64

    stream = io.BytesIO()
    Image.new("RGB", (4, 4), "black").save(stream, "PNG")
    inner = base64.b64encode(stream.getvalue()).decode()
    found = read(f'<image xlink:href="data:image/png;base64,{inner}" width="10" height="10"/>')
    assert found.outside == ()
    assert ink(drawn(found)) == 1600


DOUBLED = "".join(f'<g id="a{i + 1}"><use href="#a{i}"/><use href="#a{i}"/></g>' for i in range(40))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "well-formed"),
        ("<svg", "well-formed"),
        ("<html/>", "root element"),
        ("<svg/>", "root element"),
        (f"<svg {NS}/>", "size"),
        (f'<svg {NS} width="0" height="5"/>', "size"),
        (f'<svg {NS} width="1" height="900"/>', "size"),
        (f'<!DOCTYPE svg [<!ENTITY a "aa">]><svg {NS} viewBox="0 0 9 9"><text>&a;</text></svg>', "entities"),
        (f'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg {NS}/>', "entities"),
        (f'<svg {NS} viewBox="0 0 9 9"><g id="a0"/>{DOUBLED}</svg>', f"{MOST:,}"),
        (f'<svg {NS} viewBox="0 0 9 9"><g id="a"><use href="#a"/></g></svg>', "within itself"),
        (f'<svg {NS} viewBox="0 0 9 9"><pattern id="a"><g fill="url(#a)"/></pattern></svg>', "within itself"),
        (f'<svg {NS} viewBox="0 0 9 9"><mask id="a"><g style="mask: url(\'#a\')"/></mask></svg>', "within itself"),
        (f'<svg {NS} viewBox="0 0 9 9"><g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g></svg>', "itself"),
        (f'<svg {NS} viewBox="0 0 9 9">{"<g>" * 5000}{"</g>" * 5000}</svg>', f"nests over {DEEPEST}"),
    ],
)
def test_what_is_no_drawing_or_too_much_of_one_is_refused(text: str, why: str) -> None:
    with pytest.raises(DrawingError, match=why):
        drawing(text.encode())


def test_what_runs_or_is_no_drawing_goes() -> None:
    body = (
        '<script>alert(1)</script><rect width="1" height="1" onload="alert(2)"/><foreignObject><p>words</p>'
        '</foreignObject><metadata>Ada was here</metadata><!-- so was Bob --><a href="javascript:alert(3)">'
        '<text y="5">kept</text></a><switch><foreignObject/><text>instead</text></switch><set attributeName="href"/>'
        '<i:own xmlns:i="urn:editor" i:file="/home/ada/secret.svg"/><g i:label="mine" xmlns:i="urn:editor"/>'
    )
    found = read(body)
    assert found.outside == ("<script>", "<foreignObject>", "onload=…")
    for gone in ("alert", "words", "Ada", "Bob", "secret", "mine", "urn:editor", "foreignObject", "attributeName"):
        assert gone not in found.svg
    assert "kept" in found.svg
    assert "instead" in found.svg


def test_a_picture_within_the_drawing_is_bare_and_of_bounded_size() -> None:
    import base64

    stream = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.new("RGB", (8, 8)).save(stream, "JPEG", exif=exif, comment=b"a comment")
    held = base64.b64encode(stream.getvalue()).decode()
    found = read(f'<image href="data:image/jpeg;base64,{held}" width="9" height="9"/>').svg
    inner = base64.b64decode(found.partition("base64,")[2].partition('"')[0])
    assert Image.open(io.BytesIO(inner)).size == (8, 8)
    assert b"taken at home" in stream.getvalue()
    assert b"taken at home" not in inner
    assert b"a comment" not in inner
    with pytest.raises(DrawingError, match="holds a picture that is text"):
        read(f'<image href="data:image/png;base64,{base64.b64encode(b"words").decode()}"/>')
    Image.new("1", (20_000, 20_000)).save(stream := io.BytesIO(), "PNG")
    with pytest.raises(DrawingError, match="million"):
        read(f'<image href="data:image/png;base64,{base64.b64encode(stream.getvalue()).decode()}"/>')


def test_too_many_pixels_are_refused() -> None:
    with pytest.raises(DrawingError, match="megapixels"):
        read(SQUARE).png(10_000, theme(), Files(ROOT))


@pytest.mark.parametrize(
    ("data", "is_one"),
    [(b'<?xml version="1.0"?>\n<svg/>', True), (b"\xef\xbb\xbf<svg/>", True), (b"\x89PNG<svg", False), (b"", False)],
)
def test_a_drawing_is_known_by_its_first_bytes(data: bytes, is_one: bool) -> None:
    assert is_drawing(data) is is_one
