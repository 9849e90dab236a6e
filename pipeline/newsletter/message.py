"""The message (RFC 5322, MIME: RFC 2045 and 2046): header, text part, HTML part, attached pictures.

Written by hand, because it must be the same bytes each time and hold reserved words whole; tests read it back
with Python's parser, which must find no defect.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass

from pipeline.reserved import ALL

_TOKEN = re.compile("(" + "|".join(re.escape(token) for token in ALL) + ")")
_ENCODE = re.compile(rb"[^\t !-<>-~]")  # RFC 2045, 6.7: all else stands for itself
_CHUNK = re.compile(rb".{1,75}(?<!=)(?<!=.)", re.DOTALL)  # 75 and a soft break are 76; never within =XX


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture that the HTML part shows by ``cid:`` (RFC 2392)."""

    cid: str
    name: str
    media: str
    data: bytes


def message(header: list[str], text: str, html: str, attachments: tuple[Attachment, ...]) -> bytes:
    """The whole message. ``header`` are folded fields; MIME-Version and Content-Type are added here."""
    seed = hashlib.sha256(b"\0".join([text.encode(), html.encode(), *(a.data for a in attachments)])).hexdigest()
    page = _part("Content-Type: text/html; charset=utf-8", html)
    if attachments:
        inner = [page, *(_attached(attachment) for attachment in attachments)]
        page = _multipart("related", inner, f"=_r{seed[:24]}", '; type="text/html"')
    body = _multipart("alternative", [_part("Content-Type: text/plain; charset=utf-8", text), page], f"=_a{seed[:24]}")
    return "\r\n".join([*header, "MIME-Version: 1.0"]).encode("ascii") + b"\r\n" + body


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


def _part(kind: str, text: str) -> bytes:
    head = f"{kind}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return head.encode("ascii") + quoted_printable(text)


def _attached(attachment: Attachment) -> bytes:
    head = (
        f"Content-Type: {attachment.media}\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-ID: <{attachment.cid}>\r\n"
        f'Content-Disposition: inline; filename="{attachment.name}"\r\n\r\n'
    )
    lines = base64.encodebytes(attachment.data).rstrip(b"\n").replace(b"\n", b"\r\n")
    return head.encode("ascii") + lines


def _multipart(kind: str, parts: list[bytes], boundary: str, more: str = "") -> bytes:
    head = f'Content-Type: multipart/{kind}{more};\r\n boundary="{boundary}"\r\n\r\n'
    mark = f"--{boundary}\r\n".encode("ascii")
    return head.encode("ascii") + b"".join(mark + part + b"\r\n" for part in parts) + f"--{boundary}--\r\n".encode()
