"""Rules on styles and colours of the HTML part."""

from __future__ import annotations

import re

from pipeline.newsletter.check.reading import Element, Page, declarations
from pipeline.problems import Place, Problem, error, warning
from pipeline.theme import CONTRAST, Color

MOST = 16_384  # bytes of all style elements: Gmail drops what is beyond
MUCH = 8_192
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)
_HEX = re.compile(r"#([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")
_TRANSPARENT = ("transparent", "inherit", "none")


def style_rules(html: str, page: Page, place: Place) -> list[Problem]:
    """The problems of style elements and ``style`` attributes."""
    problems = []
    outside = re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)
    sheets = _STYLE.findall(outside)
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
                problems.append(error(place, "mail-style-url", f"a <{element.name}> has a picture in `{name}`"))
        if "!important" in style:
            message = f"a <{element.name}> has an inline !important, which the dark scheme cannot override"
            problems.append(error(place, "mail-style-important", message))
    return [*problems, *_contrast(page, place)]


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


def _contrast(page: Page, place: Place) -> list[Problem]:
    """Each run of text on its ground, as the inline styles have them (WCAG 2.2, 1.4.3)."""
    problems = []
    for element, words in page.runs:
        if element.within("head") or element.hidden:
            continue
        ink, paper = _nearest(element, ("color",)), _nearest(element, ("background-color", "background"))
        ratio = (ink or Color("000000")).contrast(paper or Color("FFFFFF"))
        if ratio < CONTRAST:
            shown = " ".join(words.split())[:40]
            message = f"“{shown}” has a contrast of {ratio:.2f}:1, under {CONTRAST}:1"
            problems.append(error(place, "mail-contrast", message, "WCAG 2.2, 1.4.3"))
    return problems


def _nearest(element: Element, names: tuple[str, ...]) -> Color | None:
    for at in (element, *element.above()):
        style = at.style
        for name in names:
            found = _HEX.search(style.get(name, ""))
            if found:
                digits = found[1] if len(found[1]) == 6 else "".join(c * 2 for c in found[1])
                return Color(digits.upper())
    return None
