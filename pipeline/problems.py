"""Problems: what is wrong, where it stands, and what would help.

Stages are pure and return ``(value, problems)``. A problem is data, never an exception;
exceptions are for bugs of ours. Three severities:

* ``error``: the output would lose or falsify something; it is not written.
* ``warning``: what a careful author would mend; the output is written.
* ``hint``: advice, never a problem; ``STRICT`` leaves it alone.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, replace


class Severity(enum.StrEnum):
    """How much a problem matters."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem stands: a path as a person would type it, line and column from 1."""

    path: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        parts = [self.path]
        if self.line is not None:
            parts.append(str(self.line))
            if self.column is not None:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong, with a stable code (``kebab-case``, listed in PROBLEMS.md)."""

    place: Place
    severity: Severity
    code: str
    message: str
    hint: str | None = None

    def __str__(self) -> str:
        text = f"{self.place}: {self.severity}[{self.code}] {self.message}"
        text = printable(text)
        return f"{text}\n    hint: {printable(self.hint)}" if self.hint else text


Problems = tuple[Problem, ...]


def error(place: Place, code: str, message: str, hint: str | None = None) -> Problem:
    """An error at ``place``."""
    return Problem(place, Severity.ERROR, code, message, hint)


def warning(place: Place, code: str, message: str, hint: str | None = None) -> Problem:
    """A warning at ``place``."""
    return Problem(place, Severity.WARNING, code, message, hint)


def advice(place: Place, code: str, message: str, hint: str | None = None) -> Problem:
    """A hint at ``place``: advice that no mode turns into an error."""
    return Problem(place, Severity.HINT, code, message, hint)


def failed(problems: Iterable[Problem]) -> bool:
    """Whether any of ``problems`` is an error."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def strictly(problems: Iterable[Problem]) -> Problems:
    """The same problems with every warning made an error (``STRICT=1``)."""
    return tuple(
        replace(problem, severity=Severity.ERROR) if problem.severity is Severity.WARNING else problem
        for problem in problems
    )


def in_order(problems: Iterable[Problem]) -> Problems:
    """Each problem once, by path, line, column and code."""
    return tuple(
        sorted(
            dict.fromkeys(problems),
            key=lambda p: (p.place.path, p.place.line or 0, p.place.column or 0, p.code, p.message),
        )
    )


def printable(text: str) -> str:
    """``text`` on one line, control characters shown as escapes: a file name must not drive a terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
