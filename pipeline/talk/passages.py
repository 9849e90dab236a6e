"""Passages: a section's blocks, each with what shares its slide: script, evidence, the paragraph that titles it."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.document import (
    Chart,
    CodeBlock,
    DefinitionList,
    Div,
    DivKind,
    Figure,
    Heading,
    Link,
    List,
    MathBlock,
    Paragraph,
    Quotation,
    Rule,
    Section,
    Table,
)
from pipeline.markup import Object
from pipeline.prose import every_inline, plain
from pipeline.talk.bodies import as_list, points
from pipeline.talk.claims import marked
from pipeline.talk.desk import KINDS, Desk

Told = Paragraph | List | Quotation | Figure | Table | CodeBlock | Chart | MathBlock | Heading | Div


@dataclass(slots=True)
class Passage:
    """One block and its company.

    ``scripts`` are the ``::: notes`` behind it; ``objects`` the evidence that a paragraph shows; ``lead`` the
    paragraph right before a list or comparison, which titles it; ``replaced`` the passage that a ``::: deck`` replaces.
    A ``glossary`` is a definition list, which only a paragraph with a colon titles.
    """

    block: Told
    scripts: list[Div] = field(default_factory=list)
    objects: list[Object] = field(default_factory=list)
    lead: Paragraph | None = None
    replaced: Passage | None = None
    glossary: bool = False


def passages(section: Section, desk: Desk) -> tuple[list[Passage], list[Div]]:
    """The passages of ``section`` in essay order, without what its author keeps out; and scripts of none."""
    found, alone = _replaced(section, desk)
    return _joined(found), alone


def _replaced(section: Section, desk: Desk) -> tuple[list[Passage], list[Div]]:
    """Every block that the deck tells, scripts at the block before them, ``::: deck`` in place of what it replaces."""
    found: list[Passage] = []
    early: list[Div] = []  # scripts that no block stands before
    skipped: int | None = None  # the level of a heading whose text is left out
    for block in section.blocks:
        if isinstance(block, Heading):
            if skipped is not None and block.level > skipped:
                continue
            skipped = block.level if desk.off(block.attributes, block.line, "what stands under this heading") else None
        if skipped is not None:
            continue
        match block:
            case Rule():
                continue
            case Div(kind=DivKind.HANDOUT | DivKind.NEWSLETTER):
                continue
            case Div(kind=DivKind.NOTES):
                told = found and not isinstance(found[-1].block, Heading)
                (found[-1].scripts if told else early).append(block)
                continue
            case Figure() | Table() | CodeBlock() | Chart() | MathBlock() if desk.off(
                block.attributes, block.line, KINDS[type(block)]
            ):
                continue
            case Div() if desk.off(block.attributes, block.line, f"this `::: {block.kind}`"):
                continue
            case Div(kind=DivKind.DECK) if found and _replaceable(found[-1]):
                before = found.pop()
                passage = Passage(block, before.scripts, replaced=before)
            case DefinitionList():
                passage = Passage(as_list(block), glossary=True)
            case _:
                passage = Passage(block)
        if early and not isinstance(block, Heading):
            passage.scripts, early = [*early, *passage.scripts], []
        found.append(passage)
    return found, early


def _replaceable(passage: Passage) -> bool:
    block = passage.block
    return not isinstance(block, Heading) and not _deck(block) and not marked(block)


def _deck(block: Told) -> bool:
    return isinstance(block, Div) and block.kind is DivKind.DECK


def _joined(found: list[Passage]) -> list[Passage]:
    """Evidence with the paragraph that refers to it, else the one before; lists with the paragraph before them.

    A paragraph whose claim its author marked is chosen before one that merely refers to it.
    """
    referring = _referring(found)
    hosts = {host.block.ref for host in referring.values()}  # their objects may still be to come
    joined: list[Passage] = []
    for passage in found:
        block = passage.block
        before = joined[-1] if joined and isinstance(joined[-1].block, Paragraph) else None
        if isinstance(block, Figure | Table | CodeBlock | Chart | MathBlock):
            host = referring.get(block.ref) or before
            if before and host and marked(before.block) and not marked(host.block):
                host = before
            if before and isinstance(block, MathBlock) and host not in joined:
                host = before  # a formula ends its sentence; who refers to it further down looks back at it
            if host:
                host.objects.append(block)
                host.scripts.extend(passage.scripts)
                continue
        elif _titles(before, passage) and before and not before.objects and before.block.ref not in hosts:
            joined.pop()
            passage.lead = before.block if isinstance(before.block, Paragraph) else None
            passage.scripts[:0] = before.scripts
        joined.append(passage)
    return joined


def _titles(before: Passage | None, passage: Passage) -> bool:
    """Whether ``passage`` is one slide, titled by the paragraph ``before`` it."""
    block = passage.block
    if passage.glossary:
        return bool(
            before and isinstance(before.block, Paragraph) and plain(before.block.inlines).endswith((":", "："))
        )
    if isinstance(block, List):
        return not points(block)
    return isinstance(block, Div) and block.kind is DivKind.COMPARE


def _referring(found: list[Passage]) -> dict[str, Passage]:
    """By an object's ref, the first paragraph that links to its id."""
    linking: dict[str, Passage] = {}
    for passage in found:
        if isinstance(passage.block, Paragraph):
            for inline in every_inline(passage.block.inlines):
                if isinstance(inline, Link) and inline.url.startswith("#"):
                    linking.setdefault(inline.url[1:], passage)
    return {
        block.ref: linking[block.attributes.id]
        for block in (passage.block for passage in found)
        if isinstance(block, Figure | Table | CodeBlock | Chart | MathBlock)
        and block.attributes.id in linking
        and block.attributes.id
    }
