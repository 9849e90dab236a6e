"""What a relay answers, and what that means for a mail (RFC 5321, 4.2)."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST = 200  # characters of a reply that are kept


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply: its code and its words, on one line."""

    code: int
    words: str

    def __str__(self) -> str:
        return f"{self.code} {self.words}".strip()[:LONGEST]

    @property
    def good(self) -> bool:
        """2yz: done. What asks to go on, 3yz, is good where it was waited for alone: 334 in a login, 354 to DATA."""
        return 200 <= self.code < 300

    @property
    def transient(self) -> bool:
        """4yz: not now."""
        return 400 <= self.code < 500


@dataclass(frozen=True, slots=True)
class Accepted:
    """The relay has taken the mail and answers for it from now on."""

    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The relay has refused this mail for good (5yz)."""

    why: str


@dataclass(frozen=True, slots=True)
class Deferred:
    """The relay has certainly not taken the mail, and may later. ``relay``: it is not this reader's affair."""

    why: str
    relay: bool


@dataclass(frozen=True, slots=True)
class Lost:
    """The whole mail left, and no answer came: the relay may have it or not."""

    why: str


@dataclass(frozen=True, slots=True)
class Unable:
    """The relay cannot take a mail to such an address (no SMTPUTF8); it was not offered."""

    why: str


Outcome = Accepted | Refused | Deferred | Lost | Unable


class RelayError(Exception):
    """The relay will not take mails from here as things are: the send stops. ``hint`` says what would help."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class UnreachableError(Exception):
    """The relay could not be reached now; it may be later."""
