"""Embedded fonts: what is listed, what the parts hold, what may not be embedded, and that all validators agree."""

from __future__ import annotations

import io
import json
import random
import struct
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # carries no types
from fontTools.varLib.instancer import instantiateVariableFont  # type: ignore[import-untyped]  # carries no types
from lxml import etree

from pipeline.deck import build
from pipeline.deck.check import check
from pipeline.deck.eot import embedded, refusal
from pipeline.deck.written import Written
from pipeline.document import Essay
from pipeline.faces import ScriptFaces
from pipeline.files import Files
from pipeline.fit import fit
from pipeline.fonts import faces_in, script_path
from pipeline.openxml import every, name
from pipeline.problems import Problems
from pipeline.theme import Theme
from tests.conftest import needs
from tests.deck.sample import MOMENT, ROOT, essay
from tests.deck.test_package import SDK, audited
from tests.fit.desk import page, slide, theme
from tests.fonts import given as g

FONTS = ROOT / "themes" / "base" / "fonts"
BODY = "<p>Plain and <strong>bold</strong> and <code>code</code></p>"


def wanted(folder: Path, *, embed: bool = True) -> Essay:
    whole = essay(folder)
    return replace(whole, meta=replace(whole.meta, deck=replace(whole.meta.deck, embed_fonts=embed)))


def made(folder: Path, worn: Theme, body: str = BODY, *, embed: bool = True) -> tuple[bytes, Problems]:
    held = wanted(folder, embed=embed)
    fitted, problems = fit(page(slide("points", title="Claim", body=body)), held, worn, Files(folder))
    assert fitted is not None, problems
    data, problems = build(fitted, held, worn, Files(folder), MOMENT)
    assert data is not None
    return data, problems


def listed(data: bytes) -> dict[str, dict[str, bytes]]:
    """From family to its faces by style, as the presentation lists them."""
    written = Written(data)
    relations = written.relations(written.presentation)
    found: dict[str, dict[str, bytes]] = {}
    for one in every(written.root(written.presentation), "p:embeddedFontLst/p:embeddedFont"):
        family, *faces = one
        styles = {etree.QName(face).localname: relations[face.get(name("r:id"), "")].target for face in faces}
        found[family.get("typeface", "")] = {style: written.parts[part] for style, part in styles.items()}
    return found


def still(folder: Path, faces: ScriptFaces, file: str, weight: int, family: str) -> Path:
    """A static face of a variable one, as type foundries give them away, below ``folder``."""
    where = script_path(faces, "regular", Files(ROOT))
    assert where is not None
    font = instantiateVariableFont(TTFont(where), {"wght": weight}, inplace=True)
    for key, text in ((1, family), (2, "Bold" if weight == 700 else "Regular"), (4, family)):
        font["name"].setName(text, key, 3, 1, 0x409)
    path = folder / "content" / "fonts" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    font.save(path)
    return path


def test_nothing_is_embedded_unless_it_is_asked_for(tmp_path: Path) -> None:
    data, _ = made(tmp_path, theme(), embed=False)
    assert listed(data) == {}
    assert b"embedTrueTypeFonts" not in Written(data).parts["/ppt/presentation.xml"]


def test_the_faces_in_use_are_embedded_and_those_alone(tmp_path: Path) -> None:
    data, problems = made(tmp_path, theme())
    assert [p.code for p in problems] == []
    found = listed(data)
    assert {family: list(styles) for family, styles in found.items()} == {
        "Source Sans Pro": ["regular", "bold"],
        "Source Serif Pro": ["regular"],
        "Liberation Mono": ["regular"],
    }
    assert b'embedTrueTypeFonts="1" saveSubsetFonts="1"' in Written(data).parts["/ppt/presentation.xml"]


def test_a_part_is_the_font_after_a_header_that_repeats_its_tables(tmp_path: Path) -> None:
    data, _ = made(tmp_path, theme())
    part = listed(data)["Source Sans Pro"]["bold"]
    whole, length, version, flags = struct.unpack_from("<4I", part)
    assert (whole, version, flags) == (len(part), 0x00020001, 0)
    font = TTFont(io.BytesIO(part[-length:]))
    metrics = font["OS/2"]
    assert struct.unpack_from("<I2H", part, 28) == (metrics.usWeightClass, metrics.fsType, 0x504C)
    assert struct.unpack_from("<4I", part, 36) == (
        metrics.ulUnicodeRange1, metrics.ulUnicodeRange2, metrics.ulUnicodeRange3, metrics.ulUnicodeRange4,
    )  # fmt: skip
    assert struct.unpack_from("<I", part, 60) == (font["head"].checkSumAdjustment,)
    at, said = 80, []
    for _ in range(5):
        padding, size = struct.unpack_from("<2H", part, at)
        assert padding == 0
        said.append(part[at + 4 : at + 4 + size].decode("utf-16-le"))
        at += 4 + size
    assert at == len(part) - length
    assert said[:2] == ["Source Sans Pro", "Bold"]
    assert said[4] == ""


def test_a_given_face_is_embedded_too(tmp_path: Path) -> None:
    for weight, file in ((400, "A-Regular.ttf"), (700, "A-Bold.ttf")):
        still(tmp_path, g.ARABIC, file, weight, "Still Arabic")
    given = g.faces("Arab", "Still Arabic", "fonts/A-Regular.ttf", None, bold="fonts/A-Bold.ttf")
    data, problems = made(tmp_path, theme().worn((given,), "en"), "<p>One says <strong>سلام</strong></p>")
    assert [p.code for p in problems] == []
    assert list(listed(data)["Still Arabic"]) == ["regular", "bold"]


def test_what_may_or_can_not_be_embedded_is_told_and_left_out(tmp_path: Path) -> None:
    worn = theme().worn((g.JAPANESE, g.ARABIC), "en")
    data, problems = made(tmp_path, worn, "<p>歩く سلام</p>")
    assert [(p.code, p.place, p.severity.value) for p in problems] == [("font-embedding", g.PLACE, "warning")] * 2
    assert ".otf" in problems[0].message
    assert "variable" in problems[1].message
    assert "Noto Sans JP" not in listed(data)


@pytest.mark.parametrize(
    ("rights", "allowed"), [(0, True), (2, False), (4, False), (8, True), (6, False), (12, True), (0x200, False)]
)
def test_a_licence_is_heeded(rights: int, tmp_path: Path, *, allowed: bool) -> None:
    font = TTFont(FONTS / "LiberationSans-Regular.ttf")
    font["OS/2"].fsType = rights
    font.save(tmp_path / "X.ttf")
    (face,) = faces_in(tmp_path / "X.ttf")
    assert (refusal(face) is None) == allowed
    if allowed:
        assert struct.unpack_from("<H", embedded(face), 32) == (rights,)


def test_a_large_addition_is_told(tmp_path: Path) -> None:
    """Stuffed with a table of noise, as a face with many glyphs would be."""
    path = still(tmp_path, g.ARABIC, "Large.ttf", 400, "Large Arabic")
    font = TTFont(path)
    table = font["name"]
    font["noiz"] = noise = type(table)("noiz")
    noise.compile = lambda _: random.Random(1).randbytes(3 << 19)
    font.save(path)
    given = g.faces("Arab", "Large Arabic", "fonts/Large.ttf", None)
    _, problems = made(tmp_path, theme().worn((given,), "en"), "<p>سلام</p>")
    assert [(p.code, p.severity.value) for p in problems] == [("deck-fonts-size", "hint")]
    assert "MB larger" in problems[0].message


@needs(str(SDK))
def test_all_validators_report_nothing(tmp_path: Path) -> None:
    still(tmp_path, g.ARABIC, "A.ttf", 400, "Still Arabic")
    worn = theme().worn((g.faces("Arab", "Still Arabic", "fonts/A.ttf", None), g.JAPANESE), "en")
    data, _ = made(tmp_path, worn, f"{BODY}<p>سلام 歩く 🎉</p>")
    assert audited(data, tmp_path) == []
    (tmp_path / "ours.pptx").write_bytes(data)
    run = subprocess.run([SDK, tmp_path / "ours.pptx"], capture_output=True, text=True, check=False)
    assert json.loads(run.stdout)["errors"] == []
    assert check(data, wanted(tmp_path), worn) == ()


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("ppt/presentation.xml", b' embedTrueTypeFonts="1"', b""),
        ("ppt/presentation.xml", b'typeface="Liberation Mono"', b'typeface="Source Sans Pro"'),
        ("ppt/_rels/presentation.xml.rels", b"relationships/font", b"relationships/image"),
        ("[Content_Types].xml", b"application/x-fontdata", b"application/x-font-ttf"),
        ("ppt/fonts/font1.fntdata", b"LP", b"LQ"),
    ],
)
def test_a_fault_in_what_is_embedded_is_found(part: str, old: bytes, new: bytes, tmp_path: Path) -> None:
    data, _ = made(tmp_path, theme())
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as there, zipfile.ZipFile(stream, "w") as changed:
        for info in there.infolist():
            held = there.read(info)
            changed.writestr(info, held.replace(old, new, 1) if info.filename == part else held)
            assert info.filename != part or old in held
    assert "deck-package" in {p.code for p in check(stream.getvalue(), wanted(tmp_path), theme())}


def test_embedded_twice_it_is_the_same_bytes(tmp_path: Path) -> None:
    assert made(tmp_path, theme())[0] == made(tmp_path, theme())[0]


@pytest.mark.slow
@needs("soffice", "pdftotext")
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    data, _ = made(tmp_path, theme())
    (tmp_path / "deck.pptx").write_bytes(data)
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", tmp_path, tmp_path / "deck.pptx"], capture_output=True, check=True)
    shown = subprocess.run(["pdftotext", tmp_path / "deck.pdf", "-"], capture_output=True, text=True, check=True)
    assert "Plain and bold and code" in " ".join(shown.stdout.split())
