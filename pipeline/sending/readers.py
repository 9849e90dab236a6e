"""The list of readers: a CSV, or the zip that a service exports; each row a reader, or listed with why it is none.

Read row by row, so that a long list takes no memory. What cannot be read as a whole is refused as a whole: a list that
ends early, or swallows rows within a quotation mark, would forget readers.
"""

from __future__ import annotations

import contextlib
import csv
import io
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from pipeline.problems import Place, Problem, Severity, error, warning
from pipeline.sending import addresses, archives
from pipeline.sending.addresses import Address, AddressError
from pipeline.sending.archives import DAMAGED, ArchiveError
from pipeline.sending.entries import Planned
from pipeline.sending.exports import Columns, Standing, columns
from pipeline.sending.personal import unfit
from pipeline.sending.suppression import Entry

LARGEST = 1 << 30  # bytes of CSV that a zip may unfold to
_CELL = 1 << 20  # characters of a cell
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")  # the second, where there is nothing in it
_CHUNK = 8192
_SHOWN = 120  # characters of a cell that are kept


class ListError(Exception):
    """The list cannot be read; ``problem`` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Row:
    """A row: where it begins, what stands for the address, its fields, and how its reader stands."""

    place: Place
    text: str
    fields: Mapping[str, str]
    standing: Standing


@dataclass(slots=True)
class Readers:
    """The list in the file ``path``. ``wanted`` are the fields that the newsletter uses; no other is kept.

    ``problems`` grows while the rows are read.
    """

    path: Path
    wanted: Collection[str] = ()
    problems: list[Problem] = field(default_factory=list)
    _unheard: set[str] = field(default_factory=set)
    _columns: dict[str, None] = field(default_factory=dict)  # of all its files, in their order

    def leaving(self) -> Iterator[Entry]:
        """Who has left, as the list says, for the suppression file. Raises ListError, OSError."""
        for row in self._rows():
            reason = row.standing.leaves
            if reason is not None:
                try:
                    key = addresses.key(row.text)
                except AddressError:
                    continue
                yield Entry(key, reason, source=f"export {row.place.path}")

    def planned(self, suppressed: Callable[[str], str | None]) -> Iterator[Planned]:
        """Each row as the ledger takes it; ``suppressed`` says why one is not mailed. Raises ListError, OSError."""
        lacking: set[str] | None = None  # fields that no reader had so far; None where there was no reader
        for row in self._rows():
            to, why = self._judged(row, suppressed)
            fields = {name: row.fields.get(name.lower(), "") for name in self.wanted}
            for name, value in fields.items():
                if to is not None and not why and (wrong := unfit(value)):
                    told = f"`{name}` {wrong}; the newsletter greets this reader without it"
                    self.problems.append(warning(row.place, "list-value", told))
                    fields[name] = ""
            if to is not None and not why:
                lacking = {name for name in (self.wanted if lacking is None else lacking) if not fields[name]}
            yield Planned(row.place.line or 0, _shown(row.text), to, fields, why)
        if len(self._columns) < 2:  # a list of addresses has no names
            return
        for name in sorted(lacking or (), reverse=True):
            told = f"no reader has a `{name}`: all are greeted without"
            hint = f"its columns: {', '.join(map(_shown, self._columns))}"
            self.problems.insert(0, warning(Place(str(self.path), 1), "list-field", told, hint))

    def keys(self) -> Iterator[str]:
        """The readers' addresses, in their one spelling, without machines'. Raises ListError, OSError."""
        for row in self._rows():
            if row.standing is Standing.READER:
                with contextlib.suppress(AddressError):
                    key = addresses.key(row.text)
                    if key.partition("@")[0] not in addresses.MACHINES:
                        yield key

    def _judged(self, row: Row, suppressed: Callable[[str], str | None]) -> tuple[Address | None, str | None]:
        """Whom a row names, and why they are left out, if they are."""
        try:
            to = addresses.address(row.text)
        except AddressError as fault:
            if row.standing is Standing.READER:
                named = f" `{shown}`" if (shown := _shown(row.text)) else ""
                self.problems.append(warning(row.place, "list-address", f"the address{named} {fault}"))
            return None, f"invalid: the address {fault}"
        if why := suppressed(to.key):
            return to, why
        if row.standing is not Standing.READER:
            return to, row.standing.value
        if to.machine:
            self.problems.append(warning(row.place, "list-role", f"{to} is no person's address; it is left out"))
            return to, "role address: nobody reads there"
        if to.office:
            hint = "any of them may unsubscribe, or complain, for all"
            self.problems.append(warning(row.place, "list-role", f"several people may read {to}; it is mailed", hint))
        return to, None

    def _rows(self) -> Iterator[Row]:
        with open(self.path, "rb") as stream:
            magic = stream.read(4)
            stream.seek(0)
            if magic not in _ZIP:
                yield from self._csv(stream, self.path.name, str(self.path))
                return
            try:
                with archives.opened(stream) as archive:
                    for member in archives.lists(archive, LARGEST):
                        with archives.read(archive, member) as inner:
                            yield from self._csv(inner, member.filename, f"{self.path}/{member.filename}")
            except ArchiveError as fault:
                raise ListError(error(Place(str(self.path)), "list-zip", str(fault), fault.hint)) from None

    def _csv(self, stream: IO[bytes], name: str, shown: str) -> Iterator[Row]:
        """The rows of one CSV file."""
        rows, delimiter = _read(stream, shown)
        head: Columns | None = None
        for line, cells in rows:
            place = Place(shown, line)
            if not any(cell.strip() for cell in cells):
                continue
            if head is None:
                head = columns(cells, name)
                if head is None:
                    raise ListError(_headless(cells, place))
                self._columns |= dict.fromkeys(head.names)
                if head.silent:
                    told = "listmonk's export does not say who has left the list: they stand here as readers"
                    hint = "export those of …/subscribers/lists/ID?subscription_status=confirmed, then =unconfirmed"
                    self._once(warning(place, "list-status", told, hint))
                continue
            _unswallowed(cells, head, delimiter, place)
            if len(cells) > len(head.names) and any(cell.strip() for cell in cells[len(head.names) :]):
                told = "it has more cells than the first row; a name with a comma needs quotation marks"
                self._once(warning(place, "list-cells", told))
                cells = [cell if number == head.address else "" for number, cell in enumerate(cells)]
            text, fields, standing = head.read(cells)
            if standing is Standing.READER and (word := head.unheard(cells)) and word not in self._unheard:
                self._unheard.add(word)
                told = f"the status `{_shown(word)}` is not known here: who has it is mailed"
                self.problems.append(warning(place, "list-status", told, "who has left: write `unsubscribed`"))
            yield Row(place, text, fields, standing)
        if head is None:
            raise ListError(error(Place(shown), "list-columns", "the list is empty", "its first row names the columns"))

    def _once(self, problem: Problem) -> None:
        if problem not in self.problems[-1:]:
            self.problems.append(problem)


def _read(stream: IO[bytes], shown: str) -> tuple[Iterator[tuple[int, list[str]]], str]:
    """The rows of a CSV in UTF-8, each with the line on which it begins, and what parts its cells."""
    bounded = _Bounded(stream, shown)
    whole = io.BufferedReader(bounded)
    start = bytes(whole.peek(_CHUNK))
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        hint = "save it as “CSV UTF-8”"
        raise ListError(error(Place(shown, 1), "list-encoding", "the list is UTF-16, not UTF-8", hint))
    text = io.TextIOWrapper(whole, encoding="utf-8-sig", newline="")
    delimiter = _delimiter(start)

    def rows() -> Iterator[tuple[int, list[str]]]:
        before = csv.field_size_limit(_CELL)
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        line = 1
        try:
            for cells in reader:
                yield line, cells
                line = reader.line_num + 1
        except csv.Error as fault:
            what = "a quotation mark is never closed" if "unexpected end" in str(fault) else f"broken CSV: {fault}"
            hint = "the row begins here; nobody is mailed while a row cannot be read"
            raise ListError(error(Place(shown, line), "list-quotes", what, hint)) from None
        except UnicodeDecodeError as fault:
            at = Place(shown, bounded.lines + fault.object.count(b"\n", 0, fault.start) + 1)
            raise ListError(error(at, "list-encoding", "not UTF-8", "save it as “CSV UTF-8”")) from None
        finally:
            csv.field_size_limit(before)

    return rows(), delimiter


class _Bounded(io.RawIOBase):
    """``stream``, which ends in an error where it is damaged, or larger than any list.

    ``lines`` are those that ended before what was read last.
    """

    def __init__(self, stream: IO[bytes], shown: str) -> None:
        self._stream = stream
        self._shown = shown
        self._left = LARGEST
        self._last = 0
        self.lines = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._stream.read(len(buffer))
        except DAMAGED as fault:
            if not isinstance(self._stream, zipfile.ZipExtFile):
                raise
            raise ListError(error(Place(self._shown), "list-zip", f"the archive is damaged: {fault}")) from None
        self.lines, self._last = self.lines + self._last, data.count(b"\n")
        self._left -= len(data)
        if self._left < 0:
            raise ListError(error(Place(self._shown), "list-zip", f"the list is over {LARGEST >> 20} MiB"))
        buffer[: len(data)] = data
        return len(data)


def _delimiter(start: bytes) -> str:
    """What parts the cells of the first row: a comma, else what spreadsheets of other countries write."""
    head = start.lstrip(b"\xef\xbb\xbf\r\n").split(b"\n", 1)[0]
    counts = {mark: head.count(mark.encode()) for mark in (",", ";", "\t")}
    return max(counts, key=lambda mark: (counts[mark], mark == ","))


def _headless(cells: list[str], place: Place) -> Problem:
    try:
        addresses.address(cells[0])
    except AddressError:
        there = ", ".join(f"`{_shown(cell)}`" for cell in cells[:8])
        message = f"no column is called `email`; there are: {there}"
        return error(place, "list-columns", message, "the first row names the columns")
    return error(place, "list-columns", "the first row is a reader already", "put a row with `email` above it")


def _unswallowed(cells: list[str], head: Columns, delimiter: str, place: Place) -> None:
    """Whole rows within a cell are readers whom a stray quotation mark would hide. Raises ListError."""
    for cell in cells:
        for line in cell.splitlines()[1:]:
            inner = line.split(delimiter)
            if len(inner) >= len(head.names) and head.address < len(inner):
                try:
                    addresses.address(inner[head.address].strip('" '))
                except AddressError:
                    continue
                message = f"a cell of this row holds the row `{_shown(line)}`: is a quotation mark missing?"
                raise ListError(error(place, "list-quotes", message, "close the quotation mark where its cell ends"))


def _shown(text: str) -> str:
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def listed(problems: list[Problem], most: int) -> tuple[list[Problem], int]:
    """The first ``most`` of ``problems``, the severest first, and how many more there are."""
    order = list(Severity)
    ranked = sorted(problems, key=lambda problem: order.index(problem.severity))
    return ranked[:most], max(0, len(problems) - most)
