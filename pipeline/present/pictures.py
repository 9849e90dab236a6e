"""The pictures of a page, carried in their addresses (RFC 2397), no larger than a sharp screen shows them."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.files import Files, inside
from pipeline.fitted import FittedDeck
from pipeline.theme import Theme
from pipeline.units import Length

SHARP = 2  # pixels a CSS pixel


@dataclass(slots=True)
class Pictures:
    """The pictures of ``deck`` in the essay's ``folder``, each read and written down once.

    A drawing is carried as it is, with the faces that it needs; a moving picture moves.
    """

    files: Files
    folder: Path
    deck: FittedDeck
    theme: Theme
    found: dict[str, str | None] = field(default_factory=dict)

    def address(self, path: str) -> str | None:
        """The picture ``path`` as a ``data:`` address; None where there is none that can be shown."""
        if path not in self.found:
            self.found[path] = self._read(path, self.deck.pictures)
        return self.found[path]

    def _read(self, path: str, sizes: Mapping[str, tuple[Length, Length]]) -> str | None:
        from pipeline.pictures.drawings import DrawingError, drawing, is_drawing  # most talks have no picture
        from pipeline.pictures.lettering import lettered
        from pipeline.pictures.making import made
        from pipeline.pictures.seen import PictureError
        from pipeline.present.faces import held

        place = inside(self.folder, path)
        data = None if place is None else self.files.bytes(place)
        if data is None:
            return None
        wide, high = sizes.get(path, (self.theme.deck.width, self.theme.deck.height))
        try:
            if is_drawing(data):
                return held(lettered(drawing(data), self.theme), self.theme, self.files).address
            one = made(data, (wide.px * SHARP, high.px * SHARP))
        except (DrawingError, PictureError):
            return None
        return f"data:{one.media};base64,{base64.b64encode(one.data).decode('ascii')}"
