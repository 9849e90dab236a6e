"""The mail's styles: ``var(--ink)`` and the like in the theme's CSS become the theme's tokens.

Mail clients know no custom properties, so they are put in here. ``mail.css`` is written into the elements by
css-inline; ``head.css`` (dark scheme, narrow screens) stands in the head, for the clients that read it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.problems import Place, Problem, Problems, error
from pipeline.theme import Palette, Theme

_VARIABLE = re.compile(r"var\(\s*(--[a-z0-9-]+)\s*\)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def tokens(theme: Theme) -> Mapping[str, str]:
    """The custom properties that a mail's stylesheet may use."""
    mail = theme.newsletter
    size = mail.size.px

    def pixels(value: float) -> str:
        return f"{round(value)}px"

    return {
        **_palette("--", theme.light),
        **_palette("--dark-", theme.dark),
        "--heading": theme.families[mail.heading].mail,
        "--text": theme.families[mail.body].mail,
        "--mono": theme.families["mono"].mail,
        "--width": pixels(mail.width.px),
        "--leading": f"{mail.leading:g}",
        "--size": pixels(size),
        "--size-title": pixels(size * 2),
        "--size-title-small": pixels(size * 1.7),
        "--size-large": pixels(size * 1.45),
        "--size-medium": pixels(size * 1.18),
        "--size-small": pixels(small(theme)),
        "--size-code": pixels(small(theme)),
        "--space": pixels(size * 1.05),
    }


def small(theme: Theme) -> int:
    """How high the small letters of a mail are, tables' among them, in CSS pixels."""
    return max(12, round(theme.newsletter.size.px * 0.82))


def dressed(css: str, values: Mapping[str, str], place: Place) -> tuple[str, Problems]:
    """``css`` with its variables filled in and its comments taken out (Gmail drops a rule after one)."""
    problems: list[Problem] = []

    def value(found: re.Match[str]) -> str:
        if found[1] not in values:
            hint = "there are: " + ", ".join(sorted(values))
            problems.append(error(place, "mail-style", f"the mail's styles use `{found[1]}`, which is no token", hint))
        return values.get(found[1], "")

    text = re.sub(r"\s*\n\s*", "\n", _VARIABLE.sub(value, _COMMENT.sub("", css))).strip()
    if "<" in text:
        problems.append(error(place, "mail-style", "the mail's styles hold a `<`, which could end them"))
    return text, tuple(dict.fromkeys(problems))


def _palette(prefix: str, palette: Palette) -> dict[str, str]:
    return {f"{prefix}{name}": getattr(palette, name).css for name in Palette.__dataclass_fields__}
