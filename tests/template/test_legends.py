"""The words that a layout shows itself: read with their looks, and drawn where no PowerPoint shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.commands import stages
from pipeline.outputs import Product
from pipeline.slides import Layout
from pipeline.template.model import Legend
from tests.template import brands
from tests.template.test_decks import Work
from tests.template.test_hands import worn

_MASTER = r"ppt/slideMasters/slideMaster1\.xml"


def words(
    said: str,
    *,
    run: str = "",
    paragraph: str = "",
    body: str = "",
    frame: str = "",
    box: tuple[int, ...] = (1, 2, 3, 4),
) -> str:
    """A text box, of which ``box`` is in inches."""
    left, top, width, height = (side * 914_400 for side in box)
    lines = "".join(
        f'<a:p><a:pPr{paragraph}/><a:r><a:rPr lang="en-US" {run}</a:rPr><a:t>{line}</a:t></a:r></a:p>'
        for line in said.split("|")
    )
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="900" name="Words"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr>'
        f'<a:xfrm{frame}><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"/></p:spPr><p:txBody><a:bodyPr{body}/><a:lstStyle/>{lines}</p:txBody></p:sp>'
    )


SMALL = words(
    "© Acme|Confidential",
    run='sz="900" b="1"><a:solidFill><a:schemeClr val="accent2"/></a:solidFill>',
    box=(0, 7, 3, 1),
)


def saying(drawn: str) -> bytes:
    """The default template whose master says it; its title slide shows nothing of the master."""
    bare = brands.replaced((r'preserve="1"', 'preserve="1" showMasterSp="0"'))
    on_master = brands.replaced((r"(<p:spTree>.*?</p:grpSpPr>)", r"\1" + drawn))
    return brands.edited(brands.default(), {_MASTER: on_master, r"ppt/slideLayouts/slideLayout1\.xml": bare})


def legends(drawn: str, layout: Layout = Layout.TERM) -> tuple[Legend, ...]:
    return worn(saying(drawn)).choices[layout].design.legends


def test_words_of_the_master_are_read_with_their_looks() -> None:
    (found,) = legends(SMALL)
    style = found.place.styles[0]
    assert found.text == "© Acme\vConfidential"
    assert (style.size.pt, style.bold, style.color.hex, found.place.ground.hex) == (9, True, "C0504D", "FFFFFF")
    assert legends(SMALL, Layout.TITLE) == ()


@pytest.mark.parametrize(
    ("said", "edges"), [("l", (1, 10)), ("r", (0, 4)), ("ctr", (0, 5))], ids=["left", "right", "centre"]
)
def test_words_that_do_not_wrap_have_the_room_that_they_need(said: str, edges: tuple[int, int]) -> None:
    (found,) = legends(words("Acme", run=">", paragraph=f' algn="{said}"', body=' wrap="none"', box=(1, 1, 3, 1)))
    assert (round(found.place.box.left / 914_400), round(found.place.box.right / 914_400)) == edges


@pytest.mark.parametrize(
    "drawn",
    [
        words("Turned", run=">", frame=' rot="5400000"'),
        words("Standing", run=">", body=' vert="vert270"'),
        words("Page", run=">").replace("</a:p>", '<a:fld id="{1}" type="slidenum"><a:t>3</a:t></a:fld></a:p>'),
        words(" ", run=">"),
    ],
    ids=["turned", "standing", "field", "blank"],
)
def test_what_cannot_be_drawn_so_is_left_out(drawn: str) -> None:
    assert legends(drawn) == ()


def test_the_page_for_the_browser_shows_them_in_faces_that_have_them(tmp_path: Path) -> None:
    work = Work(tmp_path, "shipped", saying(SMALL))
    made, _ = stages.make(Product.DECK, work.essay, work.theme, work.files)
    assert made is not None
    page = b"".join(made.contents).decode("utf-8", "replace")
    content = sum(one.layout != "title" for one in work.fitted().slides)
    assert page.count('data-slot="legend" aria-hidden="true"><p>© Acme<br>Confidential</p>') == content
