"""Essays drawn by Hypothesis, through the whole pipeline: nothing is lost, nothing overflows, bytes are equal twice."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipeline.commands import stages
from pipeline.files import Files
from pipeline.meta import Output
from pipeline.outputs import Product
from pipeline.problems import Severity
from tests.whole.essayist import DECK, Essayist, Written, essays
from tests.whole.outputs import build, mail_texts, placed, words
from tests.whole.rules import lost, overflowing, uncovered, unsound

EXAMPLES = int(os.environ.get("EXAMPLES", "15"))  # EXAMPLES=500 hunts


@pytest.mark.slow
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES <= 15,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
@given(essays(), st.booleans())
def test_every_essay_arrives_whole_and_fits(written: Written, twice: bool) -> None:
    with placed(written) as (path, root):
        made = build(path, root)
        assert list(lost(made, written)) == []
        assert list(uncovered(made)) == []
        assert list(overflowing(made)) == []
        assert list(unsound(made)) == []
        if twice:
            assert build(path, root).made == made.made


def picks(*numbers: int) -> Essayist:
    """An essayist that draws ``numbers`` over and over, each as far as the choice goes."""
    drawn = [0]

    def pick(most: int) -> int:
        drawn[0] += 1
        return numbers[drawn[0] % len(numbers)] % (most + 1)

    return Essayist(pick)


def test_the_rules_can_fail() -> None:
    """What the tests above look for is seen where it is: an essay written down with a word too many and one too few."""
    written = picks(1, 3, 2, 5, 7, 11).essay()
    with placed(written) as (path, root):
        made = build(path, root)
    assert list(lost(made, written)) == []
    extra = Written(written.text, {}, {**written.words, "w9999q": frozenset({DECK})})
    assert list(lost(made, extra)) == ["the deck lacks w9999q"]
    word = next(
        word for word, seen in written.words.items() if len(seen) == 3 and word not in written.text.split("---")[1]
    )
    less = Written(written.text, {}, {k: v for k, v in written.words.items() if k != word})
    assert len(list(lost(made, less))) == 4


LONG = "\n\n".join(
    f"## Section w{n}q\n\n" + f"Text w{n}9q. " + "It goes on and on, as it must. " * 400 for n in range(101, 112)
)


def test_a_mail_too_long_ends_with_a_section_and_a_link_and_the_web_copy_is_whole() -> None:
    matter = "title: Long\nurl: https://example.org/long\nauthors: [N. N.]\n"
    with placed(Written(f"---\n{matter}---\n\n{LONG}\n", {}, {})) as (path, root):
        made = build(path, root)
    assert "mail-cut" in {problem.code for problem in made.problems}
    html, text = mail_texts(made.message)
    kept = sorted(words(html))
    assert kept == sorted(words(text))
    assert 4 < len(kept) < 22
    assert kept == sorted(word for n in range(101, 101 + len(kept) // 2) for word in (f"w{n}q", f"w{n}9q"))
    web, plain = (data.decode() for data in made.made[Product.NEWSLETTER][:2])
    assert words(web) == words(plain) == words(LONG)
    assert "Read on:\nhttps://example.org/long" in text
    assert "subscribed to N. N.\n" in text


def test_a_summary_holds_headings_and_lead_terms_and_where_to_read_on() -> None:
    text = """---
title: T
summary: w1q in short.
url: https://example.org/it
newsletter: {body: summary}
---

w2q opens.

## w3q

w4q goes on.

- **w5q:** w6q
- **w7q:** w8q
"""
    with placed(Written(text, {}, {})) as (path, root):
        made = build(path, root)
    html, plain = mail_texts(made.message)
    assert words(html) == words(plain) == {"w1q", "w3q", "w5q", "w7q"}
    assert "https://example.org/it" in plain


@pytest.mark.parametrize("words", ["W" * 900, " ".join(["word"] * 900)], ids=["a word", "a sentence"])
def test_what_no_slide_holds_is_an_error_of_the_deck_alone(words: str) -> None:
    with placed(Written(f"---\ntitle: T\n---\n\nOne.\n\n## Two\n\n> {words}.\n", {}, {})) as (path, root):
        essay, _ = stages.essay(path, Files(root))
        assert essay is not None
        theme, _ = stages.theme(path, essay.meta, Files(root))
        assert theme is not None
        for product in Product:
            made, problems = stages.make(product, essay, theme, Files(root))
            errors = [(p.code, p.place.line) for p in problems if p.severity is Severity.ERROR]
            assert (made is None) == bool(errors)
            assert errors == ([("text-overflows", 9)] if product.output is Output.DECK else [])


def _pictures() -> dict[str, bytes]:
    essayist = Essayist(lambda _most: 0)
    essayist.figure()
    return essayist.pictures


def test_a_figure_with_a_caption_after_a_definition_list_is_a_figure() -> None:
    text = "---\ntitle: T\n---\n\nTerm\n: Meaning\n\n![A picture](<p0 (a).png>)\n: Its caption\n"
    with placed(Written(text, _pictures(), {})) as (path, root):
        essay, _ = stages.essay(path, Files(root))
    assert essay is not None
    assert [type(block).__name__ for block in essay.sections[0].blocks] == ["DefinitionList", "Figure"]
