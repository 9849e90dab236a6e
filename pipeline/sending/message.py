"""The message as it is sent: encoded once, and for each reader only its own words put in.

The bytes of the .eml are taken apart at its reserved words and at four fields of its header; a copy is those pieces
joined again. Nothing is folded or encoded anew but the reader's own words, so a copy costs some microseconds.
"""

from __future__ import annotations

import datetime
import enum
import functools
import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pipeline import header
from pipeline.greeting import Field, Greeting
from pipeline.quoted import quoted_printable
from pipeline.reserved import GREETING, READER, RECIPIENT
from pipeline.sending.addresses import Address
from pipeline.sending.personal import value

MARK = "[Test]"


class _Slot(enum.Enum):
    """What is each reader's own."""

    TO = enum.auto()
    ID = enum.auto()
    TOKEN = enum.auto()
    TOKEN_IN_BODY = enum.auto()
    GREETING_AS_TEXT = enum.auto()
    GREETING_AS_HTML = enum.auto()


class MessageError(ValueError):
    """The bytes are no newsletter that can be sent; the message says why."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One reader's copy: the envelope's addresses (RFC 5321, 3.3) and the message (RFC 5322), lines ended by CRLF."""

    sender: str
    to: Address
    id: str
    data: bytes


class Letter:
    """The newsletter, ready to be addressed.

    ``message`` are the bytes of the .eml, ``greeting`` what its reserved word stands for, ``moment`` the Date of every
    copy; ``identify`` gives each its Message-ID, without the angle brackets. A ``mark`` goes before the subject.
    """

    def __init__(
        self,
        message: bytes,
        greeting: Greeting | None,
        moment: datetime.datetime,
        identify: Callable[[Address], str],
        *,
        returns: str | None = None,
        mark: str = "",
    ) -> None:
        head, gap, body = message.partition(b"\r\n\r\n")
        fields = _fields(head)
        for needed in ("From", "To", "Message-ID", "Date", "Subject"):
            if needed not in fields:
                raise MessageError(f"the header has no {needed}")
        if not gap or RECIPIENT.encode() not in fields["To"]:
            raise MessageError(f"To is not {RECIPIENT}")
        self.author = _spec(fields["From"])
        self.sender = returns or self.author
        self._identify = identify
        self._greeting = greeting or Greeting(())
        fields["To"] = f"To: {RECIPIENT}".encode()
        fields["Message-ID"] = f"Message-ID: {_ID}".encode()
        fields["Date"] = f"Date: {header.date(moment)}".encode()
        if mark:
            fields["Subject"] = b"Subject: " + mark.encode() + b"\r\n " + fields["Subject"].partition(b":")[2].strip()
        self._pieces = tuple(_pieces(b"\r\n".join(fields.values()), body))

    def copy(self, to: Address, fields: Mapping[str, str], token: str) -> Mail:
        """The copy of the reader ``to``, of whom the list says ``fields``; ``token`` leads back to them."""
        own_id = self._identify(to)
        said = self._said(fields)
        own = {
            _Slot.TO: str(to).encode(),
            _Slot.ID: f"<{own_id}>".encode(),
            _Slot.TOKEN: token.encode("ascii"),
            _Slot.TOKEN_IN_BODY: quoted_printable(token),
            _Slot.GREETING_AS_TEXT: _as_text(said),
            _Slot.GREETING_AS_HTML: _as_html(said),
        }
        data = b"".join(piece if isinstance(piece, bytes) else own[piece] for piece in self._pieces)
        return Mail(self.sender, to, own_id, data)

    def wanted(self) -> frozenset[str]:
        """The fields that the greeting takes from a list."""
        return frozenset(part.name for part in self._greeting.parts if isinstance(part, Field))

    def _said(self, fields: Mapping[str, str]) -> str:
        return self._greeting.said({name: value(fields.get(name.lower(), "")) for name in self.wanted()})


_ID = "%%MESSAGE-ID%%"  # stands nowhere but in the header that is taken apart below


def author(message: bytes) -> str:
    """The address in From of ``message``."""
    return _spec(_fields(message.partition(b"\r\n\r\n")[0]).get("From", b""))


def _fields(head: bytes) -> dict[str, bytes]:
    """The header's fields with their folded lines, by name."""
    lines = re.split(rb"\r\n(?![ \t])", head)
    return {line.partition(b":")[0].decode("ascii", "replace"): line for line in lines}


def _spec(field: bytes) -> str:
    """The address within a field of one mailbox."""
    text = field.partition(b":")[2].decode("ascii", "replace").strip()
    found = re.search(r"<([^<>]*)>$", text)
    return found[1] if found else text


def _pieces(head: bytes, body: bytes) -> list[bytes | _Slot]:
    """The header, the empty line and the body, cut at what is each reader's own."""
    pieces: list[bytes | _Slot] = []
    slots = {RECIPIENT.encode(): _Slot.TO, _ID.encode(): _Slot.ID, READER.encode(): _Slot.TOKEN}
    for piece in re.split(b"(" + b"|".join(map(re.escape, slots)) + b")", head):
        pieces.append(slots.get(piece, piece))
    pieces.append(b"\r\n\r\n")
    markup = False
    for piece in re.split(b"(" + b"|".join(map(re.escape, (GREETING.encode(), READER.encode()))) + b")", body):
        if piece == READER.encode():
            pieces.append(_Slot.TOKEN_IN_BODY)
        elif piece == GREETING.encode():
            pieces.append(_Slot.GREETING_AS_HTML if markup else _Slot.GREETING_AS_TEXT)
        else:
            pieces.append(piece)
            kinds = re.findall(rb"\r\nContent-Type: (text/[a-z]+)", piece)
            markup = kinds[-1] == b"text/html" if kinds else markup
    return pieces


@functools.lru_cache(maxsize=512)
def _as_text(said: str) -> bytes:
    return quoted_printable(said)


@functools.lru_cache(maxsize=512)
def _as_html(said: str) -> bytes:
    return quoted_printable(html.escape(said))
