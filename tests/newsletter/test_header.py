from __future__ import annotations

import datetime
import email
import email.policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import header
from pipeline.header import HeaderError, Mailbox

LINES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.just(" "), max_size=300)


def read(field: str, name: str) -> str:
    message = email.message_from_bytes(field.encode("ascii") + b"\r\n\r\n", policy=email.policy.default)
    assert not message.defects
    assert not message[name].defects
    return str(message[name])


@given(LINES)
def test_a_subject_reads_back_and_its_lines_hold(text: str) -> None:
    text = " ".join(text.split())
    if not text:
        return
    field = header.unstructured("Subject", text)
    assert field.isascii()
    lines = field.split("\r\n")
    assert all(len(line) <= 998 and line.strip() for line in lines)
    assert all(line.startswith(" ") for line in lines[1:])
    if "=?utf-8?b?" in field:
        assert all(len(line) <= 76 for line in lines)
        assert "=?utf-8?b??=" not in field
    assert read(field, "Subject") == text


@pytest.mark.parametrize(
    "subject",
    [
        "Plain words",
        "Überblick: größer, schöner",
        "日本語の件名" * 20,
        "looks =?utf-8?q?encoded?= already",
        "a " * 120 + "b",
    ],
)
def test_subjects(subject: str) -> None:
    assert read(header.unstructured("Subject", subject), "Subject") == subject


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("a@example.org", Mailbox("", "a", "example.org")),
        ("Ann Example <ann@Example.ORG>", Mailbox("Ann Example", "ann", "example.org")),
        ('"Example, Ann" <ann@example.org>', Mailbox("Example, Ann", "ann", "example.org")),
        ("Bücher <post@bücher.example>", Mailbox("Bücher", "post", "xn--bcher-kva.example")),
        ("O'Neil & Co. <x+y@mail.example.org>", Mailbox("O'Neil & Co.", "x+y", "mail.example.org")),
    ],
)
def test_mailboxes_read(text: str, box: Mailbox) -> None:
    assert header.mailbox(text) == box
    field = header.addressed("From", box)
    message = email.message_from_bytes(field.encode("ascii") + b"\r\n\r\n", policy=email.policy.default)
    (address,) = message["From"].addresses
    assert (address.display_name, address.addr_spec) == (box.name, box.address)
    assert not message["From"].defects


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a@b.example, c@d.example", "more than one"),
        ("Ann <a@b.example>, Bob <c@d.example>", "more than one|no address"),
        ("a@b.example\r\nBcc: c@d.example", "line break"),
        ("müller@example.org", "not ASCII"),
        ("nobody", "no address"),
        ("a@localhost", "a domain that is none"),
        ("a@-x.example", "a domain that is none"),
        ("a@straße.example", "in ASCII yourself"),
        ("a b@example.org", "no mail server"),
        (f"{'a' * 65}@example.org", "no mail server"),
        (f"a@{'x' * 64}.example", "a domain that is none"),
        (f"a@{'ü' * 64}.example", "a domain that is none"),
        ("<>", "no address"),
    ],
)
def test_mailboxes_refused(text: str, why: str) -> None:
    with pytest.raises(HeaderError, match=why):
        header.mailbox(text)


def test_a_long_list_address_is_never_encoded() -> None:
    url = f"https://example.org/unsubscribe?reader={'x' * 300}"
    field = header.listed("List-Unsubscribe", url)
    assert field == f"List-Unsubscribe: <{url}>"
    assert read(field, "List-Unsubscribe") == f"<{url}>"


def test_two_list_addresses_break_between_them() -> None:
    assert header.listed("List-Help", "https://a.example/", "mailto:x@a.example") == (
        "List-Help: <https://a.example/>,\r\n <mailto:x@a.example>"
    )


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://bücher.example/ä?q=ü#ö", "https://xn--bcher-kva.example/%C3%A4?q=%C3%BC#%C3%B6"),
        ("https://example.org:8443/a%20b?x=1&y=2", "https://example.org:8443/a%20b?x=1&y=2"),
    ],
)
def test_addresses_become_ascii(text: str, url: str) -> None:
    assert header.ascii_url(text) == url


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "http://example.org",
        "https://",
        "https://a b.example/",
        "https://u:p@x.example",
        "https://x.example:y/",
        "https://x.example/\n",
    ],
)
def test_addresses_refused(text: str) -> None:
    with pytest.raises(HeaderError):
        header.ascii_url(text)


@given(st.integers(0, 4_000_000_000), st.integers(-720, 840))
def test_dates_read_back(seconds: int, minutes: int) -> None:
    moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone(datetime.timedelta(minutes=minutes)))
    message = email.message_from_bytes(f"Date: {header.date(moment)}\r\n\r\n".encode(), policy=email.policy.default)
    assert message["Date"].datetime == moment


def test_a_list_id_holds_name_and_label() -> None:
    assert header.list_id("Essays", "essays.example.org") == 'List-Id: "Essays" <essays.example.org>'
    long = header.list_id("Ein sehr langer Name für eine Veröffentlichung, der nie enden will", "x.example.org")
    assert all(len(line) <= 78 for line in long.split("\r\n"))
    assert long.endswith("<x.example.org>")
