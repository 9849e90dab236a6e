"""WeasyPrint's log and Python's warnings, gathered while pages are typeset."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from pipeline.problems import Place, Problem, warning

_IGNORED = (
    'Image "%s" has no required alt description',  # decoration, which structure.py makes an artifact
)
_GLYPH = ".notdef glyph"


class Log(logging.Handler):
    """Gathers WeasyPrint's log and Python's warnings while it is open; nothing reaches the terminal."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
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

    def told(self) -> Iterator[logging.LogRecord]:
        """The records that matter, but for glyphs."""
        for record in self.records:
            if record.msg not in _IGNORED and not str(record.msg).startswith(_GLYPH):
                yield record

    def glyphs(self) -> Iterator[str]:
        """The characters that no font has."""
        for record in self.records:
            if str(record.msg).startswith(_GLYPH) and isinstance(record.args, tuple):
                yield str(record.args[0])

    def warnings_as(self, path: str, picture: str, layout: str) -> Iterator[Problem]:
        """Python's warnings as problems of the essay at ``path``, coded ``picture`` or, where of none, ``layout``."""
        for told in self.warnings or ():
            text = str(told.message)
            if "HarfBuzz-Subset" in text:
                yield warning(
                    Place(path),
                    "harfbuzz-missing",
                    "fonts are cut the slow way: the library HarfBuzz-Subset is not installed",
                    "apt-get install libharfbuzz-subset0 (Debian, Ubuntu)",
                )
            elif "Bomb" in told.category.__name__:
                yield warning(Place(path), picture, f"a picture is very large: {text}")
            else:
                yield warning(Place(path), layout, text)


def sentence(record: logging.LogRecord) -> str:
    """What ``record`` says, on one line."""
    return " ".join(record.getMessage().split())
