"""Which file of a theme WeasyPrint falls over: 70.0 stumbles over some styles instead of refusing them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline.files import Files
from pipeline.problems import Place, Problem, error
from pipeline.theme import Theme


def stumbling(fault: Exception, theme: Theme, files: Files, sets: Callable[[Files], bool]) -> Problem | None:
    """The file of the theme's own without which the handout can be set, as a problem; None where there is no such file.

    ``fault`` is why it cannot be set with it. ``sets`` says whether it is set by what it reads through given files.
    """
    own = sorted((theme.folder / "handout").glob("*.*"))
    blamed = next((path for path in own if _goes(sets, _Without(files, path))), None)
    if blamed is None:
        return None
    said = f"WeasyPrint cannot set the handout with this file: {type(fault).__name__}: {fault}"
    hint = "without it, it can: take out what you wrote last, one rule after the other"
    return error(Place(files.shown(blamed)), "handout-style", said, hint)


def _goes(sets: Callable[[Files], bool], files: Files) -> bool:
    try:
        return sets(files)
    except Exception:  # noqa: BLE001 - it is not this file, or not this one alone
        return False


class _Without(Files):
    """The files that ``files`` reads, as if ``gone`` were not there."""

    def __init__(self, files: Files, gone: Path) -> None:
        super().__init__(files.root, files.kept)
        self.gone = self.root / gone

    def bytes(self, path: Path) -> bytes | None:
        """The file's bytes, or None where there is no such file."""
        return None if self.root / path == self.gone else super().bytes(path)
