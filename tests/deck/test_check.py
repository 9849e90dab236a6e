"""Each check finds the fault that it is there for: a sound deck, one thing broken in it."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from pipeline.deck import build
from pipeline.deck.check import check
from pipeline.files import Files
from tests.deck.sample import MOMENT, deck, essay, theme


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("essay")


@pytest.fixture(scope="module")
def data(folder: Path) -> bytes:
    made, _ = build(deck(folder), essay(folder), theme(), Files(folder), MOMENT)
    assert made is not None
    return made


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as target:
        for info in source.infolist():
            text = source.read(info)
            if info.filename == part:
                assert old.encode() in text, f"{part} has no {old}"
                text = text.replace(old.encode(), new.encode(), 1)
            target.writestr(info.filename, text)
    return stream.getvalue()


S = "ppt/slides/slide{}.xml"
PRESENTATION = "ppt/presentation.xml"
PANEL = (
    '<p:sp><p:nvSpPr><p:cNvPr id="99" name="Panel" descr="x"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>'
    '<a:xfrm><a:off x="0" y="0"/><a:ext cx="12192000" cy="6858000"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="tx1"/></a:solidFill></p:spPr></p:sp>'
)
FAULTS = [
    (
        "deck-package",
        "[Content_Types].xml",
        "</Types>",
        '<Override PartName="/ppt/gone.xml" ContentType="a/b"/></Types>',
    ),
    ("deck-package", "[Content_Types].xml", 'ContentType="image/png"', 'ContentType="image/jpeg"'),
    ("deck-package", "[Content_Types].xml", '<Default Extension="png" ContentType="image/png"/>', ""),
    ("deck-package", "ppt/slideMasters/slideMaster1.xml", 'id="2147483649"', 'id="2147483648"'),
    ("deck-package", "ppt/notesSlides/_rels/notesSlide4.xml.rels", "slides/slide4.xml", "slides/slide5.xml"),
    ("deck-package", PRESENTATION, '<p:notesMasterId r:id="rId2"/>', ""),
    ("deck-package", S.format(7), "<a:gridCol ", '<a:gridCol w="1"/><a:gridCol '),
    ("deck-package", S.format(7), "<a:txBody>", "<a:extLst>"),
    ("deck-package", S.format(4), '<a:hlinkClick r:id="rId3"', '<a:hlinkClick r:id=""'),
    ("deck-package", S.format(4), '<a:hlinkClick r:id="rId3"', '<a:hlinkClick r:id="rId33"'),
    ("deck-package", "ppt/slides/_rels/slide4.xml.rels", "watch?v=", "watch ?v="),
    ("deck-package", "ppt/slides/_rels/slide6.xml.rels", "image1.png", "image9.png"),
    ("deck-package", PRESENTATION, '<p14:sldId id="256"/>', '<p14:sldId id="999"/>'),
    ("deck-package", PRESENTATION, '<p14:sldId id="256"/>', ""),
    ("deck-package", S.format(2), 'id="3" name="Text"', 'id="2" name="Text"'),
    (
        "deck-package",
        S.format(2),
        "</p:sld>",
        '<p:transition xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main" p14:dur="9"/></p:sld>',
    ),
    ("deck-package", S.format(2), "</p:sld>", '<p:timing><p:spTgt spid="77"/></p:timing></p:sld>'),
    ("deck-package", S.format(2), "</p:sld>", "</p:slid>"),
    ("deck-title", S.format(2), '<p:ph type="title"/>', '<p:ph type="body" idx="13"/>'),
    ("deck-title", S.format(3), "A divider", " "),
    ("deck-title", "docProps/core.xml", "<dc:title>What &lt;we&gt; keep &amp; why</dc:title>", ""),
    ("deck-title-twice", S.format(3), "A divider", "Overview of the talk"),
    ("deck-author", "docProps/core.xml", "Ada Lovelace", "Steve Canny"),
    ("deck-order", S.format(4), '<p:ph type="title"/>', '<p:ph type="body" idx="1"/>'),
    ("deck-description", S.format(6), ' descr="A red field"', ""),
    ("deck-description", S.format(6), "A red field", "boat-house.png"),
    ("deck-description", S.format(6), "adec:decorative", "adec:ornamental"),
    ("deck-description", S.format(7), ' descr="Three', ' title="Three'),
    ("deck-table", S.format(7), ' firstRow="1"', ""),
    ("deck-table", S.format(7), "<a:tc>", '<a:tc gridSpan="2">'),
    ("deck-bounds", S.format(6), '<a:off x="762000"', '<a:off x="7620000"'),
    ("deck-autofit", S.format(4), "<a:noAutofit/>", "<a:normAutofit/>"),
    ("deck-language", S.format(4), ' lang="en-US"', ""),
    ("deck-language", S.format(3), "A divider", "مرحبا"),
    ("deck-size", S.format(4), 'sz="2000"', 'sz="1700"'),
    ("deck-size", S.format(4), '<a:rPr lang="en-US"/>', '<a:rPr lang="en-US" sz="2700"/>'),
    (
        "deck-contrast",
        S.format(4),
        '<a:rPr lang="en-US"/>',
        '<a:rPr lang="en-US"><a:solidFill><a:schemeClr val="accent6"/></a:solidFill></a:rPr>',
    ),
    ("deck-contrast", "ppt/theme/theme1.xml", '<a:dk1><a:srgbClr val="1D1F24"/>', '<a:dk1><a:srgbClr val="B0B0B0"/>'),
    ("deck-contrast", "ppt/slideLayouts/slideLayout2.xml", '<a:schemeClr val="bg2"/>', '<a:schemeClr val="tx1"/>'),
    (  # on what fills its own place
        "deck-contrast",
        S.format(3),
        "<p:spPr/>",
        '<p:spPr><a:solidFill><a:schemeClr val="tx1"/></a:solidFill></p:spPr>',
    ),
    (  # on what the slide itself draws beneath
        "deck-contrast",
        S.format(3),
        "<p:sp>",
        f"{PANEL}<p:sp>",
    ),
    (  # on a cell's own fill, and on its table style's
        "deck-contrast",
        S.format(7),
        'anchor="t"/></a:tc>',
        'anchor="t"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill></a:tcPr></a:tc>',
    ),
    (
        "deck-contrast",
        "ppt/tableStyles.xml",
        "</a:tcBdr></a:tcStyle></a:wholeTbl>",
        '</a:tcBdr><a:fill><a:solidFill><a:schemeClr val="tx1"/></a:solidFill></a:fill></a:tcStyle></a:wholeTbl>',
    ),
    ("deck-link", S.format(4), ' tooltip="at 1:29:54 in George Hotz"', ""),
]


@pytest.mark.parametrize("fault", FAULTS, ids=[f"{f[0]}-{n}" for n, f in enumerate(FAULTS)])
def test_a_fault_is_found(data: bytes, folder: Path, fault: tuple[str, str, str, str]) -> None:
    code, part, old, new = fault
    found = check(changed(data, part, old, new), essay(folder), theme())
    assert code in {problem.code for problem in found}, [str(problem) for problem in found]


def test_a_part_twice_is_found(data: bytes, folder: Path) -> None:
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(PRESENTATION, archive.read(PRESENTATION))
    assert "deck-package" in {problem.code for problem in check(stream.getvalue(), essay(folder), theme())}


def test_a_cell_that_is_missing_or_empty_is_found(data: bytes, folder: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        cell = re.findall(r"<a:tc>.*?</a:tc>", archive.read(S.format(7)).decode())[0]
    for instead in ("", "<a:tc/>"):
        found = check(changed(data, S.format(7), cell, instead), essay(folder), theme())
        assert "deck-package" in {problem.code for problem in found}


@pytest.mark.parametrize("stranger", ["docProps/thumbnail.jpeg", "ppt/printerSettings/printerSettings1.bin"])
def test_a_part_of_somebody_else_s_is_found(data: bytes, folder: Path, stranger: str) -> None:
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(stranger, b"x")
    found = check(stream.getvalue(), essay(folder), theme())
    assert any(f"{stranger} is none of ours" in problem.message for problem in found)


def test_what_is_no_package_is_a_problem(folder: Path) -> None:
    assert [problem.code for problem in check(b"not a zip", essay(folder), theme())] == ["deck-package"]


def test_a_link_is_judged_by_all_its_words(data: bytes, folder: Path) -> None:
    part = S.format(4)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = archive.read(part).decode()
    link = next(run for run in re.findall(r"<a:r>.*?</a:r>", text) if "hlinkClick" in run)
    bare = re.sub(r' tooltip="[^"]*"', "", link)
    one, other = (re.sub(r"<a:t>.*?</a:t>", f"<a:t>{words}</a:t>", bare) for words in ("12:00", " with George Hotz"))
    assert check(changed(data, part, link, one + other), essay(folder), theme()) == ()
    found = check(changed(data, part, link, one), essay(folder), theme())
    assert [problem.code for problem in found] == ["deck-link"]
