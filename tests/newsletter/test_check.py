from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.files import Files
from pipeline.newsletter.check import check, check_html
from pipeline.newsletter.check.where import where
from pipeline.problems import Place, Severity
from pipeline.source import read
from tests.conftest import ROOT
from tests.newsletter.made import made, part, theme
from tests.newsletter.sample import FULL

PLACE = Place("build/sample/newsletter.eml")


def codes(message: bytes) -> set[str]:
    return {problem.code for problem in check(message, PLACE)}


def test_the_sample_is_clean_without_its_essay_too() -> None:
    assert check(made(FULL).message, PLACE) == ()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<title>", "<title></title><title>", None),
        ("https://example.org/paper", "javascript:alert(1)", "mail-link"),
        ('href="#note-1"', 'href="#gone"', "mail-link"),
        ('id="gives"', 'id="evidence"', "mail-id"),
        ('<h1 style="', '<h1 style="margin: 0 !important;', "mail-style-important"),
        ("</h1>", "</h1><pre>{{ name }}</pre>", None),
        ("</h1>", "</h1><!--[if !mso]><!--><p>x</p><!--<![endif]-->", None),
    ],
)
def test_what_no_rule_has_a_number_for(old: str, new: str, code: str | None) -> None:
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


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("text-decoration: underline", "text-decoration: none", "mail-link-text", "content/sample/essay.md:1"),
        ('class="masthead"', 'class="masthead" width="700"', "mail-width", "themes/base/newsletter/head.html.j2:5"),
        ('class="press"', 'class="press" width="700"', "mail-width", None),
        ("color: #5A6069", "color: #AAAAAA", "mail-contrast", "themes/base/newsletter/head.html.j2:10"),
    ],
)
def test_a_finding_names_the_line_that_it_comes_from(old: str, new: str, code: str, place: str | None) -> None:
    html = part(made(FULL), "html").replace(old, new)
    found = check_html(html, PLACE, "", where(PLACE, FULL, theme(), Files(ROOT)))
    places = [str(problem.place) for problem in found if problem.code == code]
    assert (place in places) if place else not places


def test_a_finding_of_the_header_names_the_key_that_it_comes_from() -> None:
    places = {"newsletter.from": Place("content/publication.yaml", 5, 3)}
    essay = replace(FULL, meta=replace(FULL.meta, places=places))
    data = made(essay).message.replace(b"essays@example.org", b"essays@gmail.com")
    assert [str(p.place) for p in check(data, PLACE, essay) if p.code == "mail-provider"] == [
        "content/publication.yaml:5:3"
    ]


@pytest.mark.parametrize(
    ("matter", "body"),
    [
        ("", "A chart\n\n``` chart\nkind: bar\nunit: mm\n---\nCity,Rain\nOslo,7\n```\n: Rain,  \nbroken into lines"),
        ("newsletter: {service: listmonk}\n", "``` chart\nkind: bar\ny: Rain\nsource: S\n---\na,b\nx,1\ny,2\n```\n"),
        ("newsletter: {service: listmonk}\n", "A formula, $x_i^2$, in words."),
        ("", "###{% By rule"),
        ("", "A link with a [loud scheme](HTTPS://example.org/ü)."),
        ("", "> ::: compare\n> ### One\n> a\n>\n> ### Other\n> b\n> :::\n"),
        ("", "Said [below](#two).\n\n::: compare {#two}\n- a\n\n1. b\n:::\n"),
        ("", "- ::: compare\n  - a\n\n  1. b\n  :::\n"),
    ],
)
def test_an_odd_essay_gives_a_mail_without_a_fault_of_ours(matter: str, body: str, tmp_path: Path) -> None:
    path = tmp_path / "content" / "e" / "essay.md"
    path.parent.mkdir(parents=True)
    path.write_text(f"---\ntitle: A title\ndate: 2026-01-02\n{matter}---\n\n{body}\n", encoding="utf-8")
    essay, _ = read(path, Files(tmp_path))
    assert essay
    found = check(made(essay, tmp_path).message, PLACE, essay, theme(), Files(ROOT))
    told = [
        problem for problem in found if problem.severity is Severity.ERROR or problem.code.startswith("mail-client")
    ]
    assert told == []
