"""What a row of a list says of its reader: the columns of plain lists and of the services' exports, and who has left.

As their documentation and exports have them: Mailchimp (files named after the status, ``UNSUB_TIME``, ``CLEAN_TIME``),
Buttondown (``email_address``, ``type``), listmonk (``email``, ``status``), Substack (``email_disabled``).
"""

from __future__ import annotations

import enum
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.sending.personal import column, named
from pipeline.sending.suppression import Reason


class Standing(enum.Enum):
    """Whether a row is a reader's; what is not is left out for this reason, ``leaves`` for good."""

    READER = ""
    UNSUBSCRIBED = "has unsubscribed"
    BOUNCED = "could not be reached (bounced)"
    COMPLAINED = "has complained"
    UNCONFIRMED = "has not confirmed the subscription"
    INACTIVE = "is not subscribed"

    @property
    def leaves(self) -> Reason | None:
        """What goes into the suppression file."""
        return _LEAVING.get(self)


_LEAVING = {
    Standing.UNSUBSCRIBED: Reason.UNSUBSCRIBED,
    Standing.BOUNCED: Reason.BOUNCED,
    Standing.COMPLAINED: Reason.COMPLAINED,
}
_ADDRESS = ("email", "email_address", "e_mail", "e_mail_address", "mail", "address", "subscriber_email")
_WORDS = {
    **dict.fromkeys(("unsubscribed", "unsub", "blocklisted", "blacklisted", "opted_out"), Standing.UNSUBSCRIBED),
    **dict.fromkeys(("cleaned", "bounced", "undeliverable"), Standing.BOUNCED),
    **dict.fromkeys(("complained", "complaint"), Standing.COMPLAINED),
    **dict.fromkeys(("unactivated", "unconfirmed", "pending", "transactional", "nonsubscribed"), Standing.UNCONFIRMED),
    **dict.fromkeys(("disabled", "removed", "spammy", "archived", "inactive", "deleted", "blocked"), Standing.INACTIVE),
}
_FILES = (
    (re.compile(r"(^|[/_-])(non-?|trans)(subscribed|actional)"), Standing.UNCONFIRMED),
    (re.compile(r"(^|[/_-])unsubscribe"), Standing.UNSUBSCRIBED),
    (re.compile(r"(^|[/_-])cleaned"), Standing.BOUNCED),
)
_TRUE = {"true", "1", "yes", "t"}
_MEMBER = re.compile(
    r"(^|/)((un|non)?subscribed_|cleaned_|email_list|(un)?subscribers)[^/]*\.csv$", re.IGNORECASE
)  # of a zip


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one CSV file, and where the address is. ``file`` is its name."""

    names: tuple[str, ...]
    address: int
    file: str

    def read(self, cells: Sequence[str]) -> tuple[str, dict[str, str], Standing]:
        """The address as written, the fields, and how the reader stands."""
        padded = (*cells, *("" for _ in range(len(self.names) - len(cells))))
        row = dict(zip(self.names, padded, strict=False))
        fields = {**_unfolded(row, "attributes"), **_unfolded(row, "metadata"), **row}
        fields = {name.removeprefix("metadata_"): value.strip() for name, value in fields.items()}
        return padded[self.address], named(fields), self._standing(row)

    def _standing(self, row: Mapping[str, str]) -> Standing:
        for pattern, standing in _FILES:
            if pattern.search(self.file.lower()):
                return standing
        if row.get("unsub_time", "").strip():
            return Standing.UNSUBSCRIBED
        if row.get("clean_time", "").strip():
            return Standing.BOUNCED
        if row.get("email_disabled", "").strip().lower() in _TRUE:
            return Standing.UNSUBSCRIBED
        for name in ("status", "type", "subscriber_type", "subscription_status", "email_marketing"):
            if found := _WORDS.get(column(row.get(name, ""))):
                return found
        return Standing.READER


def columns(header: Sequence[str], file: str) -> Columns | None:
    """The columns that the first row of ``file`` names; None where none of them is an address."""
    names = tuple(column(name) for name in header)
    known = next((names.index(name) for name in _ADDRESS if name in names), None)
    if known is None and {"leid", "euid"} <= set(names):
        known = 0  # Mailchimp: the first field is the address, whatever the audience calls it
    return None if known is None else Columns(names, known, file)


def readable(name: str) -> bool:
    """Whether the file ``name`` within a zip is a list of readers, or of those who left."""
    return bool(_MEMBER.search(name)) and not name.startswith("__MACOSX/") and "/." not in f"/{name}"


def _unfolded(row: Mapping[str, str], name: str) -> dict[str, str]:
    """The plain values of a column that holds a JSON object."""
    text = row.get(name, "").strip()
    if not text.startswith("{") or len(text) > 100_000:
        return {}
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return {column(key): str(value) for key, value in found.items() if isinstance(value, str | int | float)}
