"""What a code block's attributes choose and mark, and what is told of it, at its line."""

from __future__ import annotations

import pytest

from pipeline.document import CodeBlock
from pipeline.problems import Severity
from tests.source.conftest import Reads

CODE = "one\ntwo\nthree\nfour\n"


def block(reads: Reads, text: str) -> tuple[CodeBlock, list[tuple[str, int | None, Severity]]]:
    essay, problems = reads(text)
    assert essay is not None
    found = next(one for section in essay.sections for one in section.blocks if isinstance(one, CodeBlock))
    return found, [(p.code, p.place.line, p.severity) for p in problems]


def test_lines_are_chosen_numbered_and_marked(reads: Reads) -> None:
    found, problems = block(reads, f'```python {{lines="2-3" mark="3"}}\n{CODE}```\n')
    assert problems == []
    assert (found.chosen, found.marked, found.numbered) == (((2, 3),), ((3, 3),), True)
    assert found.text == CODE.rstrip()


@pytest.mark.parametrize("name", ["numbers", "numberLines", "number-lines"])
def test_numbers_are_asked_for(reads: Reads, name: str) -> None:
    found, problems = block(reads, f"``` {{.python .{name}}}\n{CODE}```\n")
    assert (found.language, found.numbered, problems) == ("python", True, [])
    assert block(reads, f"``` {{.{name}}}\n{CODE}```\n")[0].language is None


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('lines="0-2"', "code-lines"),
        ('lines="9"', "code-lines"),
        ('mark="x"', "code-lines"),
        ('lines="1" mark="3"', "code-mark"),
    ],
)
def test_lines_that_are_not_there_are_told(reads: Reads, said: str, code: str) -> None:
    found, problems = block(reads, f"Text.\n\n```python {{{said}}}\n{CODE}```\n")
    assert [(told, line) for told, line, _ in problems] == [(code, 6)]
    assert found.text == CODE.rstrip()


def test_a_language_that_nobody_knows_is_a_hint(reads: Reads) -> None:
    found, problems = block(reads, "Text.\n\n```pyhton\nx\n```\n")
    assert problems == [("code-language", 6, Severity.HINT)]
    assert found.language == "pyhton"


def test_hidden_characters_are_told_at_their_line_and_shown(reads: Reads) -> None:
    found, problems = block(reads, '```python\na\nb = "\u202ex"\n```\n')
    assert problems == [("code-hidden", 6, Severity.WARNING)]
    assert found.text == 'a\nb = "[U+202E]x"'
    _, many = block(reads, "```python\n" + "\u2066\n" * 50 + "```\n")
    assert [line for _, line, _ in many] == [5, 6, 7, 8, 9, 10]


def test_an_empty_block_is_told(reads: Reads) -> None:
    assert block(reads, "Text.\n\n```python\n\n```\n")[1] == [("code-empty", 6, Severity.WARNING)]


def test_what_hides_in_code_within_a_line_is_told_too(reads: Reads) -> None:
    essay, problems = reads("Text.\n\nSee `a\u202eb` and `münchen`.\n")
    assert [(p.code, p.place.line) for p in problems] == [("code-hidden", 6)]
    assert essay is not None
    assert "a[U+202E]b" in str(essay.sections[0].blocks[1])


def test_lines_that_nobody_reads_as_one_are_told_each_at_its_own(reads: Reads) -> None:
    found, problems = block(reads, f"```python\na\nb = '{'x' * 5_000}'\n```\n")
    assert problems == [("code-line-long", 6, Severity.WARNING)]
    assert len(found.text) > 5_000
    _, many = block(reads, "```\n" + f"{'x' * 401}\n" * 9 + "```\n")
    assert [line for _, line, _ in many] == [5, 6, 7, 8, 9, 10]
