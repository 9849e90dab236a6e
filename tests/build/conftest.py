"""The fixture of the build's tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.build.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A fresh project with two essays, ``alpha`` and ``beta``."""
    made = Project(tmp_path)
    made.essay("alpha")
    made.essay("beta")
    return made
