"""The shapes that a page of a template draws: groups taken apart, each with its box, its turns and its group's fill."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.openxml import every, find, name
from pipeline.template.package import whole
from pipeline.units import Box, Length

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DEEPEST = 8  # groups within groups
_DRAWN = ("sp", "pic", "cxnSp")
Frame = tuple[float, float, float, float]  # how a group lays its shapes: scale across and down, shift
_WHOLE: Frame = (1.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape that is no placeholder: its element, what that is (``sp``, ``pic``, ``cxnSp``), its box on the slide.

    ``turns`` are the transforms (``a:xfrm``) that turn or mirror it with the boxes that they turn about, the outermost
    group's first; ``group`` is the ``p:grpSpPr`` whose fill ``a:grpFill`` stands for.
    """

    element: Element
    kind: str
    box: Box
    turns: tuple[tuple[Element, Box], ...]
    group: Element | None


def shapes(page: Element | None) -> Iterator[Shape]:
    """The shapes of a layout or master, from the back to the front."""
    tree = find(page, "p:cSld/p:spTree")
    if tree is not None:
        yield from _within(tree, _WHOLE, (), None, 0)


def _within(
    tree: Element, frame: Frame, turns: tuple[tuple[Element, Box], ...], group: Element | None, depth: int
) -> Iterator[Shape]:
    for element in _held(tree):
        kind = str(element.tag).rpartition("}")[2]
        looks = find(element, "p:grpSpPr" if kind == "grpSp" else "p:spPr")
        transform = find(looks, "a:xfrm")
        box = placed(transform, frame)
        if box is None or transform is None:
            continue
        turned = (*turns, (transform, box)) if _is_turned(transform) else turns
        if kind == "grpSp":
            inner = grouped(transform, frame)
            if inner is not None and depth < _DEEPEST:
                own = group if find(looks, "a:grpFill") is not None else looks
                yield from _within(element, inner, turned, own, depth + 1)
        elif kind in _DRAWN and next(iter(element.iter(name("p:ph"))), None) is None:
            yield Shape(element, kind, box, turned, group)


def _held(tree: Element) -> Iterator[Element]:
    """The shapes of a tree; of what only newer programs know (``mc:AlternateContent``), what stands in for it."""
    for element in tree:
        if element.tag != name("mc:AlternateContent"):
            yield element
            continue
        instead = every(element, "mc:Fallback/*") or every(element, "mc:Choice/*")
        yield from instead


def _is_turned(transform: Element) -> bool:
    return whole(transform.get("rot")) != 0 or any(transform.get(key) in ("1", "true") for key in ("flipH", "flipV"))


def grouped(transform: Element | None, frame: Frame) -> Frame | None:
    """The frame of the shapes within a group, whose ``a:xfrm`` maps ``chOff`` and ``chExt`` on ``off`` and ``ext``."""
    box = placed(transform, frame)
    start, size = find(transform, "a:chOff"), find(transform, "a:chExt")
    if box is None or start is None or size is None:
        return None
    width, height = whole(size.get("cx")), whole(size.get("cy"))
    if not width or not height:
        return None
    across, down = box.width / width, box.height / height
    return across, down, box.left - whole(start.get("x")) * across, box.top - whole(start.get("y")) * down


def placed(transform: Element | None, frame: Frame) -> Box | None:
    """Where a shape with this ``a:xfrm`` stands on its slide."""
    start, size = find(transform, "a:off"), find(transform, "a:ext")
    if start is None or size is None:
        return None
    across, down, right, below = frame
    left, top = whole(start.get("x")) * across + right, whole(start.get("y")) * down + below
    width, height = whole(size.get("cx")) * across, whole(size.get("cy")) * down
    return Box(*(Length(round(one)) for one in (left, top, width, height)))
