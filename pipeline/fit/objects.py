"""What slides show by reference, looked up in the essay."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.document import Block, Essay, List
from pipeline.prose import every_block


@dataclass(frozen=True, slots=True)
class Nodes:
    """The essay's nodes by their ``ref``: blocks, and the lines of blocks, items and definitions."""

    blocks: dict[str, Block]
    lines: dict[str, int]


def nodes(essay: Essay) -> Nodes:
    """All that has a ``ref`` in ``essay``."""
    blocks: dict[str, Block] = {}
    lines: dict[str, int] = {}
    for section in essay.sections:
        lines[section.ref] = section.line
        if section.heading:
            lines[section.heading.ref] = section.heading.line
    if essay.cover:
        blocks[essay.cover.ref] = essay.cover
        lines[essay.cover.ref] = essay.cover.line
    texts = [s.blocks for s in essay.sections] + [f.blocks for f in essay.footnotes]
    for block in (b for text in texts for b in every_block(text)):
        blocks[block.ref] = block
        lines[block.ref] = block.line
        if isinstance(block, List):
            lines.update((item.ref, item.line) for item in block.items)
    return Nodes(blocks, lines)
