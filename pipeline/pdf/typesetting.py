"""A page of HTML becomes PDF/UA-1 (ISO 14289-1) by WeasyPrint, in the theme's fonts alone."""

from __future__ import annotations

import contextlib
import gc
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.files import Files
from pipeline.fonts import fontconfig, missing
from pipeline.pdf.startup import PangoMissingError, weasyprint
from pipeline.problems import Place, Problems, error, failed
from pipeline.theme import Theme

VARIANT = "pdf/ua-1"
INSTALL = (
    "install it: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 (Debian, Ubuntu)"
    " or brew install pango (macOS)"
)


def typeset(
    page: str, essay: str, theme: Theme, files: Files, names: Mapping[str, str]
) -> tuple[bytes | None, Problems]:
    """``page`` as the bytes of a PDF; what WeasyPrint logs is for who opened a :class:`pipeline.pdf.log.Log`.

    ``essay`` is the path of the essay, whose folder the page may take pictures from. ``names`` tells of links, by
    their address, where they lead (ISO 14289-1, 7.18.5).
    """
    lost = missing(theme, files)
    if failed(lost):
        return None, lost
    with _fonts(theme, files), _uncollected():
        try:
            return _typeset(page, essay, theme, files, names), ()
        except PangoMissingError as fault:
            return None, (error(Place(essay), "pango-missing", f"the PDF needs Pango: {fault}", INSTALL),)


def _typeset(page: str, essay: str, theme: Theme, files: Files, names: Mapping[str, str]) -> bytes:
    maker = weasyprint()
    from pipeline.pdf import linebreaks, structure
    from pipeline.pdf.fetcher import Fetcher

    linebreaks.mend(maker.__version__)
    folders = {"essay": (files.root / essay).parent, "theme": theme.folder, "base": theme.base}
    document = maker.HTML(string=page, base_url="file:///essay/", url_fetcher=Fetcher(folders, files))
    pdf: bytes = document.write_pdf(pdf_variant=VARIANT, finisher=lambda _, made: structure.mend(made, names))
    return pdf


@contextlib.contextmanager
def _fonts(theme: Theme, files: Files) -> Iterator[None]:
    """Has fontconfig know the theme's faces alone; it must, before WeasyPrint is imported, which looks at once."""
    before = os.environ.get("FONTCONFIG_FILE")
    with contextlib.ExitStack() as stack:
        try:
            config = fontconfig(theme, files, files.root / "build" / ".fonts")
        except OSError:  # a build folder that cannot be written
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="pdf-"))
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
