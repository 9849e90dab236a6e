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
    assert len(found.outside) == 7  # the first is named twice
    for name in ("secret.png", "example.org", "other.svg", "b.svg", "a.css", "base64"):
        assert name not in found.svg


@pytest.mark.parametrize(
    ("style", "leads"),
    [
        (r"rect { fill: u\72l(https://example.org/a) }", "https://example.org/a"),
        (r"rect { fill: \000075 rl('https://example.org/a') }", "https://example.org/a"),
        ("rect { fill: URL(https://example.org/a) }", "https://example.org/a"),
        (r"@imp\ort 'https://example.org/a.css'; rect { fill: red }", "https://example.org/a.css"),
        ('@IMPORT "https://example.org/a.css";', "https://example.org/a.css"),
    ],
)
def test_an_address_that_hides_is_found(style: str, leads: str) -> None:
    found = read(f"<style>{style}</style>{SQUARE}")
    assert found.outside == (leads,)
    assert "example" not in found.svg


def test_what_hides_in_an_attribute_is_found_and_other_escapes_stay() -> None:
    found = read(r'<style>.\31 23 { fill: blue }</style><rect width="1" height="1" style="fill:\75rl(b.svg#c)"/>')
    assert found.outside == ("b.svg#c",)
    assert r".\31 23" in found.svg


def test_a_stylesheet_before_the_root_is_told() -> None:
    head = '<?xml version="1.0"?><?xml-stylesheet type="text/css" href="https://example.org/a.css"?>'
    assert drawing(f'{head}<svg {NS} viewBox="0 0 9 9"/>'.encode()).outside == ("https://example.org/a.css",)


def test_a_drawing_may_say_its_namespace_and_its_encoding_as_xml_allows() -> None:
    head = f'<?xml version="1.0" encoding="UTF-16"?><!-- {"long " * 9000} -->'
    data = f'{head}<s:svg xmlns:s="{NS[7:33]}" viewBox="0 0 9 9"><s:text>é</s:text></s:svg>'
    for one in (data.encode("utf-16"), data.replace("UTF-16", "UTF-8").encode()):
        assert is_drawing(one)
        assert ">é</text>" in drawing(one).svg


def test_a_filter_costs_no_more_however_its_number_is_written() -> None:
    for number in ("1e9", "1E+9", ".5e9", "99999", "3 9e9"):
        assert "1000" in read(f'<filter id="f"><feGaussianBlur stdDeviation="{number}"/></filter>').svg
    assert "1.5e1" in read('<filter id="f"><feGaussianBlur stdDeviation="1.5e1"/></filter>').svg


@pytest.mark.parametrize("asked", ['filter="url(#f)"', 'style="fill: red; filter : url(#f)"'])
def test_a_hundred_filters_are_drawn_and_more_are_refused(asked: str) -> None:
    blur = '<filter id="f"><feGaussianBlur stdDeviation="1"/></filter>'
    one = f'<rect width="1" height="1" {asked}/>'
    assert read(blur + one * 95)
    assert read(blur + '<rect width="1" height="1" filter="none"/>' * 300)
    with pytest.raises(DrawingError, match="100 of them with filters"):
        read(blur + one * 105)
    with pytest.raises(DrawingError, match="filters"):
        read(f'{blur}<g id="a">{one * 20}</g>' + '<use href="#a"/>' * 9)


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
    Image.new("RGB", (40, 8), "red").save(stream := io.BytesIO(), "WEBP", exif=turned())
    Image.new("RGB", (5000, 10)).save(broad := io.BytesIO(), "PNG")
    for data, kind, size in ((stream.getvalue(), "webp", (8, 40)), (broad.getvalue(), "png", (3840, 8))):
        found = read(
            f'<image href="data:image/{kind};base64,{base64.b64encode(data).decode()}" width="9" height="9"/>'
        ).svg
        inner = base64.b64decode(found.partition("base64,")[2].partition('"')[0])
        assert (Image.open(io.BytesIO(inner)).format, Image.open(io.BytesIO(inner)).size) == ("PNG", size)
        assert b"taken at home" not in inner
    with pytest.raises(DrawingError, match="holds a picture that is text"):
        read(f'<image href="data:image/png;base64,{base64.b64encode(b"words").decode()}"/>')
    Image.new("1", (20_000, 20_000)).save(stream := io.BytesIO(), "PNG")
    with pytest.raises(DrawingError, match="million"):
        read(f'<image href="data:image/png;base64,{base64.b64encode(stream.getvalue()).decode()}"/>')


def turned() -> Image.Exif:
    """What a camera writes that was held upright."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "taken at home"
    return exif


def test_too_many_pixels_are_refused() -> None:
    with pytest.raises(DrawingError, match="megapixels"):
        read(SQUARE).png(10_000, theme(), Files(ROOT))


@pytest.mark.parametrize(
    ("data", "is_one"),
    [(b'<?xml version="1.0"?>\n<svg/>', True), (b"\xef\xbb\xbf<svg/>", True), (b"\x89PNG<svg", False), (b"", False)],
)
def test_a_drawing_is_known_by_its_first_bytes(data: bytes, is_one: bool) -> None:
    assert is_drawing(data) is is_one
