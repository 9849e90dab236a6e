"""The title gauge: whether a claim makes a title, measured before the talk decides what becomes of it."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.fit.text import Setter
from pipeline.fitted import Run, TextParagraph
from pipeline.fonts import Measure
from pipeline.layouts import ALONE, Placeholder, layouts
from pipeline.slides import Layout
from pipeline.theme import Theme


def title_gauge(theme: Theme, measure: Measure) -> Callable[[str], bool]:
    """Whether a text takes no more lines than a claim's title has, at a size that the theme allows it."""
    specs = [spec for spec in layouts(theme) if spec.id is Layout.TERM]
    titles = [
        title for spec in specs if not spec.design or spec.design == ALONE if (title := spec.placeholder("title"))
    ]
    if not titles:
        raise LookupError("the layout `term` has no title")  # a bug: every layout has one
    setter = Setter(theme, measure)

    def lines(text: str, title: Placeholder) -> int:
        words = setter.measured((TextParagraph((Run(text),)),), title)
        made = setter.best(words, title, title.inner.width)
        return made.lines if made else 0

    def fits(text: str) -> bool:
        """In its own box; on a template that may grow by a line, for most claims stand alone."""
        return all(lines(text, title) <= max(title.lines, 3 if title.manner else 0) for title in titles)

    return fits
