"""Rules for what begins at a line: fenced divs, captions, raw blocks, and the attributes that end a line."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore

from pipeline.document import NO_ATTRIBUTES, Attributes
from pipeline.source.attributes import parse, trailing

_FENCE = re.compile(r":{3,}[ \t]*([^\n]*?)[ \t]*$")
_WORD = re.compile(r"[^\s{}:]+")
_RAW = re.compile(r"<(!--|(?:script|style)(?=[\s>/]|$))", re.IGNORECASE)
_PICTURE = re.compile(r"!\[.*[)}\]]\s*")
_TERM = ["dt_open", "inline", "dt_close", "dd_open", "paragraph_open", "inline", "paragraph_close", "dd_close"]
_CAPTIONED = frozenset(("table_close", "fence", "code_block", "math_block"))


def use(md: MarkdownIt) -> None:
    """Adds the rules to ``md``."""
    interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("fence", "div", _div, interrupts)
    md.block.ruler.before("html_block", "raw", _raw, interrupts)
    md.block.ruler.before("deflist", "figure", _figure)
    md.block.ruler.before("deflist", "caption", _caption, {"alt": ["blockquote"]})
    md.core.ruler.after("block", "attributes", _attributes)


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _indented(state: StateBlock, line: int) -> bool:
    return state.sCount[line] - state.blkIndent >= 4


def _div(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """A fence of three or more colons: with a name or attributes it opens a div, bare it closes the innermost."""
    if _indented(state, start):
        return False
    fence = _FENCE.match(_line(state, start))
    if fence is None:
        return False
    opens = fence[1].rstrip(":").rstrip()
    attributes: Attributes | None = NO_ATTRIBUTES
    name = ""
    if opens:
        word = _WORD.match(opens)
        name = word[0] if word else ""
        rest = opens[len(name) :].lstrip()
        found = parse(rest)
        if rest and (found is None or found[1] != len(rest)):
            return False
        attributes = found[0] if found else NO_ATTRIBUTES
    if silent:
        return True
    token = state.push("div_open" if opens else "div_close", "", 0)
    token.map = [start, start + 1]
    token.info = name
    token.meta = {"attributes": attributes}
    state.line = start + 1
    return True


def _raw(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A comment, script or style that begins a line, up to the line that ends it (CommonMark 4.6, kinds 1 and 2)."""
    if _indented(state, start):
        return False
    opening = _RAW.match(_line(state, start))
    if opening is None:
        return False
    if silent:
        return True
    name = opening[1].lower()
    close = "-->" if name == "!--" else f"</{name}"
    last = start
    skip = 2 if name == "!--" else len(name) + 1
    while last < end and close not in (_line(state, last).lower()[skip if last == start else 0 :]):
        last += 1
    closed = last < end
    after = ""
    if closed:
        text = _line(state, last)
        after = text[text.lower().index(close, skip if last == start else 0) + len(close) :].lstrip(">").strip()
    token = state.push("raw", "", 0)
    token.map = [start, min(last + 1, end)]
    token.info = name
    token.meta = {"closed": closed, "after": after}
    state.line = min(last + 1, end)
    return True


def _colon(state: StateBlock, line: int) -> bool:
    return not _indented(state, line) and re.match(r":[ \t]+\S", _line(state, line)) is not None


def _figure(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """An image alone on its line above a caption: a paragraph, not the term of a definition list."""
    if silent or _indented(state, start) or not _PICTURE.fullmatch(_line(state, start)):
        return False
    below = start + 1
    if below < end and state.isEmpty(below):
        below += 1
    if below >= end or state.sCount[below] < state.blkIndent or not _colon(state, below):
        return False
    _paragraph(state, start, start + 1)
    return True


def _caption(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """``: caption`` below a table, a code block, a formula or a figure."""
    if not _colon(state, start):
        return False
    if silent:
        return state.parentType == "table"
    last = state.tokens[-1] if state.tokens else None
    if last is None or last.level != state.level:
        return False
    figure = last.type == "paragraph_close" and _PICTURE.fullmatch(state.tokens[-2].content) is not None
    if not figure and last.type not in _CAPTIONED:
        return False
    line = start + 1
    rules = state.md.block.ruler.getRules("paragraph")
    before, state.parentType = state.parentType, "paragraph"
    while line < end and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        if any(rule(state, line, end, True) for rule in rules):
            break
        line += 1
    state.parentType = before
    _paragraph(state, start, line, caption=True)
    return True


def _paragraph(state: StateBlock, start: int, end: int, *, caption: bool = False) -> None:
    content = state.getLines(start, end, state.blkIndent, False).strip()
    opening = state.push("paragraph_open", "p", 1)
    opening.map = [start, end]
    inline = state.push("inline", "", 0)
    inline.map = [start, end]
    inline.children = []
    inline.content = content
    if caption:
        inline.content, attributes = trailing(content[1:].lstrip())
        opening.meta = {"caption": attributes}
    state.push("paragraph_close", "p", -1)
    state.line = end


def _attributes(state: StateCore) -> None:
    """Takes the attributes from the end of each heading, and of a picture's caption that reads as a term's meaning."""
    for at, (opening, inline) in enumerate(zip(state.tokens, state.tokens[1:], strict=False)):
        if opening.type == "heading_open":
            inline.content, opening.meta["attributes"] = trailing(inline.content)
        elif opening.type == "dt_open" and _PICTURE.fullmatch(inline.content):
            told = state.tokens[at : at + len(_TERM)]
            if [token.type for token in told] == _TERM and state.tokens[at + len(_TERM)].type != "dd_open":
                told[5].content, told[4].meta["caption"] = trailing(told[5].content)
