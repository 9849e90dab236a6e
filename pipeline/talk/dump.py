"""The talk as text, for reading and for goldens."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.document import (
    Block,
    Blocks,
    Chart,
    Citation,
    CodeBlock,
    Div,
    Figure,
    Inlines,
    Link,
    List,
    MathBlock,
    Quotation,
    Table,
    Text,
)
from pipeline.prose import every_inline, parts, plain, texts
from pipeline.slides import Slide, Talk


def dump_talk(talk: Talk) -> str:
    """Every section and slide of ``talk`` with its slots and notes, one block a line."""
    lines: list[str] = []
    titles = {section.id: section.title for section in talk.sections}
    section = None
    for slide in talk.slides:
        if slide.section != section:
            section = slide.section
            lines.append(f"# {section}: {titles.get(section, '')}")
        lines.extend(_slide(slide))
    return "\n".join(lines) + "\n"


def _slide(slide: Slide) -> Iterator[str]:
    time = "appendix" if slide.appendix else f"{slide.seconds} s"
    yield f"\n{slide.id} {slide.layout} {slide.ref}, line {slide.line}, {time}"
    for slot in slide.slots:
        first, *more = [*_blocks(slot.blocks, "")] or [""]
        yield f"  {slot.name} {slot.ref}: {first}"
        yield from (f"    {line}" for line in more)
    for line in _blocks(slide.notes, ""):
        yield f"  | {line}"


def _blocks(blocks: Blocks, indent: str) -> Iterator[str]:
    for block in blocks:
        yield from _block(block, indent)


def _block(block: Block, indent: str) -> Iterator[str]:
    match block:
        case List(items=items):
            for number, item in enumerate(items, block.start):
                bullet = f"{number}." if block.ordered else "-"
                term = f"{_words(item.term)}: " if item.term else ""
                first, *more = [*_blocks(item.blocks, "")] or [""]
                yield f"{indent}{bullet} {term}{first}".rstrip()
                yield from (f"{indent}  {line}" for line in more)
        case Quotation(blocks=blocks, attribution=attribution):
            yield from _blocks(blocks, f"{indent}> ")
            if attribution:
                yield f"{indent}> — {_words(attribution)}"
        case Div(kind=kind, blocks=blocks):
            yield f"{indent}::: {kind}"
            yield from _blocks(blocks, f"{indent}  ")
        case Figure() | Table() | CodeBlock() | Chart() | MathBlock():
            yield f"{indent}[{type(block).__name__} {block.ref}] {_words(block.caption)}".rstrip()
        case _:
            yield from (f"{indent}{_words(run)}" for run in texts(block))
            yield from _blocks(parts(block), indent)


def _words(inlines: Inlines) -> str:
    links = [i.url for i in every_inline(inlines) if isinstance(i, Link)]
    told = tuple(Text(i.text) if isinstance(i, Citation) else i for i in inlines)
    text = " ".join(plain(told).split())
    return f"{text} <{'> <'.join(links)}>" if links else text
