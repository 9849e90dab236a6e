"""The essay as it may be given away: what only the speaker was to see is left out."""

from __future__ import annotations

from dataclasses import replace

from pipeline.document import Block, Blocks, DefinitionList, Div, DivKind, Essay, List, Quotation


def shared(essay: Essay) -> Essay:
    """``essay`` without its ``::: notes``, wherever they stand."""
    return replace(
        essay,
        sections=tuple(replace(section, blocks=_blocks(section.blocks)) for section in essay.sections),
        footnotes=tuple(replace(footnote, blocks=_blocks(footnote.blocks)) for footnote in essay.footnotes),
    )


def _blocks(blocks: Blocks) -> Blocks:
    return tuple(_block(block) for block in blocks if not (isinstance(block, Div) and block.kind is DivKind.NOTES))


def _block(block: Block) -> Block:
    match block:
        case Quotation() | Div():
            return replace(block, blocks=_blocks(block.blocks))
        case List():
            return replace(block, items=tuple(replace(item, blocks=_blocks(item.blocks)) for item in block.items))
        case DefinitionList():
            kept = (replace(d, meanings=tuple(_blocks(m) for m in d.meanings)) for d in block.definitions)
            return replace(block, definitions=tuple(kept))
        case _:
            return block
