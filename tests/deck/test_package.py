"""The package: sound in three validators' eyes, ours alone, and editable as PowerPoint means it."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openxml_audit import validate_pptx  # type: ignore[import-untyped]  # carries no types
from pptx import Presentation

from pipeline.deck import build
from pipeline.deck.check import check
from pipeline.deck.dump import dump_pptx
from pipeline.deck.written import Written
from pipeline.files import Files
from pipeline.layouts import layouts
from pipeline.look import Scheme
from pipeline.slides import Layout
from tests.conftest import needs
from tests.deck.sample import MOMENT, ROOT, deck, essay, theme

SDK = ROOT / "tests" / "node" / "node_modules" / ".bin" / "ooxml-validator"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("essay")


@pytest.fixture(scope="module")
def data(folder: Path) -> bytes:
    made, problems = build(deck(folder), essay(folder), theme(), Files(folder), MOMENT)
    assert made is not None
    assert problems == ()
    return made


def audited(data: bytes, folder: Path) -> list[str]:
    path = folder / "audited.pptx"
    path.write_bytes(data)
    return [str(fault) for fault in validate_pptx(str(path)).errors]


def with_every_layout(data: bytes) -> bytes:
    held = Presentation(io.BytesIO(data))
    for layout in held.slide_layouts:
        slide = held.slides.add_slide(layout)
        for shape in slide.placeholders:
            if shape.has_text_frame:
                shape.text_frame.text = "What a person types"
    stream = io.BytesIO()
    held.save(stream)
    return stream.getvalue()


def test_openxml_audit_reports_nothing(data: bytes, folder: Path) -> None:
    assert audited(data, folder) == []
    assert audited(with_every_layout(data), folder) == []


@needs(str(SDK))
def test_the_open_xml_sdk_reports_nothing(data: bytes, folder: Path) -> None:
    for name, made in (("ours", data), ("edited", with_every_layout(data))):
        path = folder / f"{name}.pptx"
        path.write_bytes(made)
        run = subprocess.run([SDK, path], capture_output=True, text=True, check=False)
        assert json.loads(run.stdout)["errors"] == [], name


def test_our_own_checks_report_nothing(data: bytes, folder: Path) -> None:
    assert check(data, essay(folder), theme()) == ()


def test_the_dump_is_as_accepted(data: bytes, golden: Callable[[Path, str], None]) -> None:
    golden(Path(__file__).parent / "sample.golden.txt", dump_pptx(data))


def test_each_layout_has_its_name_and_type_and_a_slide_of_it_can_be_added(data: bytes) -> None:
    written = Written(with_every_layout(data))
    names = [layout.name for layout in Presentation(io.BytesIO(data)).slide_layouts]
    assert names == [spec.name for spec in layouts(theme())]
    assert len(set(names)) == len(Layout)
    for part, spec in zip(written.slides[-len(names) :], layouts(theme()), strict=True):
        kinds = {shape.type for shape in written.shapes(part)}
        wanted = {place.type.value for place in spec.placeholders} - {"ftr", "sldNum"}
        assert wanted <= kinds, spec.name


def test_colours_and_fonts_are_the_themes_by_reference(data: bytes) -> None:
    parts = Written(data).parts
    drawn = {name: text.decode() for name, text in parts.items() if re.search(r"/slide\w*\d+\.xml$", name)}
    assert len(drawn) == 11 + len(Layout) + 1
    for name, text in drawn.items():
        assert "srgbClr" not in text, name
        faces = set(re.findall(r'<a:(?:latin|ea|cs) typeface="([^"]*)"', text))
        assert faces <= {"+mj-lt", "+mj-ea", "+mj-cs", "+mn-lt", "+mn-ea", "+mn-cs", "Courier New"}, name
    scheme = parts["/ppt/theme/theme1.xml"].decode()
    assert '<a:accent1><a:srgbClr val="9A3324"/></a:accent1>' in scheme
    assert 'typeface="Source Serif Pro"' in scheme


def test_a_dark_theme_is_light_text_on_a_dark_ground(folder: Path) -> None:
    dark = replace(theme(), deck=replace(theme().deck, scheme=Scheme.DARK))
    made, _ = build(deck(folder), essay(folder), dark, Files(folder), MOMENT)
    assert made is not None
    assert check(made, essay(folder), dark) == ()
    parts = Written(made).parts
    assert b'<p:clrMap bg1="dk1" tx1="lt1"' in parts["/ppt/slideMasters/slideMaster1.xml"]
    assert b'<p:clrMap bg1="lt1" tx1="dk1"' in parts["/ppt/notesMasters/notesMaster1.xml"]  # notes are printed


def test_text_keeps_the_size_it_was_given(data: bytes) -> None:
    parts = Written(data).parts
    for name, text in parts.items():
        if name.startswith("/ppt/slides/slide"):
            assert b"normAutofit" not in text
            assert b"spAutoFit" not in text


def test_nothing_in_it_is_a_strangers(data: bytes) -> None:
    held = Presentation(io.BytesIO(data)).core_properties
    assert held.title == "What <we> keep & why"
    assert held.author == held.last_modified_by == "Ada Lovelace; Grace Hopper"
    assert held.subject == "A subtitle"
    assert held.keywords == "one, two"
    assert held.language == "en"
    assert held.created == held.modified == MOMENT.replace(tzinfo=None)
    everything = b"".join(Written(data).parts.values()).lower()
    for stranger in (b"steve canny", b"python-pptx", b"printersettings", b"thumbnail"):
        assert stranger not in everything


def test_the_zip_tells_its_content_and_its_date_alone(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
    assert infos[0].filename == "[Content_Types].xml"
    assert {info.date_time for info in infos} == {(2026, 11, 3, 9, 30, 12)}
    assert {(info.create_system, info.external_attr) for info in infos} == {(0, 0o644 << 16)}


def test_built_twice_it_is_the_same_bytes(data: bytes, folder: Path) -> None:
    again, _ = build(deck(folder), essay(folder), theme(), Files(folder), MOMENT)
    assert again == data


@pytest.mark.slow
def test_another_process_with_other_hashes_makes_the_same_bytes(data: bytes, folder: Path) -> None:
    code = (
        "import sys, hashlib; from pathlib import Path; from tests.deck.sample import *; "
        "from pipeline.deck import build; folder = Path(sys.argv[1]); "
        "made, _ = build(deck(folder), essay(folder), theme(), Files(folder), MOMENT); "
        "sys.stdout.buffer.write(made)"
    )
    python = ROOT / ".venv" / "bin" / "python"
    for seed in ("0", "4711"):
        env = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": "Pacific/Auckland"}
        run = subprocess.run([python, "-c", code, folder], capture_output=True, check=True, env=env)
        assert run.stdout == data


def test_slides_stand_in_the_essays_sections(data: bytes) -> None:
    text = Written(data).parts["/ppt/presentation.xml"].decode()
    named = re.findall(r'<p14:section name="([^"]*)"', text)
    assert named == ["Lead", "The body &amp; mind", "Figures", "Closing", "Appendix"]


def test_an_appendix_slide_and_a_title_slide_show_no_number(data: bytes) -> None:
    parts = Written(data).parts
    numbered = [n for n in range(1, 12) if b'type="slidenum"' in parts[f"/ppt/slides/slide{n}.xml"]]
    assert numbered == list(range(2, 11))


@pytest.mark.slow
@needs("soffice", "pdftotext")
def test_libreoffice_shows_every_slide(data: bytes, folder: Path) -> None:
    (folder / "shown.pptx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "shown.pptx"],
        capture_output=True,
        check=True,
    )
    shown = subprocess.run(["pdftotext", "-layout", folder / "shown.pdf", "-"], capture_output=True, check=True)
    pages = shown.stdout.decode().split("\f")
    assert len(pages) == 11 + 1
    assert "What <we> keep & why" in pages[0]
    assert "What we keep · Ada Lovelace" in pages[1]
    assert re.search(r"1\.\s+First of all.*2\.\s+Second", pages[1], re.DOTALL)
    assert re.search(r"\b4\b", pages[3])
