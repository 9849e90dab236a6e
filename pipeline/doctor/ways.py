"""The ways out: to the relay (SMTP, RFC 3207 and 8314) and to the unsubscribe server (HTTPS), their certificates."""

from __future__ import annotations

import contextlib
import datetime
import email.utils
import errno
import http.client
import smtplib
import socket
import ssl
from urllib.parse import quote, urlsplit

from pipeline.doctor.finding import Finding, Findings, State
from pipeline.meta import Security

PATIENCE = 8.0  # seconds for each step
SOON = 14  # days before its end from which on a certificate is worth a word
SKEW = 300  # seconds by which a clock may be wrong
# What says that there is no way from here, rather than nobody there.
_NO_WAY = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL)


def relay(host: str, port: int, security: Security) -> Findings:
    """The finding on the relay: whether it answers, and whether its certificate is good for its name."""
    subject = f"relay {host}:{port}"
    try:
        context = ssl.create_default_context()
        connection: smtplib.SMTP
        if security is Security.TLS:
            connection = smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=context)
        else:
            connection = smtplib.SMTP(host, port, timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.ehlo()
            if security is Security.NONE:
                return (Finding(State.OK, subject, "answers; without TLS, on this machine alone"),)
            if security is Security.STARTTLS:
                if not connection.has_extn("starttls"):
                    todo = "`security: tls` with port 465, if it has that; else another relay"
                    return (Finding(State.FAIL, subject, "offers no STARTTLS", todo),)
                connection.starttls(context=context)
                connection.ehlo()
            wrapped = connection.sock
            found = _certificate(wrapped) if isinstance(wrapped, ssl.SSLSocket) else None
            return (_dated(subject, found, "answers, "),)
    except ssl.SSLCertVerificationError as fault:
        todo = "its operator must mend it, or `newsletter.relay.host` is not the name in it"
        return (Finding(State.FAIL, subject, f"the certificate is not good: {fault.verify_message}", todo),)
    except (OSError, smtplib.SMTPException) as fault:
        return (_unreached(subject, fault, "is it the right host and port, and does it run?"),)


def unsubscribing(url: str) -> Findings:
    """The findings on the address behind the unsubscribe link, and on this machine's clock by its answer."""
    subject = "unsubscribe link"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        host.encode("idna")
    except ValueError:  # of which UnicodeError is one
        todo = "mend `newsletter.unsubscribe_url`: https://example.org/unsubscribe"
        return (Finding(State.FAIL, subject, f"{url} is no web address", todo),)
    if parts.scheme != "https":
        todo = "give `newsletter.unsubscribe_url` an address with https://, as one click needs (RFC 8058)"
        return (Finding(State.FAIL, subject, f"{parts.scheme}: is not https", todo),)
    path = f"{quote(parts.path.rstrip('/'), safe='/%')}/health"
    connection = http.client.HTTPSConnection(host, port, timeout=PATIENCE, context=ssl.create_default_context())
    try:
        with contextlib.closing(connection):
            connection.connect()
            wrapped = connection.sock
            found = _certificate(wrapped) if isinstance(wrapped, ssl.SSLSocket) else None
            connection.request("GET", path, headers={"User-Agent": "essay-pipeline doctor"})
            answer = connection.getresponse()
            said = answer.read(100)
            date = answer.getheader("Date", "")
    except ssl.SSLCertVerificationError as fault:
        says = f"the certificate of {host} is not good: {fault.verify_message}"
        return (Finding(State.FAIL, subject, says, "renew it, or mend the web server's settings"),)
    except (OSError, http.client.HTTPException) as fault:
        return (_unreached(subject, fault, "start it: make unsubscribe-server, behind your web server"),)
    if answer.status == 200 and said == b"ok\n":
        first = _dated(subject, found, "the server answers, ")
    elif answer.status == 503 and said == b"cannot write\n":
        todo = "look at the disk and the rights of .mail/ there"
        first = Finding(State.FAIL, subject, "the server answers, but cannot write down who leaves", todo)
    else:
        says = f"https://{host}{path} answers {answer.status}: something is there, but not our server"
        todo = "does the web server hand that path to `make unsubscribe-server`? (docs/unsubscribe/)"
        first = Finding(State.WARN, subject, says, todo)
    return (first, _clock(date))


def _dated(subject: str, end: datetime.datetime | None, says: str) -> Finding:
    """The finding on a good certificate, by when it ends."""
    if end is None:
        return Finding(State.OK, subject, f"{says}the certificate is good")
    days = (end - datetime.datetime.now(datetime.UTC)).days
    said = f"{says}the certificate is good until {end:%Y-%m-%d}"
    if days < SOON:
        return Finding(State.WARN, subject, f"{said}: {days} days", "renew it in time")
    return Finding(State.OK, subject, said)


def _certificate(wrapped: ssl.SSLSocket) -> datetime.datetime | None:
    """When the certificate ends."""
    found = wrapped.getpeercert()
    end = found.get("notAfter") if found else None
    if not isinstance(end, str):
        return None
    return datetime.datetime.fromtimestamp(ssl.cert_time_to_seconds(end), datetime.UTC)


def _unreached(subject: str, fault: Exception, todo: str) -> Finding:
    """The finding on whoever did not answer: unknown where there is no way from here."""
    if isinstance(fault, TimeoutError | socket.gaierror) or (isinstance(fault, OSError) and fault.errno in _NO_WAY):
        return Finding(State.UNKNOWN, subject, f"cannot be reached from here: {_reason(fault)}")
    return Finding(State.FAIL, subject, f"does not answer as it should: {_reason(fault)}", todo)


def _reason(fault: Exception) -> str:
    return str(getattr(fault, "strerror", None) or fault or type(fault).__name__)


def _clock(date: str) -> Finding:
    """The finding on this machine's clock, by a server's Date: DKIM and links by time need it right."""
    try:
        there = email.utils.parsedate_to_datetime(date)
    except (ValueError, TypeError):
        return Finding(State.UNKNOWN, "clock", "nothing to hold it against")
    off = (datetime.datetime.now(datetime.UTC) - there.astimezone(datetime.UTC)).total_seconds()
    if abs(off) > SKEW:
        way = "ahead of" if off > 0 else "behind"
        says = f"this machine is {abs(off):.0f} seconds {way} {there:%H:%M:%S} UTC"
        return Finding(State.FAIL, "clock", says, "set it: timedatectl set-ntp true")
    return Finding(State.OK, "clock", "agrees with the web server's")
