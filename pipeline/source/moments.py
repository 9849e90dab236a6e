"""Citations of a recorded source: ``[01:29:54]`` read, and held against the sources that the essay names."""

from __future__ import annotations

from markdown_it.token import Token

from pipeline.citations import clock
from pipeline.document import Citation
from pipeline.source.reading import Reading
from pipeline.yamltree import did_you_mean


def citation(token: Token, reading: Reading, line: int, column: int | None) -> Citation:
    """The citation that ``token`` writes. Where the essay names no source for it, it stands as its text."""
    seconds = _seconds(token, reading, line, column)
    if token.markup and seconds is None:
        return Citation(None, None, token.content, line, column)
    own = _source(token, reading, line, column)
    source = reading.meta.source(own)
    if source and source.length is not None and seconds is not None and seconds > source.length:
        reading.error(
            line,
            "timestamp-past-end",
            f"`{token.content}` lies past the end of `{source.id}`, which is {clock(source.length)} long",
            f"correct it, or cite the source without a moment: [{source.id}]",
            column,
        )
    return Citation(own, seconds, token.content, line, column)


def _seconds(token: Token, reading: Reading, line: int, column: int | None) -> int | None:
    if not token.markup:
        return None
    parts = token.markup.split(":")
    *_, minutes, seconds = numbers = [int(part) for part in parts]
    if minutes > 59 or seconds > 59 or any(len(part) != 2 for part in parts[1:]):
        what = "minutes and seconds go from 00 to 59"
        reading.error(line, "timestamp-wrong", f"`{token.content}` is no moment: {what}", "write [HH:MM:SS]", column)
        return None
    hours = numbers[0] if len(numbers) == 3 else 0
    return hours * 3600 + minutes * 60 + seconds


def _source(token: Token, reading: Reading, line: int, column: int | None) -> str | None:
    ids = tuple(source.id for source in reading.meta.sources)
    named = token.info
    if not ids:
        hint = "name the recording in the front matter: sources: {talk: {title: …, url: …}}"
        what = f"no source is named for `{token.content}`; it stands as plain text"
        reading.warn(line, "citation-without-source", what, hint, column)
        return None
    if named in ids:
        return named
    if named:
        reading.error(line, "unknown-source", f"no source is called `{named}`", did_you_mean(named, ids), column)
        return None
    if len(ids) == 1:
        return ids[0]
    hint = f"name it: [{ids[0]} {token.markup}]"
    reading.error(line, "citation-ambiguous", f"`{token.content}` could be any of " + ", ".join(ids), hint, column)
    return None
