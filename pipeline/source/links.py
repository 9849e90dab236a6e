"""Addresses in the text: which ones may be followed."""

from __future__ import annotations

import re

from markdown_it.common.normalize_url import normalizeLink

from pipeline.source.essays import address, is_essay
from pipeline.source.reading import Reading

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_HARMFUL = frozenset(("javascript", "vbscript", "data", "file", "blob", "about"))
_BARE = re.compile(r"www\.\S+\.[A-Za-z]{2,}")


def allowed(url: str, reading: Reading, line: int, column: int | None) -> str | None:
    """``url`` ready to be written into an output, or None where it must not be: the words stay, the link goes."""
    url = reading.clean(url).strip()
    if url.startswith("#"):
        reading.links.append((url[1:], line, column))
        return url
    scheme = _SCHEME.match(re.sub(r"[\x00-\x20\x7f]", "", url))
    name = scheme[1].lower() if scheme else ""
    if name in ("http", "https", "mailto"):
        return normalizeLink(url)
    if name in _HARMFUL:
        hint = "link to http:, https: or mailto: addresses, or to a heading's #id"
        reading.error(line, "link-forbidden", f"a link must not lead to `{name}:`", hint, column)
    elif is_essay(url, reading):
        found = address(url, reading, line, column)
        return normalizeLink(found) if found else None
    elif not url:
        reading.warn(line, "link-empty", "a link without an address", "write it as [words](https://…)", column)
    else:
        hint = f"write https://{url}" if _BARE.match(url) else "give the full address, https://…, or a heading's #id"
        reading.warn(line, "link-dropped", f"`{url}` leads nowhere outside this folder; its words stay", hint, column)
    return None
