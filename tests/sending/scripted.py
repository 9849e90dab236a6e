"""A relay of our own, in a thread, that answers as a test tells it to; it counts what it has accepted."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

HANG_UP = ""
SILENT = "silent"
TOOK_IT = "took it, then hung up"

Answer = Callable[[str, str], str | None]
"""What is said to a command (its verb, its whole line); None for the usual word. ``.`` is the end of a mail."""

USUAL = {
    "MAIL": "250 2.1.0 Ok",
    "RCPT": "250 2.1.5 Ok",
    "DATA": "354 Go on",
    ".": "250 2.0.0 Ok: queued",
    "RSET": "250 2.0.0 Ok",
    "QUIT": "221 2.0.0 Bye",
    "NOOP": "250 2.0.0 Ok",
}


@dataclass(slots=True)
class Scripted:
    """What was seen: the lines of each connection, the mails taken, by address, and their texts."""

    port: int
    answer: Answer
    offers: tuple[str, ...]
    context: ssl.SSLContext | None
    implicit: bool
    lines: list[str] = field(default_factory=list)
    taken: Counter[str] = field(default_factory=Counter)
    texts: list[bytes] = field(default_factory=list)
    connections: int = 0

    def serve(self, listener: socket.socket) -> None:
        """Takes connections until the listener is closed."""
        with contextlib.suppress(OSError):
            while True:
                peer, _ = listener.accept()
                self.connections += 1
                with contextlib.suppress(OSError), contextlib.ExitStack() as open_:
                    open_.enter_context(peer)
                    peer.settimeout(20)
                    peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    self._talk(peer, open_)

    def _talk(self, peer: socket.socket, open_: contextlib.ExitStack) -> None:
        if self.implicit and self.context:
            peer = open_.enter_context(self.context.wrap_socket(peer, server_side=True))
        stream = open_.enter_context(peer.makefile("rb"))
        to = ""

        def say(text: str) -> None:
            peer.sendall(text.replace("\n", "\r\n").encode() + b"\r\n")

        greeting = self.answer("CONNECT", "")
        if greeting == HANG_UP:
            return
        say(greeting or "220 scripted ESMTP")
        while line := stream.readline():
            text = line.decode("utf-8", "replace").rstrip("\r\n")
            self.lines.append(text)
            verb = text.split(" ")[0].upper()
            if verb == "RCPT":
                to = text.partition("<")[2].partition(">")[0]
            said = self.answer(verb, text)
            if said == SILENT:
                stream.read()
                return
            if said == HANG_UP:
                peer.shutdown(socket.SHUT_RDWR)
                return
            if verb in {"EHLO", "LHLO"} and said is None:
                words = ["scripted", *self.offers]
                say("\n".join(f"250{'-' if n < len(words) - 1 else ' '}{word}" for n, word in enumerate(words)))
                continue
            said = said or USUAL.get(verb, "250 Ok")
            if verb == "STARTTLS" and said.startswith("2") and self.context:
                say("220 Go on")
                peer = open_.enter_context(self.context.wrap_socket(peer, server_side=True))
                stream = open_.enter_context(peer.makefile("rb"))
                continue
            say(said)
            if verb == "DATA" and said.startswith("354"):
                body = _text(stream)
                said = self.answer(".", to) if body else HANG_UP
                if said is None or said.startswith("2") or said == TOOK_IT:
                    self.taken[to] += 1
                    self.texts.append(body)
                if said in {TOOK_IT, HANG_UP}:
                    peer.shutdown(socket.SHUT_RDWR)
                    return
                if said == SILENT:
                    stream.read()
                    return
                said = said or USUAL["."]
                say(said)
            if said.startswith("421") or verb == "QUIT":
                return


def _text(stream: BinaryIO) -> bytes:
    """A mail's text with its full stop; nothing where the connection ends before it."""
    body = b""
    while not (body.endswith(b"\r\n.\r\n") or body == b".\r\n"):
        more = stream.readline()
        if not more:
            return b""
        body += more
    return body


@contextlib.contextmanager
def scripted(
    answer: Answer = lambda _verb, _line: None,
    offers: tuple[str, ...] = ("PIPELINING", "8BITMIME", "SIZE 10000000"),
    context: ssl.SSLContext | None = None,
    *,
    implicit: bool = False,
) -> Iterator[Scripted]:
    """A relay that listens on this machine while the block lasts."""
    listener = socket.create_server(("127.0.0.1", 0))
    relay = Scripted(listener.getsockname()[1], answer, offers, context, implicit)
    thread = threading.Thread(target=relay.serve, args=(listener,), daemon=True)
    thread.start()
    try:
        yield relay
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)
