"""A theme's tokens: each is asked for, checked, and told of at its line with what it may be."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.files import Files
from pipeline.fonts import missing
from pipeline.look import Case, Foot, Ground, Ornament, Scheme, Stand, Tint, Weight
from pipeline.problems import Place, Problem
from pipeline.theme import CONTRAST, Theme, load
from tests.conftest import ROOT
from tests.fit.desk import THEMES, theme


def written(tmp_path: Path, *changes: tuple[str, str]) -> tuple[Theme | None, list[Problem], str]:
    """The editorial theme with ``changes`` to its text, what was said of it, and that text."""
    folder = tmp_path / "themes" / "own"
    folder.mkdir(parents=True)
    text = (ROOT / "themes" / "editorial" / "theme.yaml").read_text(encoding="utf-8")
    for before, after in changes:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    (folder / "theme.yaml").write_text(text, encoding="utf-8")
    found, problems = load(tmp_path / "themes", "own", Files(tmp_path), Place("essay.md"))
    return found, list(problems), text


@pytest.mark.parametrize("name", THEMES)
def test_a_shipped_theme_has_nothing_wrong(name: str) -> None:
    found, problems = load(ROOT / "themes", name, Files(ROOT), Place("essay.md"))
    assert problems == ()
    assert found is not None
    assert missing(found, Files(ROOT)) == ()


@pytest.mark.parametrize("name", THEMES)
def test_contrast_holds_in_both_palettes_on_every_ground(name: str) -> None:
    for palette in (theme(name).light, theme(name).dark):
        for ground in (palette.paper, palette.panel):
            assert all(color.contrast(ground) >= CONTRAST for color in (palette.ink, palette.muted, palette.accent))
        assert palette.paper.contrast(palette.accent) >= CONTRAST
    assert theme(name).light.paper.luminance > theme(name).light.ink.luminance
    assert theme(name).dark.paper.luminance < theme(name).dark.ink.luminance


@pytest.mark.parametrize(
    ("before", "after", "code", "hint"),
    [
        ("scheme: light ", "scheme: bright ", "wrong-type", "did you mean `light`?"),
        ("scheme: light ", "# scheme: light ", "theme-tokens", "one of light, dark"),
        ("{color: ink, weight: regular}", "{color: ink}", "theme-tokens", "one of regular, bold"),
        ("{color: ink, weight: regular}", "{color: inc, weight: bold}", "wrong-type", "did you mean `ink`?"),
        ("case: written}", "case: written, size: 4}", "unknown-key", "known here: color, case"),
        ("    stand: centre", "    stands: centre", "unknown-key", "did you mean `stand`?"),
        (
            "{ground: paper, ornament: tab} ",
            "{ground: accent, ornament: tab} ",
            "wrong-type",
            "for covers and dividers",
        ),
        ("cover: {ground: paper, ornament: edge}", "cover: grand", "wrong-type", None),
        ("    divider: {ground: panel, ornament: tab}\n", "", "theme-tokens", None),
        ('muted: "#5A6069"', 'muted: "#9A9EA5"', "theme-contrast", "darker or lighter"),
        ('paper: "#FFFFFF"', 'paper: "#101010"', "theme-tokens", "printed"),
        ('paper: "#16181C"', 'paper: "#FAFAFA"', "theme-tokens", "in the dark"),
    ],
)
def test_what_is_wrong_is_told_at_its_line(
    tmp_path: Path, before: str, after: str, code: str, hint: str | None
) -> None:
    found, problems, text = written(tmp_path, (before, after))
    assert found is None
    told = [p for p in problems if p.code == code]
    assert told, [str(p) for p in problems]
    assert all(p.place.path == "themes/own/theme.yaml" and p.place.line and p.place.column for p in problems)
    assert hint is None or any(hint in (p.hint or "") for p in told)
    if after and after.strip()[0] != "#":
        first = next(n for n, line in enumerate(text.splitlines(), 1) if after.splitlines()[0] in line)
        assert any(p.place.line == first for p in problems)


def test_a_missing_mapping_is_told_once(tmp_path: Path) -> None:
    _, problems, _ = written(tmp_path, ("    term: {color: accent, case: written}  ", "    # "))
    assert [(p.code, p.message) for p in problems] == [("theme-tokens", "the token `term` is missing")]


def test_the_words_of_every_token_are_told_in_the_editorial_theme() -> None:
    """Whoever makes a theme copies it: what a token may be stands there."""
    text = (ROOT / "themes" / "editorial" / "theme.yaml").read_text(encoding="utf-8")
    for kind in (Scheme, Tint, Weight, Case, Ground, Ornament, Stand, Foot):
        assert all(word in text for word in kind), kind


def test_a_theme_of_ones_own_is_a_copied_folder(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "themes" / "stage", tmp_path / "themes" / "mine")
    found, problems = load(tmp_path / "themes", "mine", Files(tmp_path), Place("essay.md"))
    assert problems == ()
    assert found is not None
    assert (found.id, found.deck) == ("mine", theme("stage").deck)
