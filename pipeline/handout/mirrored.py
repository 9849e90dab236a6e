"""A stylesheet for text that runs from right to left: its left is right.

The handout's stylesheets are written as for English. For Arabic or Hebrew the whole sheet is turned round: headings
hang at the right, lists move in from the right, pages are numbered at the left. What stands between ``/* @ltr … */``
and ``/* @end */`` (code) runs from the left in every language and stays. What WeasyPrint needs beyond that is in
``handout/from-right.css``.
"""

from __future__ import annotations

import re

# What is no name of a side: comments, strings, addresses, classes, and the left and right pages of `@page`.
_KEPT = (
    r"""/\*\s*@ltr\b.*?@end\s*\*/|/\*.*?\*/|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|url\([^)]*\)|@page[^{;]*|[.#][\w-]+"""
)
_FOUR = r"(?P<property>(?<![\w-])(?:margin|padding|inset|border-(?:width|style|color))\s*:)(?P<value>[^;{}]*)"
_TOKEN = re.compile(rf"(?P<kept>{_KEPT})|{_FOUR}|(?<!\w)(?P<side>left|right)(?!\w)", re.DOTALL | re.IGNORECASE)
_PART = re.compile(r"(?:[^\s()]|\((?:[^()]|\([^()]*\))*\))+")  # a value, its functions as a whole
_OTHER = {"left": "right", "right": "left"}


def mirrored(style: str) -> str:
    """``style`` turned round: names of sides, and the second and fourth of four values (CSS Box Model 3, 4.2)."""
    return _TOKEN.sub(_turned, style)


def _turned(found: re.Match[str]) -> str:
    if found["kept"]:
        return found[0]
    if found["side"]:
        return _OTHER[found["side"].lower()]
    parts = _PART.findall(found["value"])
    important = [part for part in parts if part.startswith("!")]
    values = [part for part in parts if not part.startswith("!")]
    if len(values) != 4:
        return found[0]
    top, right, bottom, left = values
    end = found["value"][len(found["value"].rstrip()) :]
    return f"{found['property']} {' '.join((top, left, bottom, right, *important))}{end}"
