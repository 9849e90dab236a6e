"""What the ledger holds: an edition, a send of it, and each reader's place in that send."""

from __future__ import annotations

import datetime
import enum
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.sending.addresses import Address


class State(enum.StrEnum):
    """What is known of one reader's mail."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Edition:
    """What is sent: the .eml's bytes, the greeting as written, and what a person knows the edition by.

    ``digest`` is by what it says: the same for the same words, whatever the day of the build.
    """

    slug: str
    digest: str
    message: bytes
    greeting: str
    subject: str
    author: str
    returns: str


@dataclass(frozen=True, slots=True)
class Send:
    """One send: an edition, frozen, and its readers, frozen too. ``name`` is in each Message-ID, ``salt`` behind it."""

    id: int
    name: str
    salt: bytes
    edition: Edition
    begun: datetime.datetime
    list: str

    def message_id(self, to: Address) -> str:
        """The Message-ID of the copy of ``to``, without its angle brackets: the same whenever this send makes it.

        Nobody guesses that of another reader from their own, and so nobody's bounce can be made up.
        """
        own = hmac.digest(self.salt, to.key.encode(), "sha256")[:16].hex()
        return f"{self.name}.{own}@{self.edition.author.rpartition('@')[2]}"


@dataclass(frozen=True, slots=True)
class Planned:
    """One row of a list: whom it names (None where it names nobody), and why they are left out, where they are."""

    row: int
    text: str
    address: Address | None
    fields: Mapping[str, str]
    skipped: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A reader whose mail may leave now. ``slot`` is its place on the slate."""

    reader: int
    number: int
    slot: int
    address: Address
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a claim: its new state, and why, in the relay's words where it gave some."""

    reader: int
    state: State
    why: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One reader as the ledger knows them."""

    row: int
    text: str
    address: Address | None
    state: State
    why: str
    at: str
