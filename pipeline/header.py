"""Header fields of a message (RFC 5322), folded by hand.

Python's own folding turns a long List-Unsubscribe into encoded-words, which hides one-click unsubscribing.
"""

from __future__ import annotations

import base64
import datetime
import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

LINE = 78  # RFC 5322, 2.1.1: should; 998 is must
LONGEST = 900  # characters of a web address as ASCII: with its field's name it stays within 998
WORD = 75  # RFC 2047, 2: an encoded-word's longest

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_NAMED = re.compile(r"\s*(?P<quote>\"?)(?P<name>[^\"<>]*)(?P=quote)\s*<(?P<address>[^<>]*)>\s*")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class HeaderError(ValueError):
    """What a person wrote cannot stand in a header; the message says why."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One ``mailbox`` (RFC 5322, 3.4): a name and an address, its domain as A-labels."""

    name: str
    local: str
    domain: str

    @property
    def address(self) -> str:
        """``local@domain``."""
        return f"{self.local}@{self.domain}"


def mailbox(text: str) -> Mailbox:
    """One mailbox, ``Name <address>`` or a bare address. Raises HeaderError."""
    if not text.isprintable():
        raise HeaderError("holds a line break or a control character")
    found = _NAMED.fullmatch(text)
    name, address = (found["name"].strip(), found["address"].strip()) if found else ("", text.strip())
    if "," in address or ";" in address or address.count("@") > 1:
        raise HeaderError("holds more than one address")
    local, at, domain = address.rpartition("@")
    if not at or not local or not domain:
        raise HeaderError("holds no address such as name@example.org")
    if not local.isascii():
        raise HeaderError("has a part before the @ that is not ASCII; few mail servers take it (RFC 6531)")
    if not _LOCAL.fullmatch(local) or len(local) > 64:  # RFC 5321, 4.5.3.1.1
        raise HeaderError("has a part before the @ that no mail server takes unquoted")
    return Mailbox(name, local, a_labels(domain))


def a_labels(domain: str) -> str:
    """``domain`` in lower-case ASCII: ``bücher.example`` as ``xn--bcher-kva.example`` (RFC 5890)."""
    if not domain.isascii():
        if any(c in "ßς\u200c\u200d" for c in domain):  # IDNA 2003 maps these to others, 2008 does not
            raise HeaderError(f"has a domain to write in ASCII yourself: {domain}")
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            raise HeaderError(f"has a domain that is none: {domain}") from None
    domain = domain.lower().rstrip(".")
    labels = domain.split(".")
    if len(domain) > 253 or len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        raise HeaderError(f"has a domain that is none: {domain}")
    return domain


def ascii_url(text: str, schemes: tuple[str, ...] = ("https",)) -> str:
    """A web address as ASCII, fit for a header. Raises HeaderError."""
    if not text.isprintable() or any(c in text for c in ' <>"'):
        raise HeaderError("holds a blank, a bracket, a quotation mark or a control character")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise HeaderError("is not a web address") from None
    if parts.scheme not in schemes:
        raise HeaderError(f"must begin with {' or '.join(f'{scheme}:' for scheme in schemes)}")
    safe = "/%:@!$&'()*+,;=~-._"
    query, fragment = quote(parts.query, f"{safe}?"), quote(parts.fragment, f"{safe}?")
    if parts.scheme == "mailto":
        url = urlunsplit(("mailto", "", mailbox(parts.path).address, query, ""))
    elif not parts.hostname or parts.username is not None:
        raise HeaderError("has no plain host")
    else:
        host = a_labels(parts.hostname) + (f":{port}" if port else "")
        url = urlunsplit((parts.scheme, host, quote(parts.path, safe), query, fragment))
    if len(url) > LONGEST:
        raise HeaderError(f"has {len(url)} characters, over {LONGEST}")
    return url


def unstructured(name: str, value: str) -> str:
    """A field of free text, such as Subject: folded at blanks, or as encoded-words (RFC 2047)."""
    if value.isascii() and "=?" not in value:
        folded = _folded(f"{name}:", value.split(" "))
        if all(len(line) <= 998 and line.strip() for line in folded.split("\r\n")):
            return folded
    return f"{name}: " + "\r\n ".join(_encoded(value, WORD - len(name) - 1))


def addressed(name: str, box: Mailbox) -> str:
    """A field of one mailbox, such as From."""
    if not box.name:
        return f"{name}: {box.address}"
    if not box.name.isascii() or "=?" in box.name:
        shown = "\r\n ".join(_encoded(box.name, WORD - len(name) - 1))
    elif re.fullmatch(rf"{_ATOM}(?: {_ATOM})*", box.name):
        shown = box.name
    else:
        escaped = re.sub(r'(["\\])', r"\\\1", box.name)
        shown = f'"{escaped}"'
    line = f"{name}: {shown} <{box.address}>"
    last = line.rsplit("\r\n", 1)[-1]
    return line if len(last) <= LINE else f"{name}: {shown}\r\n <{box.address}>"


def listed(name: str, *urls: str) -> str:
    """A field of the List- family (RFC 2369): addresses in angle brackets, never encoded, broken only between them.

    An address stays on the line of the field's name: some servers overlook one that is alone on the next.
    """
    return f"{name}: " + ",\r\n ".join(f"<{url}>" for url in urls)


def list_id(name: str, label: str) -> str:
    """List-Id (RFC 2919): a phrase and the list's name in angle brackets."""
    if not name:
        return f"List-Id: <{label}>"
    if name.isascii():
        escaped = re.sub(r'(["\\])', r"\\\1", name)
        phrase = f'"{escaped}"'
    else:
        phrase = "\r\n ".join(_encoded(name, WORD - 8))
    line = f"List-Id: {phrase} <{label}>"
    return line if len(line.rsplit("\r\n", 1)[-1]) <= LINE else f"List-Id: {phrase}\r\n <{label}>"


def date(moment: datetime.datetime) -> str:
    """``moment`` as RFC 5322, 3.3 has it, whatever the machine's language."""
    offset = moment.utcoffset() or datetime.timedelta()
    sign, minutes = ("-", -offset) if offset < datetime.timedelta() else ("+", offset)
    hours, rest = divmod(int(minutes.total_seconds()) // 60, 60)
    return (
        f"{_DAYS[moment.weekday()]}, {moment.day} {_MONTHS[moment.month - 1]} {moment.year:04} "
        f"{moment:%H:%M:%S} {sign}{hours:02}{rest:02}"
    )


def _folded(start: str, words: list[str]) -> str:
    """``words`` after ``start``, a new line before the blank that would run over."""
    lines = [start]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > LINE and lines[-1] != start and word:
            lines.append(f" {word}")
        else:
            lines[-1] += f" {word}"
    return "\r\n".join(lines)


def _encoded(text: str, first: int = WORD) -> list[str]:
    """``text`` as encoded-words in UTF-8, none split within a character; the first at most ``first`` long."""
    words: list[str] = []
    taken = b""
    room = min(WORD, first)
    for character in text:
        data = character.encode()
        if taken and len("=?utf-8?b??=") + 4 * -(-(len(taken) + len(data)) // 3) > room:
            words.append(f"=?utf-8?b?{base64.b64encode(taken).decode()}?=")
            taken, room = b"", WORD
        taken += data
    return [*words, f"=?utf-8?b?{base64.b64encode(taken).decode()}?="]
