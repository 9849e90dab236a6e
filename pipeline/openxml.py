"""Names of Office Open XML (ECMA-376): namespaces by PowerPoint's prefixes, elements by such names, relationships."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

NAMESPACES: Final[Mapping[str, str]] = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "a14": "http://schemas.microsoft.com/office/drawing/2010/main",
    "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
    "pr": "http://schemas.openxmlformats.org/package/2006/relationships",
    "ep": "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
}


def name(prefixed: str) -> str:
    """``a:t`` as lxml names it."""
    prefix, _, local = prefixed.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def find(element: Element | None, path: str) -> Element | None:
    """The first element at ``path`` (``p:cSld/p:bg``) below ``element``."""
    return None if element is None else element.find(path, dict(NAMESPACES))


def every(element: Element | None, path: str) -> list[Element]:
    """All elements at ``path`` below ``element``."""
    return [] if element is None else element.findall(path, dict(NAMESPACES))


def rels_name(part: str) -> str:
    """The name of the relationships of ``part``: ``/ppt/slides/_rels/slide1.xml.rels`` (ECMA-376 Part 2, 9.3)."""
    folder, _, last = part.rpartition("/")
    return f"{folder}/_rels/{last}.rels"
