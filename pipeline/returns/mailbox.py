"""The mails of a mailbox: a Maildir, a folder of ``.eml`` files, or an mbox. Nothing in it is changed."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MOST = 2_000_000  # bytes of a mail that are read: a bounce says all it has to say in far fewer
_FROM = re.compile(rb"^From [^\n]*\n", re.MULTILINE)


class MailboxError(Exception):
    """There is no mailbox; the message says why."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail: what a person finds it by, and its first :data:`MOST` bytes."""

    name: str
    data: bytes


def mails(path: Path) -> Iterator[Mail]:
    """The mails of the mailbox ``path``, in the order of their names. Raises MailboxError, OSError."""
    if path.is_file():
        return _mbox(path)
    if not path.is_dir():
        raise MailboxError("there is no such mailbox")
    folders = [path / name for name in ("new", "cur") if (path / name).is_dir()]
    files = [file for folder in folders or [path] for file in sorted(folder.iterdir())]
    if not folders:
        files = [file for file in files if file.suffix == ".eml"]
        if not files:
            raise MailboxError("it is no Maildir (with new and cur), and holds no .eml files")
    return (Mail(file.name, data) for file in files if (data := _file(file)) is not None)


def _file(file: Path) -> bytes | None:
    """The beginning of ``file``; None of what is no plain file, or gone meanwhile (a mail program moved it)."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return None
    with open(descriptor, "rb") as stream:
        return stream.read(MOST)


def _mbox(path: Path) -> Iterator[Mail]:
    """The mails of an mbox (RFC 4155), each from one ``From `` at a line's start to the next; or a lone mail."""
    number = 0
    lines: list[bytes] = []
    size = 0
    blank = True
    with path.open("rb") as stream:
        several = stream.read(5) == b"From "
        stream.seek(0)
        while line := stream.readline(MOST):
            if several and blank and _FROM.match(line):
                if lines:
                    number += 1
                    yield Mail(f"{path.name}:{number}", b"".join(lines))
                lines, size = [], 0
            elif size < MOST:
                lines.append(line)
                size += len(line)
            blank = line in (b"\n", b"\r\n")
    if lines:
        yield Mail(f"{path.name}:{number + 1}", b"".join(lines))
