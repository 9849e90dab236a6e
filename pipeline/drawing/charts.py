"""Charts in drawn slides: as SVG in the address of a picture, for nothing beside the page is loaded."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.files import Files
from pipeline.fitted import ChartBox
from pipeline.theme import Theme


def charts(theme: Theme, lang: str, files: Files) -> Callable[[ChartBox], str]:
    """What makes the address of a chart's drawing (RFC 2397)."""

    def address(box: ChartBox) -> str:
        from pipeline.charts.picture import on_slide  # most decks have no chart

        return on_slide(box, theme, lang, files).address

    return address
