"""What a typeset page paints, gathered by the element of the HTML that it belongs to.

WeasyPrint sets an element that runs over lines and pages as many boxes. Each box knows its element; here the marked
content (ISO 32000-1, 14.6) and the link annotations of all its boxes come together in one :class:`Piece` an element,
in the order of the HTML, wherever on the paper they stand. What the HTML does not have (running heads, folios) and
what repeats it (the head of a table on its later pages) is an artifact (ISO 32000-1, 14.8.2.2).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint.formatting_structure import boxes  # type: ignore[import-untyped]  # carries no types
from weasyprint.layout.absolute import AbsolutePlaceholder  # type: ignore[import-untyped]  # carries no types

Matrix = Any  # weasyprint.matrix.Matrix

HEADER, FOOTER, REPEATED, DECORATION = "/Header", "/Footer", "", "/Layout"


@dataclass(slots=True, eq=False)
class Mark:
    """One marked-content sequence: its page's index, its number there (MCID), and the box that it paints."""

    page: int
    number: int
    box: Any


@dataclass(slots=True, eq=False)
class Touch:
    """One area of a page that can be clicked: the page's index and the annotation (ISO 32000-1, 12.5.6.5)."""

    page: int
    annotation: Any


@dataclass(slots=True, eq=False)
class Piece:
    """An element of the HTML, or a pseudo-element of it, with all that is painted for it.

    ``parts`` are its content and its children, each with its place among them; ``at`` is the child that was met last
    in the flow of the text, so that what follows it stands after it. ``area`` is where a picture stands, in points
    from the lower left of its page.
    """

    element: Element
    pseudo: str
    parts: list[tuple[tuple[float, int], Mark | Touch | Piece]] = field(default_factory=list)
    at: int = -1
    page: int = 0
    note: bool = False
    columns: int = 1
    rows: int = 1
    marker: str = ""
    area: tuple[float, float, float, float] | None = None

    def ordered(self) -> Iterator[Mark | Touch | Piece]:
        """Its parts as the HTML has them, and what is painted for one place in the order of the pages."""
        for _, part in sorted(self.parts, key=lambda part: part[0]):
            yield part


@dataclass(slots=True)
class Gathered:
    """All that the pages paint: the tree below ``root``, for each page the artifacts by their number, with their
    subtype (ISO 32000-1, table 330), and the annotations that are one too many.
    """

    root: Piece
    artifacts: list[dict[int, str]]
    spare: set[bytes]


def gather(html: Element, pages: list[Any], tags: list[dict[Any, Any]]) -> Gathered:
    """What ``pages`` paint. ``tags`` are WeasyPrint's, by page: each box's marked-content number."""
    gatherer = _Gatherer(html)
    for number, (page, numbers) in enumerate(zip(pages, tags, strict=True)):
        gatherer.page(number, page, numbers)
    return Gathered(gatherer.root, gatherer.artifacts, gatherer.spare)


def _pseudo(tag: str) -> str:
    """The pseudo-element that ``tag`` names, as ``li::marker`` does; first letters and lines are text like other."""
    return next((name for name in tag.split("::")[1:] if not name.startswith("first-")), "")


_IN_LINES = frozenset(("a", "abbr", "b", "cite", "code", "em", "i", "small", "span", "strong", "time"))
_CALLS = ("footnote-call", "note-call")
_LEADING = {"marker": (-1, 0), "footnote-marker": (-1, 0), "note-marker": (-1, 0), "before": (-1, 1)}


class _Gatherer:
    def __init__(self, html: Element) -> None:
        self.root = Piece(html, "")
        self.pieces: dict[tuple[Element, str], Piece] = {(html, ""): self.root}
        self.places: dict[Element, tuple[Element, int]] = {
            child: (parent, index) for parent in html.iter() for index, child in enumerate(parent)
        }
        self.artifacts: list[dict[int, str]] = []
        self.spare: set[bytes] = set()
        self.number = 0
        self.height = 0.0
        self.numbers: dict[Any, Any] = {}
        self.said: Any = None  # the box of the last words

    def page(self, number: int, page: Any, numbers: dict[Any, Any]) -> None:
        """Gathers one page."""
        self.number, self.numbers, self.height = number, numbers, page.height
        self.artifacts.append({})
        self._box(page._page_box, None, None, None, None)  # noqa: SLF001 - the seam of this room
        for left in numbers.values():  # painted, but in no box of the tree
            self.artifacts[-1][left["mcid"]] = DECORATION
        numbers.clear()

    def _box(self, box: Any, owner: Piece | None, link: Piece | None, lost: str | None, matrix: Matrix) -> None:
        """Gathers ``box``, which stands within boxes of ``owner``, of a link, and of an artifact of kind ``lost``."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box  # noqa: SLF001
        if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
            if box.element is not None:
                owner = self._of(box, owner)
            self._leaf(box, owner, lost, matrix)
        elif isinstance(box, boxes.MarginBox):
            lost = {"top": HEADER, "bot": FOOTER}.get(box.at_keyword[1:4], REPEATED)
        elif box.element is not None:
            met = self.pieces.get((box.element, ""))
            if isinstance(box, boxes.TableRowGroupBox) and met and (box.is_header or box.is_footer):
                lost = lost if met.page == self.number else REPEATED
            owner = self._of(box, owner)
            apart = isinstance(box, boxes.BlockLevelBox) and box.element.tag in _IN_LINES
            if apart or box.element.tag == "br":
                self._blank()
        if box.transformation_matrix:
            matrix = box.transformation_matrix @ matrix if matrix else box.transformation_matrix
        if box.link:
            link = owner
        if box.link_annotation:
            self._touch(box, link)
        for child in box.children:
            self._box(child, owner, link, lost, matrix)
        if box.is_floated():
            self._blank()

    def _leaf(self, box: Any, owner: Piece | None, lost: str | None, matrix: Matrix) -> None:
        kid = self.numbers.pop(box, None)
        if kid is None:
            return
        if owner is None or lost is not None:
            self.artifacts[-1][kid["mcid"]] = DECORATION if lost is None else lost
            return
        owner.parts.append(((owner.at, 2), Mark(self.number, kid["mcid"], box)))
        if not isinstance(box, boxes.TextBox):
            owner.area = owner.area or self._area(box, matrix)
            return
        if getattr(box, "late", False) or (box.text and not box.text.strip()):
            self._blank()
        if box.text.strip():
            self.said = box

    def _blank(self) -> None:
        """Has a blank follow the last words, where none does: what moved to another line or aside stands apart."""
        if self.said is not None and not getattr(self.said, "ending", "") and not self.said.text.endswith(" "):
            self.said.ending = " "

    def _area(self, box: Any, matrix: Matrix) -> tuple[float, float, float, float]:
        """Where ``box`` stands, in points (72 an inch, where CSS has 96 pixels), measured from the foot of the page."""
        left, top = box.content_box_x(), box.content_box_y()
        corners = [(left, top), (left + box.width, top + box.height)]
        if matrix:
            corners = [matrix.transform_point(*corner) for corner in corners]
        (x1, y1), (x2, y2) = ((x * 0.75, (self.height - y) * 0.75) for x, y in corners)
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)

    def _touch(self, box: Any, link: Piece | None) -> None:
        """Gives an annotation to the link that it is for. Boxes within a link have one too; a picture's is larger."""
        annotation = box.link_annotation
        if link is None or not (box.link or isinstance(box, boxes.ReplacedBox)):
            self.spare.add(annotation.reference)
        else:
            link.parts.append(((link.at, 2), Touch(self.number, annotation)))

    def _of(self, box: Any, owner: Piece | None) -> Piece:
        """The piece of ``box``'s element or pseudo-element. ``owner`` learns how far the text within it has come."""
        element, pseudo = box.element, _pseudo(box.element_tag)
        if owner is not None and owner.element is element and owner.pseudo == pseudo:
            return owner
        piece = self.pieces.get((element, pseudo)) or self._made(element, pseudo)
        if not pseudo:
            piece.columns, piece.rows = max(piece.columns, box.colspan), max(piece.rows, box.rowspan)
        if pseudo == "marker":
            piece.marker = str(box.style["list_style_type"])
        child = element
        while owner is not None and child in self.places and child is not owner.element:
            if pseudo and pseudo not in _CALLS and child is element:
                break
            parent, index = self.places[child]
            if parent is owner.element:
                owner.at = index
                break
            child = parent
        return piece

    def _made(self, element: Element, pseudo: str) -> Piece:
        """A new piece, in its place within that of its element, or of the element around."""
        piece = self.pieces[element, pseudo] = Piece(element, pseudo, page=self.number)
        if pseudo and pseudo not in _CALLS:
            home, place = element, _LEADING.get(pseudo, (float("inf"), 0))
        else:
            home, index = self.places[element]
            place = (index, 0 if pseudo else 1)
        around = self.pieces.get((home, "")) or self._made(home, "")
        around.parts.append((place, piece))
        if pseudo.startswith(("footnote-", "note-")):  # its body's boxes do not tell any more that it is a note
            noted = self.pieces.get((element, "")) or self._made(element, "")
            noted.note = True
        return piece
