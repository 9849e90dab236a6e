"""One mistake in the front matter is one problem, whatever the later stages lack for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.commands.build import attempt
from pipeline.files import Files
from pipeline.meta import Output
from pipeline.outputs import Target


@pytest.mark.parametrize("output", list(Output))
@pytest.mark.parametrize(("title", "code"), [("subtitle: S", "missing-key"), ("title: [a]", "wrong-type")])
def test_a_title_that_is_none_is_told_once(output: Output, title: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "content" / "essay" / "essay.md"
    path.parent.mkdir(parents=True)
    path.write_text(f"---\n{title}\n---\n\n## Heading\n\nA sentence.\n", encoding="utf-8")
    outcome = attempt(Target(tmp_path / "build", "essay", output), path, Files(tmp_path)).settled()
    assert outcome.made is None
    assert [p.code for p in outcome.problems if p.severity == "error"] == [code]
