"""The words that a layout shows itself: a company's name, a copyright, "Confidential". No slide fills them.

PowerPoint shows them with the layout; what shows no pptx draws them from here. Left out are those that are turned and
those with a field in them, which say something else on each slide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.fitted import Anchor
from pipeline.layouts.foreign import INSETS, Insets
from pipeline.openxml import every, find
from pipeline.template import grounds
from pipeline.template.colors import Scheme
from pipeline.template.model import Legend, Place, Surface
from pipeline.template.package import Package, whole
from pipeline.template.shapes import Shape, shapes
from pipeline.template.styles import written
from pipeline.units import Box, Length

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ANCHORS: Final = {"ctr": Anchor.MIDDLE, "b": Anchor.BOTTOM}
_BREAK: Final = "\v"


@dataclass(frozen=True, slots=True)
class Legends:
    """What it takes to read the words of a layout: its package, its colours, what they stand on, its slide."""

    package: Package
    scheme: Scheme
    surfaces: tuple[Surface, ...]
    slide: Box

    def of(self, page: Element | None) -> Iterator[Legend]:
        """The words of a layout or master."""
        for shape in shapes(page):
            body = find(shape.element, "p:txBody")
            text = _text(body)
            properties = find(body, "a:bodyPr")
            level = properties is None or properties.get("vert", "horz") == "horz"
            fields = every(body, "a:p/a:fld")
            if text and level and not shape.turns and not fields:
                yield Legend(self._place(shape, body, properties), text)

    def _place(self, shape: Shape, body: Element | None, properties: Element | None) -> Place:
        defaults = find(self.package.root(self.package.main), "p:defaultTextStyle")
        style = written(body, defaults, find(shape.element, "p:style/a:fontRef"), self.scheme)
        said = {} if properties is None else {str(key): str(value) for key, value in properties.items()}
        box = shape.box
        if said.get("wrap") == "none":  # its lines end where they end, whatever the box
            box = _widened(box, style.manner.align, self.slide)
        sides = ((said.get("lIns"), INSETS.left), (said.get("tIns"), INSETS.top), (said.get("rIns"), INSETS.right))
        insets = [Length(whole(value, otherwise)) for value, otherwise in (*sides, (said.get("bIns"), INSETS.bottom))]
        ground = grounds.under(box, self.surfaces, self.package, self.scheme)
        anchor = _ANCHORS.get(said.get("anchor", "t"), Anchor.TOP)
        return Place("body", 0, "", box, Insets(*insets), anchor, (style,), ground)


def _text(body: Element | None) -> str:
    """The words of ``body``; paragraphs and breaks are line breaks."""
    lines = []
    for paragraph in every(body, "a:p"):
        words = ""
        for run in paragraph:
            kind = str(run.tag).rpartition("}")[2]
            held = find(run, "a:t")
            words += _BREAK if kind == "br" else (held.text or "") if held is not None and kind == "r" else ""
        lines.append(words)
    return _BREAK.join(lines).strip(f" {_BREAK}")


def _widened(box: Box, align: str, slide: Box) -> Box:
    """``box`` as wide as the slide lets text run that begins, ends or has its middle where it does."""
    if align == "l":
        return Box(box.left, box.top, Length(max(box.width, slide.width - box.left)), box.height)
    if align == "r":
        return Box(Length(0), box.top, box.right, box.height)
    middle = box.left + box.width // 2
    half = max(box.width // 2, min(middle, slide.width - middle))
    return Box(Length(middle - half), box.top, Length(2 * half), box.height)
