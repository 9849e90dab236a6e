"""A PDF as a reader of its tags meets it: the tree of its structure, and the words that it leads to.

Words come from the glyphs by the fonts' ToUnicode maps (ISO 32000-1, 9.10.3), or from the ActualText that replaces them
(14.9.4); alternate text is kept apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.pdf.objects import File, Operator, Reference, Scanner, Stream, text

Attributes = dict[str, Any]
# Inline-level elements (ISO 32000-1, 14.8.4.4).
INLINE = frozenset({"Span", "Em", "Strong", "Quote", "Code", "Formula", "Link", "Reference"})
PAINTS = frozenset(("Tj", "TJ", "'", '"', "Do", "f", "f*", "F", "S", "s", "B", "B*", "b", "b*", "sh", "EI"))


@dataclass(frozen=True, slots=True)
class Mark:
    """Marked content: the index of its page and its number there."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class Area:
    """An annotation of an element (14.7.4.3): its object's number and what it says of itself."""

    number: int
    about: dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """A structure element: its type, and as far as it has them its words' language, alternate text and name."""

    number: int
    kind: str
    kids: tuple[Element | Mark | Area, ...]
    lang: str | None = None
    alt: str | None = None
    id: str | None = None
    attributes: Attributes = field(default_factory=dict)

    def below(self) -> Iterator[Element]:
        """Itself and all below, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.below()

    def marks(self) -> Iterator[Mark]:
        """All its marked content, in reading order."""
        for kid in self.kids:
            if isinstance(kid, Mark):
                yield kid
            elif isinstance(kid, Element):
                yield from kid.marks()


@dataclass(frozen=True, slots=True)
class Painted:
    """What a page paints: words by mark, the artifacts with their words, and sentences about what is amiss.

    ``decorations`` counts the XObjects (ISO 32000-1, 8.8) painted within artifacts.
    """

    words: dict[int, str]
    artifacts: tuple[tuple[str, str], ...]
    faults: tuple[str, ...]
    decorations: int = 0


@dataclass(frozen=True, slots=True)
class Tagged:
    """A tagged PDF. ``pages`` are its pages' dictionaries; ``owners`` is the parent tree (14.7.4.4)."""

    file: File
    pages: tuple[dict[str, Any], ...]
    painted: tuple[Painted, ...]
    elements: tuple[Element, ...]
    owners: dict[int, Any]

    def below(self) -> Iterator[Element]:
        """Every element, in reading order."""
        for element in self.elements:
            yield from element.below()

    def said(self, element: Element, kinds: frozenset[str] | None = None) -> str:
        """The words of ``element`` as they are heard: a picture's alternate text is what is heard of it.

        Of the elements within it those of ``kinds`` alone count, where that is given.
        """
        return "".join(self._said(element, kinds)).replace("\u00ad", "")

    def _said(self, element: Element, kinds: frozenset[str] | None) -> Iterator[str]:
        if element.alt is not None:
            yield element.alt
            return
        for kid in element.kids:
            if isinstance(kid, Mark):
                yield self.painted[kid.page].words.get(kid.number, "")
            elif isinstance(kid, Element) and (kinds is None or kid.kind in kinds):
                yield from self._said(kid, kinds)

    def pages_of(self, element: Element) -> list[int]:
        """The pages on which ``element`` stands, from 1."""
        return sorted({mark.page + 1 for mark in element.marks()})


def tagged(file: File) -> Tagged | None:
    """``file`` by its tags; None where it has none."""
    root = file.get(file.catalog.get("StructTreeRoot"))
    if not isinstance(root, dict):
        return None
    pages = file.pages()
    numbers = {number: index for index, (number, _) in enumerate(pages)}
    fonts: dict[int, dict[int, str]] = {}
    painted = tuple(_painted(file, page, fonts) for _, page in pages)
    kids = root.get("K", ())
    elements = tuple(_element(file, kid, numbers) for kid in (kids if isinstance(kids, list) else [kids]))
    found = (file.get(root.get("ParentTree")) or {}).get("Nums", ())
    return Tagged(
        file, tuple(page for _, page in pages), painted, elements, dict(zip(found[::2], found[1::2], strict=True))
    )


def _element(file: File, reference: Reference, pages: dict[int, int]) -> Element:
    made = file.get(reference)
    home = pages.get(made["Pg"].number, -1) if "Pg" in made else -1
    found = made.get("K", ())
    kids: list[Element | Mark | Area] = []
    for value in found if isinstance(found, list) else [found]:
        kid = value if isinstance(value, int) else file.get(value)
        if isinstance(kid, int):
            kids.append(Mark(home, kid))
        elif kid.get("Type") == "MCR":
            kids.append(Mark(pages.get(kid["Pg"].number, -1) if "Pg" in kid else home, kid["MCID"]))
        elif kid.get("Type") == "OBJR":
            kids.append(Area(kid["Obj"].number, file.get(kid["Obj"]) or {}))
        else:
            kids.append(_element(file, value, pages))
    attributes = file.get(made.get("A")) or {}
    return Element(
        reference.number,
        str(made["S"]),
        tuple(kids),
        text(made["Lang"]) if "Lang" in made else None,
        text(made["Alt"]) if "Alt" in made else None,
        text(made["ID"]) if "ID" in made else None,
        attributes if isinstance(attributes, dict) else {},
    )


def _painted(file: File, page: dict[str, Any], fonts: dict[int, dict[int, str]]) -> Painted:
    """Reads the content of ``page``; ``fonts`` keeps what each font's codes mean."""
    contents = file.get(page.get("Contents"))
    resources = file.get(page.get("Resources")) or {}
    named = file.get(resources.get("Font")) or {}
    words: dict[int, str] = {}
    artifacts: list[tuple[str, str]] = []
    faults: list[str] = []
    decorations = 0
    open_: list[int | None] = []  # the number of each open sequence; None for an artifact
    instead: list[bool] = []  # whether its words are told by ActualText
    font: dict[int, str] = {}
    scanner = Scanner(contents.data if isinstance(contents, Stream) else b"")
    operands: list[Any] = []
    while not scanner.done():
        value = scanner.value()
        if not isinstance(value, Operator):
            operands.append(value)
            continue
        if value in ("BDC", "BMC"):
            about = file.get(operands[1]) if len(operands) > 1 else {}
            about = about if isinstance(about, dict) else {}
            number = about.get("MCID")
            if open_ and (number is None) != (open_[-1] is None):
                faults.append("an artifact and tagged content stand within each other")
            open_.append(number)
            instead.append("ActualText" in about)
            if number is None:
                artifacts.append((str(about.get("Subtype", about.get("Type", ""))), ""))
                if operands[0] != "Artifact":
                    faults.append(f"marked content of type {operands[0]} has no number")
            elif number in words:
                faults.append(f"the number {number} marks two things")
            else:
                words[number] = text(about.get("ActualText", b""))
        elif value == "EMC":
            open_.pop()
            instead.pop()
        elif value == "Tf":
            font = _font(file, named.get(str(operands[0])), fonts)
        elif value in ("Tj", "TJ") and open_:
            shown = "".join(_decoded(part, font) for part in _list(operands[0]) if isinstance(part, bytes))
            number = open_[-1]
            if number is None:
                artifacts[-1] = (artifacts[-1][0], artifacts[-1][1] + shown)
            elif not instead[-1]:
                words[number] += shown
        decorations += value == "Do" and bool(open_) and open_[-1] is None
        if value in PAINTS and not open_:
            faults.append(f"`{value}` paints what is neither tagged nor an artifact")
        operands = []
    return Painted(words, tuple(artifacts), tuple(dict.fromkeys(faults)), decorations)


def _font(file: File, reference: Any, fonts: dict[int, dict[int, str]]) -> dict[int, str]:
    number = reference.number if isinstance(reference, Reference) else -1
    if number not in fonts:
        found = file.get((file.get(reference) or {}).get("ToUnicode"))
        fonts[number] = _unicode(found.data.decode("ascii", "replace")) if isinstance(found, Stream) else {}
    return fonts[number]


def _unicode(source: str) -> dict[int, str]:
    """What each code means, by a ToUnicode map as WeasyPrint writes it."""
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", source, re.DOTALL):
        for code, meant in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(meant).decode("utf-16-be", "replace")
    return found


def _decoded(raw: bytes, font: dict[int, str]) -> str:
    return "".join(font.get(int.from_bytes(raw[at : at + 2]), "") for at in range(0, len(raw), 2))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
