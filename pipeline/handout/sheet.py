"""The sheet of paper: how wide it is, how wide the text stands on it, and the theme's tokens as CSS."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from pathlib import Path

from markupsafe import Markup

from pipeline.css import string
from pipeline.files import Files
from pipeline.fonts.files import path
from pipeline.fonts.sfnt import NotAFontError, faces_in
from pipeline.meta import Paper
from pipeline.theme import Family, Theme
from pipeline.units import Length, mm, pt
from pipeline.words import Words

CHARACTERS = 70  # of a full line; with what raggedness and words leave open, a line has 60 to 75
ADVANCE = 0.44  # of the type size: what a character of a text serif takes on average, blanks included
USUAL = "its length is what the eye can carry before it tires, and no word of a line should ever stand there alone"
HIGHEST = mm(165)  # that a picture is printed
_TOKEN = re.compile(r"(--[\w-]+)\s*:\s*([^;{}]+);")
_SETS = re.compile(r"(--[\w-]+)\s*:")
_USES = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
NARROWEST = mm(30)  # that a margin may be for a moment to stand in it
WIDTHS = {Paper.A4: mm(210), Paper.LETTER: mm(215.9)}  # ISO 216; ANSI/ASME Y14.1
HEIGHTS = {Paper.A4: mm(297), Paper.LETTER: mm(279.4)}


def measure(theme: Theme) -> Length:
    """How wide the text stands."""
    where = path(theme.families[theme.handout.body].faces, "regular", theme)
    return pt(theme.handout.size.pt * (_advance(where) if where else ADVANCE) * CHARACTERS)


@functools.cache
def _advance(where: Path) -> float:
    """What a character of the face in the file ``where`` takes on average, in ems."""
    try:
        made = faces_in(where)[0].advance(USUAL) / len(USUAL)
    except (NotAFontError, OSError):
        return ADVANCE
    return made if 0.3 < made < 0.7 else ADVANCE


def width(theme: Theme, paper: Paper) -> Length:
    """How wide the sheet is between its margins."""
    return Length(WIDTHS[paper] - theme.handout.left - theme.handout.right)


def height(theme: Theme, paper: Paper) -> Length:
    """How high the sheet is between its margins."""
    return Length(HEIGHTS[paper] - theme.handout.top - theme.handout.bottom)


def margin(theme: Theme, paper: Paper) -> Length:
    """What is left beside the text, between the margins of the sheet."""
    return Length(width(theme, paper) - measure(theme))


def beside(theme: Theme, paper: Paper) -> bool:
    """Whether the cited moments have room beside their lines; in text from right to left they stand at the foot.

    (WeasyPrint 70 hangs a float of no width out to the left alone.)
    """
    return margin(theme, paper) >= NARROWEST and not theme.right_to_left


def _small_capitals(theme: Theme, files: Files) -> bool:
    """Whether the headings' family has small capitals of its own; none are faked."""
    faces = theme.families[theme.handout.heading].faces
    for style in ("regular", "bold"):
        where = path(faces, style, theme)
        if where is None or not files.note(where):
            return False
        try:
            if not any("smcp" in face.features for face in faces_in(where)):
                return False
        except NotAFontError:
            return False
    return True


def tokens(theme: Theme, paper: Paper, said: Words, files: Files) -> Mapping[str, object]:
    """What ``tokens.css.j2`` knows: the theme's tokens as CSS, the paper, the folio."""
    own = theme.handout
    before, between, after = (*said.page.split("{}"), "", "")[:3]
    return {
        "colors": theme.light,
        "body": _stack(theme.families[own.body]),
        "heading": _stack(theme.families[own.heading]),
        "mono": _stack(theme.families["mono"]),
        "margin": " ".join(f"{_number(side.mm)}mm" for side in (own.top, own.right, own.bottom, own.left)),
        "caps": _small_capitals(theme, files),
        "size": _number(own.size.pt),
        "leading": _number(own.size.pt * own.leading),
        "measure": _number(measure(theme).pt),
        "highest": _number(HIGHEST.mm),
        "aside": _number(margin(theme, paper).pt),
        "paper": paper.value,
        "folio": _css(f"{string(before)} counter(page) {string(between)} counter(pages) {string(after)}"),
    }


def settled(style: str, tokens: str) -> str:
    """``style`` with the values of ``tokens`` in the place of their ``var()`` (CSS Variables 1, 3).

    They are the root's and the same everywhere, and WeasyPrint would work them out anew for each element. What
    ``style`` itself sets somewhere stays as it is.
    """
    own = set(_SETS.findall(style))
    held = {name: value.strip() for name, value in _TOKEN.findall(tokens) if name not in own}
    return _USES.sub(lambda found: held.get(found[1], found[0]), style)


def _stack(family: Family) -> Markup:
    """A family as CSS: itself, then the free face that stands in for it. Both are the theme's."""
    return _css(f"{string(family.faces.family)}, {string(family.fallback.family)}")


def _css(text: str) -> Markup:
    return Markup(text)  # noqa: S704 - its strings are escaped


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")
