from __future__ import annotations

import base64
import quopri
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.leaving.secrets import secrets
from pipeline.leaving.tokens import token
from pipeline.returns.reading import Kind, read
from tests.returns import post

SECRETS = secrets(b"s" * 32)
ANN = "ann@example.org"
TOKEN = token(SECRETS, ANN)


@pytest.mark.parametrize(
    ("status", "action", "kind"),
    [
        ("5.1.1", "failed", Kind.PERMANENT),
        ("5.1.10", "failed", Kind.PERMANENT),
        ("5.2.1", "failed", Kind.PERMANENT),
        ("5.0.0", "failed", Kind.PERMANENT),
        ("5.4.1", "failed", Kind.PERMANENT),
        ("5.3.0", "failed", Kind.PERMANENT),
        ("5.2.2", "failed", Kind.REFUSED),
        ("5.3.4", "failed", Kind.REFUSED),
        ("5.7.1", "failed", Kind.REFUSED),
        ("5.7.26", "failed", Kind.REFUSED),
        ("4.4.1", "delayed", Kind.TEMPORARY),
        ("4.4.7", "failed", Kind.TEMPORARY),
        ("2.0.0", "delivered", Kind.AUTOMATIC),
        ("2.0.0", "relayed", Kind.AUTOMATIC),
        ("", "error", Kind.PERMANENT),
    ],
)
def test_a_delivery_status_says_what_the_address_is_worth(status: str, action: str, kind: Kind) -> None:
    found = read(post.dsn(ANN, token=TOKEN, status=status, action=action, diagnostic="smtp; no words"))
    assert found.kind is kind
    assert ANN in found.addresses
    assert TOKEN in found.tokens


@pytest.mark.parametrize("coding", ["base64", "quoted-printable"])
def test_a_delivery_status_may_be_encoded(coding: str) -> None:
    fields = "Reporting-MTA: dns; mx\n\nFinal-Recipient: utf-8; jürgen@example.org\nAction: failed\nStatus: 5.1.1\n"
    coded = base64.encodebytes(fields.encode()) if coding == "base64" else quopri.encodestring(fields.encode())
    head = f"Content-Type: message/global-delivery-status\nContent-Transfer-Encoding: {coding}\n\n"
    for body in (coded, fields.encode() if coding == "base64" else coded):
        plain = head.replace(coding, "8bit") if body is not coded else head
        found = read(b'Content-Type: multipart/report; boundary="b"\n\n--b\n' + plain.encode() + body + b"\n--b--\n")
        assert (found.kind, found.addresses) == (Kind.PERMANENT, ("jürgen@example.org",))


@pytest.mark.parametrize(
    ("instead", "kind", "says"),
    [
        ("552 5.2.2 mailbox full", Kind.REFUSED, "552 5.2.2 mailbox full"),
        ("552 Quota violation", Kind.REFUSED, "552 Quota violation"),
        ("550 The user's mailfolder is full", Kind.REFUSED, "mailfolder is full"),
        ("554 Too many hops 26 (25 max)", Kind.REFUSED, "Too many hops"),
        ("(#4.4.1) in the queue too long", Kind.TEMPORARY, "(#4.4.1)"),
        ("451 try again later", Kind.TEMPORARY, "451 try again later"),
        ("550 no such user here", Kind.PERMANENT, "no such user"),
        ("550 sent by Exim 4.92.3 at 4.2.2.10", Kind.PERMANENT, "no status given"),
    ],
)
def test_a_bounce_in_words_alone_is_taken_at_them(instead: str, kind: Kind, says: str) -> None:
    original = "Received: from x (Foo 5.7.1)\nX-Spam: quota 4.2.2\n" + post.original(ANN, TOKEN, None)
    found = read(post.QMAIL.replace("550 5.1.1 no such user", instead).format(address=ANN, original=original).encode())
    assert found.kind is kind
    assert says in found.says


@pytest.mark.parametrize("text", [post.QMAIL, post.EXIM])
def test_other_forms_are_known_too(text: str) -> None:
    found = read(text.format(address=ANN, original=post.original(ANN, TOKEN, None)).encode())
    assert found.kind is Kind.PERMANENT
    assert found.addresses == (ANN,)
    assert TOKEN in found.tokens


def test_the_message_id_of_the_returned_mail_is_found() -> None:
    assert "one.x@example.org" in read(post.dsn(ANN, id="one.x@example.org")).ids


def test_a_returned_mail_in_base64_and_in_quoted_printable() -> None:
    mail = post.original(ANN, TOKEN, None)
    coded = base64.encodebytes(mail.encode()).decode()
    head = "From: a@b.org\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/plain\nContent-Transfer-Encoding: "
    assert read(f"{head}base64\n\n{coded}".encode()).tokens == (TOKEN,)
    soft = mail.replace(TOKEN, TOKEN[:40] + "=\n" + TOKEN[40:])
    assert TOKEN in read(f"{head}quoted-printable\n\n{soft}".encode()).tokens


@pytest.mark.parametrize("kind", ["abuse", "fraud", "virus", "other"])
def test_a_complaint(kind: str) -> None:
    found = read(post.complaint(ANN, token=TOKEN, kind=kind))
    assert (found.kind, found.addresses, found.tokens) == (Kind.COMPLAINT, (ANN,), (TOKEN,))
    assert kind in found.says


@pytest.mark.parametrize("kind", ["not-spam", "auth-failure"])
def test_not_every_report_is_a_complaint(kind: str) -> None:
    found = read(post.complaint(ANN, token=TOKEN, kind=kind))
    assert (found.kind, found.addresses) == (Kind.OTHER, ())
    assert kind in found.says


def test_a_report_may_ask_to_leave() -> None:
    assert read(post.complaint(ANN, kind="opt-out")).kind is Kind.LEAVING


@pytest.mark.parametrize(
    "subject",
    [
        *("unsubscribe {}", "{}", "Re: unsubscribe {}", "UNSUBSCRIBE", "bitte abmelden", "Re: Fwd: Unsubscribe!"),
        *("RE: please unsubscribe me from this list", "AW: Abmelden bitte", "Re[2]: Unsubscribe me, please."),
    ],
)
def test_a_mail_that_asks_to_leave(subject: str) -> None:
    found = read(post.leaving(TOKEN, subject=subject))
    assert found.kind is Kind.LEAVING
    assert found.addresses == (ANN,)
    assert found.tokens == ((TOKEN,) if "{}" in subject else ())


@pytest.mark.parametrize(
    ("subject", "more"),
    [
        ("Re: Why I unsubscribe from everything", ""),
        ("AW: Re: Opt out, or not?", ""),
        ("Out of office: unsubscribe", ""),
        ("Unsubscribe from everything", "List-Unsubscribe: <https://example.org/>"),
        ("unsubscribe", "Auto-Submitted: auto-generated"),
    ],
)
def test_a_mail_of_leaving_does_not_ask_to_leave(subject: str, more: str) -> None:
    """An answer to an essay of leaving, an automatic answer to it, the newsletter itself as it comes round."""
    quoted = post.leaving("", subject=subject, more=more + "\n") + post.original(ANN, TOKEN, None).encode()
    found = read(quoted)
    assert found.kind in (Kind.OTHER, Kind.AUTOMATIC)
    assert found.tokens == (TOKEN,)


def test_a_subject_in_bare_eight_bits_is_read() -> None:
    assert read("From: a@b.org\nSubject: désabonner\n\n".encode()).kind is Kind.LEAVING
    assert "Grüße" in read("From: a@b.org\nSubject: Grüße\n\n".encode()).says


def test_a_mail_program_may_ask_by_itself() -> None:
    found = read(post.leaving(TOKEN, more="Auto-Submitted: auto-generated"))
    assert (found.kind, found.tokens) == (Kind.LEAVING, (TOKEN,))


def test_an_encoded_subject_is_read() -> None:
    coded = base64.b64encode(f"unsubscribe {TOKEN}".encode()).decode()
    assert TOKEN in read(post.leaving("", subject=f"=?utf-8?b?{coded}?=")).tokens


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (post.AWAY, Kind.AUTOMATIC),
        (post.AWAY.replace(b"Auto-Submitted: auto-replied (vacation)\n", b""), Kind.AUTOMATIC),
        *(
            (f"From: a@b.org\nSubject: {subject}\n\nI am away.\n".encode(), Kind.AUTOMATIC)
            for subject in ("Automatische Antwort: Grüße", "Absence du bureau : x", "自動応答: x", "Abwesenheitsnotiz")
        ),
        (
            b"Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n",
            Kind.AUTOMATIC,
        ),
        (post.PERSON, Kind.OTHER),
        (b"", Kind.OTHER),
        (b"\n", Kind.OTHER),
    ],
)
def test_other_mail(data: bytes, kind: Kind) -> None:
    assert read(data).kind is kind


def test_a_mail_of_nobody_about_nothing_is_told_as_such() -> None:
    assert read(b"\n").says == "from nobody, without a subject"
    assert read(b"From: Ann <ann@example.org>\n\nx\n").says == "from ann@example.org, without a subject"


def nested(depth: int) -> bytes:
    lines = ["From: a@b.org"]
    for n in range(depth):
        lines += [f'Content-Type: multipart/mixed; boundary="b{n}"', "", f"--b{n}"]
    return "\n".join([*lines, "Content-Type: text/plain", "", "x"]).encode()


def wide(parts: int) -> bytes:
    part = "--b\nContent-Type: message/delivery-status\n\nAction: failed\nFinal-Recipient: rfc822; a@b.org\n\n"
    return f'Content-Type: multipart/report; boundary="b"\n\n{part * parts}--b--\n'.encode()


HOSTILE = {
    "nested": nested(3000),
    "deep-rfc822": b"Content-Type: message/rfc822\n\n" * 3000 + b"x",
    "wide": wide(10_000),
    "no-boundary": b"Content-Type: multipart/report; boundary=\n\n--\n--\n",
    "charset": b"Content-Type: text/plain; charset=none-such\nSubject: =?x-none?q?=FF?= =?utf-8?b?!!!?=\n\n\xff",
    "type": b'Content-Type: ;;;==="\xff\nContent-Transfer-Encoding: base64\n\n!!!!',
    "many-headers": b"".join(b"X-%d: y\n" % n for n in range(50_000)) + b"\n",
    "long-header": b"Subject: " + b"a" * 1_900_000 + b"\n\n",
    "long-address": b"From: " + b"<" * 50_000 + b"\n\n",
    "commas": b"From: " + b"a," * 100_000 + b"\n\n",
    "quotes": b"From: " + b'"(' * 100_000 + b"\n\n",
    "params": b"Content-Type: text/plain" + b"; a*0=b" * 20_000 + b"\n\n",
    "tokens": (TOKEN + " ").encode() * 20_000,
    "ids": b"<a@b.org>" * 100_000,
    "nul": b"\x00" * 100_000,
    "notice": b"From: a@b.org\n\nmailbox full\n" + b"user exceed \n" * 150_000,
    "answers": b"Subject: " + b"re: " * 400_000 + b"\n\n",
    "status": post.dsn("a" * 5000 + "@example.org\r\nX: y", status="9.9.9", diagnostic="\xff" * 3000),
    "angles": b"<" * 1_000_000,
    "ats": b"<a@" * 300_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mail_ends(name: str) -> None:
    start = time.perf_counter()
    found = read(HOSTILE[name])
    assert isinstance(found.kind, Kind)
    assert time.perf_counter() - start < 12
    assert all(len(address) <= 320 for address in found.addresses)
    assert len(found.says) < 1000


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read(data: bytes) -> None:
    assert isinstance(read(data).kind, Kind)


def test_any_damage_to_a_bounce_is_read() -> None:
    dice = random.Random(3)
    whole = post.dsn(ANN, token=TOKEN)
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(dice.randrange(1, 30)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        assert isinstance(read(bytes(data[: dice.randrange(1, len(data))])).kind, Kind)


def test_a_part_whose_charset_is_none_leaves_the_rest_to_be_read() -> None:
    data = post.complaint(ANN).replace(b"us-ascii", b"us\0ascii", 1).replace(b"US-ASCII", b"us\0ascii", 1)
    assert b"\0" in data
    found = read(data)
    assert (found.kind, found.addresses) == (Kind.COMPLAINT, (ANN,))
