"""The fixtures of the sending's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.sending.desktop import Desktop
from tests.sending.made import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Makes desks in a folder of the test's own, and closes them."""
    made: list[Desk] = []

    def make(count: int = 0, data: bytes | None = None) -> Desk:
        made.append(Desk(tmp_path / "mail", count, data))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def desktop(tmp_path: Path) -> Desktop:
    """A project as a person has it, with an essay, a list and a publication."""
    return Desktop(tmp_path / "project")
