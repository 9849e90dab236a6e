"""The structure tree put right: where WeasyPrint's tags fall short of PDF/UA-1 (ISO 14289-1, clause 7).

A finisher sees the whole file as objects before it is written. This one touches structure elements and the marked
content and link annotations that belong to them, nothing else:

* A heading never skips a level (7.4.2).
* The children of a list item that are neither label nor body go into its body (ISO 32000-1, 14.8.4.3.3).
* A figure without alternate text is decoration, hence an artifact (7.3).
* An annotation made for what stands within a link belongs to that link (7.18.5); but for pictures it is one too many.
* What the tree does not reach, running heads and folios, is a pagination artifact (7.1; ISO 32000-1, 14.8.2.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pydyf  # type: ignore[import-untyped]  # carries no types

Element = Any  # pydyf.Dictionary, which carries no types
_REFERENCE = re.compile(rb"(\d+) 0 R")
_HEADING = re.compile(r"/H([1-6])")


def mend(pdf: Any, names: Mapping[str, str]) -> None:
    """Mends the structure tree of ``pdf``, a ``pydyf.PDF``, in place; ``names`` tells links by address (7.18.5)."""
    tree = _Tree(pdf)
    tree.walk()
    tree.links()
    tree.artifacts()
    for note in pdf.objects:
        if isinstance(note, pydyf.Dictionary) and note.get("Subtype") == "/Link" and "A" in note:
            name = names.get(note["A"]["URI"].string)
            if name is not None:
                note["Contents"] = pydyf.String(name)


class _Tree:
    """The structure tree of one file. ``owner`` maps each element that is reached to the link it stands in."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.root = self.at(pdf.catalog["StructTreeRoot"])
        self.numbers: list[Any] = self.at(self.root["ParentTree"])["Nums"]
        self.owner: dict[int, Element | None] = {}

    def at(self, reference: bytes) -> Element:
        """The object behind ``reference``."""
        return self.pdf.objects[_number(reference)]

    def kids(self, element: Element) -> list[Element]:
        """The structure elements directly within ``element``; marked content and annotations are none."""
        found = (self.at(kid) for kid in element["K"] if isinstance(kid, bytes))
        return [kid for kid in found if kid.get("Type") == "/StructElem"]

    def walk(self) -> None:
        """Mends every element, in reading order."""
        level = 0
        waiting: list[tuple[Element, Element | None]] = [(self.at(kid), None) for kid in reversed(self.root["K"])]
        while waiting:
            element, link = waiting.pop()
            self.owner[element.number] = link
            if heading := _HEADING.fullmatch(element["S"]):
                level = min(int(heading[1]), level + 1)
                element["S"] = f"/H{level}"
            elif element["S"] == "/Link":
                link = element
            kids = self.kids(element)
            if any(_decorative(kid) for kid in kids):
                lost = {kid.reference for kid in kids if _decorative(kid)}
                element["K"] = pydyf.Array(kid for kid in element["K"] if kid not in lost)
                kids = [kid for kid in kids if kid.reference not in lost]
            if element["S"] == "/LI":
                kids = self._embody(element, kids)
            waiting.extend((kid, link) for kid in reversed(kids))

    def _embody(self, item: Element, kids: list[Element]) -> list[Element]:
        """The kids of ``item``, with all that is not its label in one ``LBody``."""
        labels = [kid for kid in kids if kid["S"] == "/Lbl"]
        rest = [kid for kid in kids if kid["S"] != "/Lbl"]
        if [kid["S"] for kid in rest] == ["/LBody"]:
            return kids
        body = pydyf.Dictionary(
            {"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(), "P": item.reference, "Pg": item["Pg"]}
        )
        self.pdf.add_object(body)
        labelled = {label.reference for label in labels}
        body["K"].extend(kid for kid in item["K"] if kid not in labelled)
        for kid in rest:
            kid["P"] = body.reference
            if kid["S"] == "/LBody":
                kid["S"] = "/Div"
        item["K"] = pydyf.Array([*(label.reference for label in labels), body.reference])
        return [*labels, body]

    def links(self) -> None:
        """Gives the annotations of what stands within a link to the link, or drops them where they cover words."""
        pages = len(list(self._pages()))
        kept, dropped = self.numbers[: 2 * pages], set()
        for index, reference in zip(self.numbers[2 * pages :: 2], self.numbers[2 * pages + 1 :: 2], strict=True):
            element = self.at(reference)
            link = self.owner.get(element.number)
            if link is None or element["S"] == "/Link":
                kept += [index, reference]
                continue
            mark = next(kid for kid in element["K"] if isinstance(kid, bytes) and self.at(kid).get("Type") == "/OBJR")
            element["K"].remove(mark)
            if element["S"] == "/Figure":
                link["K"].append(mark)
                kept += [index, link.reference]
            else:
                dropped.add(self.at(mark)["Obj"])
        self.numbers[:] = kept
        if dropped:
            for page in self._pages():
                if "Annots" in page:
                    page["Annots"] = pydyf.Array(note for note in page["Annots"] if note not in dropped)

    def artifacts(self) -> None:
        """Makes the marked content of elements that were not reached artifacts, and empties those elements."""
        for page, owners in zip(self._pages(), self.numbers[1::2], strict=False):
            lost = {mcid for mcid, reference in enumerate(owners) if _number(reference) not in self.owner}
            if lost:
                _unmark(self.at(page["Contents"]), lost)
                owners[:] = ["null" if mcid in lost else reference for mcid, reference in enumerate(owners)]
        for element in self.pdf.objects:
            structural = isinstance(element, pydyf.Dictionary) and element.get("Type") == "/StructElem"
            if structural and element.number not in self.owner:
                element.clear()  # pydyf 0.13 misnumbers object streams where objects are freed

    def _pages(self) -> Iterator[Element]:
        for number in self.pdf.pages["Kids"][::3]:
            yield self.pdf.objects[number]


def _decorative(element: Element) -> bool:
    return element["S"] == "/Figure" and "Alt" not in element


def _unmark(stream: Any, lost: set[int]) -> None:
    """Turns ``/Span <</MCID 3>> BDC`` into ``/Artifact <</Type /Pagination>> BDC`` for the ``lost`` numbers."""
    parts = stream.stream
    for at, part in enumerate(parts):
        if isinstance(part, pydyf.Dictionary) and part.get("MCID") in lost:
            parts[at - 1] = "/Artifact"
            parts[at] = pydyf.Dictionary({"Type": "/Pagination"})


def _number(reference: bytes) -> int:
    matched = _REFERENCE.fullmatch(reference)
    if matched is None:
        raise ValueError(reference)
    return int(matched[1])
