"""The configuration by which fontconfig, and so Pango, LibreOffice and Chromium, know the theme's faces alone."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from pipeline.files import Files, write
from pipeline.fonts.files import there
from pipeline.theme import Theme


def fontconfig(theme: Theme, files: Files, folder: Path) -> Path:
    """Writes a configuration for fontconfig into ``folder`` and returns its path, the FONTCONFIG_FILE.

    It lists the theme's faces and nothing else: a folder of links to them, for the packages hold more faces than the
    theme names. Several processes may do this at once.
    """
    faces = _named(there(theme, files))
    listed = "\n".join(f"{name} {where.resolve()}" for name, where in sorted(faces.items()))
    own = folder.absolute() / hashlib.sha256(listed.encode()).hexdigest()[:12]
    _link(faces, own / "fonts")
    config, text = own / "fonts.conf", _configuration(theme, own)
    if not config.exists() or config.read_text(encoding="utf-8") != text:
        write(config, text.encode())
    return config


def _named(faces: Iterable[Path]) -> dict[str, Path]:
    """``faces`` by names that are each their own: two packages may each have a Regular.ttf."""
    named: dict[str, Path] = {}
    for where in faces:
        mark = hashlib.sha256(str(where.parent).encode()).hexdigest()[:8]
        other = named.get(where.name, where) != where
        named[f"{mark}-{where.name}" if other else where.name] = where
    return named


def _link(faces: Mapping[str, Path], folder: Path) -> None:
    """Makes ``folder`` one of links to ``faces``; those that are there stay."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, where in faces.items():
        link = folder / name
        if not link.exists():
            fresh = folder.parent / f".{name}.{os.getpid()}"
            fresh.unlink(missing_ok=True)
            fresh.symlink_to(where.resolve())
            os.replace(fresh, link)


def _configuration(theme: Theme, own: Path) -> str:
    """What ``fonts.conf`` says: where the faces lie, in the folder ``own``, and which stand for generic families."""
    generic = {"serif": "serif", "sans-serif": "sans", "monospace": "mono"}
    aliases = "".join(
        f"  <alias><family>{name}</family>"
        f"<prefer><family>{escape(theme.families[family].faces.family)}</family></prefer></alias>\n"
        for name, family in generic.items()
    )
    # What PowerPoint and mail programs have, drawn with the faces of the same widths.
    aliases += "".join(
        f'  <alias binding="same"><family>{escape(family.office)}</family>'
        f"<accept><family>{escape(family.fallback.family)}</family></accept></alias>\n"
        for family in theme.families.values()
    )
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
        f"  <dir>{escape(str(own / 'fonts'))}</dir>\n  <cachedir>{escape(str(own / 'cache'))}</cachedir>\n"
        f"{aliases}</fontconfig>\n"
    )
