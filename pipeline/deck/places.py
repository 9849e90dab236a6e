"""Our colours in a person's own template.

Our drawing names colours by the places that our own theme has for them (:mod:`pipeline.deck.theme_part`). A template's
scheme has others there, or none that can be read on its ground: each of ours is put in what stands for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from pipeline.deck.drafts import ContentType, Draft

_OURS = re.compile(rb'<a:schemeClr val="(\w+)"(?:/>|>((?:<a:\w+ val="\d+"/>)+)</a:schemeClr>)')
_THEIRS = re.compile(r'<a:(\w+) val="(\w+)"(?:/>|>(.*)</a:\1>)')
_TEXT_BOX = re.compile(rb'(<p:cNvSpPr txBox="1"/>(?:(?!</p:sp>).)*?)<a:lstStyle/>', re.DOTALL)
_LEVEL = re.compile(
    rb'(<p:cNvSpPr txBox="1"/>(?:(?!</p:sp>).)*?<a:lvl1pPr[^>]*>(?:(?!<a:defRPr|</a:lvl1pPr>).)*)(?=</a:lvl1pPr>)',
    re.DOTALL,
)
_TEXT = "tx1"
# Notes are printed, on a notes master in plain colours; a theme is where places come from.
_PLAIN = frozenset((ContentType.NOTES_SLIDE, ContentType.NOTES_MASTER, ContentType.THEME))


def translated(draft: Draft, places: Mapping[str, str]) -> Draft:
    """``draft`` with each of our colours as ``places`` says; a colour of the template's own has a blank at its end.

    Where the template's text is not in its scheme's text colour, text boxes say so: they inherit that.
    """
    if draft.type in _PLAIN or not draft.name.endswith(".xml"):
        return draft

    def put(found: re.Match[bytes]) -> bytes:
        told = places.get(found[1].decode())
        return found[0] if told is None else _changed(told, (found[2] or b"").decode()).encode()

    data = _OURS.sub(put, draft.data)
    text = places.get(_TEXT, "")
    if _THEIRS.fullmatch(text) and _TEXT not in text:
        color = f"<a:defRPr><a:solidFill>{text}</a:solidFill></a:defRPr>"
        levels = "".join(f"<a:lvl{n}pPr>{color}</a:lvl{n}pPr>" for n in range(1, 10))
        data = _LEVEL.sub(rb"\1" + color.encode(), data)
        data = _TEXT_BOX.sub(rb"\1" + f"<a:lstStyle>{levels}</a:lstStyle>".encode(), data)
    return replace(draft, data=data)


def _changed(color: str, changes: str) -> str:
    """``color`` with the transforms ``changes`` after its own."""
    found = _THEIRS.fullmatch(color)
    if not changes or found is None:
        return color
    return f'<a:{found[1]} val="{found[2]}">{found[3] or ""}{changes}</a:{found[1]}>'
