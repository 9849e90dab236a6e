"""Entries: works as a bibliography tells them, in the words of CSL 1.0.2 (Appendix III types, IV variables)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Name:
    """A person; or, where there is no more than ``family``, whatever is named as a whole: an institution."""

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A date, or from one to another: ``parts`` are year, month and day, as many as are known.

    ``literal`` is a date that is none: "forthcoming". ``about`` is one that is not certain.
    """

    parts: tuple[tuple[int, ...], ...] = ()
    literal: str = ""
    about: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One work: ``kind`` is its type in CSL. ``texts``, ``names`` and ``days`` are by their variable in CSL.

    Texts may hold :mod:`pipeline.bibliography.marks`. ``path`` and ``line`` tell where it is written.
    """

    key: str
    kind: str
    path: str
    line: int
    texts: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)
    days: Mapping[str, Day] = field(default_factory=dict)

    @property
    def address(self) -> str | None:
        """Where it is on the web: by its DOI, else its URL."""
        doi = self.texts.get("DOI")
        return f"https://doi.org/{doi}" if doi else self.texts.get("URL")

    def suffixed(self, letter: str) -> Entry:
        """The entry as one of several of a year."""
        return replace(self, texts={**self.texts, "year-suffix": letter})


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds: all its keys, in order, and the entries that were asked for."""

    keys: tuple[str, ...]
    entries: tuple[Entry, ...]


NOTHING = Found((), ())
