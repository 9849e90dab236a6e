"""From bytes to lines: what makes a file unreadable before any Markdown is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.files import Files, inside
from pipeline.problems import Place, Problem, Problems, error, warning

LARGEST = 4 * 1024 * 1024  # bytes of one essay: about 700,000 words
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Opened:
    """A file's text as lines without their ends."""

    lines: list[str]


def opened(path: Path, files: Files, *, largest: int = LARGEST) -> tuple[Opened | None, Problems]:
    """The text file at ``path``; None with a problem where it cannot be read. An absent file is no problem here."""
    shown = files.shown(path)
    where = Place(shown)
    full = files.root / path
    if inside(full.parent, full.name) is None:
        return None, (
            error(where, "file-outside", "it is a link that leads out of its folder", "put the file itself there"),
        )
    try:
        if not full.exists():
            files.note(path)
            return None, ()
        if not full.is_file():
            return None, (error(where, "file-unreadable", "it is no file"),)
        if full.stat().st_size > largest:
            return None, (_large(where, full.stat().st_size, largest),)
        data = files.bytes(path) or b""
    except OSError as fault:
        return None, (error(where, "file-unreadable", f"it cannot be read: {fault.strerror}"),)
    return decoded(data, shown)


def decoded(data: bytes, shown: str) -> tuple[Opened | None, Problems]:
    """``data`` as UTF-8 lines. A byte-order mark and any line ends are accepted; control characters are told."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        before = data[: fault.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        what = f"not UTF-8: byte 0x{data[fault.start]:02x} at offset {fault.start}"
        hint = "save the file as UTF-8"
        return None, (error(Place(shown, line, column), "not-utf-8", what, hint),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems: list[Problem] = []
    if _CONTROL.search(text):
        text = _controlled(text, shown, problems)
    return Opened(text.split("\n")), tuple(problems)


def _controlled(text: str, shown: str, problems: list[Problem]) -> str:
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        found = _CONTROL.search(line)
        if found:
            place = Place(shown, number, found.start() + 1)
            if "\0" in line:
                problems.append(error(place, "nul-byte", "a NUL byte", "this is not a text file, or a damaged one"))
            else:
                code = f"U+{ord(found[0]):04X}"
                problems.append(warning(place, "control-character", f"the control character {code} is left out"))
            lines[number - 1] = _CONTROL.sub("", line)
        if len(problems) == 20:
            break
    return _CONTROL.sub("", "\n".join(lines))


def _large(where: Place, size: int, largest: int) -> Problem:
    what = f"{size / 2**20:.1f} MiB; at most {largest / 2**20:.3g} MiB can be read"
    return error(where, "essay-too-large", what, "make several essays of it")


def front_matter(lines: list[str], shown: str) -> tuple[int, Problems]:
    """How many lines the front matter takes, its fences included; 0 with a problem where there is none."""
    if not any(line.strip() for line in lines):
        return 0, (error(Place(shown, 1), "essay-empty", "the file is empty", "begin with ---, title: …, ---"),)
    if lines[0].rstrip() != "---":
        hint = "begin with a line ---, then title: …, then a line ---"
        return 0, (error(Place(shown, 1), "front-matter-missing", "there is no front matter", hint),)
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() in ("---", "..."):
            return number, ()
    hint = "end it with a line ---"
    return 0, (error(Place(shown, 1), "front-matter-not-closed", "the front matter is never closed", hint),)
