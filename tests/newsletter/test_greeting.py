from __future__ import annotations

import pytest

from pipeline.greeting import Field, greeting
from pipeline.problems import Place

PLACE = Place("essay.md", 1)


def test_a_field_has_a_fallback() -> None:
    read, problems = greeting("Hello {{ name | there }},", PLACE)
    assert problems == ()
    assert read is not None
    assert read.parts == ("Hello ", Field("name", "there"), ",")
    assert read.said({"name": "Ann"}) == "Hello Ann,"
    assert read.said({"name": "  "}) == "Hello there,"
    assert read.said({}) == "Hello there,"
    assert read.said({"name": "Ann\r\nBcc: x\x00"}) == "Hello Ann Bcc: x,"
    assert read.said({"name": "{{ 7*7 }}"}) == "Hello {{ 7*7 }},"


def test_words_alone_are_not_personal() -> None:
    read, _ = greeting("Dear readers,", PLACE)
    assert read is not None
    assert not read.personal


@pytest.mark.parametrize(
    "text", ["Hello {{ name }},", "{{ a.b | c }}", "{% if x %}", "Hello {{ name | ", "{{ f() | x }}", "a\nb", "%%X%%"]
)
def test_what_is_no_field_is_a_problem(text: str) -> None:
    read, problems = greeting(text, PLACE)
    assert read is None
    assert [problem.code for problem in problems] == ["mail-greeting"]
