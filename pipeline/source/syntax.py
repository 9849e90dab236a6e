"""The Markdown that an essay is written in: CommonMark with GFM's tables and strikethrough, and our own few rules.

markdown-it-py reads it. Rules of ours are in :mod:`pipeline.source.lines` (what begins at a line) and
:mod:`pipeline.source.marks` (what stands within one).
"""

from __future__ import annotations

from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from pipeline.source import formulas, keys, lines, marks, typography

DEEPEST = 60  # blocks within blocks, as a person counts them
NESTING = 2 * DEEPEST + 8  # as markdown-it counts: a list and its item are two levels

_PLACED = frozenset(
    (
        *("link_open", "image", "citation", "cite_open", "cite_key", "footnote_ref", "html_inline"),
        *("math_inline", "math_inline_double"),
    )
)


class Parser(MarkdownIt):
    """markdown-it that judges no link: which addresses are allowed is said once, with the line (``links``)."""

    def validateLink(self, url: str) -> bool:  # noqa: N802  markdown-it's name
        """Every address is read; the inline reader refuses what must not be."""
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802  markdown-it's name
        """Addresses stay as written; a figure's is a file name, not a URL."""
        return url

    def normalizeLinkText(self, url: str) -> str:  # noqa: N802  markdown-it's name
        """An address written bare is shown as written: undone escapes would put blanks into it."""
        return url


class _State(StateInline):
    """Inline state whose tokens remember where in their text they begin."""

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        at = self.pos
        if ttype == "link_open" and self.src[at - 1 : at] == "[":  # the rule has stepped over the bracket
            at -= 1
        token = super().push(ttype, tag, nesting)
        if ttype in _PLACED:
            token.map = [at, at]  # the rules write meta anew
        return token


class _Inline(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def parser(sources: tuple[str, ...], lang: str = "en") -> Parser:
    """A parser for an essay in ``lang`` (BCP 47) whose recorded sources have these ids."""
    md = Parser("zero", {"maxNesting": NESTING, "html": True})
    md.inline = _Inline()
    md.configure("commonmark", {"maxNesting": NESTING})
    md.block.ruler.disable("html_block")  # tags are dropped, not the Markdown between them
    md.enable(["table", "strikethrough"])
    footnote_plugin(md, move_to_end=False, always_match_refs=True)
    deflist_plugin(md)
    formulas.use(md)
    lines.use(md)
    marks.use(md, sources)
    keys.use(md)
    typography.use(md, lang)
    return md
