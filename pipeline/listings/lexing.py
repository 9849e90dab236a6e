"""Code cut into pieces by Pygments, the one place that imports it, and of it just the lexer that is asked for."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from functools import lru_cache

from pipeline.listings.languages import lexer_of
from pipeline.listings.pieces import Kind, Piece, Pieces

LONGEST = 60_000  # characters of a block that is highlighted: some lexers take quadratic time, and each piece is set


@lru_cache(maxsize=64)
def lines(text: str, language: str | None) -> tuple[Pieces, ...]:
    """Each line of ``text`` in its pieces; plain where ``language`` is None or unknown, or the text is over-long."""
    found = lexer_of(language) if language and len(text) <= LONGEST else None
    made = _lexed(text, *found) if found else None
    if made is None:
        return tuple((Piece(line),) if line else () for line in text.split("\n"))
    return made


def _lexed(text: str, module: str, cls: str) -> tuple[Pieces, ...] | None:
    """``text`` in pieces; None where the lexer fails, or gives back other characters than it was given."""
    try:
        lexer = getattr(importlib.import_module(module), cls)(stripnl=False, ensurenl=False)
        tokens = [(_kind(kind), value) for _, kind, value in lexer.get_tokens_unprocessed(f"{text}\n")]
    except Exception:  # noqa: BLE001  five hundred lexers of other people's, fed with anything
        return None
    if "".join(value for _, value in tokens).removesuffix("\n") != text:
        return None
    return tuple(tuple(line) for line in _by_line(tokens, text.count("\n") + 1))


def _by_line(tokens: list[tuple[Kind, str]], count: int) -> Iterator[list[Piece]]:
    """The pieces of each of ``count`` lines, neighbours of a kind made one."""
    made: list[list[Piece]] = [[]]
    for kind, value in tokens:
        for n, part in enumerate(value.split("\n")):
            if n:
                made.append([])
            line = made[-1]
            if not part:
                continue
            # A blank has no colour, and belongs to what stands before it.
            if line and (line[-1].kind is kind or part.isspace()):
                line[-1] = Piece(line[-1].text + part, line[-1].kind)
            else:
                line.append(Piece(part, Kind.PLAIN if part.isspace() else kind))
    yield from made[:count]


@lru_cache(maxsize=512)
def _kind(token: tuple[str, ...]) -> Kind:
    """What a token of Pygments (``Token.Name.Function``) is here: the most special of its names that is listed."""
    for end in range(len(token), 0, -1):
        kind = _KINDS.get(".".join(token[:end]))
        if kind is not None:
            return kind
    return Kind.PLAIN


_KINDS = {
    "Comment": Kind.COMMENT,
    "Comment.Preproc": Kind.KEYWORD,
    "Comment.PreprocFile": Kind.LITERAL,
    "Keyword": Kind.KEYWORD,
    "Keyword.Constant": Kind.LITERAL,
    "Keyword.Type": Kind.PLAIN,
    "Keyword.Pseudo": Kind.PLAIN,
    "Operator.Word": Kind.KEYWORD,
    "Name.Function": Kind.NAME,
    "Name.Function.Magic": Kind.NAME,
    "Name.Class": Kind.NAME,
    "Name.Decorator": Kind.NAME,
    "Name.Label": Kind.NAME,
    "Name.Attribute": Kind.NAME,
    "Name.Tag": Kind.KEYWORD,
    "Literal": Kind.LITERAL,
    "Literal.String.Doc": Kind.COMMENT,
    "Generic.Deleted": Kind.COMMENT,
    "Generic.Inserted": Kind.LITERAL,
    "Generic.Heading": Kind.KEYWORD,
    "Generic.Subheading": Kind.KEYWORD,
    "Generic.Strong": Kind.KEYWORD,
    "Generic.Prompt": Kind.COMMENT,
    "Generic.Output": Kind.PLAIN,
    "Generic.Error": Kind.LITERAL,
    "Generic.Traceback": Kind.PLAIN,
}
