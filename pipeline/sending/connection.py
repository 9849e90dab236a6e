"""A connection to a relay: lines out, replies in, TLS around it. Which command comes when is ``transport``'s."""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.meta import Security
from pipeline.sending.replies import RelayError, Reply, UnreachableError

_LONGEST_LINE = 8192  # octets of a reply's line; RFC 5321, 4.5.3.1.5 allows 512
_MOST_LINES = 200
_REPLY = re.compile(r"(?P<code>[2-5][0-9]{2})(?P<mark>[ -]|$)(?P<words>.*)", re.DOTALL)  # RFC 5321, 4.2


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds that are waited for a reply, as RFC 5321, 4.5.3.2 asks of a client."""

    connect: float = 30.0
    command: float = 300.0
    data: float = 120.0
    block: float = 180.0
    end: float = 600.0


class BrokenError(Exception):
    """The connection is gone, or what came over it is no SMTP; the message says which."""


class Connection:
    """A connection to ``host`` at ``port``. Raises UnreachableError, RelayError."""

    def __init__(self, host: str, port: int, security: Security, timeouts: Timeouts) -> None:
        self._host = host
        self._held = b""
        self.timeouts = timeouts
        self.secure = False
        where = f"{host}:{port}"
        try:
            self._socket: socket.socket = socket.create_connection((host, port), timeouts.connect)
        except socket.gaierror as fault:
            if fault.errno == socket.EAI_NONAME:
                raise RelayError(f"there is no host {host}", "look at newsletter.relay.host") from None
            raise UnreachableError(f"{host} could not be looked up: {fault.strerror}") from None
        except UnicodeError:  # a part of the name that is empty, or too long
            raise RelayError(f"there is no host {host}", "look at newsletter.relay.host") from None
        except OSError as fault:
            raise UnreachableError(f"{where} does not answer: {fault.strerror or fault}") from None
        if security is Security.NONE and not _loopback(self._socket):
            self._socket.close()
            hint = "write `security: starttls` (port 587) or `security: tls` (port 465)"
            raise RelayError(f"{where} is another machine, and the way there would be open to anyone", hint)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if security is Security.TLS:
            self.encrypt()

    @property
    def here(self) -> str:
        """Our end's address, as EHLO names an end that has no name (RFC 5321, 4.1.3)."""
        address = self._socket.getsockname()[0]
        return f"[IPv6:{address}]" if ":" in address else f"[{address}]"

    def encrypt(self) -> None:
        """TLS from here on, the certificate verified. Raises RelayError, UnreachableError."""
        if self._held:  # what came before TLS and is read after it would count as said within (CVE-2011-0411)
            raise RelayError("the relay talks on after STARTTLS", "somebody may sit between: try another network")
        context = ssl.create_default_context()
        try:
            self._socket.settimeout(self.timeouts.connect)
            self._socket = context.wrap_socket(self._socket, server_hostname=self._host)
        except ssl.SSLCertVerificationError as fault:
            hint = "the host must be the certificate's; SSL_CERT_FILE= names an authority of your own"
            raise RelayError(f"the certificate of {self._host} does not hold: {fault.verify_message}", hint) from None
        except ssl.SSLError as fault:
            hint = "port 465 speaks TLS from the start (security: tls), port 587 after STARTTLS (security: starttls)"
            raise RelayError(f"no TLS with {self._host}: {fault.reason or fault}", hint) from None
        except OSError as fault:
            raise UnreachableError(f"TLS with {self._host} broke off: {fault.strerror or fault}") from None
        self.secure = True

    def say(self, *lines: str, timeout: float | None = None) -> None:
        """Sends command lines at once. Raises BrokenError."""
        self.push("".join(f"{line}\r\n" for line in lines).encode(), timeout=timeout or self.timeouts.command)

    def push(self, data: bytes, end: int = 0, *, timeout: float) -> None:
        """Sends ``data``. Raises BrokenError, whose ``args[1]`` tells whether its first ``end`` bytes may have left.

        Over TLS a call that fails may have sent its record, so the last of the ``end`` bytes have a call of their own.
        """
        self._socket.settimeout(timeout)
        view = memoryview(data)
        cuts = (end - 5, len(data)) if self.secure and end > 5 else (len(data),)
        sent = 0
        try:
            for cut in cuts:
                while sent < cut:
                    sent += self._socket.send(view[sent:cut])
        except OSError as fault:
            left = sent >= end - 5 if self.secure else sent >= end
            raise BrokenError(_said(fault), left) from None

    def hear(self, timeout: float | None = None) -> Reply:
        """The next reply. Raises BrokenError."""
        words: list[str] = []
        kinds: set[str] = set()
        for _ in range(_MOST_LINES):
            line = self._line(timeout or self.timeouts.command)
            found = _REPLY.fullmatch(line)
            if found is None:
                raise BrokenError(f"no SMTP: {line[:60]!r}")
            words.append(found["words"].strip())
            kinds.add(found["code"][0])
            if len(kinds) > 1:  # RFC 5321, 4.2.1: every line has the same code
                raise BrokenError(f"a reply that says two things: {line[:60]!r}")
            if found["mark"] != "-":
                return Reply(int(found["code"]), _plain("\n".join(words)))
        raise BrokenError("a reply without end")

    def close(self) -> None:
        """Ends the connection without a word."""
        self._socket.close()

    def _line(self, timeout: float) -> str:
        self._socket.settimeout(timeout)
        while b"\n" not in self._held:
            if len(self._held) > _LONGEST_LINE:
                raise BrokenError("a line without end")
            try:
                more = self._socket.recv(4096)
            except OSError as fault:
                raise BrokenError(_said(fault)) from None
            if not more:
                raise BrokenError("the relay hung up")
            self._held += more
        line, _, self._held = self._held.partition(b"\n")
        return line.rstrip(b"\r").decode("utf-8", "replace")


def features(words: str) -> dict[str, str]:
    """What EHLO's reply offers (RFC 5321, 4.1.1.1): keywords and their parameters, in capitals."""
    found: dict[str, str] = {}
    for line in words.split("\n")[1:]:
        name, _, given = line.upper().replace("AUTH=", "AUTH ", 1).partition(" ")
        found[name] = f"{found.get(name, '')} {given}".strip()
    return found


def _plain(text: str) -> str:
    """``text`` as a person can be shown it; line ends stay."""
    return "".join(c if c.isprintable() or c == "\n" else "?" for c in text)


def _said(fault: OSError) -> str:
    if isinstance(fault, TimeoutError):
        return "no answer in time"
    return str(fault.strerror or fault)


def _loopback(of: socket.socket) -> bool:
    address: Iterable[object] = of.getpeername()
    return ipaddress.ip_address(str(next(iter(address))).partition("%")[0]).is_loopback
