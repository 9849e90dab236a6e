"""The drawings that we make for a mail ourselves: what mail programs cannot set, as pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.document import Chart, Essay
from pipeline.files import Files
from pipeline.newsletter.letter import visible
from pipeline.theme import Theme

if TYPE_CHECKING:  # few mails have a drawing
    from pipeline.pictures.drawings import Drawing


def drawn(essay: Essay, theme: Theme, files: Files) -> Iterator[tuple[str, Drawing, int]]:
    """Each with its key and its line in ``essay``, drawn for the light scheme of ``theme``.

    The letter asks for it by that key as it does for a picture by its path: ``self.picture(key)`` gives the address
    (``cid:`` in the message, the picture itself in the web copy) and the size in CSS pixels, which is the drawing's own
    or that of the text's width. A key begins with a word and a colon (``chart:n12``), which no path does.
    """
    blocks = (block for section in essay.sections for block in visible(section.blocks))
    notes = (block for footnote in essay.footnotes for block in visible(footnote.blocks))
    for block in (*blocks, *notes):
        if isinstance(block, Chart):
            from pipeline.newsletter import charts  # few mails have one

            yield charts.key(block), charts.drawn(block, theme, essay.meta.lang, files), block.line
