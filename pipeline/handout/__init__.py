"""The handout: the whole essay, typeset as a tagged PDF (ISO 32000-1, ISO 14289-1) that people keep.

This page imports nothing heavy, so that naming the room costs nothing: what makes the HTML and the PDF is imported
when it is asked for.
"""

from __future__ import annotations

import datetime

from pipeline.document import Essay
from pipeline.files import Files
from pipeline.problems import Problems
from pipeline.theme import Theme


def html(essay: Essay, theme: Theme, files: Files) -> tuple[str | None, Problems]:
    """``handout.html``: the page that is typeset. It opens in a browser too."""
    from pipeline.handout.page import compose

    return compose(essay, theme, files)


def build(essay: Essay, theme: Theme, files: Files, moment: datetime.datetime) -> tuple[bytes | None, Problems]:
    """``handout.pdf``, dated ``moment``."""
    from pipeline.handout.page import compose
    from pipeline.handout.paper import typeset

    page, problems = compose(essay, theme, files, moment)
    if page is None:
        return None, problems
    pdf, found = typeset(page, essay, theme, files)
    return pdf, (*problems, *found)
