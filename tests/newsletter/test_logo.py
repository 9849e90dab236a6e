"""A theme's logo at the head of the mail."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from pipeline.files import Files
from pipeline.meta import Service
from pipeline.newsletter import Mail, build
from pipeline.newsletter.check import check
from pipeline.newsletter.check.reading import Element, read
from pipeline.newsletter.logo import MARGIN, Card, logo
from pipeline.problems import Place, Problems
from pipeline.theme import Theme, load
from tests.conftest import ROOT
from tests.newsletter.made import MOMENT, made, parsed, part, theme
from tests.newsletter.sample import FULL, MAILING

INK, SNOW, SUN = (10, 20, 60), (255, 255, 255), (224, 90, 30)
Draw = Callable[[], bytes]


def drawn(
    color: tuple[int, int, int], size: tuple[int, int] = (440, 88), ground: tuple[int, ...] | None = None
) -> bytes:
    """A ring on ``ground``, which is nothing else."""
    picture = Image.new("RGBA", size, (*ground, 255)[:4] if ground else (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((8, 8, size[0] - 8, size[1] - 8), outline=color, width=12)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def branded(folder: Path, data: bytes, name: str = "logo.png") -> Theme:
    """The editorial theme with a logo of its own."""
    (folder / name).write_bytes(data)
    return replace(theme(), folder=folder, newsletter=replace(theme().newsletter, logo=name))


def tried(
    folder: Path, data: bytes, name: str = "logo.png", service: Service = Service.SMTP
) -> tuple[Mail | None, Problems]:
    mailing = replace(
        MAILING, service=service, unsubscribe_url=None if service is not Service.SMTP else MAILING.unsubscribe_url
    )
    full = replace(FULL, meta=replace(FULL.meta, newsletter=mailing))
    return build(full, branded(folder, data, name), Files(ROOT), MOMENT)


def signs(html: str) -> list[Element]:
    return [image for image in read(html).all("img") if "sign" in (image.get("class") or "").split()]


def test_it_travels_with_the_mail_and_stands_in_the_web_copy(tmp_path: Path) -> None:
    mail, problems = tried(tmp_path, drawn(SUN))
    assert mail is not None, problems
    html = part(mail, "html")
    (image,) = signs(html)
    assert (image.get("width"), image.get("height")) == ("220", "44")
    assert image.get("alt") == FULL.meta.publication.name
    cid = (image.get("src") or "").removeprefix("cid:")
    (attached,) = (one for one in parsed(mail).walk() if one["Content-ID"] == f"<{cid}>")
    with Image.open(io.BytesIO(attached.get_content())) as picture:
        assert (picture.size, picture.mode) == ((440, 88), "RGBA")
    (copy,) = signs(mail.html)
    assert (copy.get("src") or "").startswith("data:image/png;base64,")
    assert html.index("sign name") < html.index('masthead"')
    assert check(mail.message, Place("newsletter.eml")) == ()
    assert tried(tmp_path, drawn(SUN))[0] == mail


@pytest.mark.parametrize(
    ("draw", "card"),
    [
        pytest.param(partial(drawn, SUN), Card.NONE, id="seen on both"),
        pytest.param(partial(drawn, INK), Card.LIGHT, id="dark letters"),
        pytest.param(partial(drawn, SNOW), Card.DARK, id="light letters"),
        pytest.param(partial(drawn, INK, ground=SUN), Card.NONE, id="a tile"),
    ],
)
def test_it_stands_on_a_card_where_it_would_be_lost(draw: Draw, card: Card, tmp_path: Path) -> None:
    worn = branded(tmp_path, draw())
    found, problem = logo(worn, Files(tmp_path))
    assert problem is None
    assert found is not None
    assert found.card is card
    with Image.open(io.BytesIO(found.data)) as picture:
        ground = picture.convert("RGBA").getpixel((0, 0))
    paper = {Card.LIGHT: worn.light.paper, Card.DARK: worn.dark.paper}.get(card)
    if paper is not None:
        assert isinstance(ground, tuple)
        assert bytes(int(one) for one in ground).hex().upper() == f"{paper.hex}FF"
    assert found.height == 44 + (2 * MARGIN if card is Card.DARK else 0)
    mail, _ = tried(tmp_path, draw())
    assert mail is not None
    assert ("padding: 10px !important; border-radius: 4px" in part(mail, "html")) is (card is Card.LIGHT)


def test_a_drawing_becomes_a_picture(tmp_path: Path) -> None:
    tile = b'<rect width="20" height="10" fill="#e05a1e"/>'
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">' + tile + b"</svg>"
    found, problem = logo(branded(tmp_path, svg, "logo.svg"), Files(tmp_path))
    assert problem is None
    assert found is not None
    assert (found.media, found.width, found.height) == ("image/png", 88, 44)
    with Image.open(io.BytesIO(found.data)) as picture:
        assert picture.size == (176, 88)


def test_a_small_one_is_not_blown_up_and_a_large_one_is_made_small(tmp_path: Path) -> None:
    for size, shown in (((40, 20), (40, 20)), ((3000, 300), (220, 22)), ((300, 3000), (4, 44)), ((330, 66), (220, 44))):
        found, _ = logo(branded(tmp_path, drawn(SUN, size)), Files(tmp_path))
        assert found is not None
        assert (found.width, found.height) == shown


def test_a_theme_without_one_has_nothing_of_it(tmp_path: Path) -> None:
    plain = made(FULL)
    assert signs(plain.html) == []
    assert b"signed" not in plain.message
    mail, _ = tried(tmp_path, drawn(INK))
    assert mail is not None
    assert mail.text == plain.text


@pytest.mark.parametrize("data", [b"no picture", b"\x89PNG\r\n\x1a\n", b"<svg"], ids=["text", "cut", "drawing"])
def test_what_is_no_picture_is_told(data: bytes, tmp_path: Path) -> None:
    mail, problems = tried(tmp_path, data)
    assert mail is None
    assert "mail-logo" in [one.code for one in problems]


def test_one_that_is_not_there_is_told(tmp_path: Path) -> None:
    worn = replace(branded(tmp_path, b""), newsletter=replace(theme().newsletter, logo="none.png"))
    mail, problems = build(FULL, worn, Files(ROOT), MOMENT)
    assert mail is None
    assert [one.code for one in problems if one.code == "mail-logo"]


def test_a_service_takes_none_along_and_the_author_hears_of_it(tmp_path: Path) -> None:
    mail, problems = tried(tmp_path, drawn(INK), service=Service.LISTMONK)
    assert mail is not None, problems
    assert mail.paste is not None
    assert signs(mail.paste) == []
    assert len(signs(mail.html)) == 1
    assert [one.code for one in problems] == ["mail-figure-unhosted"]


@pytest.mark.parametrize(
    ("name", "codes"), [("logo.png", []), ("../logo.png", ["theme-path"]), (".logo", ["theme-path"])]
)
def test_a_theme_names_it(name: str, codes: list[str], tmp_path: Path) -> None:
    text = (ROOT / "themes" / "editorial" / "theme.yaml").read_text().replace("  # logo: logo.png ", f"  logo: {name} ")
    path = tmp_path / "acme" / "theme.yaml"
    path.parent.mkdir()
    path.write_text(text)
    found, problems = load(tmp_path, "acme", Files(tmp_path), Place("theme"))
    assert [one.code for one in problems] == codes
    assert (found is None) is bool(codes)
    assert found is None or found.newsletter.logo == name
