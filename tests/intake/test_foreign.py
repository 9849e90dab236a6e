"""Jekyll, Hugo and Quarto in: their essays as goldens, and what could not be carried over."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from pipeline.files import Files
from pipeline.intake import new, run
from pipeline.problems import failed
from pipeline.source import read

SOURCES = Path(__file__).resolve().parent / "foreign"


@pytest.mark.parametrize("name", ["2024-05-01-jekyll.md", "hugo.md", "quarto.qmd", "plain.md", "zola.md", "people.md"])
def test_an_essay_of_another_tool(name: str, tmp_path: Path, golden: Callable[[Path, str], None]) -> None:
    shutil.copy(SOURCES / name, tmp_path / name)
    (tmp_path / "img").mkdir()
    Image.new("RGB", (4, 3)).save(tmp_path / "img" / "a b.png")
    Image.new("RGB", (4, 3)).save(tmp_path / "chart.jpg")
    (tmp_path / "out.png").symlink_to("/etc/hostname")
    path, problems = run(Path(name), None, Path("content"), Files(tmp_path))
    assert path is not None
    assert not failed(problems)
    folder = (tmp_path / path).parent
    listing = sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())
    golden(SOURCES / "expected" / f"{name}.essay.md", (tmp_path / path).read_text(encoding="utf-8"))
    told = "".join(f"{line}\n" for line in (*listing, *problems))
    golden(SOURCES / "expected" / f"{name}.problems.txt", told)
    again, found = read(path, Files(tmp_path))
    assert again is not None
    assert not failed(found)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("---\ntitle: T\n", "front-matter-not-closed", 1),
        ('+++\ntitle = "T"\n', "front-matter-not-closed", 1),
        ("---\n- a\n---\n", "front-matter-no-mapping", 2),
        ("---\ntitle: a: b\n---\n", "yaml-syntax", 2),
        ('+++\ntitle = "T"\nx = \n+++\n', "toml-syntax", 3),
    ],
)
def test_broken_front_matter_is_told(text: str, code: str, line: int, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    path, problems = run(Path("a.md"), None, Path("content"), Files(tmp_path))
    assert path is None
    assert [(p.code, p.place.line) for p in problems] == [(code, line)]


def test_the_last_line_comes_along_where_nothing_ends_it(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: T\n---\n\nFirst.\n\nLast.", encoding="utf-8")
    path, _ = run(Path("a.md"), None, Path("content"), Files(tmp_path))
    assert path is not None
    assert (tmp_path / path).read_text(encoding="utf-8") == "---\ntitle: T\n---\n\nFirst.\n\nLast.\n"


def test_the_bibliography_comes_along(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "refs.bib").write_text("@book{a, title={A}, author={B, C}, year=2001}\n", encoding="utf-8")
    (tmp_path / "a.qmd").write_text(
        "---\ntitle: T\nbibliography: lists/refs.bib\n---\n\nAs @a says.\n", encoding="utf-8"
    )
    path, problems = run(Path("a.qmd"), None, Path("content"), Files(tmp_path))
    assert path is not None
    assert [p.code for p in problems] == []
    assert "bibliography: refs.bib" in (tmp_path / path).read_text(encoding="utf-8")
    assert (tmp_path / path).with_name("refs.bib").is_file()


def test_pictures_are_not_laid_over_others(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# T\n\n![A](a.png)\n", encoding="utf-8")
    Image.new("RGB", (4, 3)).save(tmp_path / "a.png")
    folder = tmp_path / "content" / "t"
    folder.mkdir(parents=True)
    (folder / "a.png").write_text("mine", encoding="utf-8")
    path, problems = run(Path("a.md"), None, Path("content"), Files(tmp_path))
    assert path is None
    assert [p.code for p in problems] == ["file-exists"]
    (folder / "a.png").unlink()
    (folder / "other.png").write_text("mine", encoding="utf-8")
    path, problems = run(Path("a.md"), None, Path("content"), Files(tmp_path))
    assert path is not None
    assert sorted(p.name for p in folder.iterdir()) == ["a.png", "essay.md", "other.png"]
    assert not [p for p in (tmp_path / "content").iterdir() if p != folder]


def test_a_new_essay_reads_without_a_word(tmp_path: Path) -> None:
    path, problems = new("Über alles", Path("content"), Files(tmp_path))
    assert path == Path("content/ueber-alles/essay.md")
    assert not problems
    essay, problems = read(path, Files(tmp_path))
    assert essay is not None
    assert not problems
    assert essay.meta.title == "Über alles"
    again, problems = new("Über alles", Path("content"), Files(tmp_path))
    assert again is None
    assert [p.code for p in problems] == ["essay-exists"]


def test_a_new_essay_needs_a_title(tmp_path: Path) -> None:
    path, problems = new("  ", Path("content"), Files(tmp_path))
    assert path is None
    assert [p.code for p in problems] == ["title-missing"]
