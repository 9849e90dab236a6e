"""The drawings that we make for a mail ourselves: what mail programs cannot set, as pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.document import Essay
from pipeline.theme import Theme

if TYPE_CHECKING:  # few mails have a drawing
    from pipeline.drawings import Drawing


def drawn(essay: Essay, theme: Theme) -> Iterator[tuple[str, Drawing, int]]:  # noqa: ARG001 - the first to come uses them
    """Each with its key and its line in ``essay``, drawn for the light scheme of ``theme``.

    The letter asks for it by that key as it does for a picture by its path: ``self.picture(key)`` gives the address
    (``cid:`` in the message, the picture itself in the web copy) and the size in CSS pixels, which is the drawing's own
    or that of the text's width. A key begins with a word and a colon (``chart:n12``), which no path does.
    """
    yield from ()
