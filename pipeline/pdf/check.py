"""What is wrong with a PDF of ours that a validator lets pass: what a listener would miss, or hear twice.

`page-validation` sees to most of PDF/A and PDF/UA (ISO 19005, ISO 14289-1); these are the rest, for `make check` and
for every PDF that a test builds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pipeline.pdf.objects import File, Reference, read, text
from pipeline.pdf.reading import claims
from pipeline.pdf.structure import Area, Element, Mark, Tagged, tagged

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")  # BCP 47, 2.1, in shape
_PRINT = 4


def faults(data: bytes) -> tuple[str, ...]:
    """What is wrong with ``data``, as sentences."""
    try:
        file = read(data)
    except (ValueError, KeyError, IndexError) as fault:
        return (f"it cannot be read: {fault}",)
    return tuple(dict.fromkeys(_faults(file)))


def _faults(file: File) -> Iterator[str]:
    root = file.catalog
    if not (file.get(root.get("ViewerPreferences")) or {}).get("DisplayDocTitle"):
        yield "the title is not shown"
    if not _LANGUAGE.fullmatch(text(root.get("Lang"))):
        yield "no language"
    if len(claims(file)) != 2:
        yield f"it claims {' and '.join(claims(file)) or 'nothing'}, not PDF/A and PDF/UA"
    found = tagged(file) if (file.get(root.get("MarkInfo")) or {}).get("Marked") else None
    if found is None:
        yield "not tagged"
        return
    for element in found.below():
        yield from _element(element)
    yield from _notes(found)
    yield from _links(found)
    yield from _content(found)


def _element(element: Element) -> Iterator[str]:
    kinds = [kid.kind for kid in element.kids if isinstance(kid, Element)]
    match element.kind:
        case "Table":
            yield from _table(element)
        case "TH":
            if element.attributes.get("Scope") not in ("Row", "Column", "Both"):
                yield "a header cell does not say what it heads"
        case "LI" if kinds not in (["LBody"], ["Lbl", "LBody"]):
            yield "a list item is not a label and a body"
        case "L" if set(kinds) - {"LI", "Caption"}:
            yield "a list holds what is no item"
        case "TOC" if set(kinds) - {"TOCI", "TOC", "Caption"}:
            yield "a contents holds what is no entry"
        case "Figure" | "Formula" if not (element.alt or "").strip():
            yield f"a {element.kind.lower()} has no alternate text"
        case "Figure" if "BBox" not in element.attributes:
            yield "a figure does not say where it stands"
        case "NonStruct":
            yield "an element means nothing"
    if element.lang is not None and not _LANGUAGE.fullmatch(element.lang):
        yield f"`{element.lang}` is no language"
    if not element.kids and element.kind not in ("TD", "TH", "TR", "LBody"):
        yield f"an empty {element.kind}"


def _table(table: Element) -> Iterator[str]:
    heads = [kid for kid in table.kids if isinstance(kid, Element) and kid.kind == "THead"]
    if len(heads) > 1:
        yield "a table's head is told again on a later page"
    rows = [below for below in table.below() if below.kind == "TR"]
    cells = [[kid for kid in row.kids if isinstance(kid, Element)] for row in rows]
    if not any(cell.kind == "TH" for row in cells for cell in row):
        yield "a table has no header cells"
    widths = {sum(int(cell.attributes.get("ColSpan", 1)) for cell in row) for row in cells}
    if len(widths) > 1 and not any("RowSpan" in cell.attributes for row in cells for cell in row):
        yield "a table's rows are not of one length"


def _notes(found: Tagged) -> Iterator[str]:
    notes = [element for element in found.below() if element.kind == "Note"]
    if any(note.id is None for note in notes):
        yield "a note has no ID"
    if any(count > 1 for count in Counter(note.id for note in notes).values()):
        yield "two notes have one ID"
    root = found.file.get(found.file.catalog["StructTreeRoot"])
    names = (found.file.get(root.get("IDTree")) or {}).get("Names", ())
    listed = {text(name): reference.number for name, reference in zip(names[::2], names[1::2], strict=True)}
    if any(note.id is not None and listed.get(note.id) != note.number for note in notes):
        yield "a note's ID leads elsewhere"


def _links(found: Tagged) -> Iterator[str]:
    reached: dict[int, Element] = {}
    for element in found.below():
        areas = [kid for kid in element.kids if isinstance(kid, Area)]
        reached.update((area.number, element) for area in areas)
        if element.kind == "Link" and not areas:
            yield "a link cannot be clicked"
        if areas and element.kind != "Link":
            yield f"what can be clicked belongs to a {element.kind}"
    for number, page in enumerate(found.pages, 1):
        for reference in page.get("Annots", ()):
            about = found.file.get(reference)
            if not text(about.get("Contents")):
                yield f"page {number}: a link does not say where it leads"
            if not about.get("F", 0) & _PRINT:
                yield f"page {number}: a link is not printed"
            owner = reached.get(reference.number)
            if owner is None:
                yield f"page {number}: a link is not in the structure"
            elif not _leads(found.owners.get(int(about.get("StructParent", -1))), owner.number):
                yield f"page {number}: a link leads back to another element"


def _content(found: Tagged) -> Iterator[str]:
    """What is painted is told once, or is an artifact."""
    told = Counter((mark.page, mark.number) for element in found.elements for mark in element.marks())
    owners = {
        (kid.page, kid.number): element.number
        for element in found.below()
        for kid in element.kids
        if isinstance(kid, Mark)
    }
    for index, painted in enumerate(found.painted):
        where = f"page {index + 1}: "
        yield from (where + fault for fault in painted.faults)
        back = found.owners.get(int(found.pages[index].get("StructParents", -1)), ())
        for number in painted.words:
            if told[index, number] != 1:
                yield f"{where}what is painted is told {told[index, number]} times"
            elif not _leads(back[number] if number < len(back) else None, owners[index, number]):
                yield f"{where}what is painted leads back to another element"
        if any(page == index and number not in painted.words for page, number in told):
            yield f"{where}what is told is not painted"


def _leads(reference: Any, number: int | None) -> bool:
    return isinstance(reference, Reference) and reference.number == number
