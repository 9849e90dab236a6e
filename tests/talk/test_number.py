"""A number with its unit, marked first, is what the slide shows large."""

from __future__ import annotations

import pytest

from pipeline.slides import Slide
from tests.talk.told import notes, told, words

LONG = "of all that was said in the years between the wars, by those who said it and those who wrote it down for them"


def slide(text: str, lang: str = "en") -> Slide:
    talk, problems = told(f"Lead.\n\n## S\n\n{text}", f"lang: {lang}\n")
    assert not problems, [str(problem) for problem in problems]
    return talk.slides[2]


def slots(shown: Slide) -> dict[str, str]:
    return {slot.name: words(shown, slot.name) for slot in shown.slots}


@pytest.mark.parametrize(
    ("lang", "text", "number", "title"),
    [
        (
            "en",
            "So it is. By May, ==42 %== of commits were robots’. And so on.",
            "42 %",
            "By May, 42 % of commits were robots’",
        ),
        ("de", "Es kostet ==1,5 Mio. Euro==. Das ist viel.", "1,5 Mio. Euro", "Es kostet 1,5 Mio. Euro"),
        ("en", "==$3 bn== was spent. Nobody knows on what.", "$3 bn", "$3 bn was spent"),
        ("fr", "Il a fallu ==10 ans== pour cela. Voilà.", "10 ans", "Il a fallu 10 ans pour cela"),
    ],
)
def test_its_sentence_is_the_title(lang: str, text: str, number: str, title: str) -> None:
    shown = slide(text, lang)
    assert (shown.layout, slots(shown)) == ("number", {"term": "S", "number": number, "title": title})
    assert text.replace("==", "").split(". ")[-1] in notes(shown)


def test_further_marks_stand_below_unless_the_title_has_them() -> None:
    shown = slide("We saw ==42 %== of ==commits== in May. ==Nobody reads them.==")
    assert slots(shown)["title"] == "We saw 42 % of commits in May"
    assert slots(shown)["body"].split("\n") == ["Nobody reads them"]


def test_a_long_sentence_stands_below_the_second_mark() -> None:
    shown = slide(f"It is ==42 %== {LONG}. ==Few were heard.==")
    assert slots(shown) == {
        "term": "S",
        "number": "42 %",
        "title": "Few were heard",
        "body": f"It is 42 % {LONG}.",
    }


def test_or_below_its_heading() -> None:
    shown = slide(f"It is ==42 %== {LONG}.")
    assert slots(shown) == {"number": "42 %", "title": "S", "body": f"It is 42 % {LONG}."}


def test_a_point_has_its_term_above() -> None:
    shown = slide(
        "- **Speed:** they are ==3×== faster than whatever came before them in all these years.\n- **Size:** ==small==."
    )
    assert slots(shown) == {
        "term": "S · Speed",
        "number": "3×",
        "title": "They are 3× faster than whatever came before them in all these years",
    }


def test_a_number_all_alone_stands_above_its_heading() -> None:
    assert slots(slide("==42 %==")) == {"number": "42 %", "title": "S"}


def test_asked_for_it_is_the_same_and_other_layouts_are_obeyed() -> None:
    text = "By May, ==42 %== of commits were robots’."
    asked, _ = told(f"Lead.\n\n## S {{layout=number}}\n\n{text}")
    assert slots(asked.slides[2]) == slots(slide(text))
    asked, _ = told(f"Lead.\n\n## S {{layout=term}}\n\n{text}")
    assert (asked.slides[2].layout, words(asked.slides[2])) == ("term", "42 %")


def test_a_number_beside_a_figure_or_that_leads_to_a_list_is_a_claim_like_any_other() -> None:
    talk, _ = told("Lead.\n\n## S\n\nThese are ==42 %==:\n\n| A |\n|---|\n| 1 |")
    assert (talk.slides[2].layout, words(talk.slides[2])) == ("table", "42 %")


def test_a_lead_that_is_a_number_is_repeated_as_its_sentence() -> None:
    talk, _ = told("By May, ==42 %== of commits were robots’.")
    assert [words(talk.slides[1]), words(talk.slides[-1], "claim")] == ["By May, 42 % of commits were robots’"] * 2
