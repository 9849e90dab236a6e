"""A written package, read back as it lies in the file: parts, relationships, slides with what they inherit.

Nothing is taken on trust: a reference that leads nowhere is None, a part that is no XML has no root.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.deck.drafts import Relation, RelationType
from pipeline.openxml import every, find, name, rels_name
from pipeline.units import Box, Length

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

TITLES = ("title", "ctrTitle")


def words(element: Element) -> str:
    """The text of a body or paragraph: line breaks as blanks, paragraphs on lines of their own."""
    return "\n".join(
        "".join(" " if piece.tag == name("a:br") else piece.text or "" for piece in p.iter(name("a:t"), name("a:br")))
        for p in element.iter(name("a:p"))
    )


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape of a slide or layout: a child of its tree."""

    element: Element

    @property
    def properties(self) -> Element | None:
        """``p:cNvPr``."""
        return next(iter(self.element.iter(name("p:cNvPr"))), None)

    @property
    def label(self) -> str:
        """Its name in the selection pane."""
        return "" if self.properties is None else self.properties.get("name", "")

    @property
    def place(self) -> Element | None:
        """``p:ph``, where it is a placeholder."""
        return next(iter(self.element.iter(name("p:ph"))), None)

    @property
    def type(self) -> str | None:
        """Its placeholder's type; None where it is no placeholder."""
        return None if self.place is None else self.place.get("type", "obj")

    @property
    def index(self) -> str | None:
        """Its placeholder's index."""
        return None if self.place is None else self.place.get("idx", "0")

    @property
    def box(self) -> Box | None:
        """Where it stands, if it says so itself."""
        frame = find(self.element, "p:spPr/a:xfrm")
        if frame is None:
            frame = find(self.element, "p:xfrm")
        start, size = find(frame, "a:off"), find(frame, "a:ext")
        if start is None or size is None:
            return None
        edges = (start.get("x"), start.get("y"), size.get("cx"), size.get("cy"))
        left, top, width, height = (Length(int(edge or 0)) for edge in edges)
        return Box(left, top, width, height)

    @property
    def is_decorative(self) -> bool:
        """Whether it is marked as carrying nothing to describe."""
        return any(mark.get("val") in ("1", "true") for mark in self.element.iter(name("adec:decorative")))


class Written:
    """The package ``data``. Raises ``zipfile.BadZipFile`` where it is no zip."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.names = tuple("/" + info.filename for info in archive.infolist())
            self.parts = {"/" + info.filename: archive.read(info) for info in archive.infolist()}
        self._roots: dict[str, Element | None] = {}

    def root(self, part: str) -> Element | None:
        """The root element of ``part``."""
        if part not in self._roots:
            from lxml import etree

            try:
                self._roots[part] = etree.fromstring(
                    self.parts[part], etree.XMLParser(resolve_entities=False, no_network=True)
                )
            except (KeyError, etree.XMLSyntaxError):
                self._roots[part] = None
        return self._roots[part]

    def relations(self, part: str) -> dict[str, Relation]:
        """The relationships of ``part`` by id, their targets as part names; ``/`` is the package itself."""
        held = self.root(rels_name(part))
        found = {}
        for element in () if held is None else held:
            key, target = element.get("Id", ""), element.get("Target", "")
            external = element.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
            found[key] = Relation(key, element.get("Type", ""), target, external)
        return found

    def target(self, part: str, type: str) -> str | None:
        """The first part to which ``part`` has a relationship of ``type``."""
        return next((r.target for r in self.relations(part).values() if r.type == type), None)

    @cached_property
    def presentation(self) -> str:
        """The name of the presentation part."""
        return self.target("/", RelationType.PRESENTATION) or ""

    @cached_property
    def slides(self) -> tuple[str, ...]:
        """The part names of the slides, in order."""
        relations = self.relations(self.presentation)
        ids = (held.get(name("r:id"), "") for held in every(self.root(self.presentation), "p:sldIdLst/p:sldId"))
        return tuple(relations[key].target for key in ids if key in relations)

    def layout(self, slide: str) -> str | None:
        """The layout of ``slide``."""
        return self.target(slide, RelationType.LAYOUT)

    def master(self, slide: str) -> str | None:
        """The master of ``slide``'s layout."""
        layout = self.layout(slide)
        return None if layout is None else self.target(layout, RelationType.MASTER)

    def shapes(self, part: str) -> Iterator[Shape]:
        """The shapes of a slide, layout, master or notes page, in reading order."""
        tree = find(self.root(part), "p:cSld/p:spTree")
        for element in () if tree is None else tree:
            if element.tag == name("mc:AlternateContent"):  # what PowerPoint chooses
                yield from (Shape(chosen) for chosen in every(element, "mc:Choice/*"))
            elif element.tag not in (name("p:nvGrpSpPr"), name("p:grpSpPr"), name("p:extLst")):
                yield Shape(element)

    def inherited(self, slide: str, shape: Shape) -> Shape | None:
        """The placeholder of the layout that ``shape`` fills."""
        layout = self.layout(slide)
        if shape.place is None or layout is None:
            return None
        return next((other for other in self.shapes(layout) if other.place is not None and _same(shape, other)), None)


def _same(one: Shape, other: Shape) -> bool:
    if one.type in TITLES or other.type in TITLES:
        return one.type in TITLES and other.type in TITLES
    return one.index == other.index
