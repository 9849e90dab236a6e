"""What one stage has told, no later one tells again; and nothing asked for is dropped in silence."""

from __future__ import annotations

import pytest

from pipeline.outputs import Product
from tests.trouble.conftest import Builds


@pytest.mark.parametrize("output", list(Product))
@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("A [link](#nowhere) and more.\n", "link-target-missing:8"),
        ("## A {#a}\n\nText.\n\n## B {#a}\n\nText.\n", "duplicate-id:12"),
    ],
)
def test_links_and_ids(output: Product, body: str, told: str, builds: Builds) -> None:
    come = builds(output, body)
    assert [code for code in come.told if not code.startswith("mail-")] == [told]


def test_characters_without_a_glyph_are_one_problem_a_line(builds: Builds) -> None:
    come = builds(Product.HANDOUT, "الذكاء الاصطناعي\n\nWords.\n\nالمصدر\n")
    assert come.told == ["handout-glyph:8", "handout-glyph:12"]
    assert "and 5 more; boxes are printed" in come.problems[0].message


def test_a_template_that_is_not_there_is_told_once(builds: Builds) -> None:
    come = builds(Product.DECK, "Words.\n", "deck:\n  template: mine.pptx\n")
    assert come.told == ["template-absent:7"]
