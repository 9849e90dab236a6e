"""Faces for scripts: what may be written, what is wrong with it, and where it is told."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.faces import ScriptFaces
from pipeline.files import Files
from pipeline.fonts import fontconfig, missing, path
from pipeline.fonts.sfnt import face_called, faces_in
from pipeline.problems import Place
from pipeline.theme import Theme, load
from tests.conftest import needs
from tests.fit.desk import ROOT, theme
from tests.fonts import given as g


def worn(*faces: ScriptFaces) -> Theme:
    return theme().worn(faces, "en")


def test_faces_by_package_are_found_and_noted() -> None:
    files = Files(ROOT)
    assert missing(g.worn(), files) == ()
    assert {"NotoSansJP-Regular.otf", "NotoSansArabic[wght].ttf"} <= {where.name for where in files.read}


@pytest.mark.parametrize("family", ["serif", "sans", "mono"])
@pytest.mark.parametrize("style", ["regular", "bold"])
def test_a_face_says_what_it_can_and_how_wide_it_is(family: str, style: str) -> None:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # carries no types; WeasyPrint reads faces by it

    where = path(theme().families[family].faces, style, theme())
    assert where is not None
    (face,) = faces_in(where)
    other = TTFont(where)
    listed = other["GSUB"].table.FeatureList.FeatureRecord if "GSUB" in other else ()
    assert face.features == {record.FeatureTag for record in listed}
    text = "Süßes – “Żółw” 0123"
    widths = [other["hmtx"][other.getBestCmap()[ord(c)]][0] for c in text]
    assert face.advance(text) == pytest.approx(sum(widths) / other["head"].unitsPerEm)
    assert face.advance("x\U0010fffd") == face.advance("x")


def test_faces_by_path_lie_beside_the_file_that_names_them(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "fonts"
    folder.mkdir(parents=True)
    files = Files(tmp_path)
    given = g.faces("Mono", "Liberation Sans", "fonts/Own.ttf", None)
    (problem,) = missing(worn(given), files)
    assert (problem.code, problem.place) == ("font-missing", g.PLACE)
    assert str(folder / "Own.ttf") in (problem.hint or "")
    shutil.copy(ROOT / "themes" / "base" / "fonts" / "LiberationSans-Regular.ttf", folder / "Own.ttf")
    assert missing(worn(given), files) == ()
    (problem,) = missing(worn(replace(given, family="Liberation")), files)
    assert problem.code == "font-family"
    assert "write `family: Liberation Sans`" in (problem.hint or "")


@pytest.mark.parametrize(
    ("given", "code", "hint"),
    [
        (g.faces("Arab", "X", "X.ttf", "no_such_package"), "font-missing", "pip install no_such_package"),
        (g.faces("Arab", "X", "X.ttf"), "font-missing", "look for its name"),
        (g.faces("Arab", "X", "../X.ttf"), "file-outside", "must not lead out"),
        (g.faces("Arab", "X", "../../etc/X.ttf", None), "file-outside", "must not lead out"),
        (g.faces("Arab", "X", "fonts/LICENSE-Liberation.txt", None, folder="themes/base"), "font-unreadable", ".ttf"),
        (g.faces("Arab", "X", "__init__.py", "pipeline"), "font-unreadable", ".ttf"),
    ],
)
def test_what_is_wrong_with_a_face_is_told_where_it_was_named(given: ScriptFaces, code: str, hint: str) -> None:
    (problem,) = missing(worn(given), Files(ROOT))
    assert (problem.code, problem.place) == (code, g.PLACE)
    assert hint in (problem.hint or "")


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "Leads.ttf").symlink_to(ROOT / "themes" / "base" / "fonts" / "LiberationSans-Regular.ttf")
    (problem,) = missing(worn(g.faces("Arab", "Liberation Sans", "Leads.ttf", None)), Files(tmp_path))
    assert problem.code == "file-outside"


@pytest.mark.parametrize("data", [b"", b"OTTO", b"\0\1\0\0\xff\xff", b"ttcf\0\0\0\0\xff\xff\xff\xff", b"\0\1\0\0" * 99])
def test_broken_fonts_are_no_fonts(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "X.ttf").write_bytes(data)
    (problem,) = missing(worn(g.faces("Arab", "X", "X.ttf", None)), Files(tmp_path))
    assert problem.code == "font-unreadable"


def test_a_face_of_a_collection_is_found_by_its_family(tmp_path: Path) -> None:
    """Two faces in one file (OpenType 1.9, "Font Collections"), as CJK families are often given away."""
    fonts = ROOT / "themes" / "base" / "fonts"
    parts = [(fonts / name).read_bytes() for name in ("LiberationSans-Regular.ttf", "LiberationMono-Regular.ttf")]
    head = b"ttcf\0\1\0\0" + len(parts).to_bytes(4)
    offsets, at = [], 12 + 4 * len(parts)
    bodies = []
    for part in parts:
        count = int.from_bytes(part[4:6])
        rows = bytearray(part[: 12 + 16 * count])
        for row in range(12, len(rows), 16):
            rows[row + 8 : row + 12] = (int.from_bytes(rows[row + 8 : row + 12]) + at).to_bytes(4)
        offsets.append(at.to_bytes(4))
        bodies.append(bytes(rows) + part[len(rows) :])
        at += len(part)
    path = tmp_path / "Both.ttc"
    path.write_bytes(head + b"".join(offsets) + b"".join(bodies))
    assert [face.families[0] for face in faces_in(path)] == ["Liberation Sans", "Liberation Mono"]
    found = face_called(path, "Liberation Mono")
    assert found is not None
    assert found.index == 1


def test_styles_without_a_file_take_the_nearest() -> None:
    given = g.faces("Arab", "X", "R.ttf", bold="B.ttf")
    assert given.file("bold-italic") == ("B.ttf", "bold")
    assert given.file("italic") == ("R.ttf", "regular")
    assert given.named() == ("regular", "bold")


@pytest.mark.slow
@needs("fc-list")
def test_fontconfig_shows_the_given_faces_too(tmp_path: Path) -> None:
    config = fontconfig(g.worn(), Files(ROOT), tmp_path)
    env = {**os.environ, "FONTCONFIG_FILE": str(config)}
    shown = subprocess.run(["fc-list", ":", "family"], env=env, capture_output=True, text=True, check=True).stdout
    assert {"Noto Sans JP", "Noto Sans Arabic", "Noto Emoji"} <= {line.split(",")[0] for line in shown.splitlines()}
    assert "Bengali" not in shown


THEME = (ROOT / "themes" / "editorial" / "theme.yaml").read_text(encoding="utf-8")


def loaded(scripts: str, folder: Path) -> tuple[Theme | None, list[tuple[str, int | None]]]:
    """The editorial theme with ``scripts`` under its fonts, from a folder of its own."""
    (folder / "own").mkdir()
    (folder / "own" / "theme.yaml").write_text(THEME.replace("fonts:\n", f"fonts:\n  scripts:{scripts}\n", 1))
    found, problems = load(folder, "own", Files(folder), Place("essay.md"))
    first = THEME[: THEME.index("fonts:\n")].count("\n") + 1
    return found, [(p.code, p.place.line and p.place.line - first) for p in problems]


def test_a_theme_may_carry_faces_for_scripts(tmp_path: Path) -> None:
    given = "\n    Kore: {family: Noto Sans KR, faces: {regular: KR-Regular.otf, bold: KR-Bold.otf}}"
    found, problems = loaded(given, tmp_path)
    assert problems == []
    assert found is not None
    korean = found.scripts["Hang"]
    assert (korean.family, korean.bold, korean.folder) == ("Noto Sans KR", "KR-Bold.otf", tmp_path / "own" / "fonts")
    missed = missing(found, Files(ROOT))[-2:]
    assert [(p.code, p.place) for p in missed] == [("font-missing", korean.place)] * 2
    assert (korean.place.path, korean.place.column) == ("own/theme.yaml", 5)


@pytest.mark.parametrize(
    ("scripts", "code", "line"),
    [
        (" yes", "wrong-type", 1),
        ("\n    Korean: {family: A, faces: {regular: A.ttf}}", "font-script", 2),
        ("\n    Hang: {faces: {regular: A.ttf}}", "wrong-type", 2),
        ("\n    Hang: {family: A}", "wrong-type", 2),
        ("\n    Hang: {family: A, faces: {regular: ../A.woff}}", "wrong-type", 2),
        ("\n    Hang: {family: A, faces: {regular: A.ttf}, size: 3}", "unknown-key", 2),
    ],
)
def test_what_a_theme_gets_wrong_is_told_at_its_line(scripts: str, code: str, line: int, tmp_path: Path) -> None:
    found, problems = loaded(scripts, tmp_path)
    assert found is None
    assert problems == [(code, line)]


def test_an_essays_face_beats_the_themes() -> None:
    mine = replace(g.ARABIC, family="Mine")
    whole = theme().worn((g.ARABIC, g.HEBREW), "en")
    assert whole.worn((mine,), "he").scripts == {"Hebr": g.HEBREW, "Arab": mine}
    assert list(whole.worn((mine,), "he").scripts) == ["Hebr", "Arab"]
