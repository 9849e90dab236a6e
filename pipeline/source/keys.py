"""Rules for what is referred to by its key: ``[see @key, p. 12; @other]``, ``@key [p. 12]``, ``@fig:bread``.

They say where a key stands and what belongs to it; :mod:`pipeline.source.references` says what it means. An address
(``name@example.org``) holds none; whatever else begins with ``@`` and is nobody's key stays as it is written.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

# As pandoc has them: letters, digits and underscores, single signs between them; anything else in braces.
_KEY = re.compile(r"@(?:\{([^\s{}]{1,200})\}|(\w+(?:[:.#$%&+?<>~/-]\w+)*))")
_CLUSTER = re.compile(r"\[[^\[\]]*?(?<![A-Za-z0-9_./+%@&=#:~-])-?@[\w{]")
_NOT_BEFORE = frozenset("./+%@&=#:~-_")
_LOCATOR = re.compile(r"[^\W\d]{0,12}\.?[\s\u00a0]*\d")  # "p. 12", "12–14", "Kap. 3": what may follow a key in brackets
_CITING = "citing"  # in the environment while the inside of brackets is read


def use(md: MarkdownIt) -> None:
    """Adds the rules to ``md``."""
    md.inline.ruler.before("link", "cites", _cites)
    md.inline.ruler.before("link", "key", _key)


def _cites(state: StateInline, silent: bool) -> bool:
    """Brackets in which a key stands; not a link's words, nor a span's."""
    start = state.pos
    if state.src[start] != "[" or state.linkLevel or state.env.get(_CITING):
        return False
    if not _CLUSTER.match(state.src, start, state.posMax):
        return False
    end = state.md.helpers.parseLinkLabel(state, start, False)
    if end < 0 or state.src[end + 1 : end + 2] in ("(", "{"):
        return False
    maximum = state.posMax
    if not silent:
        state.push("cite_open", "", 1).meta["narrative"] = False
        state.pos, state.posMax = start + 1, end
        state.env[_CITING] = True
        state.md.inline.tokenize(state)
        state.env[_CITING] = False
        state.push("cite_close", "", -1)
    state.pos, state.posMax = end + 1, maximum
    return True


def _key(state: StateInline, silent: bool) -> bool:
    """A key within brackets, ``-@key`` where its author is not to be named; or one in a sentence, with its locator."""
    start = state.pos
    inside = bool(state.env.get(_CITING))
    bare = inside and state.src.startswith("-@", start)
    found = _KEY.match(state.src, start + bare, state.posMax)
    if found is None or state.linkLevel or not _begins(state.src[start - 1 : start] if start else ""):
        return False
    if inside:
        if not silent:
            _push(state, found, bare=bare)
        state.pos = found.end()
        return True
    end = _located(state, found.end())
    if not silent:
        state.push("cite_open", "", 1).meta["narrative"] = True
        _push(state, found, bare=False)
        if end > found.end():
            state.push("text", "", 0).content = state.src[found.end() : end]
        state.push("cite_close", "", -1)
    state.pos = end
    return True


def _push(state: StateInline, found: re.Match[str], *, bare: bool) -> None:
    token = state.push("cite_key", "", 0)
    token.content = f"-{found[0]}" if bare else found[0]
    token.info = found[1] or found[2]
    token.meta["bare"] = bare


def _begins(before: str) -> bool:
    """Whether a key may begin behind ``before``: not within an address or a name."""
    return not (before.isascii() and before.isalnum()) and before not in _NOT_BEFORE


def _located(state: StateInline, end: int) -> int:
    """Where the brackets behind a key end that say which page of it is meant; ``end`` where there are none."""
    opening = end + (state.src[end : end + 1] == " ")
    if state.src[opening : opening + 1] != "[" or not _LOCATOR.match(state.src, opening + 1, state.posMax):
        return end
    close = state.src.find("]", opening, state.posMax)
    inner = state.src[opening + 1 : close] if close >= 0 else ""
    if not inner or any(sign in inner for sign in "[@\n") or re.fullmatch(r"\d+:[\d:]+", inner):
        return end
    return end if state.src[close + 1 : close + 2] in ("(", "[", "{") else close + 1
