from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.newsletter.check import check, check_html
from pipeline.problems import Place
from tests.newsletter.made import made, part
from tests.newsletter.sample import FULL

PLACE = Place("build/sample/newsletter.eml")


def codes(message: bytes) -> set[str]:
    return {problem.code for problem in check(message, PLACE)}


def test_the_sample_is_clean() -> None:
    assert check(made(FULL).message, PLACE) == ()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"From: Essays in Plain Sight <essays@example.org>", b"From: a@b.example, c@d.example", "mail-header"),
        (b"To: reader@newsletter.invalid", b"To: reader@newsletter.invalid\r\nTo: b@c.example", "mail-header"),
        (b"MIME-Version: 1.0\r\n", b"", "mail-header"),
        (b"Subject: Can AI", b"Subject: =?utf-8?b??= Can AI", "mail-header"),
        (b"Subject: Can AI be both open and safe?", b"Subject: " + b"x" * 1000, "mail-line"),
        (b"List-Id:", b"Precedence: bulk\r\nX-List-Id:", "mail-list-id"),
        (b"List-Id:", b"Precedence: bulk\r\nList-Id:", "mail-header"),
        (b"List-Unsubscribe: <https:", b"List-Unsubscribe: <mailto:", "mail-one-click"),
        (b"List-Unsubscribe: <https:", b"List-Unsubscribe: =?utf-8?q?<https:", "mail-one-click"),
        (b"One-Click", b"OneClick", "mail-one-click"),
        (b"List-Unsubscribe: ", b"X-Gone: ", "mail-one-click"),
        (b"multipart/alternative", b"multipart/mixed", "mail-parts"),
        (b"text/plain", b"text/enriched", "mail-parts"),
        (b"\r\nDate:", b"\nDate:", "mail-line"),
        (b"Few fields move", b"Few fields move " + b"x" * 80, "mail-line"),
        (b"[1] https://example.org/paper", b"[1] https://example.org/other", "mail-text-part"),
    ],
)
def test_a_fault_of_the_message_is_found(old: bytes, new: bytes, code: str) -> None:
    data = made(FULL).message
    assert old in data
    assert code in codes(data.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("</h1>", "</h1>" + "x" * 103_000, "mail-size"),
        ("</style>", "p { color: red }" * 1100 + "</style>", "mail-style-size"),
        ("</h1>", "</h1><style>p { color: red }</style>", "mail-style-place"),
        ("</style>", "@media print { @media (color) { p { color: red } } }</style>", "mail-style-nested"),
        ("</style>", "/* so */ p { color: red }</style>", "mail-style-comment"),
        ("</style>", "p { color: red</style>", "mail-style"),
        ('<h1 style="', '<h1 style="background: url(https://x.example/a.png);', "mail-style-url"),
        ('<h1 style="', '<h1 style="margin: 0 !important;', "mail-style-important"),
        ("max-width: 600px", "max-width: 700px", "mail-container"),
        ("</h1>", '</h1><table role="presentation" width="640"></table>', "mail-width"),
        ("</h1>", '</h1><img src="https://x.example/a.png" alt="" width="536" height="3">', "mail-width"),
        ("</h1>", "</h1><table><tr><td>x</td></tr></table>", "mail-table"),
        (' scope="col"', "", "mail-table"),
        ('<html lang="en"', "<html", "mail-lang"),
        ('dir="ltr" lang="en"', 'dir="ltr"', "mail-lang"),
        ("<title>", "<title></title><title>", None),
        ("<title>Can AI be both open and safe?</title>", "", "mail-title"),
        ("</h1>", "</h1><h1>again</h1>", "mail-headings"),
        ("</h1>", "</h1><h4>deep</h4>", "mail-headings"),
        ("link to a paper", "click here", "mail-link-text"),
        ("link to a paper", "", "mail-link-text"),
        ("text-decoration: underline", "text-decoration: none", "mail-link-text"),
        ("https://example.org/paper", "javascript:alert(1)", "mail-link"),
        ('href="#note-1"', 'href="#gone"', "mail-link"),
        ('id="gives"', 'id="evidence"', "mail-id"),
        ("color: #5A6069", "color: #AAAAAA", "mail-contrast"),
        ("</h1>", '</h1><img src="https://x.example/a.png" width="5" height="3">', "mail-image"),
        ("</h1>", '</h1><img src="https://x.example/a.png" alt="x">', "mail-image"),
        ("</h1>", '</h1><img src="data:image/png;base64,AA" alt="x" width="5" height="3">', "mail-image"),
        ("</h1>", '</h1><img src="https://x.example/a.svg" alt="x" width="5" height="3">', "mail-image"),
        ("</h1>", "</h1><!--[if mso]><v:rect></v:rect><![endif]-->", "mail-vml"),
        ("</h1>", "</h1><!--[if mso]><table>", "mail-conditional"),
        ("</h1>", "</h1><!--[if mso]><table><![endif]-->", "mail-conditional"),
        ('<meta name="color-scheme" content="light dark">', "", "mail-color-scheme"),
        ("</h1>", "</h1><p>Hello {{ name }}</p>", "mail-unresolved"),
        ("</h1>", "</h1><pre>{{ name }}</pre>", None),
    ],
)
def test_a_fault_of_the_page_is_found(old: str, new: str, code: str | None) -> None:
    html = part(made(FULL), "html")
    assert old in html
    found = {problem.code for problem in check_html(html.replace(old, new), PLACE)}
    assert (code in found) if code else not found


def test_a_message_that_is_none_is_a_problem() -> None:
    assert {"mail-header", "mail-parts"} <= codes(b"no message at all")
    assert {"mail-header", "mail-parts"} <= codes(b"")


def test_an_essay_may_speak_of_templates() -> None:
    essay = replace(FULL, meta=replace(FULL.meta, title="How {{ name }} gets in"))
    message = made(essay).message
    assert "mail-unresolved" in codes(message)
    assert check(message, PLACE, essay) == ()
    assert "mail-unresolved" in {problem.code for problem in check(message, PLACE, FULL)}
