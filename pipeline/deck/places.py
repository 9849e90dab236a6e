"""Our colours in a person's own template.

Our drawing names colours by the places that our own theme has for them (:mod:`pipeline.deck.theme_part`). A template's
scheme has others there, or none that can be read on its ground: each of ours is put in what stands for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from pipeline.deck.drafts import ContentType, Draft

_OURS = re.compile(rb'<a:schemeClr val="(\w+)"/>')
# Notes are printed, on a notes master in plain colours; a theme is where places come from.
_PLAIN = frozenset((ContentType.NOTES_SLIDE, ContentType.NOTES_MASTER, ContentType.THEME))


def translated(draft: Draft, places: Mapping[str, str]) -> Draft:
    """``draft`` with each of our colours as ``places`` says; a colour of the template's own has a blank at its end."""
    if draft.type in _PLAIN or not draft.name.endswith(".xml"):
        return draft

    def put(found: re.Match[bytes]) -> bytes:
        told = places.get(found[1].decode())
        return found[0] if told is None else told.encode()

    return replace(draft, data=_OURS.sub(put, draft.data))
