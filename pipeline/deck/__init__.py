"""The deck: fitted slides written as a PresentationML package (ECMA-376, ``.pptx``).

Theme, master and layouts are generated from the tokens; slides are native text in their placeholders, so that a
person can go on editing in PowerPoint. python-pptx holds the package; what it has no words for is written as XML.
"""

from __future__ import annotations

from datetime import datetime

from pipeline.document import Essay
from pipeline.files import Files
from pipeline.fitted import FittedDeck
from pipeline.problems import Problems
from pipeline.theme import Theme


def build(
    fitted: FittedDeck, essay: Essay, theme: Theme, files: Files, moment: datetime
) -> tuple[bytes | None, Problems]:
    """The deck as the bytes of ``deck.pptx``; ``moment`` is the date inside. None where a problem is an error."""
    from pipeline.startup import without_http

    without_http()
    from pipeline.deck.package import assembled

    return assembled(fitted, essay, theme, files, moment)
