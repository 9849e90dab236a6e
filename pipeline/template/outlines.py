"""The outlines of shapes as SVG paths, in points: PowerPoint's own (``a:prstGeom``) and drawn ones (``a:custGeom``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.openxml import every, find
from pipeline.template.formulae import Guides, guides
from pipeline.template.package import whole
from pipeline.template.pens import Pen
from pipeline.template.presets import FILLINGS, LINES, PRESETS, Canvas
from pipeline.units import Box

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_STEPS: Final = {"moveTo": "M", "lnTo": "L", "cubicBezTo": "C", "quadBezTo": "Q"}


@dataclass(frozen=True, slots=True)
class Outline:
    """A path (``d``), and whether it is filled and stroked."""

    path: str
    filled: bool = True
    stroked: bool = True


def outlines(looks: Element | None, box: Box) -> tuple[Outline, ...]:
    """The outlines of the shape whose ``p:spPr`` is ``looks``; none for a preset that is not known here."""
    custom = find(looks, "a:custGeom")
    if custom is not None:
        names = guides(custom, box)
        return tuple(one for path in every(custom, "a:pathLst/a:path") if (one := _drawn(path, box, names)).path)
    preset = find(looks, "a:prstGeom")
    shape = "rect" if preset is None else preset.get("prst", "rect")
    made = PRESETS.get(shape)
    if made is None:
        return ()
    adjusted = every(preset, "a:avLst/a:gd")
    canvas = Canvas(box, {one.get("name", ""): whole(one.get("fmla", "").removeprefix("val ")) for one in adjusted})
    filling = (Outline(FILLINGS[shape](canvas), stroked=False),) if shape in FILLINGS else ()
    return (*filling, Outline(made(canvas), filled=shape not in LINES))


def _drawn(path: Element, box: Box, names: Guides) -> Outline:
    """A path of a shape's own geometry (20.1.9.15)."""
    # A line lying or standing has no height or width, nor has its path.
    across = box.width / whole(path.get("w")) if whole(path.get("w")) else 1.0
    down = box.height / whole(path.get("h")) if whole(path.get("h")) else 1.0
    pen = Pen(box.left, box.top, across, down)
    for step in path:
        sort = str(step.tag).rpartition("}")[2]
        if sort == "close":
            pen.close()
        elif sort == "arcTo":
            values = [names.value(step.get(key, "0")) for key in ("wR", "hR", "stAng", "swAng")]
            pen.arc(*values)
        elif sort in _STEPS:
            points = [(names.value(p.get("x", "0")), names.value(p.get("y", "0"))) for p in every(step, "a:pt")]
            pen.to(_STEPS[sort], points)
    filled, stroked = path.get("fill", "norm") != "none", path.get("stroke", "1") not in ("0", "false")
    return Outline("".join(pen.steps), filled, stroked)
