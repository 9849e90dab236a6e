"""Pictures beside the essay: inside its folder, readable, of bounded size."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from urllib.parse import unquote

from pipeline.files import inside, unwritable
from pipeline.source.reading import Reading
from pipeline.yamltree import did_you_mean

LARGEST = 64 * 1024 * 1024  # bytes of one file
MOST_PIXELS = 120_000_000
_LATER = {".csv": "csv-later", ".tsv": "csv-later"}


def picture(src: str, alt: str | None, reading: Reading, line: int, column: int | None) -> str | None:
    """The picture's path below the essay's folder. None where it cannot be shown: its words then stand instead."""
    if alt is None:
        hint = "say what it shows: ![A red barn](barn.png)"
        reading.warn(line, "alt-missing", f"the figure `{src}` has no alternative text", hint, column)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:|//", src):
        hint = "save the picture beside essay.md: builds use no network"
        reading.error(line, "figure-remote", f"the figure `{src}` is not in the essay's folder", hint, column)
        return None
    found = _inside(src, reading)
    if found is None:
        hint = "figures lie beside essay.md or in a folder below it"
        reading.error(line, "figure-outside", f"`{src}` leads out of the essay's folder", hint, column)
        return None
    name, path = found
    if unwritable(name):
        reading.error(line, "figure-name", f"the figure `{name}`: {unwritable(name)}", "rename the file", column)
        return None
    if not reading.files.note(path):
        reading.error(line, "figure-missing", f"there is no file `{name}`", _near(path), column)
        return None
    later = _LATER.get(path.suffix.lower())
    if later:
        kind = path.suffix[1:].upper()
        reading.warn(line, later, f"{kind} is not drawn yet: the words of `{name}` stand instead", None, column)
        return None
    wrong = _undrawable(path, name, reading, line) if path.suffix.lower() == ".svg" else unreadable(path)
    if wrong:
        code, why = wrong
        hint = (
            "make it smaller" if code == "figure-too-large" else "PNG, JPEG, GIF, WebP, TIFF, BMP and SVG can be shown"
        )
        reading.error(line, code, f"the figure `{name}` {why}", hint, column)
        return None
    return name


def _inside(src: str, reading: Reading) -> tuple[str, Path] | None:
    """``src`` as written, else with its ``%20`` undone: both are how people write a name with blanks."""
    names = dict.fromkeys((src, unquote(src)))
    found = [(name, path) for name in names if (path := inside(reading.folder, name)) is not None]
    if not found or inside(reading.folder, unquote(src)) is None:
        return None
    return next(((name, path) for name, path in found if path.is_file()), found[-1])


def _near(path: Path) -> str | None:
    try:
        there = sorted(p.name for p in path.parent.iterdir() if p.is_file() and p.suffix != ".md")[:200]
    except OSError:
        return None
    said = did_you_mean(path.name, tuple(there)) if there else ""
    return said if said.startswith("did you mean") else None


def _undrawable(path: Path, name: str, reading: Reading, line: int) -> tuple[str, str] | None:
    """Why the drawing at ``path`` cannot be shown; what it refers to outside itself is told and left out."""
    from pipeline.drawings import LARGEST as MOST
    from pipeline.drawings import DrawingError, drawing

    if path.stat().st_size > MOST:
        return "figure-too-large", f"is over {MOST // 2**20} MiB"
    try:
        found = drawing(reading.files.bytes(path) or b"")
    except DrawingError as fault:
        return "figure-unreadable", str(fault)
    for outside in found.outside:
        hint = "put it into the drawing itself: most programs can embed pictures and turn text into paths"
        reading.warn(line, "figure-reference", f"the drawing `{name}` leaves out `{outside}`", hint)
    return None


def unreadable(path: Path) -> tuple[str, str] | None:
    """Why the picture at ``path`` cannot be shown, as a problem's code and words; None where it can."""
    from PIL import Image

    try:
        if path.stat().st_size > LARGEST:
            return "figure-too-large", f"is over {LARGEST // 2**20} MiB"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns from 89 megapixels on; our own bound follows
            with Image.open(path, formats=("PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP")) as opened:
                width, height = opened.size
                if width * height > MOST_PIXELS:
                    most = f"at most {MOST_PIXELS // 10**6} million can be"
                    return "figure-too-large", f"has {width} × {height} pixels; {most}"
                if opened.format == "PNG":
                    opened.verify()  # the chunks' checksums, without unpacking the pixels
                else:
                    opened.draft("RGB", (64, 64))  # a JPEG is unpacked small
                    opened.load()
    except Image.DecompressionBombError:
        return "figure-too-large", f"has more than {MOST_PIXELS // 10**6} million pixels"
    except Exception as fault:  # noqa: BLE001  a decoder fed with a broken file may raise anything
        return "figure-unreadable", f"is not a picture that can be read ({type(fault).__name__})"
    return None
