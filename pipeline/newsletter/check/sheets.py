"""Stylesheets read: rules and declarations (CSS Syntax 3), by tinycss2, whose own types stay in here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import tinycss2  # type: ignore[import-untyped]  # carries no types

_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Declaration:
    """One declaration: its property in lower case, its value as written, and the units and functions in that."""

    name: str
    value: str
    important: bool
    units: frozenset[str]
    functions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A style rule, or an at-rule such as ``@font-face``, whose ``selector`` is empty.

    ``media`` has the at-rules that it stands in, from the outside in, such as ``@media (max-width: 480px)``.
    """

    selector: str
    declarations: tuple[Declaration, ...]
    media: tuple[str, ...] = ()

    @property
    def css(self) -> str:
        """The rule as text, without the at-rules around it."""
        body = "; ".join(f"{d.name}: {d.value}{' !important' if d.important else ''}" for d in self.declarations)
        return f"{self.selector} {{ {body} }}"


def style_elements(html: str) -> tuple[str, ...]:
    """The text of the style elements outside comments."""
    return tuple(_STYLE.findall(re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)))


def rules(sheet: str) -> tuple[Rule, ...]:
    """The rules of a stylesheet, in order; what cannot be parsed is left out."""
    return tuple(_rules(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True), ()))


def declarations(style: str) -> tuple[Declaration, ...]:
    """The declarations of a ``style`` attribute."""
    parsed = tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True)
    return tuple(_declared(node) for node in parsed if node.type == "declaration")


def dark(sheets: Iterable[str]) -> str:
    """The rules that hold in the dark scheme, as a stylesheet without at-rules."""
    found = (rule for sheet in sheets for rule in rules(sheet))
    return "\n".join(rule.css for rule in found if any(_is_dark(around) for around in rule.media))


def on_colours_rewritten(sheets: Iterable[str]) -> str:
    """The rules by which Outlook.com, which rewrites colours, is answered: under ``[data-ogsc]``, ``[data-ogsb]``."""
    found = (rule for sheet in sheets for rule in rules(sheet))
    return "\n".join(replace(rule, media=()).css for rule in found if "[data-ogs" in rule.selector)


def _is_dark(around: str) -> bool:
    return "prefers-color-scheme:dark" in "".join(around.split())


def _rules(nodes: Iterable[Any], media: tuple[str, ...]) -> Iterator[Rule]:
    for node in nodes:
        if node.type == "qualified-rule":
            selector = " ".join(tinycss2.serialize(node.prelude).split())
            yield Rule(selector, declarations(tinycss2.serialize(node.content)), media)
        elif node.type == "at-rule":
            around = f"@{node.lower_at_keyword} {' '.join(tinycss2.serialize(node.prelude).split())}".strip()
            content = node.content or ()
            inner = tinycss2.parse_rule_list(content, skip_comments=True, skip_whitespace=True)
            if any(one.type in ("qualified-rule", "at-rule") for one in inner):
                yield from _rules(inner, (*media, around))
            else:
                yield Rule("", declarations(tinycss2.serialize(content)), (*media, around))


def _declared(node: Any) -> Declaration:
    tokens = list(_every(node.value))
    return Declaration(
        node.lower_name,
        " ".join(tinycss2.serialize(node.value).split()),
        bool(node.important),
        frozenset(
            "%" if token.type == "percentage" else token.lower_unit
            for token in tokens
            if token.type in ("dimension", "percentage")
        ),
        frozenset(token.lower_name for token in tokens if token.type == "function"),
    )


def _every(tokens: Iterable[Any]) -> Iterator[Any]:
    """Each token, those within functions and brackets too."""
    for token in tokens:
        yield token
        yield from _every(getattr(token, "arguments", None) or getattr(token, "content", None) or ())
