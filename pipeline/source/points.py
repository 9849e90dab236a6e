"""Points: list items that open with a bold lead term."""

from __future__ import annotations

import re

from pipeline.document import Block, Blocks, Inlines, Paragraph, Strong, Text

_AFTER = re.compile(r"\s*:(?=\s|$)\s*|\s+[—–]\s+|\s*—\s*")


def lead(blocks: Blocks) -> tuple[Inlines, Blocks]:
    """The lead term of an item's ``blocks``, its closing colon dropped, and what follows; no term: ``blocks`` as is.

    A term ends with a colon (within the bold or after it), with a dash, with a full stop of its own, or with its
    line. Bold words that a sentence goes on from are emphasis, not a term.
    """
    if not blocks or not isinstance(blocks[0], Paragraph):
        return (), blocks
    paragraph = blocks[0]
    first, *rest = paragraph.inlines or (Text(""),)
    if not isinstance(first, Strong):
        return (), blocks
    term, colon = _ended(first.children)
    follows = rest[0] if rest else None
    after = _AFTER.match(follows.text) if isinstance(follows, Text) else None
    if isinstance(follows, Text) and after and not colon:
        rest[0] = Text(follows.text[after.end() :])
    elif isinstance(follows, Text) and (colon or _stopped(term)) and follows.text[:1].isspace():
        rest[0] = Text(follows.text.lstrip())
    elif rest:
        return (), blocks
    left: tuple[Block, ...] = ()
    kept = tuple(inline for inline in rest if inline != Text(""))
    if kept:
        left = (Paragraph(paragraph.ref, paragraph.line, kept),)
    return (term, left + blocks[1:]) if term else ((), blocks)


def _ended(inlines: Inlines) -> tuple[Inlines, bool]:
    """``inlines`` without their closing colon, and whether there was one."""
    last = inlines[-1] if inlines else None
    if not isinstance(last, Text) or not last.text.rstrip().endswith(":"):
        return inlines, False
    text = last.text.rstrip()[:-1].rstrip()
    return (*inlines[:-1], Text(text)) if text else inlines[:-1], True


def _stopped(inlines: Inlines) -> bool:
    last = inlines[-1] if inlines else None
    return isinstance(last, Text) and last.text.endswith((".", "?", "!"))
