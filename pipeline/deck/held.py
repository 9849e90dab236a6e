"""What a written deck holds: the words of its slides and notes, where they lead, what its pictures are said to show.

A picture or chart counts where its part is in the package; a chart's numbers where its workbook has them too, since
that is what a person edits.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.coverage.held import Held, boxes
from pipeline.deck.drafts import RelationType
from pipeline.deck.written import Shape, Written, words
from pipeline.openxml import name

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MATH_TEXT = name("m:t")
_SHEET = "xl/worksheets/sheet1.xml"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def held(file: str, data: bytes) -> Held:
    """The package ``data``, of the file named ``file``."""
    written = Written(data)
    face: list[str] = []
    notes: list[str] = []
    links: list[str] = []
    pictures: list[str] = []
    cells: list[str] = []
    numbers: list[float] = []
    ticks: list[bool] = []
    formulas = 0
    for slide in written.slides:
        for shape in written.shapes(slide):
            said, there = _said(shape), _parts_of(written, slide, shape)
            if there is None:
                continue
            face += said
            ticks += _boxes(shape)
            pictures += said[:1] if shape.element.tag in (name("p:pic"), name("p:graphicFrame")) else []
            cells += [words(cell) for cell in shape.element.iter(name("a:tc"))]
            formulas += sum(1 for _ in shape.element.iter(name("m:oMathPara")))
            numbers += [number for part in there for number in _numbers(written, part)]
            links += _links(written, slide, shape)
        page = written.target(slide, RelationType.NOTES_SLIDE)
        for shape in written.shapes(page) if page else ():
            notes += _said(shape)
            ticks += _boxes(shape)
            links += _links(written, page or "", shape)
    return Held(
        file,
        "\n".join((*face, *notes)),
        tuple(links),
        pictures=tuple(pictures),
        cells=tuple(cells),
        boxes=tuple(ticks),
        face="\n".join(face),
        numbers=tuple(numbers),
        formulas=formulas,
    )


def _said(shape: Shape) -> list[str]:
    """What a shape is said to show, and its words, those of formulas too."""
    about = shape.properties
    described = "" if about is None else about.get("descr", "")
    return [described, words(shape.element), *(found.text or "" for found in shape.element.iter(_MATH_TEXT))]


def _boxes(shape: Shape) -> Iterator[bool]:
    """The boxes of tasks: bullets of their paragraphs, or behind a number."""
    bullets = (bullet.get("char", "") for bullet in shape.element.iter(name("a:buChar")))
    yield from boxes("".join((*bullets, words(shape.element))))


def _parts_of(written: Written, slide: str, shape: Shape) -> list[str] | None:
    """The parts that ``shape`` shows, a picture or a chart; None where one is not in the package."""
    wanted = [element.get(name("r:embed")) for element in shape.element.iter(name("a:blip"), name("asvg:svgBlip"))]
    wanted += [element.get(name("r:id")) for element in shape.element.iter(name("c:chart"))]
    relations = written.relations(slide)
    parts = [relations[key].target if key in relations else "" for key in wanted if key]
    return parts if all(written.parts.get(part) for part in parts) else None


def _links(written: Written, part: str, shape: Shape) -> Iterator[str]:
    relations = written.relations(part)
    for link in shape.element.iter(name("a:hlinkClick")):
        relation = relations.get(link.get(name("r:id"), ""))
        if relation is not None and relation.external:
            yield relation.target


# --- Charts --------------------------------------------------------------------------------------


def _numbers(written: Written, part: str) -> Iterator[float]:
    """The numbers of a chart that its workbook holds as well."""
    root, book = written.root(part), written.target(part, RelationType.PACKAGE)
    if root is None or root.tag != name("c:chartSpace"):
        return
    values = [value for tag in ("c:val", "c:xVal", "c:yVal") for series in root.iter(name(tag)) for value in _v(series)]
    sheet = Counter(_sheet(written.parts.get(book or "", b"")))
    yield from (Counter(values) & sheet).elements()


def _v(element: Element) -> Iterator[float]:
    return (float(found.text or "nan") for found in element.iter(name("c:v")))


def _sheet(data: bytes) -> Iterator[float]:
    """The numbers in the cells of a workbook's first sheet (ECMA-376 Part 1, 18.3.1.4)."""
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            root = etree.fromstring(book.read(_SHEET), etree.XMLParser(resolve_entities=False, no_network=True))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError):
        return
    for cell in root.iter(f"{_MAIN}c"):
        if cell.get("t", "n") == "n":
            yield from (float(value.text or "nan") for value in cell.iter(f"{_MAIN}v"))
