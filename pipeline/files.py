"""The one door to the disk: reads that are remembered, writes that are whole or not at all.

What was read, and what was looked for and not there, becomes the depfile of the output that it went into.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path


class NotUtf8Error(ValueError):
    """A file that was to be text is not UTF-8: its path as a person would type it, and the line."""

    def __init__(self, path: str, line: int) -> None:
        super().__init__(f"{path}:{line} is not UTF-8")
        self.path = path
        self.line = line


class Files:
    """Tracked reading. ``root`` is where shown paths start from (the project's folder).

    ``kept`` is where what only saves time may be kept, the build folder.
    ``read`` and ``absent`` grow with each look: absolute paths, as asked for.
    """

    def __init__(self, root: Path, kept: Path | None = None) -> None:
        self.root = root
        self.kept = kept or root / "build"
        self.read: dict[Path, None] = {}
        self.absent: dict[Path, None] = {}

    def bytes(self, path: Path) -> bytes | None:
        """The file's bytes, or None where there is no such file; a pipe or a device is none, and is not waited for."""
        path = self.root / path
        try:
            data = path.read_bytes() if not too_long(path) and (path.is_file() or path.is_dir()) else None
        except (FileNotFoundError, NotADirectoryError):
            data = None
        (self.absent if data is None else self.read)[path] = None
        return data

    def text(self, path: Path) -> str | None:
        """The file as UTF-8 text, or None where there is no such file. Raises :class:`NotUtf8Error`."""
        data = self.bytes(path)
        try:
            return None if data is None else data.decode("utf-8")
        except UnicodeDecodeError as fault:
            raise NotUtf8Error(self.shown(path), fault.object.count(b"\n", 0, fault.start) + 1) from fault

    def note(self, path: Path) -> bool:
        """Remembers ``path`` as read, for a file that a library opens by itself; whether it is there."""
        path = self.root / path
        there = not too_long(path) and path.is_file()
        (self.read if there else self.absent)[path] = None
        return there

    def shown(self, path: Path) -> str:
        """``path`` as a person would type it from the project's folder."""
        path = self.root / path
        return str(path.relative_to(self.root)) if path.is_relative_to(self.root) else str(path)


def too_long(path: Path) -> bool:
    """Whether no file can be called that: over 255 bytes in a name or 4,095 in all (Linux: NAME_MAX, PATH_MAX)."""
    return len(os.fsencode(path)) > 4095 or any(len(os.fsencode(part)) > 255 for part in path.parts)


def inside(folder: Path, relative: str) -> Path | None:
    """``relative`` below ``folder``, or None where it leads out of it: by ``..``, absolutely, or through a symlink."""
    if not relative or "\0" in relative or relative.startswith(("/", "~")) or "\\" in relative:
        return None
    try:
        real = folder.resolve()
        target = (real / relative).resolve()
    except (OSError, RuntimeError):  # links that lead to one another (before Python 3.13)
        return None
    return folder / relative if target.is_relative_to(real) and target != real else None


def write(path: Path, data: bytes, moment: int | None = None) -> None:
    """Writes ``data`` to ``path`` whole or not at all: to a file beside it, which is then renamed.

    ``moment`` is the modification time that it gets, in nanoseconds. What a killed process left behind is cleared away.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep(path)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            stream.write(data)
        if moment is not None:
            os.utime(part, ns=(moment, moment))
        os.replace(part, path)
    except BaseException as fault:
        with contextlib.suppress(OSError):
            part.unlink()
        if isinstance(fault, OSError):
            fault.filename = str(path)  # a full disk names no file, or only the part
        raise


def _sweep(path: Path) -> None:
    """Removes the half-written files of ``path`` whose process is gone; their names carry its number."""
    prefix, suffix = f".{path.name}.", ".part"
    for name in os.listdir(path.parent):
        if name.startswith(prefix) and name.endswith(suffix):
            number = name[len(prefix) : -len(suffix)]
            if number.isdigit() and not _alive(int(number)):
                with contextlib.suppress(OSError):
                    os.unlink(path.parent / name)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except PermissionError:
        return True
    except OSError:
        return False
    return True


def digest(data: bytes) -> str:
    """The SHA-256 of ``data`` in hex, by which a hand-edited output is known."""
    return hashlib.sha256(data).hexdigest()


def unwritable(path: str) -> str | None:
    """Why Make cannot name ``path``, or None: it has no way to write some characters."""
    if "\\" in path:
        return "its name holds a backslash"
    if path.endswith(" "):
        return "its name ends in a blank"
    return next((f"its name holds {_UNNAMED.get(c, 'a control character')}" for c in path if not _nameable(c)), None)


_UNNAMED = {"\n": "a newline", "\t": "a tab", ";": "a semicolon"}


def _nameable(c: str) -> bool:
    return c >= " " and c not in {";", "\x7f"}


# What stands for a character in a depfile; the Makefile defines the variables. GNU Make 4.3 takes `%` as it is in a
# prerequisite and with a backslash in a target; `*`, `?` and `[` would match other files.
_PREREQUISITE = {"$": "$$", "=": "$(equals)", **{c: f"\\{c}" for c in " #:|*?["}}
_TARGET = {"$": "$$", "=": "$(equals)", "&": "$(and)", **{c: f"\\{c}" for c in " #:%*?["}}
_ARGUMENT = _PREREQUISITE | {"(": "$(open)", ")": "$(close)"}


def _escaped(path: str, table: Mapping[str, str]) -> str:
    return "".join(table.get(c, c) for c in path)


def depfile(targets: Iterable[str], read: Iterable[str], absent: Iterable[str]) -> str:
    """A makefile that says what ``targets`` were made from.

    Each path read has an empty rule, so that deleting it is no error of Make's. A path looked for and absent makes
    the targets out of date by being there, however old it is (``$(if $(wildcard …),ALWAYS)``); a path that cannot be
    read though something is there counts by its time. Paths that :func:`unwritable` names are left out.
    """
    return "".join(_rules(list(targets), sorted(set(read)), sorted(set(absent))))


def _rules(targets: list[str], read: list[str], absent: list[str]) -> Iterator[str]:
    usable = [path for path in read if unwritable(path) is None]
    yield " ".join(_escaped(target, _TARGET) for target in targets) + ":"
    for path in usable:
        yield f" \\\n  {_escaped(path, _PREREQUISITE)}"
    for path in absent:
        if unwritable(path) is None:
            there = f"$(wildcard {_escaped(path, _ARGUMENT)})"
            yield f" \\\n  {there if os.path.lexists(path) else f'$(if {there},ALWAYS)'}"
    yield "\n"
    for path in usable:
        yield f"\n{_escaped(path, _TARGET)}:\n"
