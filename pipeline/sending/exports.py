"""What a row of a list says of its reader: the columns of plain lists and of the services' exports, and who has left.

As their documentation and exports have them: Mailchimp (files named after the status, ``UNSUB_TIME``, ``CLEAN_TIME``),
Buttondown (``email_address``, ``type``), listmonk (``email``, ``status``), Substack (``email_disabled``).
"""

from __future__ import annotations

import enum
import functools
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
_STATUS = ("status", "subscription_status", "email_marketing")
_KIND = ("type", "subscriber_type")  # of Buttondown; in other lists it may be of anything
_WORDS = (
    (re.compile(r"(un|not|non)_?(confirmed|activated)"), Standing.UNCONFIRMED),
    (re.compile(r"(not|non)_?subscribed|pending|transactional"), Standing.UNCONFIRMED),
    (re.compile(r"unsub.*|opt(ed)?_?out|(black|block)_?listed|suppressed"), Standing.UNSUBSCRIBED),
    (re.compile(r"cleaned|undeliverable|((hard|soft)_?)?bounced?"), Standing.BOUNCED),
    (re.compile(r"complain(ed|t)|abuse"), Standing.COMPLAINED),
    (re.compile(r"disabled|removed|spammy|archived|inactive|deleted|blocked|malformed"), Standing.INACTIVE),
)
_READS = {
    "",
    *("subscribed", "active", "enabled", "confirmed", "subscriber", "opted_in", "yes", "true", "1", "free", "paid"),
}
# Columns of one meaning: whatever is not empty or a no, be it a yes or a day, says it of the reader.
_SAYING = {
    **dict.fromkeys(("unsub_time", "unsubscribed_at", "unsubscribe_date", "opt_out_date"), Standing.UNSUBSCRIBED),
    **dict.fromkeys(("unsubscribed", "opt_out", "opted_out", "email_disabled"), Standing.UNSUBSCRIBED),
    **dict.fromkeys(("clean_time", "bounced", "bounced_at"), Standing.BOUNCED),
    **dict.fromkeys(("complained", "complained_at"), Standing.COMPLAINED),
}
_DENYING = ("subscribed", "opt_in", "opted_in")  # columns that a plain no turns against the reader
_NO = re.compile(r"false|no?|f|[0_]+")
_EMPTY = re.compile(r"|null|none|nil|nan|never|n_a")
_LEFT = re.compile(r"(^|/)unsubscribe")
# As Mailchimp names its files; a list that somebody has "cleaned" is none of its.
_FILES = (
    (re.compile(r"(^|/)(non-?subscribed|transactional)_"), Standing.UNCONFIRMED),
    (re.compile(r"(^|/)cleaned_"), Standing.BOUNCED),
)
_MAILCHIMP = {"leid", "euid"}
_LISTMONK = {"uuid", "attributes", "status"}
_MEMBER = re.compile(
    r"(^|/)((un|non)?subscribed_(?!sms_)|cleaned_(?!sms_)|email_list|(un)?subscribers)[^/]*\.csv$", re.IGNORECASE
)  # of a zip; who wants text messages has not asked for mail


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one CSV file, and where the address is. ``file`` is its name."""

    names: tuple[str, ...]
    address: int
    file: str

    @property
    def silent(self) -> bool:
        """Whether it is an export of listmonk, whose ``status`` does not say who has left a list (listmonk #2855)."""
        return set(self.names) >= _LISTMONK

    def read(self, cells: Sequence[str]) -> tuple[str, dict[str, str], Standing]:
        """The address as written, the fields, and how the reader stands."""
        padded = (*cells, *("" for _ in range(len(self.names) - len(cells))))
        row: dict[str, str] = {}
        for name, cell in zip(self.names, padded, strict=False):
            row[name] = row.get(name, "").strip() or cell  # of two columns of a name the first that says something
        fields = {**_unfolded(row, "attributes"), **_unfolded(row, "metadata"), **row}
        fields = {name.removeprefix("metadata_"): value.strip() for name, value in fields.items()}
        return padded[self.address], named(fields), self._standing(row)

    def unheard(self, cells: Sequence[str]) -> str:
        """A status that is not known here, whose reader is mailed; nothing where there is none."""
        for name, cell in zip(self.names, cells, strict=False):
            if name in _STATUS and _meant(cell) is None and column(cell) not in _READS:
                return cell.strip()
        return ""

    def _standing(self, row: Mapping[str, str]) -> Standing:
        if _LEFT.search(self.file.lower()):
            return Standing.UNSUBSCRIBED
        if set(self.names) >= _MAILCHIMP:
            for pattern, standing in _FILES:
                if pattern.search(self.file.lower()):
                    return standing
        for name, cell in row.items():
            if name in _SAYING and not (_NO.fullmatch(column(cell)) or _EMPTY.fullmatch(column(cell))):
                return _SAYING[name]
            if name in _DENYING and _NO.fullmatch(column(cell)):
                return Standing.INACTIVE
        for name in (*_STATUS, *_KIND):
            if (meant := _meant(row.get(name, ""))) is not None:
                return meant
        return Standing.READER


@functools.lru_cache(maxsize=512)
def _meant(status: str) -> Standing | None:
    """What a status says against its reader, or None."""
    word = column(status)
    return next((standing for pattern, standing in _WORDS if pattern.fullmatch(word)), None)


def columns(header: Sequence[str], file: str) -> Columns | None:
    """The columns that the first row of ``file`` names; None where none of them is an address."""
    names = tuple(column(name) for name in header)
    known = next((names.index(name) for name in _ADDRESS if name in names), None)
    if known is None and {"leid", "euid"} <= set(names):
        known = 0  # Mailchimp: the first field is the address, whatever the audience calls it
    return None if known is None else Columns(names, known, file)


def readable(name: str) -> bool:
    """Whether the file ``name`` within a zip is a list of readers, or of those who left."""
    return bool(_MEMBER.search(name)) and not of_macs(name)


def of_macs(name: str) -> bool:
    """Whether the file ``name`` within a zip is what macOS puts beside each file, or is hidden."""
    return name.startswith("__MACOSX/") or "/." in f"/{name}"


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
