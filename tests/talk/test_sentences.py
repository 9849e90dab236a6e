import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.document import Citation, Code, Emphasis, Inlines, Link, Strong, Text
from pipeline.prose import plain
from pipeline.sentences import abbreviated, first_end, masked, prefix, sentences, wide

FIRST = [
    # language, text, where its first sentence must end
    ("en", "One. Two.", "One."),
    ("en", "No stop at all", "No stop at all"),
    ("en", "Dr. Ames met Mr. Hill. They spoke.", "Dr. Ames met Mr. Hill."),
    ("en", "It costs 3.5 dollars, e.g. here. Cheap!", "It costs 3.5 dollars, e.g. here."),
    ("en", "J. R. R. Tolkien wrote it. Nobody else did.", "J. R. R. Tolkien wrote it."),
    ("en", "The U.S. Senate met. It left.", "The U.S. Senate met."),
    ("en", "See Fig. 3 and vol. II for it. Then go.", "See Fig. 3 and vol. II for it."),
    ("en", "The answer is no. Then it was yes.", "The answer is no."),
    ("en", "He sat in the sun. It set.", "He sat in the sun."),
    ("en", "On Sun. May 5 it rained. Much.", "On Sun. May 5 it rained."),
    ("en", "Well… perhaps. Yes.", "Well… perhaps."),
    ("en", "It stopped... Nobody knew why.", "It stopped..."),
    ("en", "“Is it safe?” he asked. Nobody spoke.", "“Is it safe?” he asked."),
    ("en", "“I came. I saw. I won.” He left.", "“I came. I saw. I won.”"),
    ("en", '"Stop." He stopped.', '"Stop."'),
    ("en", "(It was late. Very late.) They went.", "(It was late. Very late.)"),
    ("en", "It was late (very late). They went.", "It was late (very late)."),
    ("en", "It began in 2023. The end is open.", "It began in 2023."),
    ("en", "What?! Really.", "What?!"),
    ("en", "Go to example.org. Then rest.", "Go to example.org."),
    ("en", "1. The first is a number. Not this.", "1. The first is a number."),
    ("en", "An opening ( that never closes. The next.", "An opening ( that never closes."),
    ("en", 'An inch is 1". The next. "Yes."', 'An inch is 1".'),
    ("en", "The iPhone came. iPads came too. Then no more.", "The iPhone came. iPads came too."),
    ("de", "Am 3. Oktober 1990 geschah es. Danach nicht.", "Am 3. Oktober 1990 geschah es."),
    ("de", "Das ist z. B. so. Ja.", "Das ist z. B. so."),
    ("de", "Es gilt, d. h. Ausnahmen gibt es nicht. Ja.", "Es gilt, d. h. Ausnahmen gibt es nicht."),
    ("de", "Er sagte: „Geh. Komm nie wieder.“ Sie ging.", "Er sagte: „Geh. Komm nie wieder.“"),
    ("de", "Er sagte »Ja. Nein.« Und ging.", "Er sagte »Ja. Nein.«"),
    ("fr", "M. Hugo écrivit « Les Misérables. » Puis il dormit.", "M. Hugo écrivit « Les Misérables. »"),
    ("es", "¿Quién es? ¡Nadie!", "¿Quién es?"),
    ("ja", "速さは目的ではない。次の文。", "速さは目的ではない。"),
    ("ja", "「速い。」と彼は言った。次。", "「速い。」と彼は言った。"),
    ("ja", "「速い。」「遅い。」", "「速い。」"),
    ("zh", "真的吗？是的。", "真的吗？"),
    ("hi", "यह पहला है। यह दूसरा है।", "यह पहला है।"),
    ("ar", "هل هذا صحيح؟ نعم.", "هل هذا صحيح؟"),
    ("el", "Τι είναι αυτό; Τίποτα.", "Τι είναι αυτό;"),
    ("sv", "Dr. Berg kom. Sedan gick han.", "Dr. Berg kom."),
]


@pytest.mark.parametrize(("lang", "text", "first"), FIRST)
def test_the_first_sentence_ends_where_a_reader_would_end_it(lang: str, text: str, first: str) -> None:
    assert sentences(text, lang)[0] == first


@given(st.text(alphabet="aB. !?“”„()\"'«»。「」3e", max_size=60), st.sampled_from(["en", "de", "fr", "ja", "el"]))
def test_sentences_lose_nothing_but_blanks(text: str, lang: str) -> None:
    assert "".join("".join(sentences(text, lang)).split()) == "".join(text.split())


def first(inlines: Inlines) -> Inlines:
    return prefix(inlines, first_end(masked(inlines), "en"))


def test_markup_stays_on_the_first_sentence() -> None:
    inlines: Inlines = (Text("It is "), Strong((Text("so. And"), Emphasis((Text(" more"),)))), Text(". Then."))
    assert first(inlines) == (Text("It is "), Strong((Text("so."),)))
    linked: Inlines = (Link((Text("One. Two"),), "https://example.org", None, 1),)
    assert first(linked) == (Link((Text("One."),), "https://example.org", None, 1),)


def test_a_stop_in_code_is_none() -> None:
    inlines: Inlines = (Text("Call "), Code("a. B"), Text(" here. Next."))
    assert plain(first(inlines)) == "Call a. B here."


def test_a_citation_behind_the_stop_belongs_to_the_sentence_before() -> None:
    cited = Citation(None, 5, "[0:05]", 1, 1)
    assert first((Text("One."), cited, Text(" Two."))) == (Text("One."), cited)


@given(st.text(max_size=20), st.text(max_size=20), st.integers(0, 50))
def test_a_prefix_has_the_length_asked_for(one: str, two: str, length: int) -> None:
    inlines: Inlines = (Text(one), Emphasis((Text(two), Code("x"))))
    assert masked(prefix(inlines, length)) == masked(inlines)[:length]


def test_what_keeps_its_stop() -> None:
    assert abbreviated("and so on…", "en")
    assert abbreviated("in the U.S.", "en")
    assert abbreviated("Smith et al.", "en")
    assert not abbreviated("a plain end.", "en")


def test_wide_signs_take_two_columns() -> None:
    assert wide("日本 a") == 6
    assert wide("e\u0301") == 1
