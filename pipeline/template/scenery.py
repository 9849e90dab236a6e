"""What a layout draws besides text, as SVG: background, plain shapes, lines, pictures; for what shows no pptx.

Left out are text of the layout's own, effects, patterns, vector pictures of Windows (EMF, WMF), and preset shapes but
for the commonest.
"""

from __future__ import annotations

import base64
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from pipeline.openxml import every, find, name
from pipeline.rasters import kind
from pipeline.template.colors import Paint, Scheme
from pipeline.template.grounds import DEEPEST, WHOLE, Frame, filled, grouped, picture_of, placed
from pipeline.template.model import Design
from pipeline.template.package import Package, whole
from pipeline.units import Box

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_WIDEST = 1920  # pixels: what a picture of a template is brought to
_HAIRLINE = 9_525  # EMU: a line's width where nobody says
_PATH = {"moveTo": "M", "lnTo": "L", "cubicBezTo": "C", "quadBezTo": "Q"}
_ROUND = 0.16667  # of the shorter side: the corner of a rounded rectangle as PowerPoint draws it first


def scene(package: Package, design: Design, slide: Box) -> str:
    """The picture of ``design``, as large as its slides, in points."""
    stage = _Stage(package, design.scheme)
    body = "".join(stage.drawn(design))
    size = f'width="{_pt(slide.width)}" height="{_pt(slide.height)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {size} '
        f'viewBox="0 0 {_pt(slide.width)} {_pt(slide.height)}"><defs>{"".join(stage.defined)}</defs>{body}</svg>'
    )


def _pt(length: float) -> str:
    return f"{length / 12_700:.2f}".rstrip("0").rstrip(".")


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
            yield self._image(ground.picture, ground.box)
        shown = layout is None or layout.get("showMasterSp", "1") in ("1", "true")
        for part, page in (*(((design.master, master),) if shown else ()), (design.part, layout)):
            tree = find(page, "p:cSld/p:spTree")
            if tree is not None:
                yield from self._shapes(part, tree, WHOLE, 0)

    def _shapes(self, part: str, tree: Element, frame: Frame, depth: int) -> Iterator[str]:
        for shape in tree:
            sort = str(shape.tag).rpartition("}")[2]
            if sort == "grpSp" and depth < DEEPEST:
                inner = grouped(find(shape, "p:grpSpPr/a:xfrm"), frame)
                if inner is not None:
                    yield from self._shapes(part, shape, inner, depth + 1)
            if sort not in ("sp", "pic", "cxnSp") or next(iter(shape.iter(name("p:ph"))), None) is not None:
                continue
            transform = find(shape, "p:spPr/a:xfrm")
            box = placed(transform, frame)
            if box is not None and transform is not None:
                yield from self._shape(part, shape, sort, box, transform)

    def _shape(self, part: str, shape: Element, sort: str, box: Box, transform: Element) -> Iterator[str]:
        turned = _turned(box, transform)
        opened, closed = (f'<g transform="{turned}">', "</g>") if turned else ("", "")
        held = find(shape, "p:spPr")
        if sort == "pic":
            blip = find(shape, "p:blipFill/a:blip")
            link = self.package.links(part).get(blip.get(name("r:embed"), "")) if blip is not None else None
            yield opened + self._image(link.target if link else "", box) + closed
            return
        looks = self._fill(filled(shape, self.scheme), held) + self._stroke(shape)
        outline = _outline(held, box)
        if outline and looks:
            yield f"{opened}<{outline}{looks}/>{closed}"
        picture = picture_of(self.package, part, held)
        if picture:
            yield opened + self._image(picture, box) + closed

    def _fill(self, paints: tuple[Paint, ...], holder: Element | None) -> str:
        """``fill`` of a shape: a colour, or a gradient along its angle."""
        if not paints:
            return ' fill="none"' if holder is not None else ""
        if len(paints) == 1:
            return _paint("fill", paints[0])
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
        return f'{_paint("stroke", paints[0])} stroke-width="{_pt(width)}"'

    def _image(self, part: str, box: Box) -> str:
        data = self.package.parts.get(part)
        shown = _shrunk(data) if data else None
        if shown is None:
            return ""
        address = f"data:image/{shown[1]};base64,{base64.b64encode(shown[0]).decode('ascii')}"
        return f'<image{_at(box)} preserveAspectRatio="none" xlink:href="{escape(address)}"/>'


def _at(box: Box) -> str:
    return f' x="{_pt(box.left)}" y="{_pt(box.top)}" width="{_pt(box.width)}" height="{_pt(box.height)}"'


def _paint(attribute: str, paint: Paint) -> str:
    seen = f' {attribute}-opacity="{paint.alpha:g}"' if paint.alpha < 1 else ""
    return f' {attribute}="{paint.color.css}"{seen}'


def _turned(box: Box, transform: Element) -> str:
    """The rotation and the mirroring of a shape, about its middle."""
    middle = box.left + box.width / 2, box.top + box.height / 2
    x, y = (_pt(one) for one in middle)
    angle = whole(transform.get("rot")) / 60_000
    flips = [transform.get(key) in ("1", "true") for key in ("flipH", "flipV")]
    found = [f"rotate({angle:g} {x} {y})"] if angle else []
    if any(flips):
        across, down = (-1 if flip else 1 for flip in flips)
        found.append(f"translate({x} {y}) scale({across} {down}) translate(-{x} -{y})".replace("--", ""))
    return " ".join(found)


def _outline(held: Element | None, box: Box) -> str:
    """The outline of a shape as an SVG element without its looks; empty for one that is not known."""
    custom = find(held, "a:custGeom")
    if custom is not None:
        path = " ".join(_path(one, box) for one in every(custom, "a:pathLst/a:path"))
        return f'path d="{path}"' if path.strip() else ""
    preset = find(held, "a:prstGeom")
    left, top, right, bottom = (_pt(one) for one in (box.left, box.top, box.right, box.bottom))
    match preset.get("prst", "") if preset is not None else "rect":
        case "rect" | "snip1Rect" | "flowChartProcess":
            return f"rect{_at(box)}"
        case "roundRect" | "round2SameRect" | "round1Rect":
            return f'rect{_at(box)} rx="{_pt(min(box.width, box.height) * _ROUND)}"'
        case "ellipse":
            return (
                f'ellipse cx="{_pt(box.left + box.width / 2)}" cy="{_pt(box.top + box.height / 2)}" '
                f'rx="{_pt(box.width / 2)}" ry="{_pt(box.height / 2)}"'
            )
        case "line" | "straightConnector1":
            return f'line x1="{left}" y1="{top}" x2="{right}" y2="{bottom}"'
        case "triangle":
            return f'path d="M{_pt(box.left + box.width / 2)} {top}L{right} {bottom}L{left} {bottom}Z"'
        case "rtTriangle":
            return f'path d="M{left} {top}L{right} {bottom}L{left} {bottom}Z"'
        case _:
            return ""


def _path(path: Element, box: Box) -> str:
    """A path of a shape's own geometry (20.1.9.15), where its points are plain numbers."""
    # A line lying or standing has no height or width, nor has its path.
    width, height = whole(path.get("w")) or box.width or 1, whole(path.get("h")) or box.height or 1
    names = {"l": 0, "t": 0, "r": width, "b": height, "w": width, "h": height, "hc": width / 2, "vc": height / 2}
    found: list[str] = []
    for step in path:
        sort = str(step.tag).rpartition("}")[2]
        if sort == "close":
            found.append("Z")
            continue
        points = []
        for point in every(step, "a:pt"):
            pair = [_number(point.get(key, "0"), names) for key in "xy"]
            if pair[0] is None or pair[1] is None:
                return ""
            across, down = box.left + pair[0] * box.width / width, box.top + pair[1] * box.height / height
            points.append(f"{_pt(across)} {_pt(down)}")
        if sort not in _PATH or not points:
            return ""
        found.append(_PATH[sort] + " ".join(points))
    return "".join(found)


def _number(text: str, names: dict[str, float]) -> float | None:
    if text in names:
        return names[text]
    try:
        return float(text)
    except ValueError:
        return None


def _shrunk(data: bytes) -> tuple[bytes, str] | None:
    """A picture as a browser shows it, no wider than needed; None for what it cannot."""
    found = kind(data)
    if found not in ("png", "jpeg", "gif"):
        return None
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as image:
            plain = image.mode in ("RGB", "RGBA", "L", "LA", "P", "1")
            if image.width <= _WIDEST and image.height <= _WIDEST and plain:
                return data, found
            scale = min(1.0, _WIDEST / image.width, _WIDEST / image.height)
            size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
            stream = io.BytesIO()
            if found == "jpeg":
                image.convert("RGB").resize(size).save(stream, "JPEG", quality=86)
            else:
                image.convert("RGBA").resize(size).save(stream, "PNG")
            return stream.getvalue(), "jpeg" if found == "jpeg" else "png"
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
