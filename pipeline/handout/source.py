"""The essay's source as it goes into the handout: the Markdown that was written, without what is not for its reader.

Left out are, by their lines: divs that do not show in the handout (``::: notes`` above all), footnotes that only those
refer to, comments, and the front matter's ``deck`` and ``newsletter``. What stays is byte for byte as it was typed,
and still an essay.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from pipeline.document import Blocks, Div, Essay, FootnoteReference, Inlines
from pipeline.files import Files
from pipeline.handout.reading import SHOWS, visible
from pipeline.pdf.typesetting import Attached
from pipeline.prose import every_inline, parts, texts

NAME = "essay.md"
_FENCE = re.compile(r"[\s>]*:{3,}[ \t]*([^\n]*?)[ \t:]*$")
_CODE = re.compile(r"[\s>]*(?:[-*+]|\d+[.)])?\s*(`{3,}|~{3,})")
_KEY = re.compile(r"[A-Za-z_][\w-]*\s*:")
_NOTE = re.compile(r"\[\^([^\]\s]+)\]:")
_HIDDEN_KEYS = ("deck", "newsletter")


def attached(essay: Essay, files: Files, moment: datetime.datetime) -> Attached | None:
    """The source of ``essay``, dated ``moment``."""
    text = files.text(files.root / essay.path)
    if text is None:
        return None
    return Attached(NAME, shown(text, essay), f"{essay.meta.title}: the text in Markdown", moment)


def shown(text: str, essay: Essay) -> str:
    """``text``, the file that ``essay`` was read from, without what the handout does not show."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), 0)
    lost = {*_matter(lines[:end]), *_notes(lines, end, essay), *_comments(lines, end)}
    for section in essay.sections:
        for div in _hidden(section.blocks):
            lost.update(range(div.line - 1, _close(lines, div.line - 1) + 1))
    for footnote in essay.footnotes:
        for div in _hidden(footnote.blocks):
            lost.update(range(div.line - 1, _close(lines, div.line - 1) + 1))
    kept: list[str] = []
    for at, line in enumerate(lines):
        if at in lost:
            continue
        if at - 1 in lost and not line.strip() and kept and not kept[-1].strip():
            lost.add(at)  # of the blank lines around what is gone, one stays
            continue
        kept.append(line)
    return "\n".join(kept).rstrip("\n") + "\n"


def _hidden(blocks: Blocks) -> Iterator[Div]:
    """The outermost divs that do not show."""
    for block in blocks:
        if isinstance(block, Div) and block.kind not in SHOWS:
            yield block
        else:
            yield from _hidden(parts(block))


def _close(lines: list[str], opened: int) -> int:
    """The line that closes the div opened at line ``opened``, both counted from 0; fences in code are none."""
    depth, code = 0, ""
    for at in range(opened, len(lines)):
        fence = _CODE.match(lines[at])
        if code:
            if fence and fence[1].startswith(code) and not lines[at].strip(" \t>").strip(code[0]):
                code = ""
        elif fence:
            code = fence[1]
        elif found := _FENCE.match(lines[at]):
            depth += 1 if found[1] else -1
            if depth == 0:
                return at
    return len(lines) - 1


def _matter(lines: list[str]) -> Iterator[int]:
    """The lines of the front matter's keys that are for the other outputs."""
    hidden = False
    for at, line in enumerate(lines):
        if _KEY.match(line):
            hidden = line.partition(":")[0].strip() in _HIDDEN_KEYS
        if hidden and at:
            yield at


def _notes(lines: list[str], end: int, essay: Essay) -> Iterator[int]:
    """The lines of the footnotes that nothing refers to any more."""
    footnotes = {footnote.label: footnote for footnote in essay.footnotes}
    met: set[str] = set()

    def meet(inlines: Inlines) -> None:
        for inline in every_inline(inlines):
            if isinstance(inline, FootnoteReference) and inline.label not in met:
                met.add(inline.label)
                for block in visible(footnotes[inline.label].blocks):
                    for inner in texts(block):
                        meet(inner)

    for section in essay.sections:
        if section.heading:
            meet(section.heading.inlines)
        for block in visible(section.blocks):
            for inlines in texts(block):
                meet(inlines)
    for footnote in essay.footnotes:
        if footnote.label not in met and end < footnote.line <= len(lines) and _NOTE.match(lines[footnote.line - 1]):
            yield from _definition(lines, footnote.line - 1)


def _definition(lines: list[str], at: int) -> Iterator[int]:
    """The lines of the footnote that begins at line ``at``: to the next blank line, and all that is indented below."""
    yield at
    blank = False
    for below in range(at + 1, len(lines)):
        line = lines[below]
        if _NOTE.match(line) or (blank and line.strip() and not line.startswith(("    ", "\t"))):
            return
        blank = blank or not line.strip()
        yield below


def _comments(lines: list[str], end: int) -> Iterator[int]:
    """The lines of comments that begin a line and say something: an empty one only divides two lists."""
    at, code = end + 1, ""
    while at < len(lines):
        line = lines[at].strip()
        fence = _CODE.match(lines[at])
        if code:
            code = "" if fence and fence[1].startswith(code) and not line.strip(code[0]) else code
        elif fence:
            code = fence[1]
        elif line.startswith("<!--") and line != "<!-- -->":
            last = next((n for n in range(at, len(lines)) if "-->" in lines[n][4 * (n == at) :]), len(lines) - 1)
            if lines[last].rstrip().endswith("-->"):
                yield from range(at, last + 1)
            at = last
        at += 1
