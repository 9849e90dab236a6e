"""Mails as they come back: written by hand after what Postfix, Exim, Exchange, qmail and Yahoo send."""

from __future__ import annotations

ID = "one.0123456789abcdef.{hash}@example.org"


def original(address: str, token: str | None, id: str | None) -> str:
    """The header of a newsletter of ours, as a server returns it."""
    lines = ["From: Essays <essays@example.org>", f"To: {address}", "Subject: Can AI be both open and safe?"]
    lines += [f"Message-ID: <{id}>"] if id else []
    if token:
        lines.append(f"List-Unsubscribe: <https://example.org/unsubscribe?reader={token}>,")
        lines.append(f" <mailto:bounces@example.org?subject=unsubscribe%20{token}>")
    return "\n".join(lines) + "\n"


def dsn(
    address: str,
    *,
    token: str | None = None,
    id: str | None = None,
    action: str = "failed",
    status: str = "5.1.1",
    final: str | None = None,
    diagnostic: str = "smtp; 550 5.1.1 <x>: Recipient address rejected: User unknown",
    returned: str = "text/rfc822-headers",
) -> bytes:
    """A delivery status notification as Postfix writes it (RFC 3464)."""
    return f"""Return-Path: <>
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: bounces@example.org
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4ABC.1700000000/mx.example.net"
Message-Id: <20261122093000.4ABC@mx.example.net>

This is a MIME-encapsulated message.

--4ABC.1700000000/mx.example.net
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--4ABC.1700000000/mx.example.net
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
Arrival-Date: Sun, 22 Nov 2026 09:30:00 +0000 (UTC)

Final-Recipient: rfc822; {final or address}
Original-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Diagnostic-Code: {diagnostic}

--4ABC.1700000000/mx.example.net
Content-Description: Undelivered Message
Content-Type: {returned}

{original(address, token, id)}
--4ABC.1700000000/mx.example.net--
""".encode()


def complaint(address: str | None, *, token: str | None = None, kind: str = "abuse") -> bytes:
    """A report of feedback (RFC 5965); most providers take the address out."""
    who = f"Original-Rcpt-To: {address}\n" if address else ""
    return f"""From: <feedback@provider.example>
Subject: complaint about message from 192.0.2.1
To: <abuse@example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b1"

--b1
Content-Type: text/plain; charset="US-ASCII"

This is an email abuse report.

--b1
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: SomeGenerator/1.0
Version: 1
{who}Source-IP: 192.0.2.1

--b1
Content-Type: message/rfc822
Content-Disposition: inline

{original("redacted@provider.example", token, None)}
Text.

--b1--
""".encode()


def leaving(token: str, *, sender: str = "ann@example.org", subject: str = "unsubscribe {}", more: str = "") -> bytes:
    """What a mail program sends to the mailto of List-Unsubscribe."""
    return f"From: {sender}\nTo: bounces@example.org\nSubject: {subject.format(token)}\n{more}\n\n".encode()


QMAIL = """From: MAILER-DAEMON@mx.example.net
To: bounces@example.org
Subject: failure notice

Hi. This is the qmail-send program at mx.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{address}>:
192.0.2.5 does not like recipient.
Remote host said: 550 5.1.1 no such user
Giving up on 192.0.2.5.

--- Below this line is a copy of the message.

{original}
"""

EXIM = """From: Mail Delivery System <Mailer-Daemon@mx.example.net>
To: bounces@example.org
X-Failed-Recipients: {address}
Auto-Submitted: auto-replied
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  {address}
    Unrouteable address

------ This is a copy of the message, including all the headers. ------

{original}
"""

AWAY = b"""From: Ann <ann@example.org>
To: essays@example.org
Subject: Out of office: Re: Can AI be both open and safe?
Auto-Submitted: auto-replied (vacation)

I am away until Monday.
"""

PERSON = b"""From: Ann <ann@example.org>
To: essays@example.org
Subject: Re: Can AI be both open and safe?

I liked it.
"""
