"""A draft: what a service is given, and what it answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Draft:
    """The newsletter of ``slug`` as a service takes it: its signs for each reader stand in ``html`` and ``text``.

    ``sender`` is an address with or without a name, as From has it; ``url`` the web copy's.
    """

    slug: str
    title: str
    subject: str
    html: str
    text: str
    name: str | None = None
    address: str | None = None
    reply_to: str | None = None
    url: str | None = None
    summary: str | None = None

    @property
    def sender(self) -> str | None:
        """``"Name" <address>`` (RFC 5322, 3.4)."""
        if not self.name or not self.address:
            return self.address
        quoted = re.sub(r'(["\\])', r"\\\1", self.name)
        return f'"{quoted}" <{self.address}>'


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of it: its ``id`` there, where to look at it, and whether it is new there."""

    id: str
    url: str
    new: bool


class CampaignError(Exception):
    """The service does not have the draft; the message says why, ``hint`` what would help."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class Account(Protocol):
    """An account at a service."""

    @property
    def name(self) -> str:
        """What tells this account from others of the same person: no part of it is secret."""

    def put(self, draft: Draft, known: str | None) -> Handed:
        """Makes ``draft`` there, or brings the one with the id ``known`` up to date. Raises CampaignError."""
