from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import compose
from pipeline.compose import Templates
from pipeline.files import Files
from pipeline.problems import Place
from pipeline.theme import load
from tests.conftest import ROOT


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for compiled templates."""
    cache = tmp_path / "code" / "__pycache__"
    cache.mkdir(parents=True)
    monkeypatch.setattr(compose, "__file__", str(tmp_path / "code" / "compose.py"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return cache


def render(tmp_path: Path, source: str) -> str | None:
    """A template of a theme of its own, rendered as a new process would."""
    theme, _ = load(ROOT / "themes", "editorial", Files(ROOT), Place("theme"))
    assert theme is not None
    (tmp_path / "own").mkdir(exist_ok=True)
    (tmp_path / "own" / "a.j2").write_text(source, encoding="utf-8")
    templates = Templates(replace(theme, folder=tmp_path / "own"), Files(tmp_path))
    made, _ = templates.render("a.j2", {"x": "<"})
    return made


def test_a_compiled_template_is_kept_and_gives_way_to_a_changed_one(tmp_path: Path, folder: Path) -> None:
    assert render(tmp_path, "one {{ x }}") == "one &lt;"
    assert len(list(folder.glob("*.j2c"))) == 1
    assert render(tmp_path, "one {{ x }}") == "one &lt;"
    assert render(tmp_path, "two {{ x }}") == "two &lt;"
    assert len(list(folder.glob("*.j2c"))) == 1


def test_a_broken_one_is_made_anew(tmp_path: Path, folder: Path) -> None:
    render(tmp_path, "one {{ x }}")
    (kept,) = folder.glob("*.j2c")
    for data in (b"", b"garbage", kept.read_bytes()[:-20]):
        kept.write_bytes(data)
        assert render(tmp_path, "one {{ x }}") == "one &lt;"


def test_from_the_cache_it_is_as_closed_as_before(tmp_path: Path, folder: Path) -> None:
    for _ in range(2):
        assert render(tmp_path, "{{ x.__class__.__mro__ }}") is None


def test_where_nothing_may_be_written_it_is_compiled_each_time(tmp_path: Path, folder: Path) -> None:
    folder.rmdir()
    assert render(tmp_path, "one {{ x }}") == "one &lt;"
    folder.write_text("a file, not a folder")
    assert render(tmp_path, "one {{ x }}") == "one &lt;"
