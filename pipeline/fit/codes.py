"""The QR code of a slide: the address that its slot links to, as modules in the layout's square."""

from __future__ import annotations

from pipeline.fit.context import Context
from pipeline.fit.reading import Filled, Sheet
from pipeline.fitted import QrBox
from pipeline.layouts import Placeholder
from pipeline.qr import modules
from pipeline.units import Box, Length

SLOT = "qr"


def code(slot: Filled, sheet: Sheet, place: Placeholder, context: Context) -> QrBox | None:
    """The QR code of the first web address in ``slot``, whose words are its text alternative.

    None, and that is said, where there is none, or where it is so long that no camera could read its code off a wall.
    """
    runs = [run for paragraph in slot.paragraphs for run in paragraph.runs]
    link = next((run.link for run in runs if run.link and run.link.lower().startswith(("http://", "https://"))), None)
    line = context.nodes.lines.get(slot.ref, sheet.line)
    if link is None:
        hint = "the theme's template fills it: a link with an address that begins with https://"
        context.wrong(line, "qr-address", "the slot `qr` links to no web address", hint)
        return None
    found = modules(link)
    if found is None:
        message = f"an address of {len(link)} signs makes a QR code too fine to be read from a seat: it is left out"
        context.warn(line, "qr-too-long", message, "give the deck a short `url` of its own: deck: {url: …}")
        return None
    side = min(place.box.width, place.box.height)
    square = Box(place.box.left, place.box.top, Length(side), Length(side))
    name = "".join(run.text for run in runs).replace("\v", " ").strip()
    return QrBox(slot.slot, slot.ref, square, link, name or link, found)
