"""How large pictures stand on paper: by their pixels, by what their author asks for, and by the room there is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from pipeline.document import Essay, Figure
from pipeline.files import Files, inside
from pipeline.handout import sheet
from pipeline.handout.reading import pictures
from pipeline.markup import Html
from pipeline.theme import Theme
from pipeline.units import Length, mm, px

if TYPE_CHECKING:
    from pipeline.pictures.seen import Seen

COVER = mm(58)  # how high a cover is printed at the most
_FULL = frozenset(("full", "wide"))  # classes of what stands across the sheet
_BESIDE = 0.46  # of the text's width: what stands beside it, where its author says nothing
_MOST_BESIDE = 0.62  # and at the most: five words a line are left
_LEAST_DRAWING = 0.6  # of its room: a drawing has no pixels that would be blown up


@dataclass(frozen=True, slots=True)
class Cover:
    """A cover for templates: its address, its words, how high it stands as CSS, how it fills that, and whose it is."""

    address: str
    alt: str
    height: str
    fit: str
    credit: Markup | None


class Prints:
    """The pictures of one essay on its sheets."""

    def __init__(self, essay: Essay, theme: Theme, files: Files) -> None:
        self.essay = essay
        self.folder = files.root / Path(essay.path).parent
        self.files = files
        self.text = sheet.measure(theme)
        self.whole = sheet.width(theme, essay.meta.handout.paper)

    def style(self, figure: Figure) -> str | None:
        """How wide the picture of ``figure`` stands, as CSS; None where it cannot be opened.

        Where its author says so, it does not get smaller at the foot of a page (:mod:`pipeline.pdf.yielding`).
        """
        size = self._size(figure)
        fixed = ";--shrinks:1" if figure.width else ""
        return f"width:{size[0].pt:.2f}pt{fixed}" if size else None

    def largest(self) -> dict[str, tuple[Length, Length]]:
        """How wide and high each picture of the essay is printed at the most, by its path."""
        found: dict[str, tuple[Length, Length]] = {}
        for one in pictures(self.essay):
            size = (self._size(one) if isinstance(one, Figure) else None) or (self.text, sheet.HIGHEST)
            before = found.get(one.src, (Length(0), Length(0)))
            found[one.src] = (max(size[0], before[0]), max(size[1], before[1]))
        if self.essay.cover:
            # It is cut to its height, so that all of its width is seen.
            found[self.essay.cover.src] = (self.whole, Length(10 * self.whole))
        return found

    def cover(self, html: Html) -> Cover | None:
        """The essay's cover, if it has one that can be opened: across the sheet, a photograph cut to its height."""
        one = self.essay.cover
        picture = html.picture(one.src) if one else None
        found = self._seen(one.src) if one else None
        if one is None or picture is None or found is None:
            return None
        high = Length(min(COVER, round(self.whole * found.height / found.width)))
        fit = "cut" if found.opaque else "whole"
        return Cover(picture.address, one.alt or "", f"{high.pt:.2f}pt", fit, html.credit(one) if one.credit else None)

    def _seen(self, path: str) -> Seen | None:
        from pipeline.pictures.seen import PictureError, seen

        where = inside(self.folder, path)
        data = self.files.bytes(where) if where else None
        try:
            return seen(data) if data else None
        except PictureError:
            return None

    def _size(self, figure: Figure) -> tuple[Length, Length] | None:
        found = self._seen(figure.src)
        if found is None:
            return None
        room = self._room(figure)
        own = px(found.width)
        if found.vector:
            own = max(own, Length(round(room * _LEAST_DRAWING)))
        wide = figure.width.of(room) if figure.width else min(own, room)
        if "beside" in figure.attributes.classes and figure.width and figure.width.share:
            wide = min(room, figure.width.of(self.text))
        high = wide * found.height / found.width
        scale = min(1.0, sheet.HIGHEST / high)
        return Length(max(1, round(wide * scale))), Length(max(1, round(high * scale)))

    def _room(self, figure: Figure) -> Length:
        """How wide ``figure`` may stand."""
        classes = set(figure.attributes.classes)
        if _FULL & classes:
            return self.whole
        if "beside" in classes:
            return Length(round(self.text * (_MOST_BESIDE if figure.width else _BESIDE)))
        return self.text
