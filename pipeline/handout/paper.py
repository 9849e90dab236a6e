"""The page becomes paper: WeasyPrint sets it as PDF/UA-1 (ISO 14289-1), in the theme's fonts alone."""

from __future__ import annotations

import importlib.util
import os
import tempfile
from pathlib import Path

from pipeline.document import Essay
from pipeline.files import Files
from pipeline.problems import Place, Problems, error
from pipeline.theme import Theme

VARIANT = "pdf/ua-1"


def print_(page: str, essay: Essay, theme: Theme, files: Files) -> tuple[bytes | None, Problems]:
    """``page`` as PDF bytes."""
    with tempfile.TemporaryDirectory(prefix="handout-") as folder:
        _fonts(theme, files, Path(folder))
        try:
            import weasyprint
        except OSError as fault:
            return None, (error(Place(essay.path), "pango-missing", str(fault)),)
        from pipeline.handout.fetcher import Fetcher
        from pipeline.handout.structure import mend

        home = (files.root / essay.path).parent
        fetcher = Fetcher((home,), files)
        document = weasyprint.HTML(string=page, base_url=home.as_uri() + "/", url_fetcher=fetcher)
        return document.write_pdf(pdf_variant=VARIANT, finisher=lambda _, pdf: mend(pdf)), ()


def _fonts(theme: Theme, files: Files, folder: Path) -> None:
    """Has fontconfig know the theme's faces alone. It must stand before WeasyPrint is imported, which looks at once."""
    found: list[Path] = []
    for family in theme.families.values():
        for faces in (family.faces, family.fallback):
            if faces.package:
                spec = importlib.util.find_spec(faces.package)
                home = Path(spec.origin).parent / "files" if spec and spec.origin else Path()
            else:
                home = theme.folder.parent / (faces.theme or "base") / "fonts"
            found += [home / name for name in (faces.regular, faces.bold, faces.italic, faces.bold_italic)]
    config = folder / "fonts.conf"
    accept = "".join(f"<pattern><patelt name='file'><string>{p}</string></patelt></pattern>" for p in found)
    globs = "".join(f"<glob>{p}</glob>" for p in found)
    dirs = "".join(f"<dir>{p}</dir>" for p in sorted({p.parent for p in found}))
    config.write_text(f"<fontconfig>{dirs}<cachedir>/tmp/ho/fccache</cachedir><selectfont><rejectfont><glob>/*</glob></rejectfont><acceptfont>{globs}</acceptfont></selectfont></fontconfig>")
    os.environ["FONTCONFIG_FILE"] = str(config)
