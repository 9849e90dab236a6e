"""The structure tree put right: what WeasyPrint's tags leave short of PDF/UA-1 (ISO 14289-1, 7.1 to 7.9).

A finisher sees the whole file as objects before it is written. It touches nothing but structure elements and the
marked content that belongs to them:

* The children of a list item that are neither its label nor its body go into its body (``LI``: ISO 32000-1, 14.8.4.3.3).
* A figure without alternate text is decoration, and becomes an artifact.
* What the structure tree does not reach (running heads, folios) becomes a pagination artifact (14.8.2.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pydyf

Element = pydyf.Dictionary
_REFERENCE = re.compile(rb"(\d+) 0 R")


def mend(pdf: pydyf.PDF) -> None:
    """Mends the structure tree of ``pdf`` in place."""
    root = _at(pdf, pdf.catalog["StructTreeRoot"])
    reached: set[int] = set()
    waiting = [_at(pdf, kid) for kid in root["K"]]
    while waiting:
        element = waiting.pop()
        reached.add(element.number)
        kids = _elements(pdf, element)
        if any(_decorative(kid) for kid in kids):
            kids = [kid for kid in kids if not _decorative(kid)]
            element["K"] = pydyf.Array(
                kid for kid in element["K"] if not (isinstance(kid, bytes) and _decorative(_at(pdf, kid)))
            )
        if element["S"] == "/LI":
            kids = _embody(pdf, element, kids)
        waiting.extend(kids)
    _artifacts(pdf, root, reached)


def _embody(pdf: pydyf.PDF, item: Element, kids: list[Element]) -> list[Element]:
    """The kids of ``item`` with all that is not its label gathered in one ``LBody``."""
    labels = [kid for kid in kids if kid["S"] == "/Lbl"]
    bodies = [kid for kid in kids if kid["S"] == "/LBody"]
    if len(labels) + len(bodies) == len(kids) and len(bodies) <= 1 and len(item["K"]) == len(kids):
        return kids
    body = Element({"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(), "P": item.reference, "Pg": item["Pg"]})
    pdf.add_object(body)
    for kid in item["K"]:
        element = _at(pdf, kid) if isinstance(kid, bytes) else None
        if element is not None and element.get("S") == "/Lbl":
            continue
        body["K"].append(kid)
        if element is not None and "S" in element:
            element["P"] = body.reference
            if element["S"] == "/LBody":
                element["S"] = "/Div"
    item["K"] = pydyf.Array([*(label.reference for label in labels), body.reference])
    return [*labels, body]


def _decorative(element: Element) -> bool:
    return element["S"] == "/Figure" and "Alt" not in element


def _artifacts(pdf: pydyf.PDF, root: Element, reached: set[int]) -> None:
    """Makes the marked content whose element is not in ``reached`` an artifact, and drops those elements."""
    numbers = _at(pdf, root["ParentTree"])["Nums"]
    for page, (index, owners) in zip(_pages(pdf), zip(numbers[::2], numbers[1::2], strict=True), strict=False):
        if not isinstance(owners, list):
            break
        assert page["StructParents"] == index
        lost = {mcid for mcid, owner in enumerate(owners) if _number(owner) not in reached}
        if lost:
            _unmark(_at(pdf, page["Contents"]), lost)
            for mcid in lost:
                owners[mcid] = "null"
    for element in pdf.objects:
        if isinstance(element, Element) and element.get("Type") == "/StructElem" and element.number not in reached:
            element.clear()  # pydyf numbers what is freed wrongly in object streams


def _unmark(stream: pydyf.Stream, lost: set[int]) -> None:
    """Turns ``/Span <</MCID 3>> BDC`` into ``/Artifact <</Type /Pagination>> BDC`` for the ``lost`` numbers."""
    parts = stream.stream
    for at, part in enumerate(parts):
        if isinstance(part, pydyf.Dictionary) and part.get("MCID") in lost:
            parts[at - 1] = "/Artifact"
            parts[at] = pydyf.Dictionary({"Type": "/Pagination"})


def _pages(pdf: pydyf.PDF) -> Iterator[Element]:
    for number in pdf.pages["Kids"][::3]:
        yield pdf.objects[number]


def _elements(pdf: pydyf.PDF, element: Element) -> list[Element]:
    """The structure elements directly within ``element``; marked content and object references are none."""
    found = (_at(pdf, kid) for kid in element["K"] if isinstance(kid, bytes))
    return [kid for kid in found if kid.get("Type") == "/StructElem"]


def _number(reference: bytes) -> int:
    matched = _REFERENCE.fullmatch(reference)
    assert matched is not None
    return int(matched[1])


def _at(pdf: pydyf.PDF, reference: bytes) -> Element:
    return pdf.objects[_number(reference)]
