"""What a screen reader says of a PDF, as text: the golden of the tests, and for who wants to look.

A line an element, in reading order; what stands within a line is in braces. ``→`` is where a link leads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.pdf.objects import File, Reference, Stream, read, text
from pipeline.pdf.structure import Area, Element, Mark, Tagged, tagged

_INLINE = frozenset(("Span", "Em", "Strong", "Quote", "Code", "Formula", "Link", "Reference", "Lbl", "Figure"))
_BARE = frozenset(("Span", "Code", "Formula", "Figure", "Note", "Lbl"))


def dump(data: bytes) -> str:
    """The PDF ``data``: what it says of itself, its bookmarks, files, structure and artifacts."""
    file = read(data)
    found = tagged(file)
    lines = [*_about(file), "Bookmarks:", *_bookmarks(file)]
    if found is None:
        return "\n".join([*lines, "Not tagged."]) + "\n"
    lines.append("Read aloud:")
    for element in found.elements:
        lines += _lines(found, element, 1)
    lines.append("Artifacts:")
    for number, painted in enumerate(found.painted, 1):
        lines += [f"  page {number}: {kind}: {said.strip()}" for kind, said in painted.artifacts if said.strip()]
    return "\n".join(lines) + "\n"


def _about(file: File) -> Iterator[str]:
    info = file.get(file.trailer.get("Info")) or {}
    for key in ("Title", "Author", "Subject", "Keywords", "CreationDate", "ModDate", "Producer"):
        if key in info:
            yield f"{key}: {text(info[key])}"
    yield f"Lang: {text(file.catalog.get('Lang'))}"
    yield f"Conforms: {', '.join(claims(file)) or 'nothing'}"
    sizes = [tuple(round(side) for side in page["MediaBox"][2:]) for _, page in file.pages()]
    yield f"Pages: {len(sizes)} of {', '.join(f'{width} × {height} pt' for width, height in sorted(set(sizes)))}"
    for name, about in attached(file):
        stream = file.get(about["EF"]["F"])
        kind = stream.about.get("Subtype", "") if isinstance(stream, Stream) else ""
        yield f"File: {name}, {kind}, {about.get('AFRelationship', '')}: {text(about.get('Desc'))}"


def claims(file: File) -> tuple[str, ...]:
    """The standards that ``file`` says it keeps to, by its metadata (ISO 19005-2, 6.6.4; ISO 14289-1, 5)."""
    stream = file.get(file.catalog.get("Metadata"))
    xml = stream.data.decode("utf-8", "replace") if isinstance(stream, Stream) else ""

    def value(name: str) -> str:
        found = re.search(rf'{name}(?:="|>)([^"<]*)', xml)
        return found[1] if found else ""

    archive, access = value("pdfaid:part"), value("pdfuaid:part")
    made = [f"PDF/A-{archive}{value('pdfaid:conformance').lower()}"] if archive else []
    return (*made, *([f"PDF/UA-{access}"] if access else []))


def attached(file: File) -> Iterator[tuple[str, dict[str, Any]]]:
    """The files within ``file``: name and file specification (ISO 32000-1, 7.11.3)."""
    names = file.get((file.get(file.catalog.get("Names")) or {}).get("EmbeddedFiles")) or {}
    for reference in names.get("Names", ())[1::2]:
        about = file.get(reference)
        yield text(about.get("UF", about.get("F"))), about


def _bookmarks(file: File) -> Iterator[str]:
    def walk(reference: Any, depth: int) -> Iterator[str]:
        while reference is not None:
            item = file.get(reference)
            yield f"{'  ' * depth}- {text(item['Title'])}"
            yield from walk(item.get("First"), depth + 1)
            reference = item.get("Next")

    outlines = file.get(file.catalog.get("Outlines")) or {}
    yield from walk(outlines.get("First"), 1)


def _lines(found: Tagged, element: Element, depth: int) -> Iterator[str]:
    """``element`` and all below; the words that it holds itself stand on its line."""
    indent = "  " * depth
    held = [kid for kid in element.kids if not isinstance(kid, Element) or kid.kind in _INLINE]
    blocks = [kid for kid in element.kids if isinstance(kid, Element) and kid.kind not in _INLINE]
    if blocks and all(isinstance(kid, Element) and kid.kind in ("Lbl", "Figure") for kid in held):
        yield f"{indent}{_head(found, element)}"
        for kid in element.kids:
            if isinstance(kid, Element):
                yield from _lines(found, kid, depth + 1)
        return
    said = "".join(_inline(found, kid) for kid in held)
    said = " ".join(said.replace("\u00ad", "").split())
    yield f"{indent}{_head(found, element)}" + (f" “{said}”" if said else "")
    for block in blocks:
        yield from _lines(found, block, depth + 1)


def _head(found: Tagged, element: Element) -> str:
    pages = found.pages_of(element)
    across = f" pp. {pages[0]}–{pages[-1]}" if len(pages) > 1 and element.kind in _WHOLE else ""
    told = [f"({element.lang})"] if element.lang else []
    told += [f"scope {element.attributes['Scope'].lower()}"] if "Scope" in element.attributes else []
    told += [
        f"{name.lower()} {element.attributes[name]}" for name in ("ColSpan", "RowSpan") if name in element.attributes
    ]
    if (numbering := element.attributes.get("ListNumbering", "None")) != "None":
        told.append(str(numbering).lower())
    told += [f"#{element.id}"] if element.id else []
    told += [f"alt “{element.alt}”"] if element.alt is not None else []
    return " ".join([element.kind + across, *told])


_WHOLE = frozenset(("P", "L", "LI", "LBody", "Table", "TR", "TD", "TH", "Caption", "Note", "BlockQuote", "TOC", "Code"))


def _inline(found: Tagged, kid: Element | Mark | Area) -> str:
    match kid:
        case Mark(page=page, number=number):
            return found.painted[page].words.get(number, "")
        case Area():
            return ""
        case Element():
            said = "".join(_inline(found, below) for below in kid.kids)
            leads = list(dict.fromkeys(target(area.about) for area in kid.kids if isinstance(area, Area)))
            named = [text(area.about.get("Contents")) for area in kid.kids if isinstance(area, Area)]
            told = [_head(found, kid), *(f"→ {lead}" for lead in leads)]
            if named and " ".join(named[0].split()) != " ".join(said.replace("\u00ad", "").split()):
                told.append(f"“{named[0]}”")
            return f"{{{' '.join(told)}{': ' if said else ''}{said}}}"


def target(about: dict[str, Any]) -> str:
    """Where an annotation leads."""
    action = about.get("A")
    if isinstance(action, dict):
        return text(action.get("URI"))
    return f"#{text(about.get('Dest'))}" if not isinstance(about.get("Dest"), Reference | list) else "#"
