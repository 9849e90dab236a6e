"""Decks of essays of ours as they are shown in a browser and on paper."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from pipeline.commands import stages
from pipeline.document import Essay
from pipeline.files import Files
from pipeline.fitted import FittedDeck
from pipeline.theme import Theme
from tests.conftest import ROOT

THEMES = tuple(sorted(path.parent.name for path in (ROOT / "themes").glob("*/theme.yaml")))


@dataclass(frozen=True, slots=True)
class Fitted:
    """An essay with its slides, in a folder of its own."""

    essay: Essay
    theme: Theme
    deck: FittedDeck
    files: Files


def fitted(name: str, theme: str, root: Path) -> Fitted:
    """The case ``name`` (``shipped``: the essay that ships) in ``theme``, its folder laid beneath ``root``."""
    source = ROOT / "content" / "open-source-and-ai-safety" if name == "shipped" else ROOT / "tests" / "cases" / name
    folder = root / "content" / name
    if not folder.exists():
        shutil.copytree(source, folder)
    files = Files(root)
    before = os.environ.get("THEME")
    os.environ["THEME"] = theme
    try:
        path = Path("content") / name / "essay.md"
        essay, problems = stages.essay(path, files)
        assert essay is not None, problems
        worn, more = stages.theme(path, essay.meta, files)
        assert worn is not None, more
        deck, told = stages.fitted(essay, worn, files)
        assert deck is not None, told
    finally:
        if before is None:
            del os.environ["THEME"]
        else:
            os.environ["THEME"] = before
    return Fitted(essay, worn, deck, files)
