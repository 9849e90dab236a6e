"""The pace: how long a slide stands. Words as they are spoken, and what stands in silence."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.document import (
    BibliographicCitation,
    Blocks,
    Chart,
    CodeBlock,
    DivKind,
    Figure,
    Inline,
    Inlines,
    MathBlock,
    Table,
)
from pipeline.prose import every_block, plain, texts
from pipeline.sentences import count
from pipeline.slides import Layout

ELSEWHERE = frozenset({DivKind.HANDOUT, DivKind.NEWSLETTER})  # what stands in another output alone
LONGEST = 90  # seconds: over that, a later paragraph gets a slide of its own

# Seconds that a slide stands at least: to be read, or until the room has settled.
_SILENT = {Layout.TITLE: 15, Layout.SECTION: 5, Layout.AGENDA: 10, Layout.CLOSING: 15, Layout.SOURCES: 0}
_SHOWN = 10


def spoken(blocks: Blocks) -> int:
    """The words of ``blocks`` that are said: not code, tables, formulas, captions and works cited in brackets."""
    return sum(count(plain(tuple(inline for inline in run if not _silent(inline)))) for run in _said(blocks))


def _silent(inline: Inline) -> bool:
    return isinstance(inline, BibliographicCitation) and not inline.narrative


def _said(blocks: Blocks) -> Iterator[Inlines]:
    for block in every_block(blocks, ELSEWHERE):
        if not isinstance(block, Figure | Table | CodeBlock | Chart | MathBlock):
            yield from texts(block)


def seconds(words: int, words_per_minute: int) -> int:
    """How long ``words`` take."""
    return round(words * 60 / max(1, words_per_minute))


def standing(layout: Layout, words: int, words_per_minute: int) -> int:
    """How long a slide of ``layout`` stands while ``words`` are said."""
    return max(_SILENT.get(layout, _SHOWN), seconds(words, words_per_minute))
