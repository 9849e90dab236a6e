"""The page becomes paper: WeasyPrint sets it as PDF/UA-1 (ISO 14289-1), in the theme's fonts alone."""

from __future__ import annotations

import contextlib
import gc
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipeline.document import Essay
from pipeline.files import Files
from pipeline.fonts import fontconfig, missing
from pipeline.handout.log import Log
from pipeline.handout.reading import names
from pipeline.handout.startup import PangoMissingError, weasyprint
from pipeline.problems import Place, Problems, error, failed
from pipeline.theme import Theme

VARIANT = "pdf/ua-1"
INSTALL = (
    "install it: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 (Debian, Ubuntu)"
    " or brew install pango (macOS)"
)


def typeset(page: str, essay: Essay, theme: Theme, files: Files) -> tuple[bytes | None, Problems]:
    """``page`` as the bytes of a PDF. What WeasyPrint logs becomes problems."""
    lost = missing(theme, files)
    if failed(lost):
        return None, lost
    with _fonts(theme, files), _uncollected(), Log(essay, theme, files) as log:
        try:
            pdf = _typeset(page, essay, theme, files)
        except PangoMissingError as fault:
            return None, (error(Place(essay.path), "pango-missing", f"the handout needs Pango: {fault}", INSTALL),)
    return pdf, log.problems()


def _typeset(page: str, essay: Essay, theme: Theme, files: Files) -> bytes:
    maker = weasyprint()
    from pipeline.handout import hyphens, linebreaks, structure
    from pipeline.handout.fetcher import Fetcher

    linebreaks.mend(maker.__version__)
    hyphens.recall(essay.meta.lang)

    folders = {"essay": (files.root / essay.path).parent, "theme": theme.folder, "base": theme.base}
    document = maker.HTML(string=page, base_url="file:///essay/", url_fetcher=Fetcher(folders, files))
    told = names(essay)
    pdf: bytes = document.write_pdf(pdf_variant=VARIANT, finisher=lambda _, made: structure.mend(made, told))
    return pdf


@contextlib.contextmanager
def _fonts(theme: Theme, files: Files) -> Iterator[None]:
    """Has fontconfig know the theme's faces alone; it must, before WeasyPrint is imported, which looks at once."""
    before = os.environ.get("FONTCONFIG_FILE")
    with contextlib.ExitStack() as stack:
        try:
            config = fontconfig(theme, files, files.root / "build" / ".fonts")
        except OSError:  # a build folder that cannot be written
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="handout-"))
            config = fontconfig(theme, files, Path(folder))
        os.environ["FONTCONFIG_FILE"] = str(config)
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Keeps Python's cycle collector from walking the page's boxes again and again: all of them live to the end."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
