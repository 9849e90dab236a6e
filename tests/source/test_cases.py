"""Essays under tests/cases, with the dump and the problems that are expected of each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.files import Files
from pipeline.source import dump_essay, read
from tests.conftest import ROOT

CASES = sorted((ROOT / "tests" / "cases").glob("source-*"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_reads_as_expected(case: Path, golden: Callable[[Path, str], None]) -> None:
    essay, problems = read(case / "essay.md", Files(ROOT))
    assert essay is not None
    golden(case / "expected" / "essay.txt", dump_essay(essay))
    golden(case / "expected" / "problems.txt", "".join(f"{problem}\n" for problem in problems))
