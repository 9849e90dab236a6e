"""A table of a data file, and what is wrong with the file."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.problems import Severity


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: ``line`` is the data file's own, where there is one."""

    severity: Severity
    code: str
    line: int | None
    message: str
    hint: str | None = None


class Wrong(Exception):  # noqa: N818  it carries a fault, and is caught where the file is read
    """The file cannot become a table: why."""

    def __init__(self, code: str, line: int | None, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.fault = Fault(Severity.ERROR, code, line, message, hint)


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the line of the file that it begins in, and its cells."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of equally many cells below a header; ``numeric`` says which columns hold numbers."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
