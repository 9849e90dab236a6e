"""Rules for what stands within a line: ``==marks==``, citations, spans, and attributes after images, code and links."""

from __future__ import annotations

import re
from functools import partial

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

from pipeline.source.attributes import parse

DEEPEST_BRACKETS = 50  # opened and not yet closed, in one paragraph, heading or cell
_EQUALS = ord("=")
_MOMENT = re.compile(r"\[(?:([A-Za-z][\w-]*)[ \t]+)?(\d{1,3}:\d{1,3}:\d{1,3}|\d{1,3}:\d{2})\](?!\()", re.ASCII)
_FOOTNOTE = re.compile(r"\[\^([^\s\]\[]{1,100})\]")
_NAMED = re.compile(r"\[([A-Za-z][\w-]*)\](?![(\[{:])", re.ASCII)
_AFTER = frozenset(("image", "code_inline", "link_close"))


def use(md: MarkdownIt, sources: tuple[str, ...]) -> None:
    """Adds the rules to ``md``; ``[id]`` is a citation for the ids of ``sources`` alone."""
    md.inline.ruler.before("emphasis", "mark", _mark)
    md.inline.ruler2.before("emphasis", "mark", _pair)
    md.inline.ruler.before("link", "citation", partial(_citation, sources=frozenset(sources)))
    md.inline.ruler.after("link", "span", _span)
    md.inline.ruler.at("footnote_ref", _footnote)
    md.core.ruler.before("inline", "bounded", _bounded)
    md.inline.ruler.push("attributes", _attributes)


def _mark(state: StateInline, silent: bool) -> bool:
    """Two equals signs; like ``**``, but never between two ASCII letters or digits: ``a==b`` is a comparison."""
    if silent or state.src[state.pos] != "=":
        return False
    scanned = state.scanDelims(state.pos, True)
    token = state.push("text", "", 0)
    token.content = "=" * scanned.length
    if scanned.length == 2:
        before = state.src[state.pos - 1 : state.pos]
        after = state.src[state.pos + 2 : state.pos + 3]
        opens = scanned.can_open and not (before.isascii() and before.isalnum())
        closes = scanned.can_close and not (after.isascii() and after.isalnum())
        if opens or closes:
            token.map = [state.pos, state.pos]
            state.delimiters.append(Delimiter(_EQUALS, 0, len(state.tokens) - 1, -1, opens, closes))
    state.pos += scanned.length
    return True


def _pair(state: StateInline) -> None:
    """Makes tags of paired signs; one without its partner is told (``mark_stray``)."""
    levels = [state.delimiters, *(meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta)]
    for delimiters in levels:
        closing = {d.end for d in delimiters if d.marker == _EQUALS and d.end != -1}
        for index, delimiter in enumerate(delimiters):
            if delimiter.marker != _EQUALS:
                continue
            token = state.tokens[delimiter.token]
            if delimiter.end != -1:
                token.type, token.nesting, token.content = "mark_open", 1, ""
                last = state.tokens[delimiters[delimiter.end].token]
                last.type, last.nesting, last.content = "mark_close", -1, ""
            elif index not in closing:
                token.type = "mark_stray"


def _citation(state: StateInline, silent: bool, *, sources: frozenset[str]) -> bool:
    """``[01:29:54]``, ``[hotz 01:29:54]``, and ``[hotz]`` where that is a source."""
    if state.src[state.pos] != "[":
        return False
    found = _MOMENT.match(state.src, state.pos, state.posMax) or _NAMED.match(state.src, state.pos, state.posMax)
    if found is None or (found.re is _NAMED and found[1] not in sources):
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.content = found[0]
        token.info = found[1] or ""
        token.markup = found[2] if found.re is _MOMENT else ""
    state.pos = found.end()
    return True


def _footnote(state: StateInline, silent: bool) -> bool:
    """``[^1]``, whether or not there is such a footnote. (The plugin's rule takes quadratic time.)"""
    found = _FOOTNOTE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("footnote_ref", "", 0).meta["label"] = found[1]
    state.pos = found.end()
    return True


def _bounded(state: StateCore) -> None:
    """Text with very many open brackets is left unread: to pair them takes quadratic time."""
    for token in state.tokens:
        if (
            token.type == "inline"
            and token.content.count("[") > DEEPEST_BRACKETS
            and _depth(token.content) > DEEPEST_BRACKETS
        ):
            token.meta["dense"] = token.content
            token.content = ""


def _depth(text: str) -> int:
    depth = deepest = 0
    for bracket in re.findall(r"[\[\]]", text):
        depth = depth + 1 if bracket == "[" else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest


def _span(state: StateInline, silent: bool) -> bool:
    """``[words]{.class lang=ja}``."""
    if state.src[state.pos] != "[":
        return False
    end = state.md.helpers.parseLinkLabel(state, state.pos, False)
    found = parse(state.src, end + 1) if end >= 0 else None
    if found is None:
        return False
    maximum = state.posMax
    if not silent:
        opening = state.push("span_open", "span", 1)
        opening.meta["attributes"] = found[0]
        state.pos += 1
        state.posMax = end
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
    state.pos = found[1]
    state.posMax = maximum
    return True


def _attributes(state: StateInline, silent: bool) -> bool:
    """Attributes right after an image, code or link."""
    if silent or state.src[state.pos] != "{" or state.pending or not state.tokens:
        return False
    token = state.tokens[-1]
    found = parse(state.src, state.pos) if token.type in _AFTER else None
    if found is None:
        return False
    token.meta["attributes"] = found[0]
    state.pos = found[1]
    return True
