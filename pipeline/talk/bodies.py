"""Bodies: blocks as a slide's text has them, paragraphs, lists and quotations; what is shown as an object apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from pipeline.document import (
    Block,
    Blocks,
    Chart,
    CodeBlock,
    DefinitionList,
    Div,
    DivKind,
    Figure,
    Heading,
    Inlines,
    Item,
    List,
    MathBlock,
    Paragraph,
    Quotation,
    Rule,
    Strong,
    Table,
    Text,
)
from pipeline.markup import Object
from pipeline.prose import plain
from pipeline.sentences import count
from pipeline.talk.claims import bare, capital, marks_in, unstopped
from pipeline.talk.pace import spoken

SHORT = 12  # words: a list with no longer item is one slide


@dataclass(frozen=True, slots=True)
class Body:
    """Text for one slide, and the objects that stood among it."""

    blocks: Blocks
    objects: tuple[Object, ...] = ()


def body(blocks: Blocks) -> Body:
    """``blocks`` as the text of a slide."""
    objects: list[Object] = []
    return Body(tuple(_flowing(blocks, objects)), tuple(objects))


def _flowing(blocks: Blocks, objects: list[Object]) -> Iterator[Block]:
    for block in blocks:
        match block:
            case Paragraph():
                yield block
            case Heading(ref=ref, line=line, inlines=inlines):
                yield Paragraph(ref, line, (Strong(inlines),))
            case List(items=items):
                kept = tuple(replace(i, blocks=tuple(_flowing(i.blocks, objects))) for i in items)
                yield replace(block, items=kept)
            case Quotation(blocks=inner):
                yield replace(block, blocks=tuple(_flowing(inner, objects)))
            case DefinitionList():
                yield from _flowing((as_list(block),), objects)
            case Figure() | Table() | CodeBlock() | Chart() | MathBlock():
                objects.append(block)
            case Div(kind=kind, blocks=inner):
                if kind in (DivKind.DECK, DivKind.COMPARE):
                    yield from _flowing(inner, objects)
            case Rule():
                pass
            case _:
                assert_never(block)


def as_list(block: DefinitionList) -> List:
    """A definition list as one list: each term leads its meanings, and they stand together as a glossary does."""
    items = tuple(
        Item(d.ref, d.line, led(d.term, d.ref, d.line, tuple(b for meaning in d.meanings for b in meaning), " – "))
        for d in block.definitions
    )
    return List(block.ref, block.line, ordered=False, start=1, tight=True, items=items)


def led(term: Inlines, ref: str, line: int, told: Blocks, join: str = ": ") -> Blocks:
    """``told`` with the term before its first paragraph, by ``join``; where that is something else, it stands alone."""
    stop = Text(" " if plain(bare(term)).rstrip().endswith((".", "!", "?", ":")) else join)
    match told[:1]:
        case (Paragraph(inlines=inlines) as first,):
            return (replace(first, inlines=(Strong(term), stop, *inlines)), *told[1:])
        case _:
            return (Paragraph(ref, line, (Strong(term),)), *told)


def points(block: List) -> bool:
    """Whether the items of ``block`` get a slide each: every one with its lead term, and one over twelve words."""
    if not block.items or not all(item.term for item in block.items):
        return False
    return any(count(plain(item.term)) + spoken(item.blocks) > SHORT for item in block.items)


def shown(block: List, lang: str) -> List:
    """``block`` as a slide shows it: of an item with marked words only these, the others in full."""
    return replace(block, items=tuple(_claimed(item, lang) for item in block.items))


def _claimed(item: Item, lang: str) -> Item:
    marks = [(p, bare(mark.children)) for p in item.blocks if isinstance(p, Paragraph) for mark in marks_in(p.inlines)]
    found = [(p, words) for p, words in marks if words]
    if not found:
        return item
    lists = tuple(b for b in item.blocks if isinstance(b, List))
    paragraphs = tuple(Paragraph(p.ref, p.line, unstopped(capital(words, lang), lang)) for p, words in found)
    return replace(item, blocks=(*paragraphs, *lists))
