"""What the pipeline wrote, by digest: a file of the build folder that a person edited is known, and kept.

Each output's record has lines as ``sha256sum`` writes them. While a build writes, it also holds the digests of what lay
there before, so that a build which is killed takes nothing for a person's edit.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from pipeline.files import digest, write
from pipeline.outputs import Target

Digests = frozenset[str]


def digests(record: Path) -> Digests:
    """The digests that ``record`` holds; none where there is no record. A file keeps its own when it is renamed."""
    with contextlib.suppress(FileNotFoundError):
        return frozenset(line.partition("  ")[0] for line in record.read_text(encoding="utf-8").splitlines())
    return frozenset()


def ours(path: Path, known: Digests) -> bool:
    """Whether the pipeline may overwrite ``path``: nothing lies there, or what the pipeline itself wrote."""
    try:
        return digest(path.read_bytes()) in known
    except FileNotFoundError:
        return True


def place(target: Target, contents: Iterable[bytes], moment: int) -> tuple[tuple[Path, Path], ...]:
    """Writes ``contents`` to the target's files; the pairs of a kept file and the new one written beside it.

    What ``contents`` has over goes to the files besides; of these, one that is not made any more is removed.

    Every file gets the time ``moment`` (nanoseconds; when the build began): what changes while a build runs is newer
    than its output. A kept file gets it too, or Make would build for ever.
    """
    known = digests(target.made)
    contents = tuple(contents)
    pairs = tuple(zip((*target.files, *target.besides), contents, strict=False))
    gone = target.besides[len(contents) - len(target.files) :]
    plan = {path: _free(path, known) for path, _ in pairs}
    now = "".join(f"{digest(data)}  {plan[path].name}\n" for path, data in pairs)
    before = "".join(f"{of}  earlier\n" for of in sorted(known))
    write(target.made, (now + before).encode())
    for path, data in pairs:
        write(plan[path], data, moment)
        if plan[path] == path:
            _unlink_ours(path, known)
        else:
            os.utime(path, ns=(moment, moment))
    for path in gone:
        _unlink_ours(path, known)
        if ours(path, known):
            path.unlink(missing_ok=True)
    write(target.made, now.encode())
    return tuple((path, plan[path]) for path, _ in pairs if plan[path] != path)


def withdraw(target: Target) -> tuple[Path, ...]:
    """Removes the target's files; those that a person edited are kept and returned."""
    known = digests(target.made)
    kept: list[Path] = []
    for path in (*target.files, *target.besides):
        _unlink_ours(path, known)
        if ours(path, known):
            path.unlink(missing_ok=True)
        else:
            kept.append(path)
    return tuple(kept)


def beside(path: Path, number: int) -> Path:
    """The name for a new file beside one that is kept: ``deck.new.pptx``, ``deck.new-2.pptx`` …"""
    return path.with_suffix(f".new{f'-{number}' if number > 1 else ''}{path.suffix}")


def _free(path: Path, known: Digests) -> Path:
    """``path``, or the first name beside it that no person's work lies under."""
    place, number = path, 0
    while not ours(place, known):
        number += 1
        place = beside(path, number)
    return place


def _unlink_ours(path: Path, known: Digests) -> None:
    """Removes the new files that an earlier build wrote beside ``path``, unless a person edited them."""
    number = 1
    while (there := beside(path, number)).exists():
        if ours(there, known):
            there.unlink()
        number += 1
