from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.document import Code, CodeBlock, Essay, Math, MathBlock, Paragraph
from pipeline.files import Files
from pipeline.prose import every_inline, whole
from pipeline.source import read


def essay(folder: Path, body: str, title: str = "A title") -> tuple[Essay, list[tuple[int | None, int | None, str]]]:
    path = folder / "content" / "one" / "essay.md"
    path.parent.mkdir(parents=True)
    path.write_text(f"---\ntitle: '{title}'\n---\n{body}\n", encoding="utf-8")
    found, problems = read(path, Files(folder))
    assert found is not None
    return found, [(p.place.line, p.place.column, p.code) for p in problems]


def maths(found: Essay) -> list[str]:
    paragraphs = (block for block in whole(found) if isinstance(block, Paragraph))
    return [one.tex for block in paragraphs for one in every_inline(block.inlines) if isinstance(one, Math)]


PRICES = [
    "It costs $5 and $6.",
    "From $5-$10, or US$20 to CA$30.",
    r"Escaped: \$x\$ and \$7.",
    "A `$x$` in code.",
    "In 2$ and 3$.",
]


@pytest.mark.parametrize("text", PRICES)
def test_prices_and_escaped_signs_stay_text(text: str, tmp_path: Path) -> None:
    found, problems = essay(tmp_path, text)
    assert maths(found) == []
    assert problems == []


def test_words_between_two_dollars_are_told(tmp_path: Path) -> None:
    found, problems = essay(tmp_path, "He paid $5 for each of the$ cows.")
    assert maths(found) == ["5 for each of the"]
    assert problems == [(4, 9, "formula-or-price")]


def test_a_fault_within_a_line_has_its_line_and_column(tmp_path: Path) -> None:
    found, problems = essay(tmp_path, "One\ntwo $x + \\alhpa$ three.")
    assert problems == [(5, 10, "formula-unknown")]
    (paragraph,) = (block for block in whole(found) if isinstance(block, Paragraph))
    assert Code(r"$x + \alhpa$") in paragraph.inlines  # its source stays


def test_a_fault_on_lines_of_its_own_has_its_line_and_column(tmp_path: Path) -> None:
    found, problems = essay(tmp_path, "> $$\n> a = \\frac{b}{c} \\\\\n>  d = \\foo{e}\n> $$")
    assert problems == [(6, 8, "formula-unknown")]
    (block,) = (block for block in whole(found) if isinstance(block, CodeBlock))
    assert r"\foo{e}" in block.text


@pytest.mark.parametrize(
    "text",
    [
        "$$x = y$$ {#eq:a}",
        "$$ x = y $$ {#eq:a}",
        "Words\n$$\nx = y\n$$ {#eq:a}\nmore",
        "```math\nx = y\n```\n: {#eq:a}",
    ],
)
def test_a_displayed_formula_is_named(text: str, tmp_path: Path) -> None:
    found, problems = essay(tmp_path, text)
    (block,) = (block for block in whole(found) if isinstance(block, MathBlock))
    assert block.tex == "x = y"
    assert problems == []


def test_a_formula_that_is_never_closed_is_told(tmp_path: Path) -> None:
    found, problems = essay(tmp_path, "$$ x\ny\n\nAfter.")
    assert problems == [(4, None, "formula-not-closed")]
    assert any(isinstance(block, CodeBlock) and "y" in block.text for block in whole(found))
    assert any(isinstance(block, Paragraph) for block in whole(found))


def test_a_dollar_that_seems_to_open_a_formula_is_told(tmp_path: Path) -> None:
    _, problems = essay(tmp_path, "Let $x^2 be.")
    assert problems == [(4, 5, "formula-not-closed")]


def test_titles_are_plain_text(tmp_path: Path) -> None:
    found, problems = essay(tmp_path, "Text.", "Why $E=mc^2$ holds for $5")
    assert found.meta.title == "Why E = mc² holds for $5"
    assert problems == []


def test_a_formula_of_ten_thousand_characters_is_told_where_it_is(tmp_path: Path) -> None:
    _, problems = essay(tmp_path, f"Long: ${'x' * 10_000}$.\n\n$$\n{'y' * 10_000}\n$$")
    assert [(line, code) for line, _, code in problems] == [(4, "formula-too-long"), (7, "formula-too-long")]


def test_signs_of_formulas_have_a_face(tmp_path: Path) -> None:
    found, _ = essay(tmp_path, r"Let $x \in \mathbb{R}$.")
    assert {faces.script for faces in found.meta.fonts} == {"Zsym", "Grek"}
