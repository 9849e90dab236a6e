"""Templates as companies have them: titles hidden, tiny, turned or not there; parts named oddly; no slide size."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from pipeline.deck.check import check
from pipeline.problems import Severity
from pipeline.slides import Layout
from pipeline.template.model import TITLES
from pipeline.template.package import opened
from pipeline.template.report import report
from pipeline.template.wearing import specs_of
from tests.fit.desk import theme
from tests.template import brands
from tests.template.test_decks import Work, parts
from tests.template.test_hands import HERE, names, worn
from tests.template.test_package import zipped

_TITLE = r'<p:sp><p:nvSpPr>(?:(?!</p:sp>).)*<p:ph type="(?:title|ctrTitle)"/>.*?</p:sp>'


def untitled(data: bytes, part: str) -> bytes:
    """``data`` without the title placeholders of the parts whose names match."""
    return brands.edited(data, {part: brands.replaced((_TITLE, ""))})


UNREADABLE = {
    "hidden above the slide": lambda data: brands.placed(data, 2, 'type="title"', (0, -900_000, 9_144_000, 600_000)),
    "no wider than a letter": lambda data: brands.placed(data, 2, 'type="title"', (10, 10, 20_000, 20_000)),
    "missing": lambda data: untitled(data, r"ppt/slideLayouts/slideLayout2\.xml"),
    "without a place": lambda data: untitled(data, r"ppt/slideMasters/slideMaster1\.xml"),
    "turned": lambda data: brands.edited(
        data,
        {
            r"ppt/slideLayouts/slideLayout2\.xml": brands.replaced(
                (r'(type="title"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody>)<a:bodyPr/>', r'\1<a:bodyPr vert="vert270"/>')
            )
        },
    ),
}


@pytest.mark.parametrize("how", UNREADABLE)
def test_content_whose_title_cannot_be_read_keeps_its_layout_and_gets_a_title(how: str) -> None:
    data = UNREADABLE[how](brands.only(brands.default(), 1, 2))
    found = worn(data)
    assert found.choices[Layout.TERM].design.name == "Title and Content"
    assert found.choices[Layout.TITLE].design.name == "Title Slide"
    (spec, *_) = (one for one in specs_of(found, theme("editorial")) if one.id is Layout.TERM)
    title, body = spec.placeholder("title"), spec.placeholder("body")
    assert title is not None
    assert body is not None
    assert title.type in TITLES
    assert title.moved
    assert title.inner.width > found.slide.width // 2
    assert title.box.top >= 0
    assert title.box.bottom <= body.box.bottom


def test_a_title_too_narrow_is_told() -> None:
    said = report(worn(UNREADABLE["no wider than a letter"](brands.default())), theme("editorial"))
    assert "no layout" not in said
    only = report(worn(UNREADABLE["no wider than a letter"](brands.only(brands.default(), 1, 2))), theme("editorial"))
    assert "`Title and Content`: the title is too narrow for words: it is not used: make it wider" in only


def test_no_content_stands_on_what_opens_something() -> None:
    """Two Content, its fields joined, rather than the title slide or a title that comes below its picture."""
    data = brands.placed(brands.default(), 2, 'idx="1"', (100, 100, 300_000, 30_000))
    found = names(UNREADABLE["no wider than a letter"](data))
    assert found[Layout.TERM][0] == found[Layout.CLOSING][0] == "Two Content"


def test_a_title_slide_without_a_title_has_it_right_above_its_subtitle() -> None:
    found = worn(untitled(brands.only(brands.default(), 1, 2), r"ppt/slideLayouts/slideLayout1\.xml"))
    (spec, *_) = (one for one in specs_of(found, theme("editorial")) if one.id is Layout.TITLE)
    title, subtitle = spec.placeholder("title"), spec.placeholder("subtitle")
    assert title is not None
    assert subtitle is not None
    assert title.dress is not None
    assert title.box.bottom == subtitle.box.top
    assert title.dress.color == "000000"


def test_a_template_that_does_not_say_its_size_is_as_large_as_was_measured(tmp_path: Path) -> None:
    sizeless = {r"ppt/presentation\.xml": brands.replaced((r"<p:sldSz [^>]*/>", ""))}
    work = Work(tmp_path, "shipped", brands.edited(brands.default(), sizeless))
    data = work.deck(work.fitted())
    assert b'<p:sldSz cx="9144000" cy="6858000"/>' in parts(data)["ppt/presentation.xml"]
    assert [str(one) for one in check(data, work.essay, work.theme) if one.severity is Severity.ERROR] == []


def test_notes_have_room_below_the_picture_of_a_tall_slide(tmp_path: Path) -> None:
    tall = {r"ppt/presentation\.xml": brands.replaced((r"<p:sldSz [^>]*/>", '<p:sldSz cx="6858000" cy="12192000"/>'))}
    work = Work(tmp_path, "shipped", brands.edited(brands.default(), tall))
    master = parts(work.deck(work.fitted()))["ppt/notesMasters/notesMaster1.xml"].decode()
    heights = [int(one) for one in re.findall(r'<a:ext cx="\d+" cy="(-?\d+)"/>', master)]
    assert min(heights[1:]) > 300_000  # the first is the tree's own


def test_part_names_are_the_same_in_great_and_small_letters() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(brands.default())) as old, zipfile.ZipFile(stream, "w") as new:
        for info in old.infolist():
            new.writestr(re.sub("slideLayouts", "SlideLayouts", info.filename), old.read(info))
    assert names(stream.getvalue()) == names(brands.default())


_SLOTS = "dk1 lt1 dk2 lt2 accent1 accent2 accent3 accent4 accent5 accent6 hlink folHlink"
_COLORS = "FFFFFF 101840 DDDDDD 203060 FFCC00 00CCFF FF00CC 00FF88 8888FF FF8888 99CCFF CCAAFF"
_NIGHT = (
    '<a:themeOverride xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:clrScheme name="Night">'
    + "".join(
        f'<a:{slot}><a:srgbClr val="{color}"/></a:{slot}>'
        for slot, color in zip(_SLOTS.split(), _COLORS.split(), strict=True)
    )
    + "</a:clrScheme></a:themeOverride>"
)


def test_a_layout_that_overrides_the_theme_gives_its_slides_the_override(tmp_path: Path) -> None:
    """Slides inherit none; each has a part of its own. Contrast is reckoned in its colours."""
    link = brands.relation(55, "themeOverride", "../theme/themeOverride1.xml")
    type_ = "application/vnd.openxmlformats-officedocument.themeOverride+xml"
    data = brands.edited(
        brands.default(),
        {
            r"ppt/slideLayouts/_rels/slideLayout[12]\.xml\.rels": brands.replaced((r"</Relationships>", link)),
            r"\[Content_Types\]\.xml": brands.replaced(
                ("</Types>", f'<Override PartName="/ppt/theme/themeOverride1.xml" ContentType="{type_}"/></Types>')
            ),
        },
        {"ppt/theme/themeOverride1.xml": _NIGHT.encode()},
    )
    specs = {one.id: one for one in specs_of(worn(data), theme("editorial")) if not one.design}
    body = specs[Layout.TERM].placeholder("body")
    assert body is not None
    assert body.dress is not None
    assert (body.dress.color, body.dress.ground) == ("FFFFFF", "101840")
    work = Work(tmp_path, "shipped", data)
    fitted = work.fitted()
    deck = parts(work.deck(fitted))
    rels = [deck[f"ppt/slides/_rels/slide{n}.xml.rels"].decode() for n in range(1, len(fitted.slides) + 1)]
    own = [name for one in rels for name in re.findall(r"\.\./theme/(themeOverride\d+\.xml)", one)]
    assert len(own) == len(set(own)) == len(rels)
    assert all(deck[f"ppt/theme/{name}"] == _NIGHT.encode() for name in own)


def test_what_would_be_fetched_when_the_deck_is_opened_is_told(tmp_path: Path) -> None:
    link = brands.relation(70, "image", "https://tracker.example.org/logo.png").replace(
        "/></", ' TargetMode="External"/></'
    )
    page = brands.relation(71, "hyperlink", "https://example.org/").replace("/></", ' TargetMode="External"/></')
    rels = r"ppt/slideLayouts/_rels/slideLayout2\.xml\.rels"
    changed = brands.replaced(("</Relationships>", link), ("</Relationships>", page))
    work = Work(tmp_path, "shipped", brands.edited(brands.default(), {rels: changed}))
    (told,) = (one for one in work.problems if one.code == "template-linked")
    assert "`Title and Content`" in told.message
    assert "https://tracker.example.org/logo.png" in told.message
    assert told.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (zipped({"Index/Document.iwa": b"x"}), "it is a Keynote file"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.presentation"}), "it is an OpenDocument file"),
        (zipped({"a.txt": b"x"}), "it is a zip, and no PowerPoint file"),
    ],
)
def test_presentations_of_other_programs_are_called_by_their_names(data: bytes, said: str) -> None:
    (problem,) = opened(data, HERE)[1]
    assert problem.message == said
    assert problem.hint
