from __future__ import annotations

import email
import email.policy
import quopri
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pipeline.newsletter.message import Attachment, message
from pipeline.quoted import quoted_printable
from pipeline.reserved import ALL, GREETING, READER
from tests.newsletter.made import made, parsed, part
from tests.newsletter.sample import FULL

WORDS = st.lists(
    st.sampled_from([*ALL, " ", "\t", "=", "é", "日本語", "word", "From ", ".", "x" * 80, "\n", "=3D"])
    | st.text(max_size=40),
    max_size=30,
).map("".join)


@given(WORDS)
def test_quoted_printable_reads_back(text: str) -> None:
    text = text.replace("\r", "")
    data = quoted_printable(text)
    lines = data.split(b"\r\n")
    assert all(len(line) <= 76 and line.isascii() for line in lines)
    assert not any(line.endswith((b" ", b"\t")) or line.startswith(b"From ") for line in lines)
    assert quopri.decodestring(data.replace(b"\r\n", b"\n")).decode() == text


@given(WORDS, st.sampled_from(ALL), WORDS)
def test_a_reserved_word_stands_alone_on_its_line(before: str, word: str, after: str) -> None:
    lines = quoted_printable(f"{before}{word}{after}").split(b"\r\n")
    assert any(line in (word.encode(), word.encode() + b"=") for line in lines)


def test_the_message_has_no_defect_and_each_field_once() -> None:
    message = parsed(made(FULL))
    assert all(not found.defects for found in message.walk())
    for name in ("From", "To", "Date", "Message-ID", "Subject", "MIME-Version", "List-Id", "List-Unsubscribe"):
        assert len(message.get_all(name, [])) == 1, name
    assert message["From"] == "Essays in Plain Sight <essays@example.org>"
    assert message["Reply-To"] == "editor@example.org"
    assert message["Date"] == "Sun, 22 Nov 2026 09:30:00 +0000"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"] == (
        f"<https://essays.example.org/unsubscribe?reader={READER}>, "
        f"<mailto:editor@example.org?subject=unsubscribe%20{READER}>"
    )
    assert message["List-Archive"] == "<https://essays.example.org/archive/>"
    assert "Precedence" not in message
    kinds = [p.get_content_type() for p in message.walk()]
    assert kinds[:4] == ["multipart/alternative", "text/plain", "multipart/related", "text/html"]
    assert kinds[4:] == ["image/png"] * 2  # its formulas


def test_the_link_to_leave_says_the_essays_language() -> None:
    message = parsed(made(replace(FULL, meta=replace(FULL.meta, lang="de-AT"))))
    link = f"https://essays.example.org/unsubscribe?reader={READER}&lang=de-AT"
    assert message["List-Unsubscribe"].startswith(f"<{link}>, <mailto:")


def test_every_line_of_the_message_is_short_ascii_and_ends_in_crlf() -> None:
    data = made(FULL).message
    assert data.isascii()
    assert data.endswith(b"--\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    lines = data.split(b"\r\n")
    assert max(len(line) for line in lines if READER.encode() not in line) <= 78
    assert max(map(len, lines)) <= 998 - 300  # an address of 254 octets has a token of 300 characters more


def test_the_reserved_words_stand_in_the_message_only() -> None:
    mail = made(FULL)
    for kind in ("plain", "html"):
        assert part(mail, kind).count(GREETING) == 1
        assert READER in part(mail, kind)
    for word in (*ALL, "{{"):
        assert word not in mail.html
        assert word not in mail.text


def test_the_message_id_follows_the_content() -> None:
    one, two = parsed(made(FULL))["Message-ID"], parsed(made(FULL))["Message-ID"]
    assert one == two
    assert str(one).startswith("<sample.")
    assert str(one).endswith("@example.org>")


def test_attachments_are_related_to_the_page() -> None:
    attached = Attachment("a@figure.invalid", "a.png", "image/png", bytes(range(256)))
    data = message(["Subject: x"], "text", '<img src="cid:a@figure.invalid">', (attached,))
    read = email.message_from_bytes(data, policy=email.policy.default)
    assert all(not found.defects for found in read.walk())
    kinds = [found.get_content_type() for found in read.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png"]
    picture = list(read.walk())[-1]
    assert picture.get_content() == bytes(range(256))
    assert picture["Content-ID"] == "<a@figure.invalid>"
