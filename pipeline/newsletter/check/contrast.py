"""Whether what is written can be read (WCAG 2.2, 1.4.3), in every scheme that a client may show it in.

Light: as the inline styles have it, which is what a client shows that drops every style element. Dark: with the rules
of ``prefers-color-scheme: dark``. Rewritten: with those under ``[data-ogsc]``, by which Outlook.com is answered.
Inverted: light and dark exchanged by the client, hues kept, as Gmail on iOS does it.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Callable

from pipeline.newsletter.check.reading import Element, Page, read
from pipeline.newsletter.check.sheets import dark, on_colours_rewritten, style_elements
from pipeline.newsletter.check.where import Where
from pipeline.problems import Problem, error
from pipeline.theme import CONTRAST, Color

_HEX = re.compile(r"#([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})\b")
_BLACK, _WHITE = Color("000000"), Color("FFFFFF")


def contrast_rules(html: str, page: Page, where: Where) -> list[Problem]:
    """The runs of text that cannot be read in one of the schemes; each is told once, with its first scheme."""
    sheets = style_elements(html)
    schemes: list[tuple[str, Page, Callable[[Color], Color]]] = [("", page, _as_it_is)]
    answers = (
        (" in the dark scheme", dark(sheets), ""),
        (" where Outlook.com rewrites the colours", on_colours_rewritten(sheets), " data-ogsc data-ogsb"),
    )
    for name, rules, mark in answers:
        if rules:
            schemes.append((name, read(_with(html, rules, mark)), _as_it_is))
    schemes.append((" where a client inverts the colours", page, inverted))
    found: dict[str, Problem] = {}
    for name, shown, turned in schemes:
        for element, words, ratio in _faint(shown, turned):
            said = " ".join(words.split())[:40]
            message = f"“{said}” has a contrast of {ratio:.2f}:1{name}, under {CONTRAST}:1"
            found.setdefault(said, error(where.of(element), "mail-contrast", message, "WCAG 2.2, 1.4.3"))
    return list(found.values())


def inverted(color: Color) -> Color:
    """``color`` with light and dark exchanged and its hue kept."""
    red, green, blue = (int(color.hex[i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    turned = colorsys.hls_to_rgb(hue, 1 - lightness, saturation)
    return Color("".join(f"{round(channel * 255):02X}" for channel in turned))


def _as_it_is(color: Color) -> Color:
    return color


def _with(html: str, rules: str, mark: str) -> str:
    """The mail with ``rules`` written into its elements, over their inline styles, as !important has it."""
    from css_inline import CSSInliner

    # The words of the reserved kind and the conditional comments go through unchanged: nothing is parsed but tags.
    marked = re.sub(r"<html\b", f"<html{mark}", html, count=1) if mark else html
    return CSSInliner(extra_css=rules, load_remote_stylesheets=False, keep_style_tags=True).inline(marked)


def _faint(page: Page, turned: Callable[[Color], Color]) -> list[tuple[Element, str, float]]:
    faint = []
    for element, words in page.runs:
        if element.within("head") or element.hidden:
            continue
        ink = turned(_nearest(element, ("color",)) or _BLACK)
        ratio = ink.contrast(turned(_nearest(element, ("background-color", "background")) or _WHITE))
        if ratio < CONTRAST:
            faint.append((element, words, ratio))
    return faint


def _nearest(element: Element, names: tuple[str, ...]) -> Color | None:
    for at in (element, *element.above()):
        style = at.style
        for name in names:
            found = _HEX.search(style.get(name, ""))
            if found:
                digits = found[1] if len(found[1]) == 6 else "".join(c * 2 for c in found[1])
                return Color(digits.upper())
    return None
