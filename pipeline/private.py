"""Private files: what only their owner may read, such as keys and secrets, and is never half written."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path


class PrivateError(Exception):
    """A private file cannot be used; the message says why, ``hint`` what to type."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def read(file: Path, most: int) -> bytes:
    """The first ``most`` bytes of ``file``, which others must not be able to read. Raises PrivateError, OSError."""
    # One descriptor for the look and the reading: between two looks at a path it may have become another file.
    descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb") as stream:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            raise PrivateError(f"{file} is no plain file", f"look at it: ls -l '{file}'")
        if mode & 0o077:
            raise PrivateError(f"others may read {file}", f"chmod 600 '{file}'")
        return stream.read(most)


def write(file: Path, data: bytes, *, new: bool = False) -> bool:
    """Writes ``data``, which nobody else can read at any moment; with ``new`` only where nothing is there.

    Whether it was written. It is on the disk when this returns. Raises OSError.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.{os.getpid()}.{os.urandom(4).hex()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with open(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(descriptor)
        if new:
            try:
                os.link(part, file)
            except FileExistsError:
                return False
        else:
            os.replace(part, file)
    finally:
        with contextlib.suppress(OSError):
            part.unlink()
    folder = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return True
