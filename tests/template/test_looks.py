"""What was ugly when decks in templates were looked at: text over what a template draws, lines at the wrong side."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from pipeline.commands import stages
from pipeline.files import Files
from pipeline.fitted import Anchor, FittedDeck, PictureBox, TextBox
from pipeline.layouts import Align
from pipeline.slides import Layout
from pipeline.template.branding import branding, written
from pipeline.template.colors import Paint, Scheme
from pipeline.template.grounds import pointing
from pipeline.template.package import parsed
from pipeline.template.wearing import covered, specs_of
from pipeline.theme import Color, load
from pipeline.units import Box, Length, pt
from tests.conftest import ROOT
from tests.fit.desk import theme
from tests.template import brands
from tests.template.test_decks import ESSAYS, Work, parts
from tests.template.test_hands import HERE, names, worn

_BASE = "http://schemas.openxmlformats.org"
NAMES = f'xmlns:p="{_BASE}/presentationml/2006/main" xmlns:a="{_BASE}/drawingml/2006/main"'
FILL = '<a:solidFill><a:srgbClr val="770077"/></a:solidFill>'


def shape(box: tuple[int, int, int, int], geometry: str) -> str:
    """A shape that a layout draws."""
    left, top, width, height = box
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="801" name="Drawn"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>'
        f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f"{geometry}{FILL}</p:spPr></p:sp>"
    )


def preset(name: str, **values: int) -> str:
    given = "".join(f'<a:gd name="{key}" fmla="val {value}"/>' for key, value in values.items())
    return f'<a:prstGeom prst="{name}"><a:avLst>{given}</a:avLst></a:prstGeom>'


def with_shape(drawn: str, part: str = r"ppt/slideLayouts/slideLayout2\.xml") -> bytes:
    """The default template with a shape on a layout."""
    opening = r"(<p:spTree>.*?(?:</p:grpSpPr>|<p:grpSpPr/>))"
    return brands.edited(brands.default(), {part: brands.replaced((opening, r"\1" + drawn))})


def callout(**values: int) -> Box | None:
    root = parsed(f"<p:spPr {NAMES}>{preset('wedgeRectCallout', **values)}</p:spPr>".encode(), "/x.xml")
    return pointing(root[0], Box(Length(1200), Length(1000), Length(1200), Length(400)))


@pytest.mark.parametrize(
    ("change", "hex_", "alpha"),
    [
        ('lumMod val="60000"', "264D74", 1.0),
        ('lumOff val="20000"', "8DB3D9", 1.0),
        ('satMod val="50000"', "6080A0", 1.0),
        ('satOff val="20%"', "2780D9", 1.0),
        ('satOff val="-30000"', "66809A", 1.0),
        ('hueOff val="7200000"', "C04080", 1.0),  # 120 degrees on: red for green, green for blue
        ('hueMod val="200000"', "C0C040", 1.0),  # from 210 degrees to 420, which are 60
        ('tint val="50000"', "C0CDE2", 1.0),
        ('shade val="50000"', "2C5C8C", 1.0),
        ("inv", "BF7F3F", 1.0),
        ("gray", "747474", 1.0),
        ('alpha val="40000"', "4080C0", 0.4),
    ],
)
def test_a_color_changes_as_its_transform_says(change: str, hex_: str, alpha: float) -> None:
    fill = f'<a:solidFill {NAMES}><a:srgbClr val="4080C0"><a:{change}/></a:srgbClr></a:solidFill>'
    assert Scheme({}, {}).paint(parsed(fill.encode(), "/x.xml")) == Paint(Color(hex_), alpha)


def test_a_callout_covers_what_its_tail_does() -> None:
    assert callout(adj1=-30000, adj2=130000) == Box(Length(1400), Length(1400), Length(300), Length(320))
    assert callout(adj1=130000, adj2=0) == Box(Length(2400), Length(1067), Length(960), Length(133))
    assert callout(adj1=10000, adj2=10000) is None
    assert callout() == Box(Length(1400), Length(1400), Length(300), Length(50))


def test_a_layout_with_nothing_drawn_through_its_text_is_preferred() -> None:
    assert names(brands.default())[Layout.TERM][0] == "Title and Content"
    through = shape((2_500_000, 300_000, 3_000_000, 900_000), preset("wedgeRectCallout", adj1=-20000, adj2=300_000))
    second = (r' type="objTx"', ' type="obj"')
    data = brands.edited(with_shape(through), {r"ppt/slideLayouts/slideLayout8\.xml": brands.replaced(second)})
    found = names(data)
    assert {found[one][0] for one in (Layout.TERM, Layout.QUOTATION, Layout.CLOSING)} == {"Content with Caption"}


def test_what_no_layout_was_made_for_looks_like_the_other_slides() -> None:
    quote = brands.edited(
        brands.default(),
        {
            r"ppt/slideLayouts/slideLayout10\.xml": brands.replaced(
                (r'cSld name="[^"]*"', 'cSld name="Quote"'), (r' vert="eaVert"', "")
            )
        },
    )
    assert names(quote)[Layout.QUOTATION] == ("Quote", "name")
    assert names(quote)[Layout.NUMBER] == names(quote)[Layout.CLOSING] == ("Title and Content", "type")


@pytest.mark.parametrize(("width", "height"), [(9_000_000, 0), (0, 400_000)], ids=["lying", "standing"])
def test_a_line_with_an_outline_of_its_own_has_no_height_and_is_drawn(width: int, height: int) -> None:
    steps = f'<a:moveTo><a:pt x="0" y="0"/></a:moveTo><a:lnTo><a:pt x="{width}" y="{height}"/></a:lnTo>'
    path = f'<a:pathLst><a:path w="{width}" h="{height}">{steps}</a:path></a:pathLst>'
    geometry = f'<a:custGeom><a:avLst/><a:gdLst/><a:rect l="0" t="0" r="r" b="b"/>{path}</a:custGeom>'
    found = worn(with_shape(shape((0, 6_000_000, width, height), geometry)))
    scenes = [one.origin.scene for one in specs_of(found, theme("editorial")) if one.origin]
    assert any("<path" in scene for scene in scenes)


def test_a_line_at_the_foot_stands_beside_what_the_layout_draws_there(tmp_path: Path) -> None:
    corner = shape((0, 5_000_000, 1_500_000, 1_858_000), preset("rtTriangle"))
    found = lines(Work(tmp_path, "shipped", with_shape(corner)).fitted(), "citation")
    assert found
    assert all(box.left > 1_500_000 for box in found)
    plain = lines(Work(tmp_path / "plain", "shipped", brands.default()).fitted(), "citation")
    assert all(box.left < 1_500_000 for box in plain)


def lines(deck: FittedDeck, slot: str) -> list[Box]:
    return [one.box for slide in deck.slides for one in slide.shapes if isinstance(one, TextBox) and one.slot == slot]


def test_under_a_title_in_the_middle_text_of_ours_starts_at_its_side() -> None:
    """The titles of the default template are centred; a body that it has no place for is not, nor are its lines."""
    found = {
        spec.id: spec
        for spec in specs_of(worn(brands.only(brands.default(), 6)), theme("editorial"))
        if not spec.design
    }
    for layout, slot in ((Layout.QUOTATION, "attribution"), (Layout.FIGURE, "caption"), (Layout.CLOSING, "claim")):
        place = found[layout].placeholder(slot)
        assert place is not None
        assert place.align is Align.LEFT
    subtitle, quotation = found[Layout.TITLE].placeholder("subtitle"), found[Layout.QUOTATION].placeholder("body")
    assert subtitle is not None
    assert subtitle.align is Align.CENTRE
    assert quotation is not None
    assert quotation.anchor is Anchor.MIDDLE
    body = found[Layout.POINTS].placeholder("body")
    assert body is not None
    assert quotation.size > body.size


def test_a_cover_that_is_not_shown_has_no_credit_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ESSAYS, "gallery", ROOT / "tests" / "cases" / "gallery")
    work = Work(tmp_path, "gallery", brands.default())
    fitted, problems = stages.fitted(work.essay, work.theme, work.files)
    assert fitted is not None
    (subtitle,) = (one for one in fitted.slides[0].shapes if isinstance(one, TextBox) and one.slot == "subtitle")
    said = " ".join(run.text for paragraph in subtitle.paragraphs for run in paragraph.runs)
    assert "Old Boathouse" in said
    assert "drawn for this essay" not in said
    assert len([one.message for one in problems if "the cover" in one.message]) == 1


def test_a_caption_stands_right_below_its_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The picture is in the middle of the template's box, which may be far from the foot of that."""
    monkeypatch.setitem(ESSAYS, "gallery", ROOT / "tests" / "cases" / "gallery")
    work = Work(tmp_path, "gallery", brands.default())
    found = [{one.slot: one for one in slide.shapes} for slide in work.fitted().slides]
    shown = [one for one in found if isinstance(one.get("object"), PictureBox) and "caption" in one]
    under = [(one["object"].box, one["caption"].box) for one in shown]
    assert len(under) > 2
    assert all(0 < caption.top - picture.bottom < pt(12) for picture, caption in under)
    assert all(caption.left <= picture.left < caption.right for picture, caption in under)


_PICTURE = (
    '<p:sp><p:nvSpPr><p:cNvPr id="77" name="Picture 9"/><p:cNvSpPr/><p:nvPr><p:ph type="pic" idx="13"/></p:nvPr>'
    '</p:nvSpPr><p:spPr><a:xfrm><a:off x="4900000" y="0"/><a:ext cx="4244000" cy="6858000"/></a:xfrm></p:spPr>'
    '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-US"/></a:p></p:txBody></p:sp></p:spTree>'
)


def pictured(data: bytes, layout: int) -> bytes:
    """``data`` with a place for a picture in the right half of a layout, its title and subtitle in the left one."""
    title, subtitle = (457_200, 1_200_000, 4_200_000, 1_600_000), (457_200, 3_000_000, 4_200_000, 2_400_000)
    part = rf"ppt/slideLayouts/slideLayout{layout}\.xml"
    narrow = brands.placed(
        brands.placed(data, layout, 'type="ctrTitle"', title), layout, 'type="subTitle" idx="1"', subtitle
    )
    return brands.edited(narrow, {part: brands.replaced(("</p:spTree>", _PICTURE))})


def test_a_cover_fills_the_place_that_the_title_slide_has_for_a_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ESSAYS, "gallery", ROOT / "tests" / "cases" / "gallery")
    work = Work(tmp_path, "gallery", pictured(brands.default(), 1))
    fitted, problems = stages.fitted(work.essay, work.theme, work.files)
    assert fitted is not None
    assert not [one.message for one in problems if "the cover" in one.message]
    title = fitted.slides[0]
    (cover,) = (one for one in title.shapes if isinstance(one, PictureBox))
    assert cover.box == Box(Length(4_900_000), Length(0), Length(4_244_000), Length(6_858_000))
    assert any(cover.crop)
    said = " ".join(r.text for s in title.shapes if isinstance(s, TextBox) for p in s.paragraphs for r in p.runs)
    assert "drawn for this essay" in said
    slide = parts(work.deck(fitted))["ppt/slides/slide1.xml"]
    assert b'<p:ph type="pic" idx="13"/>' in slide


def test_an_essay_with_a_cover_takes_the_title_slide_that_has_a_place_for_it() -> None:
    """Without one, the plain title slide; and where the only place lies under the title, that too."""
    second = brands.edited(
        pictured(brands.default(), 1),
        {
            r"ppt/slideLayouts/slideLayout1\.xml": brands.replaced((' type="title"', ""), ("Title Slide", "Photo")),
            r"ppt/slideLayouts/slideLayout3\.xml": brands.replaced(
                (' type="secHead"', ' type="title"'),
                ("Section Header", "Plain"),
                ('<p:ph type="title"', '<p:ph type="ctrTitle"'),
            ),
        },
    )
    found = worn(second)
    assert found.choices[Layout.TITLE].design.name == "Plain"
    assert covered(found).choices[Layout.TITLE].design.name == "Photo"
    under = brands.edited(
        brands.default(),
        {
            r"ppt/slideLayouts/slideLayout1\.xml": brands.replaced(
                ("</p:spTree>", _PICTURE.replace('x="4900000"', 'x="0"').replace("4244000", "9144000"))
            )
        },
    )
    (spec, *_) = (one for one in specs_of(worn(under), theme("editorial")) if one.id is Layout.TITLE)
    assert spec.placeholder("cover") is None


def test_a_logo_is_named_in_the_theme_that_is_written(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (300, 80), (30, 60, 120, 255)).save(out, "PNG")
    picture = (
        '<p:pic><p:nvPicPr><p:cNvPr id="700" name="Logo"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill>'
        '<a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="rId700"/>'
        '<a:stretch/></p:blipFill><p:spPr><a:xfrm><a:off x="100" y="100"/><a:ext cx="1500000" cy="400000"/></a:xfrm>'
        '<a:prstGeom prst="rect"/></p:spPr></p:pic>'
    )
    type_ = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    link = f'<Relationship Id="rId700" Type="{type_}" Target="../media/logo.png"/></Relationships>'
    master = r"ppt/slideMasters/slideMaster1\.xml"
    data = brands.edited(
        with_shape(picture, master),
        {
            r"ppt/slideMasters/_rels/slideMaster1\.xml\.rels": brands.replaced((r"</Relationships>", link)),
            r"\[Content_Types\]\.xml": brands.replaced(
                (r"</Types>", '<Default Extension="png" ContentType="image/png"/></Types>')
            ),
        },
        {"ppt/media/logo.png": out.getvalue()},
    )
    assert written(branding(worn(data), theme("editorial"), "acme"), tmp_path / "themes", "acme") is None
    loaded, problems = load(tmp_path / "themes", "acme", Files(tmp_path), HERE)
    assert loaded is not None, problems
    assert loaded.newsletter.logo == "logo.png"
    assert (loaded.folder / "logo.png").read_bytes() == out.getvalue()


def test_a_field_ends_above_the_footer_that_it_reaches_over() -> None:
    place = r'(<p:ph idx="1"/></p:nvPr></p:nvSpPr>\s*)<p:spPr\s*/>'
    frame = '<p:spPr><a:xfrm><a:off x="457200" y="1600200"/><a:ext cx="8229600" cy="5100000"/></a:xfrm></p:spPr>'
    part = r"ppt/slideLayouts/slideLayout2\.xml"
    data = brands.edited(brands.default(), {part: brands.replaced((place, r"\1" + frame))})
    for layout, slot in ((Layout.POINTS, "body"), (Layout.FIGURE, "object")):
        (spec, *_) = (one for one in specs_of(worn(data), theme("editorial")) if one.id is layout)
        field, foot = spec.placeholder(slot), spec.placeholder("footer")
        assert field is not None
        assert foot is not None
        assert field.box.bottom == foot.box.top
        assert field.moved


def test_the_code_to_scan_cuts_into_no_mark() -> None:
    mark = shape((8_000_000, 4_000_000, 300_000, 300_000), preset("ellipse"))
    (spec, *_) = (one for one in specs_of(worn(with_shape(mark)), theme("editorial")) if one.id is Layout.CLOSING)
    code = spec.placeholder("qr")
    assert code is not None
    assert code.box.bottom == 4_000_000
    assert code.box.width == code.box.height
