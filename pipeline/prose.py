"""Walking the document and reading it as plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import assert_never

from pipeline.citations import label
from pipeline.document import (
    BibliographicCitation,
    Block,
    Blocks,
    Chart,
    Citation,
    Code,
    CodeBlock,
    DefinitionList,
    Div,
    DivKind,
    Emphasis,
    Essay,
    Figure,
    FootnoteReference,
    Heading,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    List,
    Mark,
    Math,
    MathBlock,
    Paragraph,
    Quotation,
    Rule,
    Span,
    Strike,
    Strong,
    Table,
    Text,
)
from pipeline.meta import Meta

_SQUARE = r"\u3000-\u9fff\uac00-\ud7af\uff00-\uffef"  # the signs between any two of which a line may end
_UNBROKEN = re.compile(rf"[^ \t\n\r\u2000-\u2006\u2008-\u200b{_SQUARE}-]+-?|[{_SQUARE}]|-")
LABEL = "object-label"  # the class of what a caption opens with: "Figure 2."


def plain(inlines: Inlines, meta: Meta | None = None) -> str:
    """The words of ``inlines`` without any markup.

    With ``meta`` citations stand as their labels; without it citations and footnote marks are left out.
    """
    return "".join(_plain(inline, meta) for inline in inlines)


def _plain(inline: Inline, meta: Meta | None) -> str:
    match inline:
        case Text(text) | Code(text):
            return text
        case Emphasis(children) | Strong(children) | Strike(children) | Mark(children):
            return plain(children, meta)
        case Span(children=children) | Link(children=children) | BibliographicCitation(children=children):
            return plain(children, meta)
        case Math(tex=tex):
            return formula(tex)
        case Image(alt=alt):
            return alt or ""
        case Citation():
            return label(inline, meta) if meta else ""
        case FootnoteReference():
            return ""
        case LineBreak():
            return "\n"
        case _:
            assert_never(inline)


def formula(tex: str, *, display: bool = False) -> str:
    """A formula as a line of Unicode, ``x² + y²``; its source where it cannot be read."""
    from pipeline.formulas import formula as read  # most essays have none

    found = read(tex, display=display)
    return found.text if found else tex


def below(inline: Inline) -> Inlines:
    """The inlines directly within ``inline``."""
    match inline:
        case Emphasis(children) | Strong(children) | Strike(children) | Mark(children):
            return children
        case Span(children=children) | Link(children=children) | BibliographicCitation(children=children):
            return children
        case _:
            return ()


def unbroken(text: str) -> list[str]:
    """The pieces of ``text`` that a line ends in none of: words up to a hyphen, signs of Chinese, Japanese, Korean."""
    return _UNBROKEN.findall(text)


def few_signs(cells: Iterable[str], most: int = 6) -> bool:
    """Whether each of ``cells`` is a few signs of Chinese, Japanese or Korean, between which a line should not end."""
    pieces = [(cell, unbroken(cell)) for cell in cells]
    return any(len(signs) > len(cell.split()) for cell, signs in pieces) and all(
        len(cell) <= most and all(len(sign) == 1 for sign in signs) for cell, signs in pieces
    )


def every_inline(inlines: Inlines) -> Iterator[Inline]:
    """All inlines, outer before inner, in reading order."""
    for inline in inlines:
        yield inline
        yield from every_inline(below(inline))


def parts(block: Block) -> Blocks:
    """The blocks directly within ``block``, through items and definitions."""
    match block:
        case List(items=items):
            return tuple(inner for item in items for inner in item.blocks)
        case Quotation(blocks=blocks) | Div(blocks=blocks):
            return blocks
        case DefinitionList(definitions=definitions):
            return tuple(inner for d in definitions for meaning in d.meanings for inner in meaning)
        case Paragraph() | Heading() | Figure() | Table() | CodeBlock() | Chart() | MathBlock() | Rule():
            return ()
        case _:
            assert_never(block)


def texts(block: Block) -> tuple[Inlines, ...]:
    """The runs of inlines that ``block`` itself holds, in reading order: terms, cells, captions, attributions."""
    match block:
        case Paragraph(inlines=inlines) | Heading(inlines=inlines):
            return (inlines,)
        case List(items=items):
            return tuple(item.term for item in items if item.term)
        case Quotation(attribution=attribution):
            return (attribution,) if attribution else ()
        case Table(header=header, rows=rows, caption=caption):
            cells = (*header, *(cell for row in rows for cell in row))
            return (*cells, caption) if caption else cells
        case Figure(caption=caption, credit=credit) | Chart(caption=caption, credit=credit):
            return tuple(told for told in (caption, credit) if told)
        case CodeBlock(caption=caption) | MathBlock(caption=caption):
            return (caption,) if caption else ()
        case DefinitionList(definitions=definitions):
            return tuple(d.term for d in definitions)
        case Rule() | Div():
            return ()
        case _:
            assert_never(block)


def in_turn(blocks: Blocks, shows: Callable[[Block], bool]) -> Iterator[Inlines]:
    """The runs of inlines within those of ``blocks`` that ``shows`` lets through, as a reader meets them.

    A point's term stands before what follows it, a quotation before whose it is, a table below its caption.
    """
    for block in blocks:
        if not shows(block):
            continue
        match block:
            case List(items=items):
                for item in items:
                    yield item.term
                    yield from in_turn(item.blocks, shows)
            case DefinitionList(definitions=definitions):
                for definition in definitions:
                    yield definition.term
                    for meaning in definition.meanings:
                        yield from in_turn(meaning, shows)
            case Quotation(blocks=inner, attribution=attribution):
                yield from in_turn(inner, shows)
                yield attribution
            case Table(caption=caption):
                yield caption
                yield from (run for run in texts(block) if run is not caption)
            case _:
                yield from texts(block)
                yield from in_turn(parts(block), shows)


def every_block(blocks: Blocks, without: frozenset[DivKind] = frozenset()) -> Iterator[Block]:
    """All blocks, outer before inner, in reading order; not the divs of kinds ``without``, nor what stands in them."""
    for block in blocks:
        if not (isinstance(block, Div) and block.kind in without):
            yield block
            yield from every_block(parts(block), without)


def led(blocks: Blocks) -> Blocks:
    """``blocks`` with each figure that stands beside its paragraph (``.beside``) before it, so that it can flow around.

    Its paragraph is the one that it follows, as on a slide.
    """
    made: list[Block] = []
    for block in blocks:
        beside = isinstance(block, Figure) and "beside" in block.attributes.classes
        if beside and made and isinstance(made[-1], Paragraph):
            made.insert(-1, block)
        else:
            made.append(block)
    return tuple(made)


def whole(essay: Essay) -> Iterator[Block]:
    """Every block of the essay, its cover, headings and footnotes included."""
    if essay.cover:
        yield essay.cover
    for section in essay.sections:
        if section.heading:
            yield section.heading
        yield from every_block(section.blocks)
    for footnote in essay.footnotes:
        yield from every_block(footnote.blocks)


def labelled(caption: Inlines) -> tuple[Inlines, Inlines]:
    """The label that ``caption`` opens with, "Figure 2" without its full stop, and what it says."""
    match caption:
        case (Span(children=(Text(label),), attributes=attributes) as mark, *rest) if LABEL in attributes.classes:
            said = tuple(rest[1:] if rest and rest[0] == Text(" ") else rest)
            return (replace(mark, children=(Text(label.rstrip(".")),)),), said
        case _:
            return (), caption


def anchors(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    """The ids that ``blocks`` themselves bear, which links may lead to, each with the ``ref`` of its block."""
    for block in blocks:
        if not isinstance(block, Paragraph | List | Quotation | Rule | DefinitionList) and block.attributes.id:
            yield block.attributes.id, block.ref
        for run in texts(block):
            for inline in every_inline(run):
                if isinstance(inline, Span) and inline.attributes.id:
                    yield inline.attributes.id, block.ref


def anchored(essay: Essay) -> Iterator[tuple[str, str]]:
    """Every id that a link within the essay may lead to, with the ``ref`` of what it stands on."""
    yield from ((section.id, section.heading.ref) for section in essay.sections if section.heading)
    yield from anchors(whole(essay))
    yield from ((work.id, work.id) for work in essay.works)


def sides(block: Block) -> tuple[Blocks, Blocks] | None:
    """The two sides of a ``::: compare``: two blocks, or two runs of them that each open with a heading."""
    if not (isinstance(block, Div) and block.kind is DivKind.COMPARE):
        return None
    heads = [i for i, inner in enumerate(block.blocks) if isinstance(inner, Heading)]
    if len(heads) == 2 and heads[0] == 0:
        return block.blocks[: heads[1]], block.blocks[heads[1] :]
    if not heads and len(block.blocks) == 2:
        return block.blocks[:1], block.blocks[1:]
    return None
