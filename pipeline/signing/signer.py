"""The signer: a message in, the same message with its DKIM-Signature out (RFC 6376, 5)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.signing import canonical

OVERSIGNED = (
    *("from", "to", "cc", "sender", "reply-to", "subject", "date", "message-id"),
    *("mime-version", "content-type", "content-transfer-encoding"),
    *("list-id", "list-unsubscribe", "list-unsubscribe-post", "list-help", "list-archive"),
)
"""The fields that are signed, each once more than it stands there, so that nobody can add one (RFC 6376, 8.15).

Both of List-Unsubscribe's are among them, as RFC 8058, 4 demands.
"""

_LINE = 76


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs for ``domain`` (d=) with the key published under ``selector`` (s=).

    ``algorithm`` is ``rsa-sha256`` or ``ed25519-sha256``; ``seal`` signs what is to be signed. ``moment`` (t=), in
    seconds since 1970, is left out where it is None: with the same one a message has the same signature each time.
    """

    domain: str
    selector: str
    algorithm: str
    seal: Callable[[bytes], bytes]
    moment: int | None = None

    def sign(self, message: bytes) -> bytes:
        """``message`` with the field DKIM-Signature before it, and every line ended by CRLF."""
        message = canonical.network(message)
        return self.signature(message) + message

    def signature(self, message: bytes) -> bytes:
        """The field DKIM-Signature of ``message``, whose lines end in CRLF, folded and with its line's end.

        A message has 30 KB: its canonical form and digest take a tenth of what the signature of RSA takes.
        """
        header, _, body = message.partition(b"\r\n\r\n")
        digest = hashlib.sha256(canonical.body(body)).digest()
        names, signed = _chosen(canonical.fields(header.removesuffix(b"\r\n")))
        field = self._field(names, base64.b64encode(digest).decode())
        # The field itself comes last, its b= empty, and without the end of its line (3.7).
        [(_, own)] = canonical.fields(field.encode("ascii"))
        sealed = self.seal(signed + b"dkim-signature:" + own)
        return f"{field}{_folded(base64.b64encode(sealed).decode())}\r\n".encode("ascii")

    def _field(self, names: list[str], digest: str) -> str:
        """The field up to ``b=``, folded."""
        time = f" t={self.moment};" if self.moment is not None else ""
        lines = [f"DKIM-Signature: v=1; a={self.algorithm}; c=relaxed/relaxed;{time}", f" d={self.domain};"]
        word = f" s={self.selector};"
        if len(lines[-1]) + len(word) <= _LINE:
            lines[-1] += word
        else:
            lines.append(word)
        line = " h="
        for number, name in enumerate(names):
            word = name + (":" if number < len(names) - 1 else ";")
            if len(line) + len(word) > _LINE:
                lines.append(line)
                line = "  "
            line += word
        return "\r\n".join([*lines, line, f" bh={digest};", " b="])


def _chosen(fields: list[tuple[bytes, bytes]]) -> tuple[list[str], bytes]:
    """The names of h= and the fields that they mean, the last of several first (5.4.2); then each name once more."""
    there: dict[bytes, list[bytes]] = {}
    for name, value in fields:
        there.setdefault(name, []).append(value)
    names: list[str] = []
    parts: list[bytes] = []
    for text in OVERSIGNED:
        name = text.encode("ascii")
        values = there.get(name, [])
        parts += [name + b":" + value + b"\r\n" for value in reversed(values)]
        names += [text] * (len(values) + 1)
    return names, b"".join(parts)


def _folded(text: str) -> str:
    """Base64 on lines of its own; blanks within it are ignored (RFC 6376, 3.5)."""
    size = _LINE - 3
    return "\r\n  ".join(text[at : at + size] for at in range(0, len(text), size))
