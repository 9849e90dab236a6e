"""The title gauge: whether a claim makes a title, measured before the talk decides what becomes of it."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.fit.text import Setter
from pipeline.fitted import Run, TextParagraph
from pipeline.fonts import Measure
from pipeline.layouts import layouts
from pipeline.slides import Layout
from pipeline.theme import Theme


def title_gauge(theme: Theme, measure: Measure) -> Callable[[str], bool]:
    """Whether a text takes no more lines than a claim's title has, at a size that the theme allows it."""
    spec = next(spec for spec in layouts(theme) if spec.id is Layout.TERM)
    title = spec.placeholder("title")
    if title is None:
        raise LookupError("the layout `term` has no title")  # a bug: every layout has one
    setter = Setter(theme, measure)

    def fits(text: str) -> bool:
        words = setter.measured((TextParagraph((Run(text),)),), title)
        made = setter.best(words, title, title.box.width)
        return made is not None and made.lines <= title.lines

    return fits
