"""SMTP to one relay (RFC 5321): a connection that is kept, a mail a time, a step ahead where the relay allows it.

Where the relay offers PIPELINING (RFC 2920) the next mail's envelope travels with this one's last bytes, so a mail
takes one round trip. What decides between "not sent" and "unknown" is whether the mail's last bytes may have left.
"""

from __future__ import annotations

import base64
import contextlib
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.meta import Security
from pipeline.sending.connection import BrokenError, Connection, Timeouts, features
from pipeline.sending.message import Mail
from pipeline.sending.replies import (
    Accepted,
    Deferred,
    Lost,
    Outcome,
    Refused,
    RelayError,
    Reply,
    Unable,
    UnreachableError,
)

_DATA = 2  # the place of DATA among a mail's commands
PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


class Password:
    """A password that no log, traceback or list of values shows."""

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return "Password(…)"

    def reveal(self) -> str:
        """The password itself."""
        return self._value


@dataclass(frozen=True, slots=True)
class Way:
    """The way to a relay; a login where there is a ``user``."""

    host: str
    port: int
    security: Security
    user: str | None = None
    password: Password | None = None

    def __str__(self) -> str:
        how = {Security.STARTTLS: "STARTTLS", Security.TLS: "TLS", Security.NONE: "this machine"}[self.security]
        return f"{self.host}:{self.port} ({how}{f', as {self.user}' if self.user else ''})"


class Session:
    """A session with the relay at the end of ``way``, logged in. Raises UnreachableError, RelayError."""

    def __init__(self, way: Way, timeouts: Timeouts) -> None:
        self.way = way
        self.alive = True
        self._times = timeouts
        self._ahead: Mail | None = None
        self._line = Connection(way.host, way.port, way.security, timeouts)
        try:
            self._open()
        except BrokenError as fault:
            self.close()
            raise UnreachableError(f"{way.host}:{way.port}: {fault.args[0]}") from None
        except BaseException:
            self.close()
            raise

    def deliver(self, mail: Mail, begin: Callable[[], None], upcoming: Mail | None = None) -> Outcome:
        """Offers ``mail``. ``begin`` is called when all that is missing is its text.

        ``upcoming`` is the mail that will be delivered next, where that is certain; its envelope may go ahead.
        Raises RelayError.
        """
        if mail.to.international and "SMTPUTF8" not in self._offers:
            return Unable("the relay takes no address outside ASCII (no SMTPUTF8)")
        try:
            if self._ahead is not mail:
                self._announce(mail)
            self._ahead = None
            if (wrong := self._envelope(mail)) is not None:
                return wrong
        except BrokenError as fault:
            self.close()
            return Deferred(fault.args[0], relay=True)
        if upcoming and ("PIPELINING" not in self._offers or (upcoming.to.international and not self._utf8)):
            upcoming = None
        begin()
        return self._text(mail, upcoming)

    def close(self, *, politely: bool = False) -> None:
        """Ends the session; ``politely`` with QUIT."""
        if self.alive and politely and self._ahead is None:
            with contextlib.suppress(BrokenError):
                self._line.say("QUIT", timeout=5)
                self._line.hear(5)
        self.alive = False
        self._line.close()

    @property
    def _utf8(self) -> bool:
        return "SMTPUTF8" in self._offers

    def _open(self) -> None:
        """Greeting, EHLO, STARTTLS, login."""
        way = self.way
        self._must(self._line.hear(), "does not let us in")
        self._greet()
        if way.security is Security.STARTTLS:
            if "STARTTLS" not in self._offers:
                hint = "port 465 speaks TLS from the start: `security: tls`"
                raise RelayError(f"{way.host}:{way.port} offers no STARTTLS", hint)
            self._must(self._ask("STARTTLS"), "refuses STARTTLS")
            self._line.encrypt()
            self._greet()
        if way.user:
            try:
                self._log_in(way.user, way.password)
            except BrokenError as fault:  # what is no SMTP may be the login itself, sent back
                raise BrokenError(fault.args[0].partition(": ")[0]) from None

    def _greet(self) -> None:
        name = socket.gethostname()
        name = name if "." in name.strip(".") and name.isascii() else self._line.here
        reply = self._ask(f"EHLO {name}")
        if reply.good:
            self._offers = features(reply.words)
        else:
            self._offers = {}
            self._must(self._ask(f"HELO {name}"), "does not greet us")
        size = self._offers.get("SIZE", "")
        self._most = int(size) if re.fullmatch(r"[0-9]{1,20}", size) else 0  # RFC 1870, 3

    def _log_in(self, user: str, password: Password | None) -> None:
        """AUTH PLAIN (RFC 4616), else LOGIN. The password stands in no message, nor does a reply that repeats it."""
        if password is None:
            raise RelayError("there is no password for the relay")
        ways = self._offers.get("AUTH", "").split()
        plain = base64.b64encode(f"\0{user}\0{password.reveal()}".encode()).decode()
        if "PLAIN" in ways:
            reply = self._ask(f"AUTH PLAIN {plain}")
        elif "LOGIN" in ways:
            reply = self._ask("AUTH LOGIN")
            for word in (user, password.reveal()):
                if reply.code == 334:  # RFC 4954, 4
                    reply = self._ask(base64.b64encode(word.encode()).decode())
        else:
            raise RelayError(f"{self.way.host} offers no login that we know ({' '.join(ways) or 'none at all'})")
        if not reply.good:
            secrets = (password.reveal(), plain, base64.b64encode(password.reveal().encode()).decode())
            words = reply.words
            for secret in secrets:
                words = words.replace(secret, "…") if secret else words
            reply = Reply(reply.code, words)
        self._must(reply, f"does not let {user} in", "look at newsletter.relay.user and the password")

    def _ask(self, line: str) -> Reply:
        self._line.say(line)
        return self._line.hear()

    def _must(self, reply: Reply, what: str, hint: str | None = None) -> None:
        if reply.good:
            return
        message = f"{self.way.host} {what}: {_flat(reply)}"
        raise UnreachableError(message) if reply.transient else RelayError(message, hint)

    def _announce(self, mail: Mail) -> None:
        """The envelope, all of it at once where the relay allows; RFC 2920, 3.1 has DATA end a group."""
        if self._ahead is not None:
            raise BrokenError("another mail was announced")
        if self._most and len(mail.data) > self._most:
            text = f"{self.way.host} takes mails of at most {self._most:,} bytes, and this has {len(mail.data):,}"
            raise RelayError(text, "give `newsletter.assets_url`, so that pictures need not travel along")
        if "PIPELINING" in self._offers:
            self._line.say(*self._commands(mail))

    def _commands(self, mail: Mail) -> tuple[str, str, str]:
        more = " BODY=8BITMIME SMTPUTF8" if mail.to.international else ""
        size = f" SIZE={len(mail.data)}" if self._most else ""
        return f"MAIL FROM:<{mail.sender}>{size}{more}", f"RCPT TO:<{mail.to}>", "DATA"

    def _envelope(self, mail: Mail) -> Outcome | None:
        """What the relay says to the envelope, asked step by step without PIPELINING; None where it wants the text."""
        ahead = "PIPELINING" in self._offers
        replies: list[Reply] = []
        for command in self._commands(mail):
            if not ahead:
                self._line.say(command)
            replies.append(self._line.hear(self._times.data if command == "DATA" else None))
            if not ahead and not replies[-1].good:
                break
        wrong = next(
            (n for n, reply in enumerate(replies) if not (reply.code == 354 if n == _DATA else reply.good)), None
        )
        if wrong is None:
            return None
        reply = replies[wrong]
        if reply.code < 400:  # what it says is no answer to what it was asked
            raise BrokenError(f"to {('MAIL', 'RCPT', 'DATA')[wrong]} it answers {_flat(reply)}")
        if replies[-1].code == 354 or reply.code == 421:
            self.close()  # it waits for a text all the same, and would take an empty one for a mail
        else:
            with contextlib.suppress(BrokenError):
                self._line.say("RSET")
                if not self._line.hear().good:
                    self.close()
        if reply.transient:
            return Deferred(_flat(reply), relay=wrong != 1 or reply.code == 421)
        if wrong == 0:
            hint = "give newsletter.relay.user, and the password" if reply.code == 530 else None  # RFC 4954, 6
            raise RelayError(f"{self.way.host} takes no mail from {mail.sender}: {_flat(reply)}", hint)
        return Refused(_flat(reply))

    def _text(self, mail: Mail, upcoming: Mail | None) -> Outcome:
        """The message, a full stop, and what comes next; then the relay's word."""
        data = mail.data.replace(b"\r\n.", b"\r\n..")  # RFC 5321, 4.5.2
        data += b".\r\n" if data.endswith(b"\r\n") else b"\r\n.\r\n"
        end = len(data)
        if upcoming is not None:
            data += "".join(f"{line}\r\n" for line in self._commands(upcoming)).encode()
        try:
            self._line.push(data, end, timeout=self._times.block)
        except BrokenError as fault:
            self.close()
            why, left = fault.args
            return Lost(why) if left else Deferred(why, relay=True)
        try:
            reply = self._line.hear(self._times.end)
        except BrokenError as fault:
            self.close()
            return Lost(fault.args[0])
        self._ahead = upcoming
        if reply.good:
            return Accepted(_flat(reply))
        if reply.code < 400:
            self.close()
            return Lost(f"to the mail it answers {_flat(reply)}")
        if upcoming is not None or reply.code == 421:
            self.close()
        return Deferred(_flat(reply), relay=reply.code == 421) if reply.transient else Refused(_flat(reply))


def _flat(reply: Reply) -> str:
    return str(Reply(reply.code, " ".join(reply.words.split())))
