"""What WeasyPrint logs and warns of while it sets the handout, as problems at their places."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from pipeline.document import Essay, Link
from pipeline.files import Files
from pipeline.handout.reading import lines, pictures
from pipeline.pdf.log import Log, sentence
from pipeline.problems import Place, Problem, Problems, in_order, warning
from pipeline.prose import every_inline, texts, whole
from pipeline.theme import Theme

_NAMED = 5  # characters that one problem names


def problems(log: Log, essay: Essay, theme: Theme, files: Files) -> Problems:
    """Everything that ``log`` gathered, each once."""
    found = [_problem(record, essay, theme, files) for record in log.told() if not _told(record, essay)]
    found.extend(_glyphs(log.glyphs(), essay))
    found.extend(log.warnings_as(essay.path, picture="handout-picture", layout="handout-layout"))
    return in_order(found)


def _problem(record: logging.LogRecord, essay: Essay, theme: Theme, files: Files) -> Problem:
    form, given = str(record.msg), record.args if isinstance(record.args, tuple) else ()
    if "image" in form.lower():
        return _picture(record, str(given[0]) if given else "", essay)
    if (at := re.search(r" at (\d+):(\d+)", record.getMessage())) and "%d:%d" in form:
        return _style(record, int(at[1]), int(at[2]), theme, files)
    return warning(Place(essay.path), "handout-layout", sentence(record))


def _told(record: logging.LogRecord, essay: Essay) -> bool:
    """Whether the reader told it already: a link of the essay's own that leads to no part of it."""
    if not str(record.msg).startswith("No anchor"):
        return False
    urls = {
        inline.url
        for block in whole(essay)
        for run in texts(block)
        for inline in every_inline(run)
        if isinstance(inline, Link)
    }
    return any(f"#{name}" in urls for name in record.args or ())


def _glyphs(missing: Iterable[str], essay: Essay) -> Iterator[Problem]:
    """The characters that no font has, one problem a line of the essay."""
    met: dict[int | None, dict[str, None]] = {}
    for char in missing:
        line = next((line for line, text in lines(essay) if char in text), None)
        met.setdefault(line, {})[char] = None
    for line, chars in met.items():
        named = [f"`{char}` (U+{ord(char):04X})" if len(char) == 1 else f"`{char}`" for char in chars]
        rest = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
        yield warning(
            Place(essay.path, line),
            "handout-glyph",
            f"no font of the theme has {', '.join(named[:_NAMED])}{rest}; boxes are printed instead",
            "write it otherwise, or give the theme a font that has it",
        )


def _picture(record: logging.LogRecord, url: str, essay: Essay) -> Problem:
    name = unquote(urlsplit(url).path)
    found = next((picture for picture in pictures(essay) if name.endswith(f"/{picture.src}")), None)
    place = Place(essay.path, found.line if found else None)
    reason = sentence(record).partition(": ")[2] or "it cannot be read"
    shown = found.src if found else name.rpartition("/")[2]
    return warning(place, "handout-picture", f"`{shown}` is not printed: {reason}")


# Each is a style element: the shared sheet and then the theme's own, joined by a line end (page, compose).
_SHEETS = ("handout.css", "works.css", "talk.css", "from-right.css")


def _style(record: logging.LogRecord, line: int, column: int, theme: Theme, files: Files) -> Problem:
    """A mistake in a stylesheet. Each is counted from its own first line and none is named: it is the one that has
    there what is told of, as far as it is quoted.
    """
    said = re.sub(r" at \d+:\d+", "", sentence(record))
    quoted = str(record.args[0]) if isinstance(record.args, tuple) and record.args else ""
    found = [at for name in _SHEETS if (at := _line(name, line, theme, files))]
    place = next((place for place, text in found if quoted in text), found[0][0] if found else None)
    if place is None:
        return warning(Place(files.shown(theme.folder)), "handout-style", said)
    return warning(Place(place.path, place.line, column), "handout-style", said)


def _line(name: str, line: int, theme: Theme, files: Files) -> tuple[Place, str] | None:
    """Where the line of that number of a style element stands, and what it says."""
    for folder in (theme.base, theme.folder):
        path = folder / "handout" / name
        rows = text.split("\n") if (text := files.text(path)) else []
        if line <= len(rows):
            return Place(files.shown(path), line), rows[line - 1]
        line -= len(rows)
    return None
