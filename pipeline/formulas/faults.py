"""What is wrong with a formula, and where in its source."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: a problem's code, message and hint, and how many characters of the source stand before it."""

    code: str
    message: str
    hint: str | None = None
    at: int = 0
