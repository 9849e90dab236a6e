"""A disk that can lose its power: what SQLite writes and flushes, written down, and what of it would be there after.

A VFS of our own stands before SQLite's (https://www.sqlite.org/vfs.html, registered through ctypes, with nothing to
compile): it does what SQLite asks and notes each write, truncation, deletion and flush in its order. From these a disk
is made up as it could be found after the power went at any moment: what was flushed is there; of what was not, each
sector of 512 bytes may be or not.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

_SECTOR = 512
_P = ctypes.c_void_p


class _Vfs(ctypes.Structure):
    """``sqlite3_vfs``, version 3."""

    _fields_ = (
        ("iVersion", ctypes.c_int),
        ("szOsFile", ctypes.c_int),
        ("mxPathname", ctypes.c_int),
        ("pNext", _P),
        ("zName", ctypes.c_char_p),
        ("pAppData", _P),
        *((name, _P) for name in ("xOpen", "xDelete", "xAccess", "xFullPathname", "xDlOpen", "xDlError", "xDlSym")),
        *((name, _P) for name in ("xDlClose", "xRandomness", "xSleep", "xCurrentTime", "xGetLastError")),
        *((name, _P) for name in ("xCurrentTimeInt64", "xSetSystemCall", "xGetSystemCall", "xNextSystemCall")),
    )


class _Methods(ctypes.Structure):
    """``sqlite3_io_methods``, version 3."""

    _fields_ = (
        ("iVersion", ctypes.c_int),
        *((name, _P) for name in ("xClose", "xRead", "xWrite", "xTruncate", "xSync", "xFileSize", "xLock", "xUnlock")),
        *((name, _P) for name in ("xCheckReservedLock", "xFileControl", "xSectorSize", "xDeviceCharacteristics")),
        *((name, _P) for name in ("xShmMap", "xShmLock", "xShmBarrier", "xShmUnmap", "xFetch", "xUnfetch")),
    )


_OPEN = ctypes.CFUNCTYPE(ctypes.c_int, _P, _P, _P, ctypes.c_int, _P)
_DELETE = ctypes.CFUNCTYPE(ctypes.c_int, _P, ctypes.c_char_p, ctypes.c_int)
_WRITE = ctypes.CFUNCTYPE(ctypes.c_int, _P, _P, ctypes.c_int, ctypes.c_int64)
_TRUNCATE = ctypes.CFUNCTYPE(ctypes.c_int, _P, ctypes.c_int64)
_SYNC = ctypes.CFUNCTYPE(ctypes.c_int, _P, ctypes.c_int)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done to the file ``name``: write ``data`` at ``at``, truncate it to ``at``, delete or sync it."""

    what: str
    name: str
    at: int = 0
    data: bytes = b""


class Disk:
    """While it is in use, each new connection of SQLite's goes through it, and ``steps`` grows."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self._sqlite = ctypes.CDLL(ctypes.util.find_library("sqlite3") or "libsqlite3.so.0")
        self._sqlite.sqlite3_vfs_find.restype = _P
        self._sqlite.sqlite3_vfs_find.argtypes = (ctypes.c_char_p,)
        self._sqlite.sqlite3_vfs_register.argtypes = (_P, ctypes.c_int)
        self._sqlite.sqlite3_vfs_unregister.argtypes = (_P,)
        self._under = self._sqlite.sqlite3_vfs_find(None)
        under = _Vfs.from_address(self._under)
        self._vfs = _Vfs.from_buffer_copy(under)
        self._vfs.zName = b"power"
        self._vfs.pNext = None
        self._kept: list[Any] = []  # what C holds must not be collected
        self._methods: dict[int, _Methods] = {}
        self._names: dict[int, str] = {}
        opened, deleted = _OPEN(under.xOpen), _DELETE(under.xDelete)

        def open_(_vfs: int, name: int, file: int, flags: int, out: int) -> int:
            code: int = opened(self._under, name, file, flags, out)
            if code == 0 and name:
                path = ctypes.cast(name, ctypes.c_char_p).value or b""
                self._names[file] = Path(path.decode()).name
                self._patch(file)
            return code

        def delete(_vfs: int, name: bytes, sync: int) -> int:
            code: int = deleted(self._under, name, sync)
            self.steps.append(Step("delete", Path(name.decode()).name))
            return code

        self._set(self._vfs, "xOpen", _OPEN(open_))
        self._set(self._vfs, "xDelete", _DELETE(delete))

    def __enter__(self) -> Self:
        self._sqlite.sqlite3_vfs_register(ctypes.byref(self._vfs), 1)
        return self

    def __exit__(self, *_: object) -> None:
        self._sqlite.sqlite3_vfs_unregister(ctypes.byref(self._vfs))

    def _set(self, where: ctypes.Structure, name: str, function: Any) -> None:
        self._kept.append(function)
        setattr(where, name, ctypes.cast(function, _P))

    def _patch(self, file: int) -> None:
        """Puts our writing, truncating and flushing before that of the open ``file``."""
        held = ctypes.cast(file, ctypes.POINTER(_P))
        plain = held[0]
        if not plain:
            return
        if plain not in self._methods:
            self._methods[plain] = self._ours(_Methods.from_address(plain))
        held[0] = ctypes.addressof(self._methods[plain])

    def _ours(self, under: _Methods) -> _Methods:
        made = _Methods.from_buffer_copy(under)
        write, truncate, sync = _WRITE(under.xWrite), _TRUNCATE(under.xTruncate), _SYNC(under.xSync)

        def written(file: int, data: int, size: int, at: int) -> int:
            self.steps.append(Step("write", self._names[file], at, ctypes.string_at(data, size)))
            return int(write(file, data, size, at))

        def cut(file: int, size: int) -> int:
            self.steps.append(Step("truncate", self._names[file], size))
            return int(truncate(file, size))

        def flushed(file: int, flags: int) -> int:
            code = int(sync(file, flags))
            self.steps.append(Step("sync", self._names[file]))
            return code

        self._set(made, "xWrite", _WRITE(written))
        self._set(made, "xTruncate", _TRUNCATE(cut))
        self._set(made, "xSync", _SYNC(flushed))
        return made


def left(before: dict[str, bytes], steps: list[Step], survives: Callable[[], bool]) -> dict[str, bytes]:
    """The files as they may be found after ``steps``, from what was ``before``; ``survives`` decides of each sector."""
    files = {name: bytearray(data) for name, data in before.items()}
    last = {step.name: number for number, step in enumerate(steps) if step.what == "sync"}
    for number, step in enumerate(steps):
        safe = number < last.get(step.name, -1)
        file = files.setdefault(step.name, bytearray())
        if step.what == "write":
            for start in range(0, len(step.data), _SECTOR):
                if safe or survives():
                    part = step.data[start : start + _SECTOR]
                    at = step.at + start
                    file.extend(bytes(max(0, at + len(part) - len(file))))
                    file[at : at + len(part)] = part
        elif step.what == "truncate" and (safe or survives()):
            del file[step.at :]
        elif step.what == "delete" and survives():
            files.pop(step.name, None)
    return {name: bytes(data) for name, data in files.items()}


def chances(seed: int) -> dict[str, Callable[[], bool]]:
    """What may become of what was not flushed: none of it is there, all of it, or some."""
    chance = random.Random(seed)
    return {
        "nothing": lambda: False,
        "all": lambda: True,
        "half": lambda: chance.random() < 0.5,
        "most": lambda: chance.random() < 0.9,
    }
