"""The handout: the whole essay, typeset as a tagged PDF (ISO 32000-1, ISO 14289-1) that people keep.

This page imports nothing heavy, so that naming the room costs nothing: what makes the HTML and the PDF is imported
when it is asked for.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from pipeline.document import Essay
from pipeline.files import Files, NotUtf8Error
from pipeline.problems import Problems
from pipeline.theme import Theme

if TYPE_CHECKING:  # most handouts have no slides
    from pipeline.fitted import FittedDeck


def html(essay: Essay, theme: Theme, files: Files, deck: FittedDeck | None = None) -> tuple[str | None, Problems]:
    """``handout.html``: the page that is typeset. It opens in a browser too."""
    from pipeline.handout.page import compose, long

    return compose(essay, theme, files, contents=long(essay, deck), deck=deck)


def build(
    essay: Essay, theme: Theme, files: Files, moment: datetime.datetime, deck: FittedDeck | None = None
) -> tuple[bytes | None, Problems]:
    """``handout.pdf``, dated ``moment``. It opens with its contents from five pages on, and ends with ``deck``, if any.
    Where the front matter asks for it (``handout.source``), the essay's source is within the file.

    How many pages there are shows when they are set. A guess comes first; where it was wrong, they are set again.
    What a theme's own stylesheet or template makes WeasyPrint stumble over is a problem of that file.
    """
    try:
        return _built(essay, theme, files, moment, deck)
    except (OSError, NotUtf8Error, MemoryError):
        raise
    except Exception as fault:
        from pipeline.handout.stumbling import stumbling  # most handouts are set

        found = stumbling(fault, theme, files, lambda seen: _built(essay, theme, seen, moment, deck)[0] is not None)
        if found is None:
            raise
        return None, (found,)


def _built(
    essay: Essay, theme: Theme, files: Files, moment: datetime.datetime, deck: FittedDeck | None
) -> tuple[bytes | None, Problems]:
    from pipeline.handout.page import LEAST, compose, long
    from pipeline.handout.paper import typeset
    from pipeline.handout.source import attached

    contents = long(essay, deck)
    page, problems = compose(essay, theme, files, moment, contents=contents, deck=deck)
    if page is None:
        return None, problems

    def again(pages: int) -> str | None:
        wanted = pages >= LEAST
        if wanted == contents:
            return None
        return compose(essay, theme, files, moment, contents=wanted, deck=deck)[0]

    source = attached(essay, files, moment) if essay.meta.handout.source else None
    pdf, found = typeset(page, essay, theme, files, again=again, attached=(source,) if source else ())
    return pdf, (*problems, *found)
