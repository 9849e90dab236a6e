"""What a layout draws besides text, as SVG: background, shapes, lines, pictures; for what shows no pptx.

Left out are text of the layout's own, effects, vector pictures of Windows (EMF, WMF), and the preset shapes that
:mod:`pipeline.template.presets` has not. A pattern is the colour that it comes to.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from pipeline.openxml import every, find, name
from pipeline.template.colors import Paint, Scheme
from pipeline.template.crops import cropped, shown
from pipeline.template.grounds import filled, mean
from pipeline.template.model import Design
from pipeline.template.outlines import Outline, outlines
from pipeline.template.package import Package, whole
from pipeline.template.pens import number
from pipeline.template.shapes import Shape, shapes
from pipeline.units import Box

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_HAIRLINE = 9_525  # EMU: a line's width where nobody says
_DASHES = {  # by the line's width: ST_PresetLineDashVal (20.1.10.49)
    "dot": (1, 3), "sysDot": (1, 1), "dash": (4, 3), "sysDash": (3, 1), "lgDash": (8, 3),
    "dashDot": (4, 3, 1, 3), "sysDashDot": (3, 1, 1, 1), "lgDashDot": (8, 3, 1, 3),
    "sysDashDotDot": (3, 1, 1, 1, 1, 1), "lgDashDotDot": (8, 3, 1, 3, 1, 3),
}  # fmt: skip


def scene(package: Package, design: Design, slide: Box) -> str:
    """The picture of ``design``, as large as its slides, in points."""
    stage = _Stage(package, design.scheme)
    body = "".join(stage.drawn(design))
    size = f'width="{number(slide.width)}" height="{number(slide.height)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {size} '
        f'viewBox="0 0 {number(slide.width)} {number(slide.height)}"><defs>{"".join(stage.defined)}</defs>{body}</svg>'
    )


@dataclass(slots=True)
class _Stage:
    """One layout in the drawing; ``defined`` grows with its gradients."""

    package: Package
    scheme: Scheme
    defined: list[str] = field(default_factory=list)

    def drawn(self, design: Design) -> Iterator[str]:
        """The markup, from the back to the front."""
        ground = design.surfaces[0] if design.surfaces else None
        layout, master = self.package.root(design.part), self.package.root(design.master)
        if ground is not None:
            holder = next(
                (held for page in (layout, master) if (held := find(page, "p:cSld/p:bg/p:bgPr")) is not None), None
            )
            looks = self._fill(ground.paints, holder)
            if looks:
                yield f"<rect{_at(ground.box)}{looks}/>"
            yield self._image(ground.picture, ground.box, find(holder, "a:blipFill"))
        over = layout is None or layout.get("showMasterSp", "1") in ("1", "true")
        for part, page in (*(((design.master, master),) if over else ()), (design.part, layout)):
            for shape in shapes(page):
                turned = _turned(shape)
                opened, closed = (f'<g transform="{turned}">', "</g>") if turned else ("", "")
                yield opened + "".join(self._shape(part, shape)) + closed

    def _shape(self, part: str, shape: Shape) -> Iterator[str]:
        held = find(shape.element, "p:spPr")
        fill = find(shape.element, "p:blipFill") if shape.kind == "pic" else find(held, "a:blipFill")
        if shape.kind != "pic":
            looks, stroke = self._fill(filled(shape, self.scheme), held), self._stroke(shape.element)
            for outline in outlines(held, shape.box):
                yield _path(outline, looks, stroke)
        blip = find(fill, "a:blip")
        link = self.package.links(part).get(blip.get(name("r:embed"), "")) if blip is not None else None
        yield self._image(link.target if link else "", shape.box, fill)

    def _fill(self, paints: tuple[Paint, ...], holder: Element | None) -> str:
        """``fill`` of a shape: a colour, or a gradient along its angle."""
        if not paints:
            return ' fill="none"' if holder is not None else ""
        if len(paints) == 1 or find(holder, "a:pattFill") is not None:
            return _paint("fill", mean(paints))
        gradient = find(holder, "a:gradFill")
        stops = every(gradient, "a:gsLst/a:gs")
        places = [whole(stop.get("pos")) / 1000 for stop in stops] if len(stops) == len(paints) else []
        places = places or [100 * n / (len(paints) - 1) for n in range(len(paints))]
        line = find(gradient, "a:lin")
        angle = math.radians(whole(line.get("ang") if line is not None else None, 5_400_000) / 60_000)
        x, y = math.cos(angle) / 2, math.sin(angle) / 2
        key = f"g{len(self.defined)}"
        rows = "".join(
            f'<stop offset="{place:g}%" stop-color="{one.color.css}" stop-opacity="{one.alpha:g}"/>'
            for place, one in sorted(zip(places, paints, strict=True), key=lambda pair: pair[0])
        )
        ends = f'x1="{0.5 - x:.3f}" y1="{0.5 - y:.3f}" x2="{0.5 + x:.3f}" y2="{0.5 + y:.3f}"'
        self.defined.append(f'<linearGradient id="{key}" {ends}>{rows}</linearGradient>')
        return f' fill="url(#{key})"'

    def _stroke(self, shape: Element) -> str:
        line = find(shape, "p:spPr/a:ln")
        paints = self.scheme.fills(line)
        if not paints:
            by_style = find(shape, "p:style/a:lnRef")
            asked = by_style is not None and by_style.get("idx", "0") != "0" and find(line, "a:noFill") is None
            one = self.scheme.paint(by_style) if asked else None
            paints = (one,) if one else ()
        if not paints:
            return ""
        width = whole(line.get("w") if line is not None else None, _HAIRLINE)
        dash = find(line, "a:prstDash")
        lengths = _DASHES.get(dash.get("val", ""), ()) if dash is not None else ()
        dashed = f' stroke-dasharray="{" ".join(number(one * width) for one in lengths)}"' if lengths else ""
        return f'{_paint("stroke", paints[0])} stroke-width="{number(width)}"{dashed}'

    def _image(self, part: str, box: Box, fill: Element | None) -> str:
        """The picture ``part`` where ``fill`` (``p:blipFill``, ``a:blipFill``) has it within ``box``."""
        data = self.package.parts.get(part)
        crop = cropped(fill, box)
        picture = shown(data, crop) if data and crop else None
        if picture is None or crop is None:
            return ""
        address = f"data:image/{picture[1]};base64,{base64.b64encode(picture[0]).decode('ascii')}"
        veil = find(fill, "a:blip/a:alphaModFix")
        seen = "" if veil is None else f' opacity="{whole(veil.get("amt"), 100_000) / 100_000:g}"'
        return f'<image{_at(crop.box)}{seen} preserveAspectRatio="none" xlink:href="{escape(address)}"/>'


def _path(outline: Outline, looks: str, stroke: str) -> str:
    """An outline in its looks; holes of letters and rings are where it covers itself."""
    looks = looks if outline.filled else ' fill="none"'
    stroke = stroke if outline.stroked else ""
    bare = not looks or looks == ' fill="none"'
    return "" if bare and not stroke else f'<path d="{outline.path}" fill-rule="evenodd"{looks}{stroke}/>'


def _at(box: Box) -> str:
    return f' x="{number(box.left)}" y="{number(box.top)}" width="{number(box.width)}" height="{number(box.height)}"'


def _paint(attribute: str, paint: Paint) -> str:
    seen = f' {attribute}-opacity="{paint.alpha:g}"' if paint.alpha < 1 else ""
    return f' {attribute}="{paint.color.css}"{seen}'


def _turned(shape: Shape) -> str:
    """The rotations and mirrorings of a shape and its groups, each about the middle of its box."""
    found: list[str] = []
    for transform, box in shape.turns:
        x, y = number(box.left + box.width / 2), number(box.top + box.height / 2)
        angle = whole(transform.get("rot")) / 60_000
        flips = [transform.get(key) in ("1", "true") for key in ("flipH", "flipV")]
        found += [f"rotate({angle:g} {x} {y})"] if angle else []
        if any(flips):
            across, down = (-1 if flip else 1 for flip in flips)
            back = f"{number(-box.left - box.width / 2)} {number(-box.top - box.height / 2)}"
            found.append(f"translate({x} {y}) scale({across} {down}) translate({back})")
    return " ".join(found)
