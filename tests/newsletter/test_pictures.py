from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline.document import Essay, Figure, Text
from pipeline.document import Image as Image_
from pipeline.newsletter import Mail
from pipeline.newsletter.check import check
from pipeline.newsletter.check.reading import read
from pipeline.problems import Place, Problems
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
    assert attached(mail) == [("image/png", data)]
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
    assert (picture.width, picture.height) == (1072, 1608)
    assert not picture.getexif()
    (image,) = read(part(mail, "html")).all("img")
    assert (image.get("width"), image.get("height")) == ("536", "804")


@pytest.mark.parametrize(("mode", "kind"), [("RGB", "image/jpeg"), ("RGBA", "image/png")])
def test_webp_becomes_what_outlook_shows(tmp_path: Path, mode: str, kind: str) -> None:
    put(tmp_path, "a.webp", (40, 30), mode)
    mail = made(shows("a.webp", assets_url="https://assets.example.org/"), tmp_path)
    assert [found for found, _ in attached(mail)] == [kind]


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_pixel_arrives(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "content" / "sample"
    path.mkdir(parents=True)
    name = "a.jpg" if mode == "CMYK" else "a.png"
    Image.new(mode, (2000, 20)).save(path / name)
    ((_, data),) = attached(made(shows(name), tmp_path))
    assert Image.open(io.BytesIO(data)).width == 1072


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
    assert (kind, picture.size) == ("image/png", (600, 400))
    assert picture.getpixel((599, 399)) == (255, 255, 255, 255)
    (image,) = read(part(mail, "html")).all("img")
    assert (image.get("width"), image.get("height")) == ("300", "200")
    assert check(mail.message, Place("newsletter.eml")) == ()
    path.write_text("<svg")
    assert refused(tried(shows("plan.svg"), tmp_path)[1]) == [("mail-figure", 7)]


def test_a_table_of_figures_stands_by_its_words_with_a_warning() -> None:
    mail, problems = tried(shows("plan.csv"))
    assert mail is not None
    assert [(p.code, p.place.line) for p in problems] == [("mail-figure-kind", 7)]
    assert "What plan.csv shows" in part(mail, "html")


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
    put(tmp_path, "a.png", (10_000, 9_000), "1")
    assert refused(tried(shows("a.png"), tmp_path)[1]) == [("mail-figure-large", 7)]


def test_pictures_that_weigh_much_are_a_warning(tmp_path: Path) -> None:
    import random

    path = tmp_path / "content" / "sample"
    path.mkdir(parents=True)
    noise = random.Random(1).randbytes(700 * 700 * 3)
    Image.frombytes("RGB", (700, 700), noise).save(path / "a.png")
    mail, problems = tried(shows("a.png"), tmp_path)
    assert mail is not None
    assert [p.code for p in problems] == ["mail-heavy"]
    hosted = replace(shows("a.png"), meta=mailing(assets_url="https://a.example/"))
    assert [p.code for p in tried(hosted, tmp_path)[1]] == ["mail-figure-heavy"]


def test_a_picture_of_thirty_megabytes_is_never_sent(tmp_path: Path) -> None:
    import random

    path = tmp_path / "content" / "sample"
    path.mkdir(parents=True)
    Image.frombytes("RGB", (1000, 10_000), random.Random(1).randbytes(30_000_000)).save(
        path / "a.png", compress_level=1
    )
    assert (path / "a.png").stat().st_size > 30_000_000
    mail, problems = tried(shows("a.png"), tmp_path)
    assert mail is None
    assert refused(problems) == [("mail-heavy", 1)]
    mail, problems = tried(shows("a.png", assets_url="https://a.example/"), tmp_path)
    assert mail is not None
    assert [(p.code, p.place.line) for p in problems] == [("mail-figure-heavy", 7)]


def test_a_wide_picture_within_a_line_shrinks_too(tmp_path: Path) -> None:
    put(tmp_path, "wide.png", (1200, 300))
    mail = made(essay(section("one", "One", para("See ", Image_("wide.png", "A wide one", None, 1), "."))), tmp_path)
    assert "mail-width" not in {problem.code for problem in check(mail.message, Place("newsletter.eml"))}
    (shown,) = read(part(mail, "html")).all("img")
    assert shown.style["max-width"] == "100%"
