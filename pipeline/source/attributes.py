"""Pandoc's attributes, ``{#id .class key=value key="two words"}``."""

from __future__ import annotations

import re

from pipeline.document import NO_ATTRIBUTES, Attributes

LONGEST = 1000  # characters between the braces

_ITEM = re.compile(
    r"""\s*(?:
        \#(?P<id>[^\s{}\#.="'<>]+)
      | \.(?P<class>[^\s{}\#.="'<>]+)
      | (?P<key>[A-Za-z_][\w:.-]*)=(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)'|(?P<bare>[^\s{}"'<>=]+))
    )(?=[\s}])""",
    re.VERBOSE,
)
_CLOSE = re.compile(r"\s*\}")


def parse(text: str, start: int = 0) -> tuple[Attributes, int] | None:
    """The attributes that open at ``text[start]``, and where they end; None if none stand there."""
    if not text.startswith("{", start):
        return None
    limit = min(len(text), start + LONGEST)
    at = start + 1
    own: str | None = None
    classes: list[str] = []
    values: dict[str, str] = {}
    while item := _ITEM.match(text, at, limit):
        if item["id"]:
            own = item["id"]
        elif item["class"]:
            classes.append(item["class"])
        else:
            values[item["key"]] = next(v for v in (item["double"], item["single"], item["bare"]) if v is not None)
        at = item.end()
    close = _CLOSE.match(text, at, limit)
    if close is None or at == start + 1:
        return None
    return Attributes(own, tuple(classes), tuple(values.items())), close.end()


def trailing(text: str) -> tuple[str, Attributes]:
    """``text`` without the attributes that it ends with, and those."""
    bare = text.rstrip()
    if bare.endswith("}"):
        opening = bare.rfind("{", max(0, len(bare) - LONGEST))
        while opening >= 0:
            found = parse(bare, opening)
            if found and found[1] == len(bare):
                return bare[:opening].rstrip(), found[0]
            opening = bare.rfind("{", max(0, len(bare) - LONGEST), opening)
    return text, NO_ATTRIBUTES
