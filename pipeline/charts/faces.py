"""The theme's faces as matplotlib knows them: its own, then those of other scripts, and none of the machine's."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pipeline.files import Files
from pipeline.fonts.files import path, script_path
from pipeline.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def prepare(files: Files) -> None:
    """Has matplotlib keep its list of fonts with what only saves time, not in the person's home; call it first."""
    os.environ["MPLCONFIGDIR"] = str(files.kept / ".cache" / "matplotlib")


def families(theme: Theme, role: str, files: Files) -> list[str]:
    """The names by which text is set in the theme's family ``role``: each letter in the first that has it."""
    from matplotlib import font_manager

    manager = font_manager.fontManager
    manager.ttflist.clear()  # what the machine happens to have
    found: list[str] = []
    for where in _files(theme, role, files):
        if where.is_file() and files.note(where):
            before = len(manager.ttflist)
            try:
                manager.addfont(where)
            except (RuntimeError, OSError, ValueError, KeyError):
                continue  # told where the theme's faces are read
            found += [entry.name for entry in manager.ttflist[before:]]
    return list(dict.fromkeys(found)) or ["sans-serif"]


def _files(theme: Theme, role: str, files: Files) -> Iterator[Path]:
    faces = theme.families[role].faces
    own = [path(faces, style, theme) for style in ("regular", "bold")]
    others = [script_path(scripted, style, files) for scripted in theme.scripts.values() for style in ("regular",)]
    for where in (*own, *others):
        if where is not None:
            yield where
