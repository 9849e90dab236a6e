"""The theme's faces as matplotlib knows them: its own, then those of other scripts, and none of the machine's."""

from __future__ import annotations

import logging
import os
import unicodedata
from typing import TYPE_CHECKING

from pipeline.files import Files
from pipeline.fonts.files import path, script_path
from pipeline.plots import Plot
from pipeline.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_STYLES = ("regular", "bold")


def prepare(files: Files) -> None:
    """Has matplotlib keep its list of fonts with what only saves time, not in the person's home; call it first."""
    os.environ["MPLCONFIGDIR"] = str(files.kept / ".cache" / "matplotlib")


def families(theme: Theme, role: str, files: Files) -> list[str]:
    """The names by which text is set in the theme's family ``role``: each letter in the first that has it."""
    from matplotlib import font_manager

    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # a script's face may have no bold
    manager = font_manager.fontManager
    manager.ttflist.clear()  # what the machine happens to have
    found: list[str] = []
    for where in sources(theme, role, files):
        if where.is_file():
            before = len(manager.ttflist)
            try:
                manager.addfont(where)
            except (RuntimeError, OSError, ValueError, KeyError):
                continue  # told where the theme's faces are read
            found += [entry.name for entry in manager.ttflist[before:]]
    return list(dict.fromkeys(found)) or ["sans-serif"]


def lacking(plot: Plot, theme: Theme, role: str, files: Files) -> str:
    """The letters of ``plot`` for which no face at hand has a glyph: boxes are drawn in their stead."""
    words = "".join(plot.words)
    if words.isascii():
        return ""
    import uharfbuzz as harfbuzz  # type: ignore[import-untyped]  # carries no types

    left = [c for c in dict.fromkeys(words) if unicodedata.category(c)[0] not in "CMZ"]
    for where in sources(theme, role, files):
        if where.is_file():
            files.note(where)
            font = harfbuzz.Font(harfbuzz.Face(harfbuzz.Blob.from_file_path(str(where))))
            left = [c for c in left if not font.get_nominal_glyph(ord(c))]
    return "".join(left)


def sources(theme: Theme, role: str, files: Files) -> Iterator[Path]:
    """The files of the theme's family ``role``, and of the faces of other scripts."""
    faces = theme.families[role].faces
    own = [path(faces, style, theme) for style in _STYLES]
    others = [
        script_path(one, style, files) for one in theme.scripts.values() for style in _STYLES if style in one.named()
    ]
    yield from (where for where in (*own, *others) if where is not None)
