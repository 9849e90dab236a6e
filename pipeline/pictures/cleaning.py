"""Drawings without what leads outside, what runs, and what programs wrote into them beside the drawing.

What showed something and is gone is told; what nobody would have seen goes without a word.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_EMBEDDED = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,")
_URL = re.compile(r"url\(\s*(['\"]?)(?!#|data:)([^)'\"]*)\1\s*\)", re.IGNORECASE)
_IMPORT = re.compile(r"@import\s*(?:(['\"])([^'\"]*)\1)?[^;]*;?", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))")  # CSS Syntax 3, 4.3.7
_FINEST = (3840.0, 3840.0)  # pixels of a picture that a drawing holds: a slide has no more
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
            element.text, leads = _within(element.text)
            yield from leads


def _within(css: str) -> tuple[str, list[str]]:
    """``css`` without what leads outside the drawing, and where that led."""
    if "\\" in css:
        plain = _ESCAPE.sub(_letter, css)
        css = plain if _URL.search(plain) or _IMPORT.search(plain) else css
    leads = [found[1] for found in _URL.findall(css)]
    css = _URL.sub("none", css)
    leads += [found[1] for found in _IMPORT.findall(css) if found[1]]
    return _IMPORT.sub("", css), [lead[:60] for lead in leads]


def _letter(escape: re.Match[str]) -> str:
    code = int(escape[1] or "0", 16)
    return escape[2] or (chr(code) if 0 < code < 0x110000 else "\ufffd")


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
        elif "(" in value:
            kept, leads = _within(value)
            element.set(key, kept)
            yield from leads
        most = _COSTLY.get((name, key))
        if most and any(float(number) > most for number in re.findall(r"\d*\.?\d+(?:[eE]\+?\d+)?", value)):
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
    """The address of a picture that a drawing holds, upright, bare, and no larger than any output shows it.

    Raises :class:`DrawingError`.
    """
    from pipeline.pictures.making import made  # few drawings hold one
    from pipeline.pictures.seen import PictureError

    try:
        one = made(base64.b64decode(address.partition(",")[2], validate=False), _FINEST, moves=False)
    except PictureError as fault:
        raise DrawingError(f"holds a picture that {fault}") from None
    except ValueError:  # what is no base64
        raise DrawingError("holds a picture that is damaged") from None
    return f"data:{one.media};base64,{base64.b64encode(one.data).decode('ascii')}"
