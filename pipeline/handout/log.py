"""What WeasyPrint logs and warns of, as problems at their places."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from pipeline.document import Essay, Link
from pipeline.files import Files
from pipeline.handout.reading import lines, pictures
from pipeline.problems import Place, Problem, Problems, in_order, warning
from pipeline.prose import every_inline, texts, whole
from pipeline.theme import Theme

_IGNORED = (
    'Image "%s" has no required alt description',  # decoration, which structure.py makes an artifact
)

_GLYPH = ".notdef glyph"
_NAMED = 5  # characters that one problem names


class Log(logging.Handler):
    """Gathers WeasyPrint's log and Python's warnings while it is open; nothing reaches the terminal."""

    def __init__(self, essay: Essay, theme: Theme, files: Files) -> None:
        super().__init__(logging.WARNING)
        self.essay = essay
        self.theme = theme
        self.files = files
        self.records: list[logging.LogRecord] = []
        self.logger = logging.getLogger("weasyprint")
        self.warned = warnings.catch_warnings(record=True)

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps ``record``."""
        self.records.append(record)

    def __enter__(self) -> Self:
        self.before = self.logger.propagate
        self.logger.propagate = False
        self.logger.addHandler(self)
        self.warnings = self.warned.__enter__()
        warnings.simplefilter("always")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.warned.__exit__(kind, fault, trace)
        self.logger.removeHandler(self)
        self.logger.propagate = self.before

    def problems(self) -> Problems:
        """Everything that was gathered, each once."""
        found = [
            self._problem(record)
            for record in self.records
            if record.msg not in _IGNORED and not str(record.msg).startswith(_GLYPH) and not self._told(record)
        ]
        found.extend(self._glyphs())
        found.extend(self._warned(told) for told in self.warnings or ())
        return in_order(found)

    def _problem(self, record: logging.LogRecord) -> Problem:
        form, given = str(record.msg), record.args if isinstance(record.args, tuple) else ()
        if "image" in form.lower():
            return self._picture(record, str(given[0]) if given else "")
        if (at := re.search(r" at (\d+):(\d+)", record.getMessage())) and "%d:%d" in form:
            return self._style(record, int(at[1]), int(at[2]))
        return warning(Place(self.essay.path), "handout-layout", _sentence(record))

    def _told(self, record: logging.LogRecord) -> bool:
        """Whether the reader told it already: a link of the essay's own that leads to no part of it."""
        if not str(record.msg).startswith("No anchor"):
            return False
        urls = {
            inline.url
            for block in whole(self.essay)
            for run in texts(block)
            for inline in every_inline(run)
            if isinstance(inline, Link)
        }
        return any(f"#{name}" in urls for name in record.args or ())

    def _glyphs(self) -> Iterator[Problem]:
        """The characters that no font has, one problem a line of the essay."""
        met: dict[int | None, dict[str, None]] = {}
        for record in self.records:
            if str(record.msg).startswith(_GLYPH) and isinstance(record.args, tuple):
                char = str(record.args[0])
                line = next((line for line, text in lines(self.essay) if char in text), None)
                met.setdefault(line, {})[char] = None
        for line, chars in met.items():
            named = [f"`{char}` (U+{ord(char):04X})" if len(char) == 1 else f"`{char}`" for char in chars]
            rest = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
            yield warning(
                Place(self.essay.path, line),
                "handout-glyph",
                f"no font of the theme has {', '.join(named[:_NAMED])}{rest}; boxes are printed instead",
                "write it otherwise, or give the theme a font that has it",
            )

    def _picture(self, record: logging.LogRecord, url: str) -> Problem:
        name = unquote(urlsplit(url).path)
        found = next((picture for picture in pictures(self.essay) if name.endswith(f"/{picture.src}")), None)
        place = Place(self.essay.path, found.line if found else None)
        reason = _sentence(record).partition(": ")[2] or "it cannot be read"
        shown = found.src if found else name.rpartition("/")[2]
        return warning(place, "handout-picture", f"`{shown}` is not printed: {reason}")

    def _style(self, record: logging.LogRecord, line: int, column: int) -> Problem:
        """The page has one style element with the shared stylesheet and then the theme's own, joined by a line end."""
        name = "handout/handout.css"
        for folder in (self.theme.base, self.theme.folder):
            text = self.files.text(folder / name)
            if text:
                count = text.count("\n") + 1
                if line <= count:
                    shown = self.files.shown(folder / name)
                    return warning(Place(shown, line, column), "handout-style", _sentence(record))
                line -= count
        return warning(Place(self.files.shown(self.theme.folder)), "handout-style", _sentence(record))

    def _warned(self, told: warnings.WarningMessage) -> Problem:
        text = str(told.message)
        if "HarfBuzz-Subset" in text:
            return warning(
                Place(self.essay.path),
                "harfbuzz-missing",
                "fonts are cut the slow way: the library HarfBuzz-Subset is not installed",
                "apt-get install libharfbuzz-subset0 (Debian, Ubuntu)",
            )
        if "Bomb" in told.category.__name__:
            return warning(Place(self.essay.path), "handout-picture", f"a picture is very large: {text}")
        return warning(Place(self.essay.path), "handout-layout", text)


def _sentence(record: logging.LogRecord) -> str:
    return " ".join(record.getMessage().split())
