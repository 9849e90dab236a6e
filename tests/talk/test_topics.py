"""What only names a topic, and what says something."""

import pytest

from pipeline.talk.topics import topical
from tests.talk.told import told

TOPICS = (
    *(("en", title) for title in ("Results", "Open source", "Background and motivation", "The history of bread")),
    *(("en", title) for title in ("A theory of mind", "Results and Discussion", "Method", "Bread")),
    *(("de", title) for title in ("Einleitung", "Die Geschichte der Hefe", "Fazit und Ausblick", "Offener Code")),
    *(("fr-CH", title) for title in ("Résumé", "La théorie de tout", "Le pain d’hier de Paris")),
    ("ja", "Results"),
    *(("de", title) for title in ("2011", "1 : 7", "42")),
)
CLAIMS = (
    *(("en", title) for title in ("Walking heals", "Less is more", "Bread rises twice", "The end of history is near")),
    *(("en", title) for title in ("Why bread?", "It works.", "Safety turns on who shares the technology", "3 risks")),
    *(("en", title) for title in ("Nobody asked them", "", "…", "Openness made the model safer", "Don’t worry")),
    *(("de", title) for title in ("Brot ist Zeit", "Geduld kostet", "Die Hefe der Welt arbeitet")),
    ("fr", "Le pain de Paris est bon"),
    ("ja", "歩くことは考えることである"),
    ("fi", "Leipä nousee"),
)


@pytest.mark.parametrize(("lang", "title"), TOPICS)
def test_a_topic(lang: str, title: str) -> None:
    assert topical(title, lang)


@pytest.mark.parametrize(("lang", "title"), CLAIMS)
def test_a_claim(lang: str, title: str) -> None:
    assert not topical(title, lang)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("==Open source== is what this is about.", 10),
        ("::: deck\n### Results\n\nThey are in.\n:::", 10),
        ("| A |\n|---|\n| 1 |\n: The shape of bread", 10),
    ],
)
def test_the_hint_stands_where_the_title_does(text: str, line: int) -> None:
    _, problems = told(f"Lead it is.\n\n## S\n\n{text}")
    assert [(problem.code, problem.place.line) for problem in problems] == [("title-topic", line)]


@pytest.mark.parametrize(
    "text",
    [
        "==Openness is safety==, and more.",
        "Bread rose. It fell.",
        "::: deck\n### They are in\n\nAll of them.\n:::",
        "| A |\n|---|\n| 1 |\n: The shape of things is round",
        "By May ==42 %== were in.",
    ],
)
def test_a_claim_gets_none(text: str) -> None:
    _, problems = told(f"Lead it is.\n\n## S\n\n{text}")
    assert problems == ()
