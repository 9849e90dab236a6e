"""One mistake in the front matter is one problem, whatever the later stages lack for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.commands.build import attempt
from pipeline.files import Files
from pipeline.outputs import Product, Target
from pipeline.source import read


@pytest.mark.parametrize("output", list(Product))
@pytest.mark.parametrize(("title", "code"), [("subtitle: S", "missing-key"), ("title: [a]", "wrong-type")])
def test_a_title_that_is_none_is_told_once(output: Product, title: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "content" / "essay" / "essay.md"
    path.parent.mkdir(parents=True)
    path.write_text(f"---\n{title}\n---\n\n## Heading\n\nA sentence.\n", encoding="utf-8")
    outcome = attempt(Target(tmp_path / "build", "essay", output), path, Files(tmp_path)).settled()
    assert outcome.made is None
    assert [p.code for p in outcome.problems if p.severity == "error"] == [code]


def test_a_mistyped_key_of_the_publication_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "content" / "essay" / "essay.md"
    path.parent.mkdir(parents=True)
    path.write_text("---\ntitle: T\n---\n\nText.\n", encoding="utf-8")
    (path.parent.parent / "publication.yaml").write_text("nmae: x\n", encoding="utf-8")
    _, problems = read(path, Files(tmp_path))
    assert [(p.code, p.place.path, p.place.line) for p in problems] == [
        ("unknown-key", "content/publication.yaml", 1),
    ]
    assert problems[0].hint == "did you mean `name`?"


def test_a_cover_that_the_publication_names_is_told_there(tmp_path: Path) -> None:
    path = tmp_path / "content" / "essay" / "essay.md"
    path.parent.mkdir(parents=True)
    path.write_text("---\ntitle: T\n---\n\nText.\n", encoding="utf-8")
    (path.parent.parent / "publication.yaml").write_text("name: P\n\ncover:\n  path: gone.png\n", encoding="utf-8")
    _, problems = read(path, Files(tmp_path))
    assert [(p.code, str(p.place)) for p in problems] == [
        ("unknown-key", "content/publication.yaml:3:1"),
        ("alt-missing", "content/publication.yaml:4:3"),
        ("figure-missing", "content/publication.yaml:4:3"),
    ]
