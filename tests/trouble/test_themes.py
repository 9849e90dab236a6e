"""Themes are untrusted: what is wrong in one is a problem at its line, and none runs for ever."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import compose
from pipeline.commands import stages
from pipeline.commands.build import make
from pipeline.compose import Templates
from pipeline.files import Files, NotUtf8Error
from pipeline.outputs import Product, Target
from pipeline.problems import Place, Problems
from pipeline.theme import Theme, load
from tests.conftest import ROOT


@pytest.fixture
def own(tmp_path: Path) -> Theme:
    """The shipped theme, with an empty folder of its own."""
    theme, _ = load(ROOT / "themes", "editorial", Files(ROOT), Place("theme"))
    assert theme
    return replace(theme, folder=tmp_path)


def rendered(own: Theme, source: bytes) -> tuple[str | None, Problems]:
    """A template with ``source`` in that theme."""
    (own.folder / "a.j2").write_bytes(source)
    return Templates(own, Files(own.folder)).render("a.j2", {"words": ("a", "b")})


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (b"\n{% for i in range(10**9) %}{% endfor %}", "Range too big"),
        (b"\n{{ 'x' * 10**9 }}", "too long"),
        (b"\n{{ 10**9 * 'x' }}", "too long"),
        (b"\n{{ ('x' * 1000) * 100000 }}", "too long"),
        (b"\n{{ 9**9**9 }}", "too large"),
        (b"\n{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "RecursionError"),
        (b"\n{% include 'a.j2' %}", "RecursionError"),
        (b"\n{{ words.__class__ }}", "SecurityError"),
        (b"\n{{ words.nothing }}", "UndefinedError"),
        (b"\n{{ words() }}", "TypeError"),
    ],
)
def test_a_template_that_goes_wrong_is_a_problem_at_its_line(source: bytes, said: str, own: Theme) -> None:
    text, problems = rendered(own, source)
    assert text is None
    (problem,) = problems
    assert (problem.code, problem.place.path, problem.place.line) == ("template-error", "a.j2", 2)
    assert said in problem.message


def test_a_template_that_loops_is_ended(own: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compose, "LONGEST", 0.3)
    begun = time.perf_counter()
    loop = b"{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    text, problems = rendered(own, b"\n" + loop)
    assert text is None
    assert [(p.code, p.place.line) for p in problems] == [("template-error", 2)]
    assert "loop without end" in problems[0].message
    assert time.perf_counter() - begun < 5


def test_arithmetic_still_works(own: Theme) -> None:
    assert rendered(own, b"{{ 2 * 3 }} {{ 2 ** 10 }} {{ 'ab' * 3 }} {{ 0.5 * 4 }}") == ("6 1024 ababab 2.0", ())


def test_a_template_that_is_no_utf8_is_a_problem(own: Theme) -> None:
    text, problems = rendered(own, b"a\xff")
    assert text is None
    assert [p.code for p in problems] == ["template-error"]


def test_a_stylesheet_that_is_no_utf8_is_a_problem(own: Theme) -> None:
    (own.folder / "a.css").write_bytes(b"p { color: red }\n/* \xff */\n")
    with pytest.raises(NotUtf8Error, match=r"a\.css:2 is not UTF-8"):
        Templates(own, Files(own.folder)).style("a.css")


@pytest.mark.parametrize("output", list(Product))
def test_a_theme_that_cannot_be_read_is_a_problem(
    output: Product, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    themes = tmp_path / "themes"
    shutil.copytree(ROOT / "themes", themes)
    monkeypatch.setattr(stages, "THEMES", themes)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("THEME", "editorial")
    path = tmp_path / "content" / "essay" / "essay.md"
    path.parent.mkdir(parents=True)
    path.write_text("---\ntitle: T\n---\n\nText.\n", encoding="utf-8")
    target = Target(tmp_path / "build", "essay", output)
    token = themes / "editorial" / "theme.yaml"
    whole = token.read_bytes()
    token.write_bytes(whole + b"\n# \xff\n")
    outcome, _ = make(target, path, 0)
    assert [str(p).split("[")[0] for p in outcome.problems] == [
        f"themes/editorial/theme.yaml:{whole.count(10) + 2}: error"
    ]
    assert outcome.problems[0].code == "not-utf-8"
    token.unlink()
    token.mkdir()
    outcome, _ = make(target, path, 0)
    assert [(p.code, p.place.path) for p in outcome.problems] == [("file-unreadable", "themes/editorial/theme.yaml")]
    assert not target.traceback.exists()
