"""Formulas: ``$…$`` within a line, ``$$…$$`` on lines of their own, a fence ``math``.

What is wrong is told where it is. A formula that cannot be set stays as its source, as code, so that nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from pipeline.document import NO_ATTRIBUTES, Block, Code, CodeBlock, Inline, Math, MathBlock
from pipeline.faces import ScriptFaces
from pipeline.meta import Meta
from pipeline.problems import Place, Problem, error
from pipeline.source.attributes import parse
from pipeline.source.reading import Reading

LANGUAGE = "latex"  # in which a formula that cannot be set stands as code
_FACE = "fonts/STIXTwoMath-Regular.ttf"  # which comes with the library that draws formulas
_CLOSE = re.compile(r"(?<!\\)\$\$\s*(\{[^{}]*\})?\s*$")
_WORDS = re.compile(r"[^\W\d_]{3,}")
# ``$…$`` in the front matter, by the rules of the text: no blank beside a dollar sign within, no digit after it.
_PLAIN = re.compile(r"(?<![\\$\d])\$(?=[^\s$])([^$\n]*?[^\s$\\])\$(?![$\d])")
_PRICE = re.compile(r"\s*\d")
# A dollar sign before what only a formula begins with, and no second one.
_LONE = re.compile(r"(?<![\\$\w])\$(?=[\\A-Za-z({|][^$]*[\\^_])[^$]*$")


def use(md: MarkdownIt) -> None:
    """Adds the rules to ``md``."""
    dollarmath_plugin(md, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
    md.block.ruler.at("math_block", _displayed, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _displayed(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """``$$`` that begins a line, up to the ``$$`` that ends one, which attributes may follow (``{#eq:name}``)."""
    if state.sCount[start] - state.blkIndent >= 4:
        return False
    first = _line(state, start)
    if not first.startswith("$$") or first.startswith("$$$"):
        return False
    last, closing = start, _CLOSE.search(first, 2)
    if closing is None and "$$" in first[2:]:
        return False  # text follows on the same line: it stands within a paragraph
    while closing is None and last + 1 < end and not state.isEmpty(last + 1):
        if state.sCount[last + 1] < state.blkIndent:
            break
        last += 1
        closing = _CLOSE.search(_line(state, last))
    if silent:
        return True
    text = (
        first if last == start else first + "\n" + state.getLines(start + 1, last + 1, state.blkIndent, False).rstrip()
    )
    ending = _CLOSE.search(text, 2)
    found = parse(ending[1]) if ending and ending[1] else None
    token = state.push("math_block", "math", 0)
    token.block = True
    token.markup = "$$"
    token.map = [start, last + 1]
    token.content = text[2 : ending.start()] if ending else text[2:]
    token.meta = {"attributes": found[0] if found else NO_ATTRIBUTES, "closed": ending is not None}
    if ending and ending[1] and not found:
        token.meta["broken"] = ending[1]
    state.line = last + 1
    return True


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def displayed(token: Token, block: CodeBlock, reading: Reading) -> Block:
    """A formula on lines of its own; ``block`` is what stands for it where it cannot be set, without its text."""
    if "broken" in token.meta:
        what = f"`{token.meta['broken']}` cannot be read as attributes"
        reading.warn(block.line, "attributes-broken", what, "write {#eq:name}")
    if not token.meta["closed"]:
        hint = "end it with $$ on its last line; no blank line stands within it; write \\$ for a dollar sign"
        reading.error(block.line, "formula-not-closed", "the formula is never closed", hint)
        return replace(block, language=LANGUAGE, text=reading.clean(f"$${token.content}"))
    return _set(token.content, block, block.line, reading)


def fenced(block: CodeBlock, reading: Reading) -> Block:
    """A fence ``math``, as GitHub reads it."""
    return _set(block.text, block, block.line + 1, reading)


def _set(tex: str, block: CodeBlock, first: int, reading: Reading) -> Block:
    """``tex``, whose first line is ``first``, in the place of ``block``."""
    if _told(tex, first, None, reading, display=True):
        return replace(block, language=LANGUAGE, text=reading.clean(f"$$\n{tex.strip()}\n$$"))
    reading.formulas = True
    return MathBlock(block.ref, block.line, tex.strip(), block.caption, block.attributes)


def inline(token: Token, line: int, column: int | None, reading: Reading) -> Inline:
    """A formula within a line; ``column`` is its dollar sign's."""
    tex = token.content
    marks = token.markup
    if _told(tex, line, None if column is None else column + len(marks), reading, display=False):
        return Code(reading.clean(f"{marks}{' '.join(tex.split())}{marks}"))
    if _PRICE.match(tex) and "\\" not in tex and len(_WORDS.findall(tex)) > 1:
        hint = "write \\$ where a dollar is meant"
        reading.advise(line, "formula-or-price", f"`{marks}{tex}{marks}` is set as a formula", hint, column)
    elif marks == "$$":
        hint = "give it lines of its own, $$ first and last, or write it with one $"
        reading.advise(line, "formula-in-line", "a displayed formula among words is set within the line", hint, column)
    reading.formulas = True
    return Math(tex, line)


def worn(meta: Meta) -> Meta:
    """``meta`` with a face for the signs of formulas where nobody gave one: letters and text are set around them."""
    place = Place("ziamath")
    given = {faces.script for faces in meta.fonts}
    more = (
        ScriptFaces(script, "STIX Two Math", _FACE, None, None, None, "ziamath", Path(), place)
        for script in ("Zsym", "Grek")
        if script not in given
    )
    return replace(meta, fonts=(*meta.fonts, *more))


def plain(words: str) -> str:
    """``words`` of the front matter with the formulas in them as lines of Unicode; one that cannot be read stays."""
    if "$" not in words:
        return words
    from pipeline.formulas import formula  # most essays have none

    def line(found: re.Match[str]) -> str:
        read = formula(found[1], display=False)
        return read.text if read else found[0]

    return _PLAIN.sub(line, words)


def unread(meta: Meta, path: str) -> Iterator[Problem]:
    """What is wrong with formulas that were left as they stand in the front matter."""
    for key in ("title", "short_title", "subtitle", "summary"):
        words = getattr(meta, key) or ""
        for found in _PLAIN.finditer(words) if "$" in words else ():
            from pipeline.formulas import faults  # most essays have none

            for fault in faults(found[1], display=False):
                yield error(meta.place(key, path), fault.code, f"`{found[0]}`: {fault.message}", fault.hint)


def lone(text: str, line: int, reading: Reading) -> None:
    """Tells a dollar sign in ``text`` that looks as if it opened a formula, and nothing closes."""
    found = _LONE.search(text) if "$" in text else None
    if found and "`" not in text:
        row = line + text.count("\n", 0, found.start())
        at = text.rfind("\n", 0, found.start()) + 1
        begins = reading.column(row, text[at:].partition("\n")[0].strip())
        column = None if begins is None else begins + found.start() - at
        hint = "close it with $ right after its last sign, or write \\$"
        reading.warn(row, "formula-not-closed", "a `$` that opens a formula and is never closed", hint, column)


def _told(tex: str, line: int, column: int | None, reading: Reading, *, display: bool) -> bool:
    """Tells what is wrong with ``tex``, at its line and column; whether anything is."""
    from pipeline.formulas import faults  # most essays have no formula

    found = faults(tex, display=display)
    lead = len(tex) - len(tex.lstrip())
    for fault in found:
        at = fault.at + lead
        row = line + tex.count("\n", 0, at)
        begins = tex.rfind("\n", 0, at) + 1
        if row == line and column is not None:
            place: int | None = column + at
        else:
            piece = tex[begins:].partition("\n")[0]
            first = reading.column(row, piece.strip()) if piece.strip() else None
            place = None if first is None else first + at - begins - (len(piece) - len(piece.lstrip()))
        reading.error(row, fault.code, fault.message, fault.hint, place)
    return bool(found)
