"""A page of HTML becomes PDF/A and PDF/UA-1 (ISO 19005, ISO 14289-1) by WeasyPrint, in the theme's fonts alone."""

from __future__ import annotations

import contextlib
import datetime
import gc
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.files import Files
from pipeline.fonts import fontconfig, missing
from pipeline.pdf.startup import PangoMissingError, weasyprint
from pipeline.problems import Place, Problems, error, failed, warning
from pipeline.theme import Theme
from pipeline.units import Length

PLAIN = "pdf/ua-1"  # what a WeasyPrint that was not tested writes
INSTALL = (
    "install it: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 (Debian, Ubuntu)"
    " or brew install pango (macOS)"
)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file within the PDF: its name, its text, what it is, when it was made and what it is to the PDF.

    ``relationship`` is one of ISO 19005-3's (6.8): Source, Data, Alternative, Supplement, Unspecified.
    """

    name: str
    text: str
    description: str
    moment: datetime.datetime
    relationship: str = "Source"


def typeset(
    page: str,
    essay: str,
    theme: Theme,
    files: Files,
    *,
    again: Callable[[int], str | None] = lambda _: None,
    printed: Callable[[str], tuple[Length, Length] | None] = lambda _: None,
    attached: tuple[Attached, ...] = (),
) -> tuple[bytes | None, Problems]:
    """``page`` as the bytes of a PDF; what WeasyPrint logs is for who opened a :class:`pipeline.pdf.log.Log`.

    It is PDF/UA-1 and PDF/A-2a at once; with files ``attached``, PDF/A-3a. ``essay`` is the path of the essay, whose
    folder the page may take pictures from. ``again`` gets the number of sheets that the page takes, and may give
    another one to be set instead. ``printed`` tells of a picture of the essay, by its path in the folder, how wide and
    high it is printed at the most: finer than paper shows, none is embedded.
    """
    lost = missing(theme, files)
    if failed(lost):
        return None, lost
    with _fonts(theme, files), _uncollected():
        try:
            return _typeset(page, essay, theme, files, again=again, printed=printed, attached=attached)
        except PangoMissingError as fault:
            return None, (error(Place(essay), "pango-missing", f"the PDF needs Pango: {fault}", INSTALL),)


def _typeset(
    page: str,
    essay: str,
    theme: Theme,
    files: Files,
    *,
    again: Callable[[int], str | None],
    printed: Callable[[str], tuple[Length, Length] | None],
    attached: tuple[Attached, ...],
) -> tuple[bytes, Problems]:
    maker = weasyprint()
    from pipeline.pdf import (
        archive,
        beside,
        borders,
        breaks,
        floats,
        folios,
        linebreaks,
        seam,
        shortcuts,
        styles,
        yielding,
    )
    from pipeline.pdf.fetcher import Fetcher

    for part in (borders, breaks, linebreaks, floats, beside, shortcuts, styles, yielding):
        part.mend(maker.__version__)
    whole = seam.reach(maker.__version__)
    variant = archive.variant(attached) if whole else PLAIN
    folders = {"essay": (files.root / essay).parent, "theme": theme.folder, "base": theme.base}
    fetcher = Fetcher(folders, files, theme, printed)

    def rendered(page: str) -> Any:
        page = page if whole else folios.counted(page)
        return maker.HTML(string=page, base_url="file:///essay/", url_fetcher=fetcher).render(pdf_variant=variant)

    document = rendered(page)
    if (other := again(len(document.pages))) is not None:
        document = rendered(other)
    if whole:
        folios.number(document)
        return archive.write(document, attached), ()
    plain: bytes = document.write_pdf(pdf_variant=variant)
    told = f"WeasyPrint {maker.__version__} is not one that was tested: the PDF has its plain tags and is no PDF/A"
    return plain, (warning(Place(essay), "pdf-plain", told, "install the version of lock/run.txt: make setup"),)


@contextlib.contextmanager
def _fonts(theme: Theme, files: Files) -> Iterator[None]:
    """Has fontconfig know the theme's faces alone; it must, before WeasyPrint is imported, which looks at once."""
    before = os.environ.get("FONTCONFIG_FILE")
    with contextlib.ExitStack() as stack:
        try:
            config = fontconfig(theme, files, files.kept / ".fonts")
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
