"""The deck in a browser: ``deck.html``, one file that holds all it needs and asks no network for anything.

The slides are drawn by :mod:`pipeline.drawing` from the same fitted slides as the deck; here they get a page around
them, their faces, their pictures, and the script that turns them one at a time.
"""

from __future__ import annotations

from pipeline.document import Essay
from pipeline.files import Files
from pipeline.fitted import FittedDeck
from pipeline.problems import Problems
from pipeline.theme import Theme


def build(deck: FittedDeck, essay: Essay, theme: Theme, files: Files) -> tuple[bytes | None, Problems]:
    """``deck.html``. None where a problem is an error."""
    from pipeline.present.page import page

    return page(deck, essay, theme, files)
