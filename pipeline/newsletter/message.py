"""The message (RFC 5322, MIME: RFC 2045 and 2046): header, text part, HTML part, attached pictures.

Written by hand, because it must be the same bytes each time and hold reserved words whole; tests read it back
with Python's parser, which must find no defect.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from pipeline.quoted import quoted_printable


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
