from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline.document import Attributes, Essay, Figure, Text, Width
from pipeline.document import Image as Image_
from pipeline.meta import Service
from pipeline.newsletter import Mail
from pipeline.newsletter.check import check
from pipeline.newsletter.check.reading import read
from pipeline.problems import Place, Problems
from pipeline.units import inch
from tests.newsletter.made import made, parsed, part, tried
from tests.newsletter.sample import essay, mailing, para, section


def shows(*names: str, **changes: object) -> Essay:
    figures = (Figure("n", 7, name, f"What {name} shows", None, (Text("A caption"),)) for name in names)
    return essay(section("a", "A", para("Text."), *figures), meta=mailing(**changes))


def put(folder: Path, name: str, size: tuple[int, int], mode: str = "RGB", **options: Any) -> bytes:
    """A picture beside the essay."""
    path = folder / "content" / "sample" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new(mode, size, 128 if mode in ("L", "P") else None or (200, 80, 40, 128)[: len(mode)]).save(path, **options)
    return path.read_bytes()


def attached(mail: Mail) -> list[tuple[str, bytes]]:
    parts = [found for found in parsed(mail).walk() if found.get_content_maintype() == "image"]
    return [(found.get_content_type(), found.get_content()) for found in parts]


def test_without_a_host_a_picture_travels_in_the_message(tmp_path: Path) -> None:
    data = put(tmp_path, "a.png", (400, 300))
    mail = made(shows("a.png"), tmp_path)
    assert attached(mail) == [("image/png", data)]  # bare already, and small enough
    (image,) = read(part(mail, "html")).all("img")
    assert re.fullmatch(r"cid:[0-9a-f]{16}\.png@figure\.invalid", image.get("src"))
    assert (image.get("width"), image.get("height"), image.get("alt")) == ("400", "300", "What a.png shows")
    (image,) = read(mail.html).all("img")
    assert image.get("src").startswith("data:image/png;base64,")
    assert check(mail.message, Place("newsletter.eml")) == ()


def test_with_a_host_it_is_shown_from_there(tmp_path: Path) -> None:
    put(tmp_path, "figures/a b.png", (400, 300))
    mail = made(shows("figures/a b.png", assets_url="https://assets.example.org/essays/"), tmp_path)
    assert attached(mail) == []
    for html in (mail.html, part(mail, "html")):
        (image,) = read(html).all("img")
        assert image.get("src") == "https://assets.example.org/essays/sample/figures/a%20b.png"


def test_a_large_photo_is_made_smaller_turned_upright_and_loses_its_metadata(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn right
    exif[0x010E] = "a secret description"
    put(tmp_path, "photo.jpg", (3000, 2000), exif=exif)
    mail = made(shows("photo.jpg"), tmp_path)
    ((kind, data),) = attached(mail)
    assert kind == "image/jpeg"
    assert b"secret" not in data
    picture = Image.open(io.BytesIO(data))
    assert (picture.width, picture.height) == (1120, 1680)
    assert not picture.getexif()
    (image,) = read(part(mail, "html")).all("img")
    assert (image.get("width"), image.get("height")) == ("560", "840")


@pytest.mark.parametrize(("mode", "kind"), [("RGB", "image/png"), ("RGBA", "image/png")])
def test_webp_becomes_what_outlook_shows(tmp_path: Path, mode: str, kind: str) -> None:
    put(tmp_path, "a.webp", (40, 30), mode)
    mail = made(shows("a.webp", assets_url="https://assets.example.org/"), tmp_path)
    assert [found for found, _ in attached(mail)] == [kind]


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_pixel_arrives(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "content" / "sample"
    path.mkdir(parents=True)
    name = "a.jpg" if mode == "CMYK" else "a.png"
    Image.new(mode, (3000, 20)).save(path / name)
    ((_, data),) = attached(made(shows(name), tmp_path))
    assert Image.open(io.BytesIO(data)).width == 1120


def test_one_picture_shown_twice_is_attached_once(tmp_path: Path) -> None:
    put(tmp_path, "a.png", (40, 30))
    assert len(attached(made(shows("a.png", "a.png"), tmp_path))) == 1


def test_a_drawing_becomes_a_png_of_twice_its_size_on_paper(tmp_path: Path) -> None:
    path = tmp_path / "content" / "sample" / "plan.svg"
    path.parent.mkdir(parents=True)
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200"><circle r="90"/></svg>')
    mail = made(shows("plan.svg", assets_url="https://assets.example.org/"), tmp_path)
    ((kind, data),) = attached(mail)
    picture = Image.open(io.BytesIO(data)).convert("RGBA")
    assert (kind, picture.size) == ("image/png", (672, 448))  # never tiny: three fifths of the text's width
    assert picture.getpixel((671, 447)) == (255, 255, 255, 255)
    (image,) = read(part(mail, "html")).all("img")
    assert (image.get("width"), image.get("height")) == ("336", "224")
    assert check(mail.message, Place("newsletter.eml")) == ()
    path.write_text("<svg")
    assert refused(tried(shows("plan.svg"), tmp_path)[1]) == [("mail-figure", 7)]


@pytest.mark.parametrize(
    ("mode", "turned", "kind", "hosted"),
    [("RGB", 1, "JPEG", True), ("RGB", 6, "JPEG", False), ("CMYK", 1, "JPEG", False), ("RGBA", 1, "WEBP", False)],
)
def test_what_mail_programs_would_show_wrong_is_not_linked_to_whatever_it_is_called(
    mode: str, turned: int, kind: str, hosted: bool, tmp_path: Path
) -> None:
    (tmp_path / "content" / "sample").mkdir(parents=True)
    exif = Image.Exif()
    exif[0x0112] = turned
    Image.new(mode, (40, 20)).save(tmp_path / "content" / "sample" / "a.jpg", kind, exif=exif)
    mail = made(shows("a.jpg", assets_url="https://assets.example.org/"), tmp_path)
    (image,) = read(part(mail, "html")).all("img")
    assert (image.get("src") or "").startswith("https:") is hosted
    assert (image.get("width"), image.get("height")) == (("20", "40") if turned == 6 else ("40", "20"))
    assert len(attached(mail)) == (not hosted)


def test_a_place_that_is_published_is_named(tmp_path: Path) -> None:
    (tmp_path / "content" / "sample").mkdir(parents=True)
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (40, 20)).save(tmp_path / "content" / "sample" / "a.jpg", exif=exif)
    (problem,) = tried(shows("a.jpg", assets_url="https://assets.example.org/"), tmp_path)[1]
    assert problem.code == "mail-figure-metadata"
    assert "the place where it was taken" in problem.message


def refused(problems: Problems) -> list[tuple[str, int | None]]:
    return [(p.code, p.place.line) for p in problems if p.severity.value == "error"]


@pytest.mark.parametrize("name", ["gone.png", "../../../etc/passwd", "/etc/passwd", "../other/a.png"])
def test_what_is_not_beside_the_essay_is_not_read(tmp_path: Path, name: str) -> None:
    put(tmp_path, "../other/a.png", (4, 3))
    mail, problems = tried(shows(name), tmp_path)
    assert mail is None
    assert refused(problems) == [("mail-figure", 7)]


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n", b"GIF89a\x01", b"\xff\xd8\xff\xe0"])
def test_what_is_no_picture_is_a_problem(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "content" / "sample" / "a.png"
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    mail, problems = tried(shows("a.png"), tmp_path)
    assert mail is None
    assert refused(problems) == [("mail-figure", 7)]


def test_a_truncated_picture_is_a_problem(tmp_path: Path) -> None:
    data = put(tmp_path, "a.png", (400, 300))
    (tmp_path / "content" / "sample" / "a.png").write_bytes(data[: len(data) // 2])
    assert refused(tried(shows("a.png"), tmp_path)[1]) == [("mail-figure", 7)]


def test_a_huge_picture_is_not_opened(tmp_path: Path) -> None:
    put(tmp_path, "a.png", (12_000, 11_000), "1")
    assert refused(tried(shows("a.png"), tmp_path)[1]) == [("mail-figure-large", 7)]


def test_pictures_that_weigh_much_are_a_warning(tmp_path: Path) -> None:
    import random

    path = tmp_path / "content" / "sample"
    path.mkdir(parents=True)
    noise = random.Random(1).randbytes(700 * 700 * 4)
    Image.frombytes("RGBA", (700, 700), noise).save(path / "a.png")
    mail, problems = tried(shows("a.png"), tmp_path)
    assert mail is not None
    assert [p.code for p in problems] == ["mail-heavy"]
    hosted = replace(shows("a.png"), meta=mailing(assets_url="https://a.example/"))
    assert [p.code for p in tried(hosted, tmp_path)[1]] == ["mail-figure-heavy"]


def test_a_photograph_of_thirty_megabytes_is_sent_in_one(tmp_path: Path) -> None:
    import random

    path = tmp_path / "content" / "sample"
    path.mkdir(parents=True)
    noise = Image.frombytes("RGB", (1000, 10_000), random.Random(1).randbytes(30_000_000))
    noise.save(path / "a.png", compress_level=1)
    assert (path / "a.png").stat().st_size > 30_000_000
    mail, problems = tried(shows("a.png"), tmp_path)
    assert mail is not None
    assert [p.code for p in problems] == ["mail-heavy"]
    assert len(mail.message) < 6_000_000
    mail, problems = tried(shows("a.png", assets_url="https://a.example/"), tmp_path)
    assert mail is not None
    assert [(p.code, p.place.line) for p in problems] == [("mail-figure-heavy", 7)]


def test_more_than_servers_take_is_never_sent(tmp_path: Path) -> None:
    import random

    path = tmp_path / "content" / "sample"
    path.mkdir(parents=True)
    for name in ("a.png", "b.png"):  # what shines through becomes no JPEG
        noise = random.Random(name).randbytes(1000 * 2000 * 4)
        Image.frombytes("RGBA", (1000, 2000), noise).save(path / name, compress_level=1)
    mail, problems = tried(shows("a.png", "b.png"), tmp_path)
    assert mail is None
    assert refused(problems) == [("mail-heavy", 1)]


def test_what_is_published_as_it_is_should_be_bare(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010E] = "here"
    put(tmp_path, "a.jpg", (400, 300), exif=exif)
    put(tmp_path, "b.jpg", (400, 300))
    _, problems = tried(shows("a.jpg", "b.jpg", assets_url="https://assets.example.org/"), tmp_path)
    assert [(p.code, p.message.split("`")[1]) for p in problems] == [("mail-figure-metadata", "a.jpg")]


def figure(name: str, *classes: str, width: Width | None = None, credit: str = "") -> Figure:
    about = Attributes(classes=classes)
    return Figure("n", 7, name, "A field", None, (Text("A caption"),), about, (Text(credit),) if credit else (), width)


def test_a_picture_stands_as_wide_as_asked_and_never_larger_than_it_is(tmp_path: Path) -> None:
    put(tmp_path, "a.png", (1400, 700))
    put(tmp_path, "b.png", (100, 50))
    half, inch_wide = Width(share=0.5), Width(length=inch(1))
    figures = (figure("a.png"), figure("a.png", width=half), figure("a.png", width=inch_wide), figure("b.png", "full"))
    mail = made(essay(section("a", "A", para("Text."), *figures), meta=mailing()), tmp_path)
    sizes = [(image.get("width"), image.get("height")) for image in read(part(mail, "html")).all("img")]
    assert sizes == [("560", "280"), ("280", "140"), ("96", "48"), ("100", "50")]


def test_a_picture_beside_its_paragraph_comes_before_it_and_lets_it_flow(tmp_path: Path) -> None:
    put(tmp_path, "a.png", (1400, 700))
    one = essay(section("a", "A", para("Its text."), figure("a.png", "beside"), para("More.")), meta=mailing())
    html = part(made(one, tmp_path), "html")
    assert html.index("<img") < html.index("Its text.") < html.index("More.")
    (table,) = [table for table in read(html).all("table") if "beside" in (table.get("class") or "")]
    assert (table.get("align"), table.get("width"), table.style["width"]) == ("right", "278", "278px")
    assert check(made(one, tmp_path).message, Place("newsletter.eml")) == ()


def test_whose_a_picture_is_stands_with_its_caption_in_both_parts(tmp_path: Path) -> None:
    put(tmp_path, "a.png", (40, 30))
    one = essay(section("a", "A", figure("a.png", credit="Photo: Ada, CC BY")), meta=mailing())
    mail = made(one, tmp_path)
    assert re.search(r'A caption · <span class="credit"[^>]*>Photo: Ada, CC BY</span>', part(mail, "html"))
    assert "A caption\nPhoto: Ada, CC BY" in mail.text


def test_a_cover_opens_the_mail_cut_to_a_band(tmp_path: Path) -> None:
    put(tmp_path, "cover.jpg", (2000, 2000))
    one = replace(essay(section("a", "A", para("Text."))), cover=figure("cover.jpg", credit="Ada"), meta=mailing())
    mail = made(one, tmp_path)
    html = part(mail, "html")
    (image,) = read(html).all("img")
    assert (image.get("width"), image.get("height"), image.get("alt")) == ("600", "320", "A field")
    assert html.index("<img") < html.index("<h1")
    around = html[: html.index("<img")].rpartition("<table")[2]
    assert "table-layout: fixed" in around, "a picture that is not loaded would make a phone's mail as wide as itself"
    assert "og:image" not in mail.html
    assert "[Figure: A field]" in mail.text
    assert check(mail.message, Place("newsletter.eml")) == ()
    hosted = made(replace(one, meta=mailing(assets_url="https://assets.example.org/")), tmp_path)
    (image,) = read(part(hosted, "html")).all("img")
    assert (image.get("width"), image.get("height")) == ("600", "600")
    assert '<meta property="og:image" content="https://assets.example.org/sample/cover.jpg">' in hosted.html
    assert "og:image" not in part(hosted, "html")


@pytest.mark.parametrize(("alt", "stands"), [("A field", "A field"), (None, "cover.jpg")])
def test_a_cover_that_a_service_does_not_take_along_stands_in_words(
    alt: str | None, stands: str, tmp_path: Path
) -> None:
    put(tmp_path, "cover.jpg", (2000, 2000))
    cover = replace(figure("cover.jpg", credit="Ada"), alt=alt)
    by_service = mailing(service=Service.LISTMONK)
    one = replace(essay(section("a", "A", para("Text."))), cover=cover, meta=by_service)
    mail, problems = tried(one, tmp_path)
    assert mail
    assert "mail-figure-unhosted" in {problem.code for problem in problems}
    html = part(mail, "html")
    assert not read(html).all("img")
    assert stands in html[: html.index("<h1")]
    assert "Ada" in html[: html.index("<h1")]


def test_what_moves_moves_on_while_it_is_light(tmp_path: Path) -> None:
    import random

    path = tmp_path / "content" / "sample"
    path.mkdir(parents=True)
    for name, side, frames in (("a.gif", 40, 3), ("b.gif", 500, 12)):
        shown = [Image.frombytes("L", (side, side), random.Random(n).randbytes(side * side)) for n in range(frames)]
        shown[0].save(path / name, save_all=True, append_images=shown[1:])
    mail, problems = tried(shows("a.gif", "b.gif"), tmp_path)
    assert mail is not None
    assert [kind for kind, _ in attached(mail)] == ["image/gif", "image/png"]
    assert ("mail-figure-still", 7) in [(p.code, p.place.line) for p in problems]


def test_a_wide_picture_within_a_line_shrinks_too(tmp_path: Path) -> None:
    put(tmp_path, "wide.png", (1200, 300))
    mail = made(essay(section("one", "One", para("See ", Image_("wide.png", "A wide one", None, 1), "."))), tmp_path)
    assert "mail-width" not in {problem.code for problem in check(mail.message, Place("newsletter.eml"))}
    (shown,) = read(part(mail, "html")).all("img")
    assert shown.style["max-width"] == "100%"
