"""The deck on paper: ``deck.pdf``, one slide a page, tagged (ISO 14289-1), as organisers ask for it."""

from __future__ import annotations

import datetime

from pipeline.document import Essay
from pipeline.files import Files
from pipeline.fitted import FittedDeck
from pipeline.problems import Problems
from pipeline.theme import Theme


def build(
    deck: FittedDeck, essay: Essay, theme: Theme, files: Files, moment: datetime.datetime
) -> tuple[bytes | None, Problems]:
    """``deck.pdf``, dated ``moment``. None where a problem is an error."""
    from pipeline.deckpdf.page import typeset

    return typeset(deck, essay, theme, files, moment)
