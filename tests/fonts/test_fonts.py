"""Fonts come from where the theme says and from nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.files import Files
from pipeline.fonts import Measure, Style, fontconfig, missing, path
from pipeline.theme import Theme
from tests.conftest import needs
from tests.fit.desk import ROOT, theme


def broken_theme(**changes: str) -> Theme:
    whole = theme()
    sans = whole.families["sans"]
    faces = replace(sans.faces, **changes)
    return replace(whole, families={**whole.families, "sans": replace(sans, faces=faces)})


def test_every_face_is_found_and_noted() -> None:
    files = Files(ROOT)
    assert missing(theme(), files) == ()
    names = {where.name for where in files.read}
    assert {"SourceSerifPro-BoldIt.ttf", "Caladea-Italic.ttf", "LiberationSans-Bold.ttf"} <= names


@pytest.mark.parametrize("package", ["no_such_package_here", "os.path", "..", "xml.sax"])
def test_a_package_that_is_not_there_is_a_problem_and_is_not_imported(package: str) -> None:
    sys.modules.pop("xml.sax", None)
    problems = missing(broken_theme(package=package), Files(ROOT))
    assert {p.code for p in problems} == {"font-missing"}
    assert len(problems) == 4
    assert "xml.sax" not in sys.modules


def test_a_face_that_is_not_there_is_a_problem_with_its_name() -> None:
    files = Files(ROOT)
    (problem,) = missing(broken_theme(regular="Nothing.ttf"), files)
    assert "Nothing.ttf" in problem.message
    assert any(where.name == "Nothing.ttf" for where in files.absent)


def test_fonts_of_a_theme_do_not_come_from_outside_its_folder(tmp_path: Path) -> None:
    outside = tmp_path / "outside.ttf"
    outside.write_bytes(b"")
    folder = tmp_path / "themes" / "own" / "fonts"
    folder.mkdir(parents=True)
    (folder / "Leads.ttf").symlink_to(outside)
    whole = replace(theme(), base=tmp_path / "themes" / "base")
    mono = replace(theme().families["mono"].faces, theme="own", regular="Leads.ttf", bold="../../../outside.ttf")
    assert path(mono, "regular", whole) is None
    assert path(mono, "bold", whole) is None


@pytest.mark.slow
@needs("fc-list")
def test_fontconfig_shows_the_theme_and_nothing_else(tmp_path: Path) -> None:
    config = fontconfig(theme(), Files(ROOT), tmp_path)
    again = fontconfig(theme(), Files(ROOT), tmp_path)
    assert again == config
    env = {**os.environ, "FONTCONFIG_FILE": str(config)}
    shown = subprocess.run(["fc-list", ":", "file", "family"], env=env, capture_output=True, text=True, check=True)
    families = {line.split(": ")[1].split(",")[0] for line in shown.stdout.splitlines()}
    assert families == {"Source Serif Pro", "Source Sans Pro", "Caladea", "Liberation Sans", "Liberation Mono"}
    assert "Semibold" not in shown.stdout
    match = subprocess.run(["fc-match", "serif"], env=env, capture_output=True, text=True, check=True)
    assert "Source Serif Pro" in match.stdout


def test_widths_are_those_of_the_wider_face() -> None:
    measure = Measure(theme(), Files(ROOT))
    assert measure.width("mmmm", Style("mono")) == pytest.approx(2.4, abs=0.01)
    assert measure.width("wide", Style("sans", bold=True)) > measure.width("wide", Style("sans"))
    assert measure.width("AVATAR", Style("sans")) >= 3.9  # Arial's, unkerned: A V A T A R of 667 667 667 611 667 722
    assert measure.unknown == {}


def test_what_has_no_glyph_is_measured_with_reserve_and_named() -> None:
    measure = Measure(theme(), Files(ROOT))
    assert measure.width("日本", Style("sans")) == pytest.approx(2.0)
    assert measure.width("🎉", Style("sans")) == pytest.approx(1.4)
    assert measure.unknown == {"Hani": "日", "Zsye": "🎉"}
