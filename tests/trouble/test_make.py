"""Through Make itself: what a person reads on the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.build.project import Project

pytestmark = pytest.mark.slow


def test_nothing_but_the_progress_and_the_table_is_said(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.essay("alpha")
    project.edit("content/alpha/essay.md", "outputs: [newsletter]", "outputs: [handout]")
    done = project.make("handout", HOME=str(tmp_path))
    assert done.code == 0
    assert done.err == ""
    assert project.built("alpha", "handout.pdf").exists()
