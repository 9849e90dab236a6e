"""What a written handout holds, as a reader of its tags meets it: words, links, text alternatives, cells.

A picture without a text alternative is an artifact of the layout (ISO 14289-1, 7.1): one of pixels is an XObject in it,
one of lines cannot be told from a rule.
"""

from __future__ import annotations

from pipeline.coverage.held import Held, boxes
from pipeline.pdf.objects import File, read, text
from pipeline.pdf.structure import Area, tagged


def held(file: str, data: bytes) -> Held:
    """The PDF ``data``, of the file named ``file``; nothing where it has no tags."""
    found = tagged(read(data))
    if found is None:
        return Held(file, "", torn=True)
    elements = tuple(found.below())
    said = [found.said(element) for element in found.elements]
    areas = [kid for element in elements for kid in element.kids if isinstance(kid, Area)]
    actions = [area.about.get("A") for area in areas]
    links = tuple(text(action.get("URI")) for action in actions if isinstance(action, dict))
    known = {text(name) for name in _names(found.file)}
    jumps = [text(area.about["Dest"]) for area in areas if isinstance(area.about.get("Dest"), bytes)]
    pictures = tuple(element.alt or "" for element in elements if element.kind == "Figure")
    bare = sum(page.decorations for page in found.painted)
    drawings = sum(kind == "Layout" and not words.strip() for page in found.painted for kind, words in page.artifacts)
    cells = tuple(found.said(element) for element in elements if element.kind in ("TD", "TH"))
    words = "\n".join(said)
    shown = (*pictures, *[""] * bare)
    return Held(
        file,
        words,
        links,
        tuple(place for place in jumps if place in known),
        shown,
        cells,
        drawings,
        torn=True,
        boxes=boxes(words),
    )


def _names(file: File) -> list[bytes]:
    """The names of the places that links lead to (ISO 32000-1, 7.9.6): WeasyPrint writes them in one leaf."""
    names = file.get(file.catalog.get("Names")) or {}
    return list((file.get(names.get("Dests")) or {}).get("Names", ()))[::2]
