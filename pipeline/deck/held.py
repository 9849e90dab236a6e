"""What a written deck holds: the words of its slides and notes, where they lead, what its pictures are said to show."""

from __future__ import annotations

from pipeline.coverage.held import Held
from pipeline.deck.drafts import RelationType
from pipeline.deck.written import Written, words
from pipeline.openxml import name

_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_PICTURES = ("p:pic", "p:graphicFrame")


def held(file: str, data: bytes) -> Held:
    """The package ``data``, of the file named ``file``."""
    written = Written(data)
    text: list[str] = []
    links: set[str] = set()
    pictures: list[str] = []
    cells: list[str] = []
    for slide in written.slides:
        notes = written.target(slide, RelationType.NOTES_SLIDE)
        for part in (slide, *([notes] if notes else [])):
            links |= {relation.target for relation in written.relations(part).values() if relation.external}
            for shape in written.shapes(part):
                about = shape.properties
                described = "" if about is None else about.get("descr", "")
                if any(shape.element.tag == name(tag) for tag in _PICTURES):
                    pictures.append(described)
                text += [described, words(shape.element)]
                text += [found.text or "" for found in shape.element.iter(_MATH_TEXT)]
                cells += [words(cell) for cell in shape.element.iter(name("a:tc"))]
    return Held(file, "\n".join(text), frozenset(links), tuple(pictures), tuple(cells))
