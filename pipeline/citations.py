"""Moments in recorded sources: how they are written, and where they lead."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from pipeline.document import Citation
from pipeline.meta import Meta, Source
from pipeline.words import words

_SUBTITLE = re.compile(r":\s|\s[–—-]\s|\?\s|\.\s")
_YOUTUBE = re.compile(r"(^|\.)(youtube\.com|youtu\.be|youtube-nocookie\.com)$")


def clock(seconds: int) -> str:
    """``5394`` as ``1:29:54``; under an hour as ``29:54``."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def moment_url(source: Source, seconds: int | None) -> str | None:
    """The address of ``source`` at that second: ``t=5394`` for YouTube, a media fragment ``#t=5394`` otherwise.

    Source of the fragment: W3C Media Fragments URI 1.0, 4.2.1.
    """
    if source.url is None or seconds is None:
        return source.url
    parts = urlsplit(source.url)
    if _YOUTUBE.search(parts.hostname or ""):
        query = [(key, value) for key, value in parse_qsl(parts.query) if key not in ("t", "start")]
        return urlunsplit(parts._replace(query=urlencode([*query, ("t", str(seconds))])))
    return urlunsplit(parts._replace(fragment=f"t={seconds}"))


def cited(citation: Citation, meta: Meta) -> Source | None:
    """The source that ``citation`` points into, if the essay names it."""
    return meta.source(citation.source)


def short(source: Source, longest: int = 32) -> str:
    """The title of ``source``, up to its colon or dash, or as many of its words as ``longest`` characters hold."""
    if len(source.title) <= longest:
        return source.title
    head = _SUBTITLE.split(source.title, maxsplit=1)[0].strip()
    if len(head) <= longest:
        return head
    words_ = head[: longest + 1].rpartition(" ")[0] or head[:longest]
    return words_.rstrip(" ,;:.–—-") + "…"


def label(citation: Citation, meta: Meta) -> str:
    """What stands in the text: ``[1:29:54]``, with its source's short title where the essay has several sources.

    Without a moment it is that title, or the source's kind.
    """
    source = cited(citation, meta)
    if source is None:
        return citation.text
    named = short(source) if len(meta.sources) > 1 else ""
    if citation.seconds is None:
        return f"[{named or source.kind or short(source)}]"
    return f"[{named} {clock(citation.seconds)}]" if named else f"[{clock(citation.seconds)}]"


def accessible_name(citation: Citation, meta: Meta) -> str:
    """What a screen reader says instead of bare digits (WCAG 2.2, 2.4.4)."""
    source = cited(citation, meta)
    if source is None:
        return citation.text
    if citation.seconds is None:
        return source.title
    return words(meta.lang).at.format(clock(citation.seconds), source.title)
