"""Rules on the styles of the HTML part."""

from __future__ import annotations

import re

from pipeline.newsletter.check.reading import Page, declarations
from pipeline.newsletter.check.sheets import style_elements
from pipeline.newsletter.check.where import Where
from pipeline.problems import Place, Problem, error, warning

MOST = 16_384  # bytes of all style elements: Gmail drops what is beyond
MUCH = 8_192


def style_rules(html: str, page: Page, where: Where) -> list[Problem]:
    """The problems of style elements and ``style`` attributes."""
    problems = []
    place = where.place
    sheets = style_elements(html)
    size = sum(len(sheet.encode()) for sheet in sheets)
    if size > MUCH:
        kind = error if size > MOST else warning
        hint = f"Gmail drops style elements beyond {MOST:,} bytes"
        problems.append(kind(place, "mail-style-size", f"the style elements have {size:,} bytes", hint))
    if any(not style.within("head") for style in page.all("style")):
        problems.append(error(place, "mail-style-place", "a style element stands outside the head"))
    for sheet in sheets:
        problems += _sheet(sheet, place)
    for element in page.elements:
        style = element.get("style")
        for name, value in declarations(style).items():
            if name.startswith("background") and "url(" in value:
                problems.append(
                    error(where.of(element), "mail-style-url", f"a <{element.name}> has a picture in `{name}`")
                )
        if "!important" in style:
            message = f"a <{element.name}> has an inline !important, which the dark scheme cannot override"
            problems.append(error(where.of(element), "mail-style-important", message))
    return problems


def _sheet(sheet: str, place: Place) -> list[Problem]:
    problems = []
    depth = 0
    at: list[int] = []
    for sign in re.findall(r"@[a-z-]+|[{};]|/\*", sheet):
        if sign.startswith("@"):
            if at:
                problems.append(error(place, "mail-style-nested", f"`{sign}` within another at-rule: Gmail drops both"))
            at.append(depth)
        elif sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            at = [start for start in at if start < depth]
        elif sign == ";" and at and at[-1] == depth:
            at.pop()
        elif sign == "/*":
            problems.append(error(place, "mail-style-comment", "a comment before a rule: some clients drop the rule"))
    if depth:
        problems.append(error(place, "mail-style", "the braces of a style element are not balanced"))
    return problems
