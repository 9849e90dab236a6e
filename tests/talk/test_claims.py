import pytest

from pipeline.document import Citation, Code, Emphasis, FootnoteReference, Image, Inlines, LineBreak, Mark, Strong, Text
from pipeline.prose import plain
from pipeline.talk.claims import bare, capital, claim, two_lines, unstopped


def title(*inlines: Inlines, lang: str = "en") -> str:
    found = claim("n1", 1, inlines, lang)
    assert found
    return plain(found.title)


def test_marked_words_are_capitalised_and_lose_their_closing_stop() -> None:
    assert title((Text("We say "), Mark((Text("that it works,"),)), Text(" and so on."))) == "That it works"
    for stop in ",;:.":
        assert title((Mark((Text(f"it works{stop}"),)),)) == "It works"


def test_question_and_exclamation_marks_stay() -> None:
    assert title((Mark((Text("does it work?"),)),)) == "Does it work?"


def test_the_stop_of_an_abbreviation_stays() -> None:
    assert title((Mark((Text("made in the U.S."),)),)) == "Made in the U.S."


def test_the_first_mark_is_the_title_and_the_others_are_lines() -> None:
    found = claim(
        "n1", 1, ((Mark((Text("one,"),)), Text(" then "), Mark((Text("two;"),))), (Mark((Text("three."),)),)), "en"
    )
    assert found
    assert plain(found.title) == "One"
    assert [plain(line) for line in found.lines] == ["Two", "Three"]


def test_without_a_mark_it_is_the_first_sentence_uncut() -> None:
    found = claim(
        "n1", 1, ((Text("Mr. Hill spoke for an hour, "), Strong((Text("at least. Then"),)), Text(" he left.")),), "en"
    )
    assert found
    assert plain(found.full) == "Mr. Hill spoke for an hour, at least."
    assert found.title == (Text("Mr. Hill spoke for an hour, "), Strong((Text("at least"),)))


def test_a_block_without_words_claims_nothing() -> None:
    assert claim("n1", 1, ((Citation(None, 5, "[0:05]", 1, 1),),), "en") is None
    assert claim("n1", 1, (), "en") is None


def test_a_mark_without_words_is_none() -> None:
    runs: Inlines = (Mark((Citation(None, 5, "[0:05]", 1, 1),)), Text("Words."))
    assert title(runs) == "Words"


def test_citations_and_footnote_marks_leave_no_gap() -> None:
    cited = Citation(None, 5, "[0:05]", 1, 1)
    note = FootnoteReference("1", 1)
    assert plain(bare((Text("So it is "), cited, Text(", and so"), note, Text(".")))) == "So it is, and so."
    assert plain(bare((Text("So "), cited, Text(" it is "), cited))) == "So it is"
    assert plain(bare((Text("Two "), cited, cited, Text(" of them.")))) == "Two of them."


def test_pictures_and_breaks_become_words() -> None:
    assert bare((Image("a.png", "A sign", None, 1), LineBreak(), Text("here"))) == (Text("A sign here"),)


@pytest.mark.parametrize(
    ("text", "lang", "capitalised"),
    [
        ("it works", "en", "It works"),
        ("“so it is”", "en", "“So it is”"),
        ("iPhones sell", "en", "iPhones sell"),
        ("x86 is old", "en", "x86 is old"),
        ("istanbul büyük", "tr", "İstanbul büyük"),
        ("ßharp", "de", "ßharp"),
        ("ნიშანი", "ka", "ნიშანი"),
        ("élan vital", "fr", "Élan vital"),
        ("", "en", ""),
    ],
)
def test_how_words_are_capitalised(text: str, lang: str, capitalised: str) -> None:
    assert plain(capital((Text(text),), lang)) == capitalised


def test_capitals_reach_into_markup_but_not_into_code() -> None:
    assert capital((Emphasis((Text("so"),)),), "en") == (Emphasis((Text("So"),)),)
    assert capital((Code("run"), Text(" it")), "en") == (Code("run"), Text(" it"))


def test_nothing_but_stops_stays_as_it_is() -> None:
    assert unstopped((Text("..,"),), "en") == (Text("..,"),)


def test_two_lines_by_an_average_sign() -> None:
    assert two_lines("word " * 18)
    assert not two_lines("word " * 19)
    assert two_lines("字" * 46)
    assert not two_lines("字" * 47)
    assert two_lines("")
