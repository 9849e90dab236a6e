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
from pipeline.fonts import fontconfig, missing
from pipeline.fonts.sfnt import face_called, faces_in
from pipeline.theme import Theme
from tests.conftest import needs
from tests.fit.desk import ROOT, theme
from tests.fonts import given as g


def worn(*faces: ScriptFaces) -> Theme:
    return theme().worn(faces, "en")


def test_faces_by_package_are_found_and_noted() -> None:
    files = Files(ROOT)
    assert missing(g.worn(), files) == ()
    assert {"NotoSansJP-Regular.otf", "NotoSansArabic[wght].ttf"} <= {where.name for where in files.read}


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
