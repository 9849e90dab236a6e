"""The records of a build: its problems, its row of the closing table and its depfile, as lines that Make's shell reads.

Problems and depfile are written before the output itself, so that an output which is there has them; the row comes
last, so that a build which was killed has none.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.files import Files, depfile, write
from pipeline.outputs import Target
from pipeline.problems import Problem, Problems, Severity, printable

PROJECT = Path(__file__).resolve().parent.parent
LOCK = PROJECT / "lock" / "run.txt"
State = Literal["built", "failed", "unwanted"]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the closing table: ``size`` in bytes, ``count`` of what the output is counted in (slides, pages, words).

    An output is ``unwanted`` where the essay's ``outputs`` does not name it.
    """

    target: Target
    state: State
    size: int = 0
    count: int = 0
    unit: str = ""
    draft: bool = False
    seconds: float = 0.0

    def line(self, problems: Problems) -> str:
        """The row with the numbers of its errors, warnings and hints, parted by tabs."""
        numbers = [sum(1 for p in problems if p.severity is severity) for severity in Severity]
        fields = [self.target.slug, self.target.product.value, self.state, self.size, self.count, self.unit or "-"]
        return "\t".join(str(field) for field in [*fields, *numbers, int(self.draft), f"{self.seconds:.2f}"]) + "\n"


def problem_line(problem: Problem) -> str:
    """A problem as fields parted by tabs: path, line, column, code, severity, message, hint."""
    place = problem.place
    fields = (place.path, place.line or 0, place.column or 0, problem.code, problem.severity.value, problem.message)
    return "\t".join(printable(str(field)) for field in (*fields, problem.hint or "")) + "\n"


def keep(target: Target, row: Row, problems: Problems, files: Files, moment: int) -> None:
    """Writes the problems, and the depfile with the time ``moment`` of its output. Raises OSError."""
    write(target.problems, "".join(map(problem_line, problems)).encode())
    write(target.depfile, _rules(target, row, files).encode(), moment)


def code() -> Iterable[Path]:
    """The files of this package that the running process has imported, and the lock of the libraries beneath."""
    package = __name__.partition(".")[0]
    for name, module in tuple(sys.modules.items()):
        if (name == package or name.startswith(f"{package}.")) and getattr(module, "__file__", None):
            yield Path(module.__file__ or "")
    yield LOCK


def _rules(target: Target, row: Row, files: Files) -> str:
    """The depfile; an output that is not wanted tells Make so and hands its rules to its marker."""
    read = {files.shown(path) for path in (*files.read, *code())}
    absent = {files.shown(path) for path in files.absent} - read
    if row.state != "unwanted":
        return depfile((files.shown(path) for path in target.files), read, absent)
    return f"UNWANTED += {target.slug}.{target.product}\n" + depfile([files.shown(target.unwanted)], read, absent)
