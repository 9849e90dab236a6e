"""The front matter as types, over the publication's defaults."""

from __future__ import annotations

import datetime

import pytest

from pipeline.frontmatter import read
from pipeline.frontmatter.answers import duration
from pipeline.meta import Author, Body, Meta, Output, Paper, Source
from pipeline.problems import Problems
from pipeline.yamltree import Mapping, parse

FULL = """\
title: The "Title"
short_title: Short
subtitle: >
  folded
  text
summary: S
authors:
  - Ann
  - {name: Bob, affiliation: Uni, email: b@example.org, url: https://example.org/b}
date: 2026-11-22T10:00:00
lang: no
url: https://example.org/essay
license: CC BY 4.0
tags: [a, b]
theme: plain
draft: yes
outputs: [handout, deck]
sources:
  talk: {title: T, url: "https://example.org/t", kind: podcast, authors: Ann, date: 2023-06-29, length: 3:15:00}
deck: {event: E, venue: V, date: 2026-12-01, minutes: 20, words_per_minute: 120, template: t.pptx, sections: [a], url: "https://example.org/d"}
handout: {paper: Letter, qr: false, slides: true, source: true, url: "https://example.org/h"}
newsletter:
  issue: 12
  subject: Sub
  from: Ann <a@example.org>
  postal_address: |
    Street 1
    Town
  body: summary
"""


def meta(own: str, shared: str | None = None) -> tuple[Meta, Problems]:
    tree, problems = parse(own, "essay.md", first_line=2)
    below, more = parse(shared, "publication.yaml") if shared else (None, ())
    assert isinstance(tree, Mapping)
    assert below is None or isinstance(below, Mapping)
    assert not problems + more
    return read(tree, below)


def test_every_key() -> None:
    found, problems = meta(FULL)
    assert not problems
    assert found.title == 'The "Title"'
    assert found.subtitle == "folded text"
    assert found.authors == (Author("Ann"), Author("Bob", "Uni", "b@example.org", "https://example.org/b"))
    assert found.date == datetime.date(2026, 11, 22)
    assert found.lang == "no"
    assert found.tags == ("a", "b")
    assert found.draft
    assert found.outputs == (Output.HANDOUT, Output.DECK)
    day = datetime.date(2023, 6, 29)
    assert found.sources == (Source("talk", "T", "https://example.org/t", "podcast", ("Ann",), day, 11700, 20),)
    assert (found.deck.minutes, found.deck.words_per_minute, found.deck.sections) == (20, 120, ("a",))
    assert (found.handout.paper, found.handout.qr, found.handout.slides) == (Paper.LETTER, False, True)
    assert found.newsletter.issue == "12"
    assert found.newsletter.sender == "Ann <a@example.org>"
    assert found.newsletter.postal_address == "Street 1\nTown"
    assert found.newsletter.body is Body.SUMMARY


def test_a_title_is_enough() -> None:
    found, problems = meta("title: T")
    assert not problems
    assert found == Meta("T")


def test_the_essay_beats_the_publication() -> None:
    shared = """\
name: Letters
url: https://example.org
lang: de
authors: [Ann]
theme: plain
handout: {paper: Letter, qr: false}
"""
    found, problems = meta("title: T\nlang: en\nauthors:\nhandout: {qr: true}\n", shared)
    assert not problems
    assert (found.publication.name, found.publication.url) == ("Letters", "https://example.org")
    assert (found.lang, found.theme, found.authors) == ("en", "plain", (Author("Ann"),))
    assert (found.handout.paper, found.handout.qr) == (Paper.LETTER, True)
    assert found.url is None


def test_a_mistake_in_the_defaults_is_told_once_and_there() -> None:
    _, problems = meta("title: T", "titel: x\ntitle: y\nhandout: {paper: A3}\n")
    assert [(p.code, p.place.path, p.place.line) for p in problems] == [
        ("unknown-key", "publication.yaml", 2),
        ("wrong-type", "publication.yaml", 3),
        ("unknown-key", "publication.yaml", 1),
    ]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("3:15:00", 11700), ("12:30", 750), ("195 min", 11700), ("195min", 11700), ("3 h 15 min", 11700), ("3h", 10800),
        ("90 s", 90), ("1 hour", 3600), ("2 hours 5 minutes", 7500), ("11700", 11700), ("1:60:00", None), ("", None),
        ("0", None), ("long", None), ("3:75", None), ("-5", None), ("1 min 1 h", None), ("1.5 h", None),
    ],
)  # fmt: skip
def test_lengths(text: str, seconds: int | None) -> None:
    assert duration(text) == seconds


def test_fonts_are_by_script_each_beside_the_file_that_names_it() -> None:
    essay = "title: T\nfonts:\n  Arab: {family: Amiri, faces: {regular: Amiri.ttf, bold: Amiri-Bold.ttf}}\n"
    shared = (
        "fonts:\n  Arab: {family: Other, package: others, faces: {regular: files/O.ttf}}\n"
        "  Kore: {family: Noto Sans KR, package: noto_kr, faces: {regular: KR.otf}}\n"
    )
    own, below = parse(essay, "content/x/essay.md", first_line=2)[0], parse(shared, "content/publication.yaml")[0]
    assert isinstance(own, Mapping)
    assert isinstance(below, Mapping)
    found, problems = read(own, below)
    assert problems == ()
    arab, korean = found.fonts
    assert (arab.script, arab.family, arab.package, arab.bold) == ("Arab", "Amiri", None, "Amiri-Bold.ttf")
    assert (str(arab.folder), arab.place.line) == ("content/x", 4)
    assert (korean.script, korean.package, str(korean.folder)) == ("Hang", "noto_kr", "content")


@pytest.mark.parametrize(
    ("yaml", "code", "line"),
    [
        ("fonts: Arab", "wrong-type", 3),
        ("fonts:\n  Arabic: {family: A, faces: {regular: A.ttf}}", "font-script", 4),
        ("fonts:\n  Arab: A.ttf", "wrong-type", 4),
        ("fonts:\n  Arab: {faces: {regular: A.ttf}}", "missing-key", 4),
        ("fonts:\n  Arab: {family: A}", "missing-key", 4),
        ("fonts:\n  Arab: {family: A, faces: {regular: /etc/A.ttf}}", "wrong-type", 4),
        ("fonts:\n  Arab: {family: A, faces: {regular: A.woff2}}", "wrong-type", 4),
        ("fonts:\n  Arab: {family: A, package: a.b, faces: {regular: A.ttf}}", "wrong-type", 4),
        ("fonts:\n  Arab: {family: A, faces: {regular: A.ttf, heavy: B.ttf}}", "unknown-key", 4),
    ],
)
def test_what_is_wrong_with_fonts_is_told_at_its_line(yaml: str, code: str, line: int) -> None:
    _, problems = meta(f"title: T\n{yaml}\n")
    assert [(p.code, p.place.line) for p in problems] == [(code, line)]
    assert problems[0].hint or code == "unknown-key"


@pytest.mark.parametrize("value", ['"one\\r\\nBcc: x@y.example"', "|\n    one\n    two"])
def test_a_line_break_in_one_line_is_told_and_made_a_blank(value: str) -> None:
    found, problems = meta(f"title: T\nnewsletter:\n  subject: {value}\n")
    assert [(problem.code, problem.place.line) for problem in problems] == [("line-break", 4)]
    assert "\n" not in (found.newsletter.subject or "")
    assert meta("title: T\nnewsletter:\n  subject: >\n    one\n    two\n")[1] == ()


@pytest.mark.parametrize("unseen", ["\x85", "\u2028", "\u2029"])
def test_lines_are_counted_as_an_editor_counts_them(unseen: str) -> None:
    _, problems = meta(f"title: 'One{unseen}line'\nsubtitle: é\nlang: [x]\n")
    assert [(p.place.line, p.place.column) for p in problems if p.code == "wrong-type"] == [(4, 7)]
    tree, (problem,) = parse(f"title: 'One{unseen}line'\r\nsubtitle: 'not closed\n", "essay.md", first_line=2)
    assert tree is None
    assert problem.place.line in (3, 4)
    tree, _ = parse(f"a: 'x{unseen}y' # z\n", "essay.md")
    assert isinstance(tree, Mapping)
    assert [(key.place.column, value.place.column) for key, value in tree.entries] == [(1, 4)]
