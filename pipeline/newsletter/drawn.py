"""The drawings that we make for a mail ourselves: what mail programs cannot set, as pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.document import Block, Chart, Essay, Math, MathBlock
from pipeline.files import Files
from pipeline.newsletter.letter import visible
from pipeline.problems import Problem
from pipeline.prose import every_inline, texts
from pipeline.theme import Theme

if TYPE_CHECKING:  # few mails have a drawing
    from pipeline.pictures.drawings import Drawing


def _formulas(blocks: tuple[Block, ...], theme: Theme) -> Iterator[tuple[str, Drawing, int]]:
    """Each formula once."""
    if not any(_holds(block) for block in blocks):
        return
    from pipeline.newsletter.formulas import formulas, key, shown  # few mails have one

    met: set[str] = set()
    for math, line in formulas(blocks):
        if key(math) not in met and (one := shown(math, theme)):
            met.add(key(math))
            yield key(math), one.drawing, line


def _holds(block: Block) -> bool:
    return isinstance(block, MathBlock) or any(
        isinstance(one, Math) for inlines in texts(block) for one in every_inline(inlines)
    )


def drawn(essay: Essay, theme: Theme, files: Files) -> Iterator[tuple[str, Drawing, int]]:
    """Each with its key and its line in ``essay``, drawn for the light scheme of ``theme``.

    The letter asks for it by that key as it does for a picture by its path: ``self.picture(key)`` gives the address
    (``cid:`` in the message, the picture itself in the web copy) and the size in CSS pixels, which is the drawing's own
    or that of the text's width. A key begins with a word and a colon (``chart:n12``), which no path does.
    """
    every = _shown(essay)
    yield from _formulas(every, theme)
    for block in every:
        if isinstance(block, Chart):
            from pipeline.newsletter import charts  # few mails have one

            yield charts.key(block), charts.drawn(block, theme, essay.meta.lang, files), block.line


def undrawn(essay: Essay, theme: Theme, files: Files) -> Iterator[Problem]:
    """What the charts of ``essay`` do not show."""
    for block in _shown(essay):
        if isinstance(block, Chart):
            from pipeline.newsletter import charts  # few mails have one

            yield from charts.lacking(block, essay, theme, files)


def _shown(essay: Essay) -> tuple[Block, ...]:
    blocks = (block for section in essay.sections for block in visible(section.blocks))
    notes = (block for footnote in essay.footnotes for block in visible(footnote.blocks))
    return (*blocks, *notes)
