"""Tokens as a tree: each opening token with what stands between it and its closing one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from markdown_it.token import Token


@dataclass(slots=True)
class Node:
    """A block token and the nodes within it."""

    token: Token
    below: list[Node] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The token's type without ``_open``."""
        return self.token.type.removesuffix("_open")

    @property
    def inline(self) -> Token:
        """The inline token of a paragraph, heading, cell or term."""
        return self.below[0].token

    def line(self, otherwise: int) -> int:
        """The line that it begins at, from 1."""
        return self.token.map[0] + 1 if self.token.map else otherwise


def tree(tokens: Iterable[Token]) -> tuple[list[Node], dict[str, list[Node]]]:
    """The nodes of a document, and the definitions of its footnotes by label, taken out from wherever they stand."""
    top: list[Node] = []
    footnotes: dict[str, list[Node]] = {}
    stack: list[list[Node]] = [top]
    for token in tokens:
        if token.nesting == -1:
            stack.pop()
            continue
        node = Node(token)
        if token.type == "footnote_reference_open":
            footnotes.setdefault(token.meta["label"], []).append(node)
        else:
            stack[-1].append(node)
        if token.nesting == 1:
            stack.append(node.below)
    return top, footnotes
