"""No test lies where pytest does not look."""

from __future__ import annotations

from fnmatch import fnmatch

import pytest

from tests.conftest import ROOT


def test_every_folder_of_tests_is_looked_into(request: pytest.FixtureRequest) -> None:
    """pytest passes over folders by name (``norecursedirs``): by default ``build``, where ours once lay unseen."""
    passed_over = request.config.getini("norecursedirs")
    tests = ROOT / "tests"
    found = [path.relative_to(tests) for path in tests.rglob("test_*.py") if "node_modules" not in path.parts]
    hidden = [path for path in found if any(fnmatch(part, given) for part in path.parts for given in passed_over)]
    assert len(found) > 100
    assert hidden == []
