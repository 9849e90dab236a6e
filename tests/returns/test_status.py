"""What a refusal says of the address: replies as Gmail, Outlook, Exchange, Yahoo, Postfix and Exim give them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.returns.reading import Kind, read
from pipeline.returns.status import CODE, Worth, code, worth
from tests.returns import post

ANN = "ann@example.org"


@pytest.mark.parametrize(
    ("status", "diagnostic", "kind"),
    [
        # Nobody is there, however it is said.
        ("5.1.1", "smtp; 550-5.1.1 The email account that you tried to reach does not exist.", Kind.PERMANENT),
        ("5.5.0", "smtp; 550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302)", Kind.PERMANENT),
        ("5.1.10", "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found", Kind.PERMANENT),
        ("5.4.1", "smtp;550 5.4.1 Recipient address rejected: Access denied.", Kind.PERMANENT),
        ("5.4.310", "smtp;550 5.4.310 DNS domain example.test does not exist", Kind.PERMANENT),
        ("5.4.4", "X-Postfix; Host or domain name not found. Name service error", Kind.PERMANENT),
        ("5.0.0", "smtp; 550 5.1.1 <ann@example.org>: Recipient address rejected: User unknown", Kind.PERMANENT),
        ("5.0.0", "smtp; 554 delivery error: dd This user doesn't have a yahoo.com account", Kind.PERMANENT),
        ("5.3.0", "smtp; 553 5.3.0 <ann@example.org>... Unknown user, policy", Kind.PERMANENT),
        ("5.0.0", "X-Unix; 1", Kind.PERMANENT),
        # The address is good: full, filtered, too large, a policy.
        ("5.2.2", "smtp; 552-5.2.2 The recipient's inbox is out of storage space.", Kind.REFUSED),
        ("5.0.0", "smtp; 552 5.2.2 mailbox full", Kind.REFUSED),
        ("5.0.0 (recipient reached disk quota)", "", Kind.REFUSED),
        ("5.2.0", "smtp; 550 5.2.0 Mailbox is full", Kind.REFUSED),
        ("5.0.0", "smtp; 550-5.7.1 [192.0.2.1] Our system has detected that this message is unsolicited", Kind.REFUSED),
        ("5.0.0", "smtp; 554 Message rejected: sender is on a blocklist", Kind.REFUSED),
        ("5.7.9", "smtp; 554 5.7.9 Message not accepted for policy reasons.", Kind.REFUSED),
        ("5.7.26", "smtp; 550-5.7.26 This mail has been blocked because the sender is unauthenticated.", Kind.REFUSED),
        # It is us: a blocked sender, a sender's address that is wrong, too many mails.
        ("5.1.8", "smtp;550 5.1.8 Access denied, bad outbound sender", Kind.REFUSED),
        ("5.1.7", "smtp; 550 5.1.7 Invalid address", Kind.REFUSED),
        ("5.1.0", "smtp; 550 5.1.0 Sender denied", Kind.REFUSED),
        ("5.5.0", "smtp; 550 5.5.0 command out of sequence", Kind.REFUSED),
        # It is neither: a loop, a long wait.
        ("5.4.6", "X-Postfix; mail for example.org loops back to myself", Kind.REFUSED),
        ("5.4.14", "smtp;554 5.4.14 Hop count exceeded - possible mail loop", Kind.REFUSED),
        ("5.4.300", "smtp;550 5.4.300 Message expired", Kind.REFUSED),
        ("5.0.0", "smtp; 452 4.2.2 mailbox full", Kind.TEMPORARY),
        ("4.4.7", "smtp;550 4.4.7 QUEUE.Expired; message expired", Kind.TEMPORARY),
    ],
)
def test_a_refusal_says_what_the_address_is_worth(status: str, diagnostic: str, kind: Kind) -> None:
    assert read(post.dsn(ANN, status=status, diagnostic=diagnostic)).kind is kind


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("550 5.1.1 unknown", "5.1.1"),
        ("550-5.1.1 unknown", "5.1.1"),
        ("(#5.1.1)", "5.1.1"),
        ("it is 5.1.1.", "5.1.1"),
        ("host[5.1.1.7] said", None),
        ("from 192.5.1.1 it", None),
        ("Exim 4.92.3", None),
        ("GroupWise 5.0.8", None),
        ("v5.1.1", None),
        ("5.1.1234", None),
    ],
)
def test_a_code_is_neither_an_address_nor_a_version(text: str, found: str | None) -> None:
    match = CODE.search(text)
    assert (match[1] if match else None) == found


def test_the_status_counts_where_it_says_something() -> None:
    assert code("5.1.1", "smtp; 550 5.7.1 no") == "5.1.1"
    assert code("5.0.0", "smtp; 550 5.7.1 no") == "5.7.1"
    assert code("5.0.0", "smtp; 550 no") == "5.0.0"
    assert code("553 no", "") == ""


@given(st.integers(0, 7), st.integers(0, 999), st.text(max_size=50))
def test_for_now_is_for_now_whatever_else_is_said(subject: int, detail: int, words: str) -> None:
    assert worth(f"4.{subject}.{detail}", words) is Worth.LATER
