"""The suppression file: who is never mailed again, whatever a list says. ``.mail/suppressed.csv``.

Its columns are address, reason, date and source; a person may edit it. It only grows: nothing here takes a line out.
A line that names an address counts, whatever else of it cannot be read; a file that cannot be read stops a send.
"""

from __future__ import annotations

import contextlib
import csv
import datetime
import enum
import functools
import io
import os
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline import private
from pipeline.problems import Place, Problem, Problems, error, warning
from pipeline.sending import addresses
from pipeline.sending.addresses import AddressError
from pipeline.sending.cells import neutral, plain
from pipeline.sending.durable import locked

FEW = 100  # addresses that are looked for one by one
COLUMNS = ("address", "reason", "date", "source")


class Reason(enum.StrEnum):
    """Why someone is not mailed."""

    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"
    COMPLAINED = "complained"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. ``address`` is in any spelling; ``date`` the day it was learned; ``source`` says from where."""

    address: str
    reason: Reason
    date: datetime.date | None = None
    source: str = ""


Suppressed = Mapping[str, Entry]
"""The entries by the one spelling of their address (``addresses.key``)."""


class SuppressionError(Exception):
    """The file cannot be read, so nobody may be mailed; ``problem`` says where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read(path: Path) -> tuple[Suppressed, Problems]:
    """The entries of the file ``path``, none where there is no file. Raises SuppressionError, OSError."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        if path.is_symlink():
            hint = "bring the file back that it names; nobody is mailed without it"
            what = f"it leads to {os.readlink(path)}, and nothing is there"
            raise SuppressionError(error(Place(str(path)), "suppression-file", what, hint)) from None
        return {}, ()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        at = Place(str(path), data.count(b"\n", 0, fault.start) + 1)
        raise SuppressionError(error(at, "suppression-file", "not UTF-8", "save the file as CSV in UTF-8")) from None
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for number, row in _numbered(rows):
            if len(row) == 1:  # written here into a file that a spreadsheet has saved in its own way
                row = _MARKS.split(row[0])
            if any(row) and not (row[0].strip().lower() == COLUMNS[0] and _headed(row)):
                _take(row, (str(path), number), entries, problems)
    except csv.Error as fault:
        at = Place(str(path), rows.line_num)
        hint = "mend the line; nobody is mailed while it cannot be read"
        raise SuppressionError(error(at, "suppression-file", f"broken CSV: {fault}", hint)) from None
    return entries, tuple(problems)


def add(path: Path, entries: Iterable[Entry]) -> int:
    """Adds to the file ``path`` whoever is not in it, and brings it onto the disk; how many those were.

    What stands there stays as it is, even where it cannot be read. Two processes may add at once. Raises AddressError,
    OSError.
    """
    wanted = {addresses.key(entry.address): entry for entry in entries}
    if not wanted:
        return 0
    path = Path(os.path.realpath(path))  # a file that several share stays theirs
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with locked(path.with_name(f".{path.name}.lock")):
        try:
            before = path.read_bytes()
        except FileNotFoundError:
            before = f"{','.join(COLUMNS)}\r\n".encode()
        there = _there(path, before, wanted)
        new = {address: entry for address, entry in wanted.items() if address not in there}
        if not new:
            return 0
        if before and not before.endswith(b"\n"):
            before += b"\r\n"
        made = io.StringIO(newline="")
        writer = csv.writer(made)
        for address, entry in new.items():
            day = (entry.date or datetime.datetime.now(datetime.UTC).date()).isoformat()
            writer.writerow([neutral(address), entry.reason.value, day, neutral(" ".join(entry.source.split()))])
        private.write(path, before + made.getvalue().encode())
        return len(new)


def _there(path: Path, data: bytes, wanted: Mapping[str, Entry]) -> Collection[str]:
    """Which of ``wanted`` are in the file ``path``, whose bytes are ``data``.

    A few are looked for as they stand at a line's start, in letters of any size: to read a long file takes a second,
    and a reader who leaves waits for it. One whom a person wrote otherwise then has two lines, to no harm.
    """
    if len(wanted) <= FEW:
        lines = b"\n" + data.lower() + b"\n"
        ends = (",", "\r\n", "\n")
        return [address for address in wanted if any(f"\n{neutral(address)}{end}".encode() in lines for end in ends)]
    there: Suppressed = {}
    with contextlib.suppress(SuppressionError):  # whoever leaves is written down all the same
        there, _ = read(path)
    return there


class Watched:
    """The file, read anew whenever it has changed: what a send asks each time that it claims readers.

    Who stood in it once is not mailed any more, even if an editor has just emptied the file to write it anew.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, ...] | None = None
        self._entries: Suppressed = {}
        self._problems: Problems = ()

    def told(self) -> Problems:
        """What of the file as it is now cannot be read. Raises SuppressionError, OSError."""
        self.now()
        return self._problems

    def now(self) -> Suppressed:
        """The entries as they are on the disk now, and those before. Raises SuppressionError, OSError."""
        seen: tuple[int, ...] = ()
        with contextlib.suppress(FileNotFoundError):
            state = os.stat(self.path)
            seen = (state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)
        if seen != self._seen:
            entries, self._problems = read(self.path)
            self._entries = {**self._entries, **entries}
            self._seen = seen
        return self._entries


def _numbered(rows: Iterable[list[str]]) -> Iterable[tuple[int, list[str]]]:
    """Each row with the line on which it begins."""
    reader = iter(rows)
    line = 1
    for row in reader:
        yield line, row
        line = getattr(reader, "line_num", line) + 1


_MARKS = re.compile("[,;\t]")


def _delimiter(text: str) -> str:
    """What parts the cells: what stands behind the first, a comma or what spreadsheets of other countries write."""
    found = _MARKS.search(text.lstrip().partition("\n")[0])
    return found[0] if found else ","


def _headed(row: list[str]) -> bool:
    return [cell.strip().lower() for cell in row] == list(COLUMNS)


_REASONS = {one.value: one for one in Reason}


@functools.lru_cache(maxsize=4096)
def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _take(row: list[str], at: tuple[str, int], entries: dict[str, Entry], problems: list[Problem]) -> None:
    cells = [plain(cell.strip()) for cell in (row if len(row) >= 4 else (*row, "", "", ""))]
    try:
        address = addresses.key(cells[0])
    except AddressError as fault:
        hint = f"the columns are {', '.join(COLUMNS)}"
        problems.append(warning(Place(*at), "suppression-row", f"the address {fault}: this line stops nobody", hint))
        return
    reason = _REASONS.get(cells[1].lower())
    if reason is None:
        said = f"`{cells[1]}` is no reason; {address} is not mailed all the same"
        problems.append(warning(Place(*at), "suppression-row", said, f"known here: {', '.join(Reason)}"))
    entries.setdefault(address, Entry(address, reason or Reason.UNSUBSCRIBED, _day(cells[2]), cells[3]))
