"""What every part of the reader shares while one essay is read: its lines, its problems, its names."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from pipeline.document import Attributes
from pipeline.files import Files
from pipeline.meta import Meta
from pipeline.problems import Place, Problem, advice, error, warning
from pipeline.source.slug import slug
from pipeline.yamltree import did_you_mean

# What no output can hold (XML 1.0, 2.2 Characters), however it got into the text: an entity can write it.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What attributes may say; another key is most likely mistyped.
DATA = ("columns", "rows", "delimiter", "encoding", "header")  # of a table that is read from a file
_KEYS = ("layout", "deck", "short", "lang", "width", "lines", "mark", "source", "credit", "title", *DATA)


class Reading:
    """One essay while it is read. ``lines`` are those of essay.md, front matter included."""

    def __init__(self, path: str, folder: Path, files: Files, lines: list[str], meta: Meta) -> None:
        self.path = path
        self.folder = folder
        self.files = files
        self.lines = lines
        self.meta = meta
        self.problems: list[Problem] = []
        self.ids: dict[str, int] = {}
        self.formulas = False  # whether any was read
        self.links: list[tuple[str, int, int | None]] = []
        self._refs = 0
        self._slugs: dict[str, int] = {}

    def ref(self) -> str:
        """The next node's name."""
        self._refs += 1
        return f"n{self._refs}"

    def error(self, line: int, code: str, message: str, hint: str | None = None, column: int | None = None) -> None:
        """Records an error."""
        self.problems.append(error(Place(self.path, line, column), code, message, hint))

    def warn(self, line: int, code: str, message: str, hint: str | None = None, column: int | None = None) -> None:
        """Records a warning."""
        self.problems.append(warning(Place(self.path, line, column), code, message, hint))

    def advise(self, line: int, code: str, message: str, hint: str | None = None, column: int | None = None) -> None:
        """Records a hint."""
        self.problems.append(advice(Place(self.path, line, column), code, message, hint))

    def column(self, line: int, text: str) -> int | None:
        """The column at which ``text``, a piece of that line of the file, begins."""
        at = self.lines[line - 1].find(text) if 0 < line <= len(self.lines) and text else -1
        return at + 1 if at >= 0 else None

    def clean(self, text: str) -> str:
        """``text`` without characters that no output can hold."""
        return _UNPRINTABLE.sub("\ufffd", text)

    def checked(self, attributes: Attributes, line: int) -> Attributes:
        """``attributes``, their id taken and their keys looked at."""
        if attributes.id is not None and not self.take(attributes.id, line):
            attributes = replace(attributes, id=None)
        for key, _ in attributes.values:
            if key not in _KEYS and not key.startswith("data-"):
                self.warn(line, "unknown-attribute", f"nothing reads the attribute `{key}`", did_you_mean(key, _KEYS))
        return attributes

    def take(self, id: str, line: int) -> bool:
        """Takes ``id`` for the node at ``line``; whether it was free, since each may be given once."""
        first = self.ids.setdefault(id, line)
        if first != line:
            self.error(line, "duplicate-id", f"`#{id}` is given twice; line {first} has it too", "give one another id")
        return first == line

    def free(self, words: str, line: int, otherwise: str) -> str:
        """An id for the heading ``words``, unique in the essay."""
        base = slug(words) or otherwise
        count = self._slugs.get(base, 0) + 1
        made = base if count == 1 else f"{base}-{count}"
        while made in self.ids:
            count += 1
            made = f"{base}-{count}"
        self._slugs[base] = count
        self.ids[made] = line
        return made


def usual(reading: Reading) -> tuple[Path, ...]:
    """The bibliographies that lie beside the essay under their usual names."""
    names = ("references.bib", "references.json")
    return tuple(path for name in names if reading.files.note(path := reading.folder / name))
