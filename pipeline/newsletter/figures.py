"""A figure as the mail's template knows it: its picture at the size that it stands in, its words, whose it is."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from pipeline.document import Figure
from pipeline.markup import Html, Picture
from pipeline.units import px

_BESIDE = 0.46  # of the text's width: what stands beside it, where its author says nothing
_MOST_BESIDE = 0.6  # and at the most
GAP = 20  # CSS pixels between such a picture and its text


def view(figure: Figure, found: Picture | None, html: Html, room: int, end: str) -> Mapping[str, object]:
    """``figure``, whose picture was ``found``, in a text ``room`` CSS pixels wide that ends at the ``end``.

    ``across`` is how wide its table is where the text stands beside it. A picture is never made larger than it is.
    """
    told = [html.inlines(figure.caption)] if figure.caption else []
    told += [html.credit(figure)] if figure.credit else []
    beside = "beside" in figure.attributes.classes
    shown = found and _sized(figure, found, room, beside=beside)
    return {
        "picture": shown,
        "alt": figure.alt or "",
        "src": figure.src,
        "caption": Markup(" · ").join(told) or None,
        "beside": end if beside and shown else None,
        "across": (shown.width or 0) + GAP if beside and shown else None,
    }


def _sized(figure: Figure, found: Picture, room: int, *, beside: bool) -> Picture:
    """``found`` as wide as its author asks for, and as there is room."""
    if not found.width or not found.height:
        return found
    asked = round(figure.width.of(px(room)).px) if figure.width else room
    most = min(asked, round(room * (_MOST_BESIDE if figure.width else _BESIDE))) if beside else asked
    wide = max(1, min(found.width, most))
    return Picture(found.address, wide, max(1, round(found.height * wide / found.width)))
