"""Quoted-printable (RFC 2045, 6.7), with each reserved word alone on its encoded line.

So whoever replaces the word folds nothing anew, and what replaces it is folded here by the same rules.
"""

from __future__ import annotations

import re

from pipeline.reserved import ALL

_TOKEN = re.compile("(" + "|".join(re.escape(token) for token in ALL) + ")")
_ENCODE = re.compile(rb"[^\t !-<>-~]")  # RFC 2045, 6.7: all else stands for itself
_CHUNK = re.compile(rb".{1,75}(?<!=)(?<!=.)", re.DOTALL)  # 75 and a soft break are 76; never within =XX


def quoted_printable(text: str) -> bytes:
    """``text`` in quoted-printable, lines ended by CRLF, each reserved word alone between soft line breaks."""
    return b"\r\n".join(_line(line) for line in re.split(r"\r\n|\r|\n", text))


def _line(line: str) -> bytes:
    chunks: list[bytes] = []
    for piece in _TOKEN.split(line):
        if piece in ALL:
            chunks.append(piece.encode("ascii"))
        elif piece:
            data = _ENCODE.sub(lambda found: b"=%02X" % found[0][0], piece.encode())
            chunks += _CHUNK.findall(data)
    if not chunks:
        return b""
    chunks = [part for chunk in chunks for part in _unlike_mbox(chunk)]
    last = chunks[-1]
    if last[-1:] in (b" ", b"\t"):  # a blank that ends a line would be taken off on the way
        tail = b"=20" if last.endswith(b" ") else b"=09"
        chunks[-1:] = [last[:-1], tail] if len(last) > 73 else [last[:-1] + tail]
    return b"=\r\n".join(chunks)


def _unlike_mbox(chunk: bytes) -> tuple[bytes, ...]:
    """``chunk`` without a ``From `` at its start, before which some mailboxes put ``>`` (RFC 2049, 3)."""
    if not chunk.startswith(b"From "):
        return (chunk,)
    return (b"=46rom " + chunk[5:],) if len(chunk) <= 73 else (b"=46", chunk[1:])
