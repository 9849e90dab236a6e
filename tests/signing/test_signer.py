from __future__ import annotations

import base64
import email
import hashlib
import re
import statistics
import time

import dkim  # type: ignore[import-untyped]
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.newsletter.check.signed import sender_rules
from pipeline.problems import Place
from pipeline.signing import canonical
from pipeline.signing.keys import Key, Kind, made
from pipeline.signing.signer import OVERSIGNED, Signer
from tests.newsletter.made import made as newsletter
from tests.newsletter.sample import FULL

KEYS = {kind: made(kind) for kind in Kind}
BOTH = pytest.mark.parametrize("kind", Kind)


def signer(kind: Kind = Kind.RSA, moment: int | None = 1_700_000_000) -> Signer:
    return KEYS[kind].signer("example.org", "s1", moment)


def verified(message: bytes, key: Key) -> bool:
    """What dkimpy says, and that it asked for the record where it must stand."""
    asked: list[bytes] = []

    def answer(name: bytes, timeout: int = 5) -> bytes:
        asked.append(name)
        return key.record().encode()

    try:
        good = bool(dkim.DKIM(message).verify(dnsfunc=answer))
    except dkim.ValidationError as fault:
        assert "body hash mismatch" in str(fault)  # noqa: PT017 -- dkimpy says so by raising
        return False
    assert asked == [b"s1._domainkey.example.org."]
    return good


@BOTH
def test_a_newsletter_is_signed_as_dkimpy_wants_it(kind: Kind) -> None:
    message = newsletter(FULL).message
    out = signer(kind).sign(message)
    assert verified(out, KEYS[kind])
    assert out.endswith(message)
    field = out[: -len(message)]
    assert field.startswith(f"DKIM-Signature: v=1; a={kind}-sha256; c=relaxed/relaxed; t=1700000000;\r\n d=".encode())
    assert max(map(len, field.split(b"\r\n"))) <= 78
    assert field.count(b"\n") == field.count(b"\r\n")
    assert signer(kind).sign(message) == out  # the same bytes, twice


@BOTH
def test_our_own_check_of_the_written_mail_is_content(kind: Kind) -> None:
    parsed = email.message_from_bytes(signer(kind).sign(newsletter(FULL).message))
    fields = [(name, re.sub(r"\r\n", "", value)) for name, value in parsed.items()]
    assert sender_rules(fields, Place("f"), Place("m")) == []


FOLDED = st.lists(
    st.sampled_from(["a", "word", "  ", "\t", "\r\n ", "\r\n\t", ":", ";", "é", "=", "x" * 900]), max_size=12
)
NAMES = st.sampled_from(["X-Other", "Subject", "SUBJECT", "Received", "Reply-To", "List-Id", "DKIM-Signature-Not"])
FIELD = st.tuples(NAMES, FOLDED.map("".join)).map(lambda pair: f"{pair[0]}: a{pair[1]}")
LINE = st.text(alphabet="ab \t.=é日\x0b\x0c", max_size=30)
BODY = st.lists(st.tuples(LINE, st.sampled_from(["\r\n", "\n", "\r", "\r\n\r\n", " \r\n", "\t\r\n"])), max_size=12).map(
    lambda lines: "".join(text + end for text, end in lines)
)
MESSAGE = st.tuples(
    st.lists(FIELD, max_size=6), BODY, st.sampled_from(["", "\r\n", "\r\n\r\n\r\n", " ", "x", " \t"])
).map(lambda made: "\r\n".join(["From: Ann <ann@example.org>", *made[0]]) + "\r\n\r\n" + made[1] + made[2])


@settings(max_examples=60, deadline=None)
@given(MESSAGE, st.sampled_from(Kind))
@example("From: a@example.org\r\n\r\n", Kind.RSA)
@example("From: a@example.org\r\n\r\n\r\n\r\n", Kind.RSA)
@example("From: a@example.org\r\n\r\n \t \r\n\r\n", Kind.RSA)
@example("From: a@example.org\n\nbare\n\n", Kind.ED25519)
def test_dkimpy_verifies_whatever_is_signed(text: str, kind: Kind) -> None:
    assert verified(signer(kind).sign(text.encode()), KEYS[kind])


@settings(max_examples=60)
@given(BODY)
def test_the_body_is_canonical_as_dkimpy_has_it(text: str) -> None:
    data = canonical.network(text.encode())
    policy = dkim.canonicalization.CanonicalizationPolicy.from_c_value(b"relaxed/relaxed")
    assert canonical.body(data) == policy.canonicalize_body(data)
    assert canonical.network(data) == data


def test_the_digests_of_an_empty_body_and_of_the_standard() -> None:
    empty = hashlib.sha256(canonical.body(b"")).digest()
    assert base64.b64encode(empty) == b"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="  # erratum 1376 of RFC 4871
    assert canonical.body(b" C \r\nD \t E\r\n\r\n\r\n") == b" C\r\nD E\r\n"  # RFC 6376, 3.4.5
    assert canonical.fields(b"A: X\r\nB : Y\t\r\n\tZ  ") == [(b"a", b"X"), (b"b", b"Y Z")]


CHANGES = [
    (b"Subject: ", b"Subject: not "),
    (b"reader@newsletter.invalid", b"other@newsletter.invalid"),
    (b"List-Unsubscribe=One-Click", b"List-Unsubscribe=One-Clock"),
    (b"?reader=READER", b"?reader=DAERER"),
    (b"multipart/alternative", b"multipart/mixed"),
    (b"</html>", b"<!-- --></html>"),
]


@BOTH
@pytest.mark.parametrize(("old", "new"), CHANGES)
def test_a_change_is_found(kind: Kind, old: bytes, new: bytes) -> None:
    out = signer(kind).sign(newsletter(FULL).message)
    assert old in out
    assert not verified(out.replace(old, new, 1), KEYS[kind])


@pytest.mark.parametrize("name", OVERSIGNED)
def test_nothing_can_be_added_before_or_after(name: str) -> None:
    out = signer().sign(newsletter(FULL).message)
    added = f"{name}: <https://evil.example/>\r\n".encode()
    assert not verified(added + out, KEYS[Kind.RSA])
    assert not verified(out.replace(b"\r\n\r\n", b"\r\n" + added + b"\r\n", 1), KEYS[Kind.RSA])


def test_what_may_change_on_the_way_may() -> None:
    out = signer().sign(newsletter(FULL).message)
    assert verified(b"Received: from a by b;\r\n Sun, 22 Nov 2026 09:30:00 +0000\r\n" + out, KEYS[Kind.RSA])
    assert verified(out + b"\r\n\r\n", KEYS[Kind.RSA])
    assert verified(out.replace(b"Subject: ", b"SUBJECT:   ", 1), KEYS[Kind.RSA])


def test_without_a_moment_there_is_none() -> None:
    assert b" t=" not in signer(moment=None).sign(b"From: a@example.org\r\n\r\nx\r\n").partition(b"From")[0]


def test_long_names_stay_on_their_lines() -> None:
    long = KEYS[Kind.ED25519].signer(".".join(["a" * 50] * 4) + ".org", "s" * 60, 1)
    field = long.signature(newsletter(FULL).message)
    assert b" s=" + b"s" * 60 in field
    assert max(map(len, field.split(b"\r\n"))) <= 230


def test_rsa_is_quick_enough_for_a_thousand_a_second() -> None:
    message = newsletter(FULL).message
    message += b"Words, and  two blanks   and\tmore of them. =\r\n" * ((30_000 - len(message)) // 45)
    sign = signer()

    def took() -> tuple[float, float]:
        start = time.perf_counter()
        for _ in range(20):
            KEYS[Kind.RSA].seal(b"x")
        middle = time.perf_counter()
        for _ in range(20):
            sign.sign(message)
        return (middle - start) / 20, (time.perf_counter() - middle) / 20

    # Beside other work the clock says little: the ratio to the bare signature holds anywhere.
    seal, whole = (statistics.median(times) for times in zip(*(took() for _ in range(7)), strict=True))
    assert whole < 3 * seal + 0.0005
