"""What a layout draws, as SVG: outlines of shapes, fills of groups, cut pictures; and links in their own colour."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from pipeline.commands import stages
from pipeline.outputs import Product
from pipeline.slides import Layout
from pipeline.template.crops import cropped
from pipeline.template.outlines import Outline, outlines
from pipeline.template.package import parsed
from pipeline.template.presets import FILLINGS, PRESETS, Canvas
from pipeline.template.wearing import specs_of
from pipeline.units import Box, Length
from tests.fit.desk import theme
from tests.template import brands
from tests.template.test_decks import Work
from tests.template.test_hands import worn
from tests.template.test_looks import NAMES, preset, shape, with_shape

_BOX = Box(Length(127_000), Length(254_000), Length(1_270_000), Length(635_000))  # 10, 20, 100 × 50 points


def of(geometry: str, box: Box = _BOX) -> tuple[Outline, ...]:
    """The outlines of a shape with this geometry."""
    return outlines(parsed(f"<p:spPr {NAMES}>{geometry}</p:spPr>".encode(), "/x.xml"), box)


def own(path: str, guides: str = "", size: str = "") -> str:
    """A geometry of a shape's own."""
    held = f"<a:pathLst><a:path{size}>{path}</a:path></a:pathLst>"
    return f"<a:custGeom><a:avLst/><a:gdLst>{guides}</a:gdLst>{held}</a:custGeom>"


def to(step: str, x: str | int, y: str | int) -> str:
    return f'<a:{step}><a:pt x="{x}" y="{y}"/></a:{step}>'


def scene(data: bytes) -> str:
    """What the layout for content draws."""
    (spec, *_) = (one for one in specs_of(worn(data), theme("editorial")) if one.id is Layout.TERM)
    assert spec.origin is not None
    etree.fromstring(spec.origin.scene.encode())
    return spec.origin.scene


@pytest.mark.parametrize(
    ("geometry", "path"),
    [
        (preset("rect"), "M10 20L110 20L110 70L10 70Z"),
        (preset("chevron"), "M10 20L85 20L110 45L85 70L10 70L35 45Z"),
        (preset("triangle", adj=0), "M10 20L110 70L10 70Z"),
        (preset("ellipse"), "M10 45A50 25 0 0 1 110 45A50 25 0 0 1 10 45Z"),
        (preset("wedgeRectCallout", adj1=0, adj2=100_000), "M10 20L110 20L110 70L51.67 70L60 95L26.67 70L10 70Z"),
        (own(to("moveTo", 0, 0) + to("lnTo", 10, 10) + "<a:close/>", size=' w="10" h="10"'), "M10 20L110 70Z"),
        (
            own(to("moveTo", "x1", "t") + to("lnTo", "r", "vc"), '<a:gd name="x1" fmla="*/ w 1 4"/>'),
            "M35 20L110 45",
        ),
        (
            own(to("moveTo", "l", "vc") + '<a:arcTo wR="wd2" hR="hd2" stAng="cd2" swAng="cd4"/>'),
            "M10 45A50 25 0 0 1 60 20",
        ),
    ],
)
def test_shapes_have_the_outlines_that_powerpoint_gives_them(geometry: str, path: str) -> None:
    assert [one.path for one in of(geometry)] == [path]


@given(
    name=st.sampled_from(sorted(PRESETS)),
    values=st.dictionaries(st.sampled_from(["adj", "adj1", "adj2", "adj3"]), st.integers(-(10**9), 10**9)),
    width=st.integers(0, 10**8),
    height=st.integers(0, 10**8),
)
def test_no_adjustment_and_no_size_breaks_a_preset(name: str, values: dict[str, int], width: int, height: int) -> None:
    for made in (PRESETS[name], FILLINGS.get(name, PRESETS[name])):
        path = made(Canvas(Box(Length(0), Length(0), Length(width), Length(height)), values))
        assert re.fullmatch(r"(?:[MLAQ][-\d. ]+|Z)+", path), path


@given(st.lists(st.tuples(st.text("abcxyz*/+-?:pinsqrtmodcos2 0123456789", max_size=24)), max_size=6))
def test_no_formula_breaks_a_shape(formulas: list[tuple[str]]) -> None:
    guides = "".join(f'<a:gd name="g{n}" fmla="{one}"/>' for n, (one,) in enumerate(formulas))
    steps = "".join(to("lnTo", f"g{n}", "t") for n in range(len(formulas)))
    assert of(own(to("moveTo", "l", "t") + steps, guides))


def test_a_shape_that_is_not_known_is_left_out() -> None:
    assert of(preset("irregularSeal1")) == ()
    assert [(one.filled, one.stroked) for one in of(preset("arc"))] == [(True, False), (False, True)]
    hollow = own(to("moveTo", 0, 0) + to("lnTo", 5, 5), size=' fill="none" stroke="0"')
    assert of(hollow) == (Outline("M10 20L10 20", filled=False, stroked=False),)


def test_a_group_turns_its_shapes_and_fills_those_that_ask_for_it() -> None:
    inner = re.sub("<a:solidFill>.*?</a:solidFill>", "<a:grpFill/>", shape((0, 0, 50, 100), preset("rect")))
    group = (
        '<p:grpSp><p:nvGrpSpPr><p:cNvPr id="800" name="Mark"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr>'
        '<a:xfrm rot="5400000"><a:off x="1270000" y="1270000"/><a:ext cx="1270000" cy="1270000"/>'
        '<a:chOff x="0" y="0"/><a:chExt cx="100" cy="100"/></a:xfrm>'
        f'<a:solidFill><a:srgbClr val="00AA55"/></a:solidFill></p:grpSpPr>{inner}</p:grpSp>'
    )
    found = scene(with_shape(group))
    assert '<g transform="rotate(90 150 150)"><path d="M100 100L150 100L150 200L100 200Z" ' in found
    assert 'fill="#00AA55"' in found


def test_what_only_newer_programs_know_is_drawn_as_its_fallback() -> None:
    names = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    held = shape((0, 0, 127_000, 127_000), preset("diamond"))
    choice = f'<mc:Choice xmlns:p15="urn:x" Requires="p15">{shape((0, 0, 1, 1), preset("rect"))}</mc:Choice>'
    data = f"<mc:AlternateContent {names}>{choice}<mc:Fallback>{held}</mc:Fallback></mc:AlternateContent>"
    assert scene(with_shape(data)).count("<path") == 1


def test_lines_are_dashed_and_patterns_are_one_colour() -> None:
    dashed = '<a:ln w="25400"><a:solidFill><a:srgbClr val="112233"/></a:solidFill><a:prstDash val="dash"/></a:ln>'
    line = shape((0, 0, 127_000, 0), preset("line")).replace("</p:spPr>", f"{dashed}</p:spPr>")
    pattern = '<a:pattFill prst="pct50"><a:fgClr><a:srgbClr val="000000"/></a:fgClr><a:bgClr><a:srgbClr val="FFFFFF"/>'
    dots = re.sub(
        "<a:solidFill>.*?</a:solidFill>", f"{pattern}</a:bgClr></a:pattFill>", shape((0, 0, 9, 9), preset("rect"))
    )
    found = scene(with_shape(line + dots))
    assert 'stroke="#112233" stroke-width="2" stroke-dasharray="8 6"' in found
    assert 'fill="#808080"' in found


@pytest.mark.parametrize(
    ("fill", "box", "cut"),
    [
        ("<a:stretch><a:fillRect/></a:stretch>", (0, 0, 100, 50), (0, 0, 0, 0)),
        ('<a:srcRect l="25000" b="50000"/><a:stretch><a:fillRect/></a:stretch>', (0, 0, 100, 50), (0.25, 0, 0, 0.5)),
        ('<a:stretch><a:fillRect l="-100000"/></a:stretch>', (0, 0, 100, 50), (0.5, 0, 0, 0)),
        ('<a:stretch><a:fillRect t="50000"/></a:stretch>', (0, 25, 100, 25), (0, 0, 0, 0)),
        ('<a:srcRect l="-100000"/><a:stretch><a:fillRect/></a:stretch>', (50, 0, 50, 50), (0, 0, 0, 0)),
    ],
)
def test_a_picture_is_cut_as_its_fill_says(
    fill: str, box: tuple[int, int, int, int], cut: tuple[float, float, float, float]
) -> None:
    root = parsed(f"<p:blipFill {NAMES}>{fill}</p:blipFill>".encode(), "/x.xml")
    found = cropped(root, Box(Length(0), Length(0), Length(100), Length(50)))
    assert found is not None
    assert (found.box.left, found.box.top, found.box.width, found.box.height) == box
    assert found.cut == pytest.approx(cut)


def test_of_a_cut_picture_no_more_is_embedded_than_is_seen() -> None:
    out = io.BytesIO()
    picture = Image.new("RGB", (100, 40), (255, 0, 0))
    picture.paste((0, 0, 255), (50, 0, 100, 40))
    picture.save(out, "PNG")
    drawn = (
        '<p:pic><p:nvPicPr><p:cNvPr id="700" name="Photo"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill>'
        '<a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="rId70"/>'
        '<a:srcRect l="50000"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="127000" cy="127000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )
    links = r"ppt/slideLayouts/_rels/slideLayout2\.xml\.rels"
    change = brands.replaced((r"</Relationships>", brands.relation(70, "image", "../media/photo.png")))
    found = scene(brands.edited(with_shape(drawn), {links: change}, {"ppt/media/photo.png": out.getvalue()}))
    embedded = re.search(r"data:image/png;base64,([\w+/=]+)", found)
    assert embedded
    with Image.open(io.BytesIO(base64.b64decode(embedded[1]))) as seen:
        assert seen.size == (50, 40)
        assert seen.convert("RGB").getcolors() == [(2000, (0, 0, 255))]


def test_links_have_the_colour_that_the_template_gives_them(tmp_path: Path) -> None:
    """In the browser's page as in PowerPoint; where that cannot be read on its ground, the text's."""
    pale = brands.replaced((r'<a:hlink><a:srgbClr val="\w+"/>', '<a:hlink><a:srgbClr val="EEEEEE"/>'))
    for data, color in (
        (brands.default(), "0000FF"),
        (brands.edited(brands.default(), {r"ppt/theme/theme1\.xml": pale}), "000000"),
    ):
        work = Work(tmp_path / color, "shipped", data)
        made, _ = stages.make(Product.DECK, work.essay, work.theme, work.files)
        assert made is not None
        assert f".links-{color} a{{color:#{color}}}".encode() in b"".join(made.contents)
