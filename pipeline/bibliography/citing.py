"""Citing: the works of a bibliography, and how its style sets what cites them."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.document import Inlines, Work


@dataclass(frozen=True, slots=True)
class Cite:
    """One work within a citation, by its key."""

    key: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as its style sets it, and the ids of its works."""

    inlines: Inlines
    works: tuple[str, ...]
    narrative: bool


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The works of one file (``shown``), by their keys, and all citations of the essay by their number."""

    shown: str
    keys: tuple[str, ...]
    works: tuple[Work, ...]
    cited: tuple[Cited | None, ...]

    def has(self, key: str) -> bool:
        """Whether there is a work of that key."""
        return key in self.keys

    def hint(self, key: str) -> str:
        """What helps where there is none."""
        return f"the keys are {', '.join(self.keys)}; `{key}` is none of them"

    def citation(self, number: int) -> Cited | None:
        """The citation of that number, from 0; None where it could not be set."""
        return self.cited[number]
