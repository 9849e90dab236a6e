"""Drawings without what leads outside, what runs, and what programs wrote into them beside the drawing.

What showed something and is gone is told; what nobody would have seen goes without a word.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.rasters import kind

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_EMBEDDED = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,")
_URL = re.compile(r"url\(\s*(['\"]?)(?!#|data:)([^)'\"]*)\1\s*\)")
_ACTIVE = frozenset(("script", "handler", "listener", "iframe", "audio", "video", "foreignObject"))
_SHOWING = frozenset(("image", "use", "feImage"))  # these are nothing without what they refer to
_SILENT = frozenset(("metadata",))
_MOVES = frozenset(("animate", "set", "animateTransform", "animateMotion"))
_COSTLY = {
    ("feTurbulence", "numOctaves"): 4,
    ("feMorphology", "radius"): 100,
    ("feGaussianBlur", "stdDeviation"): 1000,
}


class DrawingError(ValueError):
    """Why a file is no drawing that can be shown, in words that follow its name."""


def cleaned(root: Element) -> Iterator[str]:
    """Takes out of ``root`` what must not be shown, and yields the names of what is missed."""
    for parent in list(root.iter()):
        yield from _elements(parent)
        if parent.tag == f"{SVG}switch":  # the first that all programs can show (SVG 1.1, 5.8.2)
            shown = next((child for child in parent if not child.get("systemLanguage")), None)
            for child in [child for child in parent if child is not shown]:
                _without(parent, child)
    for element in root.iter():
        yield from _attributes(element)
        if element.tag == f"{SVG}style" and element.text:
            yield from (found[1][:60] for found in _URL.findall(element.text))
            element.text = re.sub(r"@import[^;]*;?", "", _URL.sub("none", element.text))


def _elements(parent: Element) -> Iterator[str]:
    """What runs, and what is not SVG at all: an editor's own notes, who drew it, where the file lay."""
    for child in list(parent):
        tag = str(child.tag)
        name = tag.removeprefix(SVG)
        moves_a_link = name in _MOVES and (child.get("attributeName") or "").endswith("href")
        if not tag.startswith(SVG) or name in _ACTIVE | _SILENT or moves_a_link:
            _without(parent, child)
            if name in _ACTIVE and parent.tag != f"{SVG}switch":  # which has something else to show
                yield f"<{name}>"
        elif name in _SHOWING and not _held_within(leads := _leads(child)):
            _without(parent, child)
            if leads:
                yield leads[:60]


def _leads(element: Element) -> str:
    """What ``element`` refers to, without blanks."""
    return re.sub(r"\s", "", element.get("href") or element.get(f"{XLINK}href") or "")


def _held_within(address: str) -> bool:
    """Whether the drawing itself holds what ``address`` names."""
    return address.startswith("#") or _EMBEDDED.match(address) is not None


def _without(parent: Element, child: Element) -> None:
    """Takes ``child`` out of ``parent``, not the text behind it."""
    at = list(parent).index(child)
    if child.tail:
        before = parent[at - 1] if at else None
        if before is None:
            parent.text = (parent.text or "") + child.tail
        else:
            before.tail = (before.tail or "") + child.tail
    parent.remove(child)


def _attributes(element: Element) -> Iterator[str]:
    name = str(element.tag).removeprefix(SVG)
    for key, value in list(element.attrib.items()):
        if key.startswith("{") and not key.startswith((XLINK, _XML)):
            del element.attrib[key]  # an editor's own
        elif key.lower().startswith("on"):
            del element.attrib[key]
            yield f"{key}=…"
        elif key in ("href", f"{XLINK}href"):
            yield from _reference(element, name, key, value)
        elif "url(" in value:
            yield from (found[1][:60] for found in _URL.findall(value))
            element.set(key, _URL.sub("none", value))
        most = _COSTLY.get((name, key))
        if most and any(float(number) > most for number in re.findall(r"\d+(?:\.\d+)?", value)):
            element.set(key, str(most))


def _reference(element: Element, name: str, key: str, value: str) -> Iterator[str]:
    """A reference within the drawing stays; a picture that it holds does too, bare."""
    bare = re.sub(r"\s", "", value)
    if bare.startswith("#"):
        return
    if name != "a" and _EMBEDDED.match(bare):
        element.set(key, _held(bare))
        return
    del element.attrib[key]
    if name != "a":  # a picture leads nowhere; its words stay
        yield value[:60]


def _held(address: str) -> str:
    """The address of a picture that a drawing holds, without what was written into it. Raises :class:`DrawingError`."""
    from pipeline.pictures.seen import PictureError, opened  # few drawings hold one
    from pipeline.pictures.stripped import BrokenError, stripped

    try:
        data = base64.b64decode(address.partition(",")[2], validate=False)
        with opened(data):
            found = kind(data) or ""
        if found in ("png", "jpeg", "gif"):
            data = stripped(data, found)
    except PictureError as fault:
        raise DrawingError(f"holds a picture that {fault}") from None
    except (binascii.Error, BrokenError, ValueError):
        raise DrawingError("holds a picture that is damaged") from None
    return f"data:image/{found};base64,{base64.b64encode(data).decode('ascii')}"
