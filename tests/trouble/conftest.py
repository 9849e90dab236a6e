"""Any essay at all, taken through every stage of an output in this process; nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.commands.build import attempt
from pipeline.commands.stages import Made
from pipeline.files import Files
from pipeline.outputs import Product, Target
from pipeline.problems import Problems, Severity

FRONT = "---\ntitle: A title\ndate: 2026-01-02\nauthors:\n  - name: Ada Example\n{}---\n\n"


@dataclass(frozen=True, slots=True)
class Come:
    """What one output came to."""

    made: Made | None
    problems: Problems

    @property
    def told(self) -> list[str]:
        """The problems that are no hints, as ``code:line``."""
        return [f"{p.code}:{p.place.line}" for p in self.problems if p.severity is not Severity.HINT]

    @property
    def wrong(self) -> list[str]:
        """The errors, as ``code:line``."""
        return [f"{p.code}:{p.place.line}" for p in self.problems if p.severity is Severity.ERROR]


Builds = Callable[..., Come]


@pytest.fixture
def builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Builds:
    """Builds ``output`` of an essay with ``body``, its front matter followed by ``matter``, beside ``files``."""
    for name in ("THEME", "STRICT", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)

    def build(output: Product, body: str, matter: str = "", files: Mapping[str, bytes] | None = None) -> Come:
        path = tmp_path / "content" / "essay" / "essay.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FRONT.format(matter) + body, encoding="utf-8", newline="")
        for name, data in (files or {}).items():
            (path.parent / name).write_bytes(data)
        target = Target(tmp_path / "build", "essay", output)
        outcome = attempt(target, path, Files(tmp_path)).settled()
        return Come(outcome.made, outcome.problems)

    return build
