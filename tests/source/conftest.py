"""A reader for texts made on the spot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.document import Essay
from pipeline.files import Files
from pipeline.problems import Problems
from pipeline.source import read

Reads = Callable[..., tuple[Essay | None, Problems]]


@pytest.fixture
def reads(tmp_path: Path) -> Reads:
    """Reads ``body`` below a front matter, or ``whole`` as the file; ``folder`` names the essay's."""

    def read_it(
        body: str = "", *, whole: str | bytes | None = None, matter: str = "title: T", folder: str = "essay"
    ) -> tuple[Essay | None, Problems]:
        path = tmp_path / "content" / folder / "essay.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = f"---\n{matter}\n---\n{body}" if whole is None else whole
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read(path.relative_to(tmp_path), Files(tmp_path))

    return read_it
