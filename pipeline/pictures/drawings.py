"""Drawings (SVG 1.1 and what resvg knows of 2) as pictures of pixels, for outputs that show no SVG.

A drawing is read as data: what it refers to outside itself is taken out and told, entities are refused (XML 1.0, 4.2),
and what would grow without bound (``use`` of ``use``) is counted before anything is drawn. It is set in the faces of
the theme, never in those of the machine.

A drawing that we make ourselves (a chart, a formula) goes the same way as one beside the essay: its SVG through
:func:`drawing`, which says how large it is, and from there

* into the deck by :meth:`pipeline.deck.pictures.Media.drawn` and :func:`pipeline.deck.pictures.blip`: SVG with a PNG
  beside it for programs that show none;
* into pages that show SVG (``deck.html``, the PDFs) by its :attr:`Drawing.address` as the source of an ``img``;
* into the mail by :func:`pipeline.newsletter.drawn.drawn`, which gives each a key: a PNG, attached or hosted like any
  picture, that the letter asks for by that key.
"""

from __future__ import annotations

import base64
import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pyexpat import ExpatError, ParserCreate
from typing import TYPE_CHECKING

from pipeline.files import Files
from pipeline.pictures.cleaning import SVG, XLINK, DrawingError, cleaned
from pipeline.theme import Theme

__all__ = ["Drawing", "DrawingError", "drawing", "is_drawing"]

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MEDIA = "image/svg+xml"  # its media type (SVG 1.1, appendix P)
LARGEST = 8 * 1024 * 1024  # bytes of a file
MOST = 100_000  # elements, each `use` counted by what it shows
_FILTERED = 1000  # elements that take no longer than one with a filter
DEEPEST = 200  # elements within one another
MOST_PIXELS = 50_000_000  # of one picture
_HEAD = 1 << 17  # bytes in which the root element begins
_ROOT = re.compile(rb"<(?:[\w.-]+:)?svg(?=[\s/>])")
_HREF = re.compile(r"href\s*=\s*(['\"])(.*?)\1")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PAINT = re.compile(r"url\(\s*['\"]?#([^'\")]+)['\"]?\s*\)")
_PIXELS = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
}  # CSS Values 3, 5.2


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing ready to be drawn: its cleaned text, its size in CSS pixels, and what was taken out of it."""

    svg: str
    width: float
    height: float
    outside: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """The drawing itself as an address (RFC 2397), for pages that show SVG: ``deck.html``, and what is typeset."""
        return f"data:{MEDIA};base64,{base64.b64encode(self.svg.encode()).decode('ascii')}"

    def pixels(self, wide: int) -> tuple[int, int]:
        """The picture's size where it is drawn ``wide`` pixels wide."""
        return wide, max(1, round(wide * self.height / self.width))

    def png(self, wide: int, theme: Theme, files: Files, ground: str | None = None) -> bytes:
        """As PNG, ``wide`` pixels wide, its text in the faces of ``theme``. Raises :class:`DrawingError`.

        It is drawn on ``ground``, a CSS colour; without one, what the drawing leaves open is transparent.
        """
        import resvg_py  # late: most essays have no drawing

        from pipeline.fonts.files import there

        _, tall = self.pixels(wide)
        if wide * tall > MOST_PIXELS:
            raise DrawingError(f"would have {wide * tall / 1_000_000:.0f} megapixels")
        try:
            return resvg_py.svg_to_bytes(
                svg_string=self.svg,
                background=ground,
                width=wide,
                height=tall,
                skip_system_fonts=True,
                font_files=[str(face) for face in there(theme, files)],
                font_family=_named("sans", theme),
                serif_family=_named("serif", theme),
                sans_serif_family=_named("sans", theme),
                monospace_family=_named("mono", theme),
            )
        except (ValueError, RuntimeError) as fault:
            raise DrawingError(f"cannot be drawn ({fault})") from None


def _named(family: str, theme: Theme) -> str | None:
    """What the file of the theme's ``family`` calls itself."""
    from pipeline.fonts import faces_in, path

    where = path(theme.families[family].faces, "regular", theme)
    found = faces_in(where) if where and where.is_file() else ()
    return next((name for face in found for name in face.families), None)


def is_drawing(data: bytes) -> bool:
    """Whether ``data`` look like an SVG: by its root element, whatever the file is called."""
    head = data[:_HEAD]
    if head.startswith(_UTF16):
        head = head[: len(head) & ~1].decode("utf-16", "replace").encode()
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and _ROOT.search(head) is not None


def drawing(data: bytes) -> Drawing:
    """``data`` read and cleaned. Raises :class:`DrawingError`."""
    from xml.etree import ElementTree

    if len(data) > LARGEST:
        raise DrawingError(f"is over {LARGEST // 2**20} MiB")
    try:
        sheets = _stylesheets(data)
        root = ElementTree.fromstring(data)  # noqa: S314  entities were refused; expat reads nothing else from outside
    except (ElementTree.ParseError, ExpatError, ValueError, LookupError) as fault:
        if isinstance(fault, DrawingError):
            raise
        raise DrawingError(f"is no well-formed SVG ({fault})") from None
    if root.tag != f"{SVG}svg":
        raise DrawingError("is no SVG: its root element is another")
    outside = tuple(dict.fromkeys((*sheets, *cleaned(root))))
    if _shown(root) > MOST:
        most = f"{MOST:,} elements, {MOST // _FILTERED} of them with filters"
        raise DrawingError(f"shows more than {most}, or nests over {DEEPEST}")
    width, height = _size(root)
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    ElementTree.register_namespace("", SVG.strip("{}"))
    ElementTree.register_namespace("xlink", XLINK.strip("{}"))
    return Drawing(ElementTree.tostring(root, encoding="unicode"), width, height, outside)


def _stylesheets(data: bytes) -> list[str]:
    """The stylesheets that a document asks for (xml-stylesheet 1.0), in whatever encoding it is.

    Raises :class:`DrawingError` for one that declares entities.
    """
    found: list[str] = []

    def refuse(*_: object) -> None:
        raise DrawingError("declares entities, which no drawing needs")

    def instructed(target: str, words: str) -> None:
        href = _HREF.search(words)
        found.extend([href[2][:60]] if target == "xml-stylesheet" and href else [])

    reader = ParserCreate()
    reader.EntityDeclHandler = refuse
    reader.ProcessingInstructionHandler = instructed
    reader.Parse(data, True)
    return found


def _shown(root: Element) -> int:
    """How many elements are drawn, what each refers to counted anew; stops counting beyond ``MOST``."""
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    known: dict[Element, int] = {}

    def count(element: Element, above: tuple[Element, ...]) -> int:
        if element in above:
            raise DrawingError(f"shows `#{element.get('id')}` within itself, without end")
        if len(above) > DEEPEST:
            return MOST + 1
        if element not in known:
            inner = (*above, element)
            total = _FILTERED if _filtered(element) else 1
            total += sum(count(child, inner) for child in element)
            total += sum(count(named[name], inner) for name in _shows(element) if name in named)
            known[element] = min(total, MOST + 1)
        return known[element]

    return count(root, ())


def _filtered(element: Element) -> bool:
    """Whether ``element`` is drawn through a filter, which may take all of the picture, pixel by pixel."""
    asked = element.get("filter") or "".join(re.findall(r"(?:^|;)\s*filter\s*:([^;]*)", element.get("style", "")))
    return "(" in asked


def _shows(element: Element) -> Iterator[str]:
    """The ids of what is drawn for ``element`` besides what it holds: copies, patterns, masks, markers."""
    if element.tag == f"{SVG}use":
        yield (element.get("href") or element.get(f"{XLINK}href") or "").lstrip("#")
    for value in element.attrib.values():
        if "url(" in value:
            yield from _PAINT.findall(value)


def _size(root: Element) -> tuple[float, float]:
    """Width and height in CSS pixels: as given, else of the view box (SVG 1.1, 7.2, 7.7)."""
    box = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", root.get("viewBox", ""))]
    width, height = _length(root.get("width", "")), _length(root.get("height", ""))
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        if width is None:
            width = box[2] if height is None else height * box[2] / box[3]
        height = width * box[3] / box[2] if height is None else height
    if not width or not height or not 0.02 < width / height < 50 or max(width, height) > 100_000:
        raise DrawingError("has no usable size: give it a viewBox, or a width and a height")
    return width, height


def _length(text: str) -> float | None:
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*", text)
    return float(found[1]) * _PIXELS[found[2]] if found and found[2] in _PIXELS else None
