"""Each reader's copy: whole, folded as it must be, and with nobody else's words in it."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.greeting import greeting
from pipeline.newsletter.check.header import header_rules
from pipeline.problems import Place
from pipeline.sending.addresses import Address, address
from pipeline.sending.message import MARK, Letter, MessageError, author
from tests.sending.made import HELLO, HTML, NOW, TEXT, TOKEN, eml

PLACE = Place("newsletter.eml")
ANN = address("ann@example.org")


def own_id(to: Address) -> str:
    return f"essay.abcd.{len(to.key)}@example.org"


def letter(mark: str = "", said: str = HELLO) -> Letter:
    return Letter(eml(), greeting(said, PLACE)[0], NOW, own_id, returns="back@example.org", mark=mark)


def parsed(data: bytes) -> EmailMessage:
    found = email.message_from_bytes(data, policy=email.policy.default)
    assert [part.defects for part in found.walk()] == [[] for _ in found.walk()]
    return found


def bodies(data: bytes) -> tuple[str, str]:
    text, html = (part.get_content() for part in parsed(data).iter_parts())
    return str(text).replace("\r\n", "\n"), str(html).replace("\r\n", "\n")


def test_a_copy_is_a_whole_message() -> None:
    mail = letter().copy(ANN, {"name": "Ann"}, TOKEN)
    assert (mail.sender, str(mail.to)) == ("back@example.org", "ann@example.org")
    found = parsed(mail.data)
    assert found["To"] == "ann@example.org"
    assert found["Date"] == "Mon, 23 Nov 2026 05:00:00 +0000"
    assert found["Message-ID"] == f"<{mail.id}>"
    assert mail.id.startswith("essay.abcd.")
    assert mail.id.endswith("@example.org")
    assert found["List-Unsubscribe"] == f"<https://example.org/u?reader={TOKEN}>"
    text, html = bodies(mail.data)
    assert text == TEXT.replace("%%READER-GREETING%%", "Hello Ann,").replace("READERTOKEN" + "0" * 54, TOKEN)
    assert html == HTML.replace("%%READER-GREETING%%", "Hello Ann,").replace("READERTOKEN" + "0" * 54, TOKEN)
    assert [problem for problem in header_rules(mail.data, PLACE) if problem.code != "mail-one-click"] == [
        problem for problem in header_rules(eml(), PLACE) if problem.code != "mail-one-click"
    ]


def test_nobody_without_a_name_is_greeted_by_one() -> None:
    text, html = bodies(letter().copy(ANN, {}, TOKEN).data)
    assert text.startswith("Hello there,\n")
    assert "Hello there," in html


def test_a_test_copy_is_marked() -> None:
    assert parsed(letter(MARK).copy(ANN, {}, TOKEN).data)["Subject"] == "[Test] Open"


@pytest.mark.parametrize(
    ("name", "text", "html"),
    [
        ("Ann & <b>Bo</b>", "Hello Ann & <b>Bo</b>,", "Hello Ann &amp; &lt;b&gt;Bo&lt;/b&gt;,"),
        ('"Ann"', 'Hello "Ann",', "Hello &quot;Ann&quot;,"),
        ("Ann\r\nBcc: eve@example.org", "Hello Ann Bcc: eve@example.org,", "Hello Ann Bcc: eve@example.org,"),
        ("Ann\0\x1b[2J\u202e", "Hello Ann [2J,", "Hello Ann [2J,"),
        ("{{ secret }}", "Hello {{ secret }},", "Hello {{ secret }},"),
        ("%%READER-GREETING%%", "Hello %%READER-GREETING%%,", "Hello %%READER-GREETING%%,"),
        ("=cmd|' /C calc'!A0", "Hello =cmd|' /C calc'!A0,", "Hello =cmd|&#x27; /C calc&#x27;!A0,"),
        ("見城 徹", "Hello 見城 徹,", "Hello 見城 徹,"),
        ("Zoë, 'Zed'", "Hello Zoë, 'Zed',", "Hello Zoë, &#x27;Zed&#x27;,"),
        ("x" * 10_000, "Hello there,", "Hello there,"),
        ("see https://spam.example now", "Hello there,", "Hello there,"),
        ("WWW.spam.example", "Hello there,", "Hello there,"),
        (".", "Hello .,", "Hello .,"),
        ("   ", "Hello there,", "Hello there,"),
    ],
)
def test_a_name_is_plain_words_whatever_it_holds(name: str, text: str, html: str) -> None:
    data = letter().copy(ANN, {"name": name}, TOKEN).data
    found = bodies(data)
    assert found[0].split("\n")[0] == text
    assert f'<p class="x">{html}</p>' in found[1]
    assert [k for k, _ in parsed(data).items()] == [k for k, _ in parsed(eml()).items()]


@given(
    st.text(max_size=120),
    st.sampled_from(["{{ name | there }}", "Dear {{ name | friend }}, hello", "From {{ name | me }}"]),
)
def test_any_name_keeps_the_message_whole(name: str, said: str) -> None:
    data = letter(said=said).copy(ANN, {"name": name}, TOKEN).data
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data)
    assert max(map(len, data.split(b"\r\n\r\n", 1)[1].split(b"\r\n"))) <= 76
    assert not [line for line in data.split(b"\r\n") if line.startswith(b"From ")]
    assert data.isascii()
    text, html = bodies(data)
    assert "Words" in text
    assert "Words" in html


def test_an_international_address_stands_in_utf_8() -> None:
    mail = letter().copy(address("jörg@bücher.example"), {}, TOKEN)
    assert "\r\nTo: jörg@xn--bcher-kva.example\r\n".encode() in mail.data


@pytest.mark.parametrize("field", ["From", "To", "Subject", "Date", "Message-ID"])
def test_what_is_no_newsletter_is_refused(field: str) -> None:
    data = re.sub(rb"(?m)^" + field.encode() + rb": [^\r]*\r\n", b"", eml())
    with pytest.raises(MessageError, match=field):
        Letter(data, None, NOW, own_id)


def test_another_recipient_is_refused() -> None:
    with pytest.raises(MessageError, match="To is not"):
        Letter(eml().replace(b"To: reader@newsletter.invalid", b"To: ann@example.org"), None, NOW, own_id)


def test_the_author() -> None:
    assert author(eml()) == "essays@example.org"
