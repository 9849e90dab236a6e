"""The text of a drawing in the theme's families, whatever families its author's program named."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from pipeline.pictures.drawings import Drawing
from pipeline.theme import Theme

_ATTRIBUTE = re.compile(r'(?P<before>\sfont-family=")(?P<names>[^"]*)(?=")')
_DECLARED = re.compile(r"(?P<before>font-family\s*:\s*)(?P<names>(?:'[^']*'|&quot;.*?&quot;|\"[^\"]*\"|[^;}<>\"'])*)")
_SHORTHAND = re.compile(  # `font: bold 12px/1.2 Arial` (CSS Fonts 4, 2.7): the families follow the size
    r"(?P<before>(?<![-\w])font\s*:[^;}<>\"]*?[\d.](?:px|pt|em|rem|%|mm|cm|in|pc|ex|ch|Q)(?:\s*/\s*[\w.%]+)?\s+)"
    r"(?P<names>(?:'[^']*'|[^;}<>\"'])*)"
)
_MONO = re.compile(r"mono|courier|consol|menlo|code|typewriter", re.IGNORECASE)
_SERIF = re.compile(
    r"(?<!sans)(?<!sans[ -])serif|times|georgia|garamond|cambria|roman|palatino|book|minion|charter|century",
    re.IGNORECASE,
)
_TEXT = re.compile(r"<(?:\w+:)?text\b")


def lettered(one: Drawing, theme: Theme) -> Drawing:
    """``one`` with each family replaced by the theme's nearest; one of the theme's own, asked for by name, stays."""
    if not _TEXT.search(one.svg):
        return one
    stacks = {name: _stack(name, theme) for name in ("sans", "serif", "mono")}
    own = {family.faces.family.casefold(): name for name, family in theme.families.items() if name in stacks}
    nearest = partial(_nearest, own)

    def set_(found: re.Match[str]) -> str:
        return found["before"] + stacks[nearest(found["names"])]

    svg = one.svg
    for pattern in (_ATTRIBUTE, _DECLARED, _SHORTHAND):
        svg = pattern.sub(set_, svg)
    head, rest = svg[: svg.index(">")], svg[svg.index(">") :]
    if "font-family" not in head:
        head += f' font-family="{stacks["sans"]}"'
    return replace(one, svg=head + rest)


def _stack(name: str, theme: Theme) -> str:
    """The theme's family and what stands in for it, as CSS that any attribute can hold."""
    family = theme.families[name]
    generic = {"sans": "sans-serif", "serif": "serif", "mono": "monospace"}[name]
    names = dict.fromkeys((family.faces.family, family.fallback.family))
    return ", ".join((*(f"'{_plain(one)}'" for one in names), generic))


def _plain(name: str) -> str:
    return re.sub(r"[^\w .-]", "", name)


def _nearest(own: dict[str, str], names: str) -> str:
    """Which of the theme's families stands for a list of ``names``: the first that tells decides."""
    for name in names.replace("&quot;", "").split(","):
        bare = name.strip(" \t\n'\"").casefold()
        if bare in own:
            return own[bare]
        if _MONO.search(bare):
            return "mono"
        if _SERIF.search(bare):
            return "serif"
        if bare:
            return "sans"
    return "sans"
