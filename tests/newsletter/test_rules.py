"""Each rule of "email-ready" by its number in knowledge/newsletter.md, with faults that it must find in an .eml."""

from __future__ import annotations

import email
import email.policy
import re
from functools import cache

import pytest

from pipeline.files import Files
from pipeline.newsletter import Mail
from pipeline.newsletter.check import check
from pipeline.newsletter.message import message
from pipeline.problems import Place
from pipeline.reserved import READER
from tests.conftest import ROOT
from tests.newsletter.made import made, part, theme
from tests.newsletter.sample import FULL

PLACE = Place("build/sample/newsletter.eml")
SIGNED = (
    "DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=one; "
    "h=from:from:to:subject:date:list-unsubscribe:list-unsubscribe-post; bh=AA==; b={}\r\nFrom:"
)
GOOD = "A" * 342 + "=="
IMAGE = '</h1><img src="https://x.example/a.{}" alt="x" width="5" height="3">'
BUTTON = (
    '</h1><a href="https://x.example/" style="text-decoration: underline; color: #FFFFFF; '
    'padding: 12px 24px; background-color: #000000">Read all of it</a>'
)
ROOM = '</h1><table role="presentation" width="100%"><tr><td>{}</td></tr></table>'

# Of the HTML part: what is replaced, by what, and the code of what is found.
HTML: dict[int, list[tuple[str, str, str]]] = {
    1: [("</h1>", "</h1>" + "x" * 103_000, "mail-size"), ("</h1>", "</h1>" + "x" * 75_000, "mail-size")],
    2: [
        ("</style>", "p { color: red }" * 1100 + "</style>", "mail-style-size"),
        ("</h1>", "</h1><style>p { color: red }</style>", "mail-style-place"),
    ],
    3: [
        ("</style>", "@media print { @media (color) { p { color: red } } }</style>", "mail-style-nested"),
        ("</style>", "/* so */ p { color: red }</style>", "mail-style-comment"),
        ("</style>", "p { color: red</style>", "mail-style"),
    ],
    4: [('<h1 style="', '<h1 style="background: url(https://x.example/a.png);', "mail-style-url")],
    5: [("max-width: 600px", "max-width: 700px", "mail-container"), ("max-width: 600px", "", "mail-container")],
    6: [
        ("</h1>", "</h1><table><tr><td>x</td></tr></table>", "mail-table"),
        (' scope="col"', "", "mail-table"),
    ],
    7: [('<html lang="en"', "<html", "mail-lang"), ('<div class="mail" dir="ltr"', '<div class="mail"', "mail-lang")],
    8: [
        ("<title>Can AI be both open and safe?</title>", "", "mail-title"),
        ("</h1>", "</h1><h1>again</h1>", "mail-headings"),
        ("</h1>", "</h1><h4>deep</h4>", "mail-headings"),
        ("link to a paper", "click here", "mail-link-text"),
        ("link to a paper", "", "mail-link-text"),
        ("text-decoration: underline", "text-decoration: none", "mail-link-text"),
        ("color: #5A6069", "color: #AAAAAA", "mail-contrast"),
        ("\n.mail h1, .mail h2", "\n.mail h2", "mail-contrast"),  # the ink of the light scheme on dark ground
        ("[data-ogsc] .mail th, ", "", "mail-contrast"),
        ("</h1>", '</h1><p style="color: #707070; background-color: #000000">x</p>', "mail-contrast"),
    ],
    9: [
        ("</h1>", '</h1><img src="https://x.example/a.png" width="5" height="3">', "mail-image"),
        ("</h1>", '</h1><img src="https://x.example/a.png" alt="x">', "mail-image"),
        ("</h1>", '</h1><img src="https://x.example/a.png" alt="x" width="5" height="auto">', "mail-image"),
        ("</h1>", '</h1><img src="http://x.example/a.png" alt="x" width="5" height="3">', "mail-image"),
        ("</h1>", '</h1><img src="data:image/png;base64,AA" alt="x" width="5" height="3">', "mail-image"),
        ("</h1>", '</h1><img src="cid:gone@figure.invalid" alt="x" width="5" height="3">', "mail-image"),
        ("</h1>", IMAGE.format("svg"), "mail-image"),
        ("</h1>", IMAGE.format("webp"), "mail-image"),
        ("</h1>", '</h1><img src="https://x.example/a.png" alt="" width="640" height="3">', "mail-width"),
    ],
    10: [
        ("</h1>", "</h1><!--[if mso]><v:rect></v:rect><![endif]-->", "mail-vml"),
        (
            "</h1>",
            BUTTON,
            "mail-button",
        ),
    ],
    11: [
        ("</h1>", "</h1><!--[if mso]><table>", "mail-conditional"),
        ("</h1>", "</h1><!--[if mso]><table><![endif]-->", "mail-conditional"),
        ("</h1>", "</h1><!--[if !mso]><p>x</p><![endif]-->", "mail-conditional"),
        ("</h1>", ROOM.format('<div style="display: inline-block; max-width: 200px">x</div>'), "mail-columns"),
    ],
    12: [
        ('<meta name="color-scheme" content="light dark">', "", "mail-color-scheme"),
        ('<meta name="supported-color-schemes" content="light dark">', "", "mail-color-scheme"),
        ("</h1>", '</h1><p style="color: #777777">x</p>', "mail-contrast"),
        ("</h1>", '</h1><p style="color: #0000FF; background-color: #EEEEEE">x</p>', "mail-contrast"),  # inverted
    ],
    13: [
        ("Three things that openness gives to AI, three that it puts at risk, and what follows.", "", "mail-preheader"),
        ("</h1>", "</h1><p>Hello {{ name }}</p>", "mail-unresolved"),
        ("https://essays.example.org/unsubscribe", "https://essays.example.org/elsewhere", "mail-unsubscribe-link"),
        (">Read on the web</a>", ' style="display: none">Read on the web</a>', "mail-web-copy"),
        ("Some Street", "Another Street", "mail-postal"),
    ],
    14: [
        ("</h1>", '</h1><p style="box-shadow: 0 0 3px #000000">x</p>', "mail-client"),
        ("</h1>", "</h1><video></video>", "mail-client"),
        ("</h1>", '</h1><p style="letter-spacing: 0.1em">x</p>', "mail-client-partly"),
        ("</h1>", '</h1><p style="quotes: none">x</p>', "mail-client-unknown"),
        ("</h1>", "</h1><blink>x</blink>", "mail-client-unknown"),
        ("</style>", "@media (max-width: 480px) { .x { display: flex } }</style>", "mail-client-partly"),
        ("</style>", "p:hover { color: #000000 }</style>", "mail-client"),
    ],
    15: [
        ("</h1>", '</h1><table role="presentation" width="640"></table>', "mail-width"),
        ("</h1>", '</h1><img src="https://x.example/a.png" alt="" width="536" height="3">', "mail-width"),
    ],
    20: [
        ("</h1>", "</h1><p>Only in the HTML</p>", "mail-text-part"),
        ("</h1>", '</h1><p><a href="https://only.example/">https://only.example/</a></p>', "mail-text-part"),
        ("</h1>", IMAGE.format("png").replace('"x"', '"Only a picture says so"'), "mail-text-part"),
    ],
}
# Of the message's bytes.
BYTES: dict[int, list[tuple[str, str, str]]] = {
    16: [
        ("From: Essays in Plain Sight <essays@example.org>", "From: a@b.example, c@d.example", "mail-header"),
        ("To: reader@newsletter.invalid", "To: reader@newsletter.invalid\r\nTo: b@c.example", "mail-header"),
        ("To: reader@newsletter.invalid", "To: reader@newsletter.invalid, b@c.example", "mail-header"),
        ("MIME-Version: 1.0\r\n", "", "mail-header"),
        ("Subject: Can AI", "Subject: Can\x07 AI", "mail-header"),
        ("\r\nDate: ", "\r\nX-Date: ", "mail-header"),
        ("\r\nMessage-ID: ", "\r\nX-ID: ", "mail-header"),
    ],
    17: [
        ("Subject: Can AI", "Subject: =?utf-8?b??= Can AI", "mail-header"),
        ("Subject: Can AI", f"Subject: =?utf-8?b?{'QUFB' * 20}?= Can AI", "mail-header"),
        ("Subject: Can AI be both open and safe?", "Subject: " + "x" * 1000, "mail-line"),
        ("\r\nDate:", "\nDate:", "mail-line"),
        ("Few fields move", "Few fields move " + "x" * 80, "mail-line"),
    ],
    18: [
        ("List-Unsubscribe: <https:", "List-Unsubscribe: <mailto:", "mail-one-click"),
        ("List-Unsubscribe: <https:", "List-Unsubscribe: =?utf-8?q?<https:", "mail-one-click"),
        ("One-Click", "OneClick", "mail-one-click"),
        ("List-Unsubscribe: ", "X-Gone: ", "mail-one-click"),
        (f"unsubscribe?reader={READER}>", "unsubscribe>", "mail-one-click"),
        ("From:", SIGNED.format(GOOD).replace("list-unsubscribe:", ""), "mail-dkim"),
        ("From:", SIGNED.format(GOOD).replace(":list-unsubscribe-post", ""), "mail-dkim"),
    ],
    19: [
        ("List-Id:", "X-List-Id:", "mail-list-id"),
        ("List-Id:", "Precedence: bulk\r\nList-Id:", "mail-header"),
        ("List-Archive: <https:", "List-Archive: https:", "mail-list"),
        ("List-Id:", "List-Help: =?utf-8?q?<https://x.example/>?=\r\nList-Id:", "mail-list"),
    ],
    20: [
        ("multipart/alternative", "multipart/mixed", "mail-parts"),
        ("text/plain", "text/enriched", "mail-parts"),
        ("[1] https://example.org/paper", "[1] https://example.org/other", "mail-text-part"),
        ("Few fields move", "Few fields stand", "mail-text-part"),
    ],
    21: [
        ("essays@example.org", "essays@b=?cher.example", "mail-header"),
        ("essays@example.org", "m\u00fcller@example.org", "mail-line"),
    ],
    22: [
        ("From:", SIGNED.format("A" * 172), "mail-dkim"),
        ("From:", SIGNED.format(GOOD).replace("h=from:from:", "h=from:"), "mail-dkim"),
        ("From:", SIGNED.format(GOOD).replace("d=example.org", "d=example.com"), "mail-dkim"),
        ("From:", SIGNED.format(GOOD).replace("rsa-sha256", "rsa-sha1"), "mail-dkim"),
    ],
    23: [("essays@example.org", "essays@gmail.com", "mail-provider")],
}


@cache
def full() -> Mail:
    return made(FULL)


def codes(data: bytes) -> set[str]:
    return {problem.code for problem in check(data, PLACE, FULL, theme(), Files(ROOT))}


def rows(table: dict[int, list[tuple[str, str, str]]]) -> list[tuple[int, str, str, str]]:
    return [(rule, *row) for rule, several in table.items() for row in several]


def with_html(html: str) -> bytes:
    """The message of FULL with another HTML part."""
    mail = full()
    head = mail.message.split(b"\r\n\r\n", 1)[0].decode("ascii")
    fields = re.split(r"\r\n(?![ \t])", head)
    kept = [field for field in fields if not field.startswith(("MIME-Version:", "Content-Type:"))]
    return message(kept, part(mail, "plain"), html, ())


def test_every_rule_has_its_faults() -> None:
    assert set(HTML) | set(BYTES) == set(range(1, 24))


def test_the_sample_keeps_every_rule() -> None:
    assert check(full().message, PLACE, FULL, theme(), Files(ROOT)) == ()
    # Alone, the HTML has no pictures of formulas with it.
    assert codes(with_html(re.sub(r'"cid:[^"]+"', '"https://example.org/a.png"', part(full(), "html")))) == set()


def test_a_signature_that_is_as_it_should_be_is_no_fault() -> None:
    data = full().message
    assert codes(data.replace(b"From:", SIGNED.format(GOOD).encode(), 1)) <= {"mail-line"}
    short = SIGNED.format("A" * 86 + "==").replace("rsa-", "ed25519-")
    assert codes(data.replace(b"From:", short.encode(), 1)) <= {"mail-line"}


@pytest.mark.parametrize(("rule", "old", "new", "code"), rows(HTML))
def test_a_fault_of_the_page_is_found(rule: int, old: str, new: str, code: str) -> None:
    html = part(full(), "html")
    assert old in html
    assert code in codes(with_html(html.replace(old, new)))


@pytest.mark.parametrize(("rule", "old", "new", "code"), rows(BYTES))
def test_a_fault_of_the_message_is_found(rule: int, old: str, new: str, code: str) -> None:
    data = full().message
    assert old.encode() in data
    assert code in codes(data.replace(old.encode(), new.encode(), 1))


def test_python_reads_the_message_as_it_was_meant() -> None:
    parsed = email.message_from_bytes(with_html("<p>x</p>"), policy=email.policy.default)
    assert all(not found.defects for found in parsed.walk())
