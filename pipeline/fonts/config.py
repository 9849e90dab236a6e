"""The configuration by which fontconfig, and so Pango, LibreOffice and Chromium, know the theme's faces alone."""

from __future__ import annotations

import hashlib
import os
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
    faces: dict[str, Path] = {}
    for where in there(theme, files):
        mark = hashlib.sha256(str(where.parent).encode()).hexdigest()[:8]
        other = faces.get(where.name, where) != where  # two packages may each have a Regular.ttf
        faces[f"{mark}-{where.name}" if other else where.name] = where
    listed = "\n".join(f"{name} {where.resolve()}" for name, where in sorted(faces.items()))
    own = folder.absolute() / hashlib.sha256(listed.encode()).hexdigest()[:12]
    fonts = own / "fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    for name, where in faces.items():
        link = fonts / name
        if not link.exists():
            fresh = fonts.parent / f".{name}.{os.getpid()}"
            fresh.unlink(missing_ok=True)
            fresh.symlink_to(where.resolve())
            os.replace(fresh, link)
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
    config = own / "fonts.conf"
    text = (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
        f"  <dir>{escape(str(fonts))}</dir>\n  <cachedir>{escape(str(own / 'cache'))}</cachedir>\n"
        f"{aliases}</fontconfig>\n"
    )
    if not config.exists() or config.read_text(encoding="utf-8") != text:
        write(config, text.encode())
    return config
