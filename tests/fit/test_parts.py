"""Dividing over slides: nothing lost, nothing too tall, nothing alone, no more slides than need be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.fit.parts import even, packed, sentences
from pipeline.fitted import Bullet, Run, TextParagraph

heights = st.lists(st.integers(1, 10), min_size=1, max_size=60)


@given(heights)
def test_even_loses_nothing_and_overflows_nothing(atoms: list[int]) -> None:
    made = even(atoms, 20, sum)
    assert [a for group in made for a in group] == atoms
    assert all(sum(group) <= 20 for group in made)
    assert len(made) <= len(packed(atoms, 20, sum))


def test_slides_are_equally_full() -> None:
    assert [len(g) for g in even([1] * 13, 6, sum)] == [5, 5, 3]
    assert [len(g) for g in even([1] * 12, 9, sum)] == [6, 6]


def test_the_last_is_not_alone() -> None:
    assert [len(g) for g in packed([1] * 7, 3, sum)] == [3, 2, 2]


def test_what_leads_stays_with_what_follows() -> None:
    atoms = ["a", "b", "list:", "c", "d"]
    made = packed(atoms, 3, len, lambda one, _: one.endswith(":"))
    assert made == [("a", "b"), ("list:", "c", "d")]


def test_sentences_keep_markup_and_place() -> None:
    runs = (Run("One is ", lang="en"), Run("bold. Two", bold=True, lang="en"), Run(" is e.g. plain. Three", lang="en"))
    made = list(sentences(TextParagraph(runs, bullet=Bullet.DISC)))
    assert ["".join(r.text for r in p.runs) for p in made] == ["One is bold. ", "Two is e.g. plain. ", "Three"]
    assert [(p.level, p.bullet) for p in made] == [(0, Bullet.DISC), (1, Bullet.NONE), (1, Bullet.NONE)]
    assert [r.bold for r in made[1].runs] == [True, False]
