"""The relaxed canonical forms of header and body (RFC 6376, 3.4.2 and 3.4.4), and the network's form of a message."""

from __future__ import annotations

import re

_BREAK = re.compile(rb"\r\n|\r|\n")
_RUNS = re.compile(rb"  +")
_BLANKS = re.compile(rb"[ \t]+")


def network(message: bytes) -> bytes:
    """``message`` with CRLF at the end of every line, the last too, as it must be before it is signed (5.3)."""
    ends = message.count(b"\r\n")
    if message.count(b"\n") != ends or message.count(b"\r") != ends:
        message = _BREAK.sub(b"\r\n", message)
    return message if message.endswith(b"\r\n") else message + b"\r\n"


def fields(header: bytes) -> list[tuple[bytes, bytes]]:
    """The fields of a header in CRLF: names in small letters, and values in relaxed form."""
    lines = re.sub(rb"\r\n(?=[ \t])", b"", header).split(b"\r\n")
    pairs = (line.partition(b":") for line in lines)
    return [(name.strip(b" \t").lower(), relaxed(value)) for name, colon, value in pairs if colon]


def relaxed(value: bytes) -> bytes:
    """A field's value, unfolded: runs of blanks as one, none at the ends."""
    return _BLANKS.sub(b" ", value).strip(b" ")


def body(data: bytes) -> bytes:
    """A body in CRLF: runs of blanks as one, none at a line's end, no empty lines at the end.

    What is not empty ends in CRLF; an empty body stays empty (RFC 6376, erratum 1377). In passes each of which looks
    for fixed bytes: one pattern for all of it takes ten times as long.
    """
    if b"\t" in data:
        data = data.replace(b"\t", b" ")
    data = _RUNS.sub(b" ", data).replace(b" \r\n", b"\r\n")
    end = len(data)
    while data.endswith(b"\r\n", 0, end):
        end -= 2
    return data[:end] + b"\r\n" if end else b""
