"""Typewriter's signs become printers' signs, by language; what must stay, stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Picture

from pipeline.document import Code, Figure, Link, Paragraph, Span
from pipeline.meta import Meta
from pipeline.prose import every_inline, plain
from pipeline.source import typography
from tests.source.conftest import Reads
from tests.source.typed import typed


@pytest.mark.parametrize(
    ("lang", "typed_", "set_"),
    [
        ("en", "\"Don't,\" she said, \"it's 'fine'.\"", "“Don’t,” she said, “it’s ‘fine’.”"),
        ("en", "\"'So', he said\" (\"a\") \"b\"-\"c\"", "“‘So’, he said” (“a”) “b”-“c”"),
        ("en", 'he said "a "b" c"', "he said “a ‘b’ c”"),
        ("en", "'Single' and the dogs' bowl", "‘Single’ and the dogs’ bowl"),
        ("en", "in the '90s, rock 'n' roll, 'tis so", "in the ’90s, rock ’n’ roll, ’tis so"),
        ("en", "6'2\" tall, 5' wide", "6′2″ tall, 5′ wide"),
        ("en", 'It begins "here and', "It begins “here and"),
        ("en", 'here it ends."', "here it ends.”"),
        ("en", 'word--"quoted"--word', "word–“quoted”–word"),
        ("en", "2001--2003 -- and---so... on", "2001–2003 – and—so… on"),
        ("en", '--flag "--flag" x-->y a ---- b .... C--', "--flag “--flag” x-->y a ---- b .... C--"),
        ("de", "\"Das ist 'gut'\", sagte er; so geht's.", "„Das ist ‚gut‘“, sagte er; so geht’s."),
        ("de-CH", "\"a 'b'\"", "«a ‹b›»"),
        ("fr", "\"Qu'est-ce?\" dit-il!", "«\u00a0Qu’est-ce\u00a0?\u00a0» dit-il\u00a0!"),
        ("fr", "« Oui » ; non ? À 12:30.", "«\u00a0Oui\u00a0»\u00a0; non\u00a0? À 12:30."),
        ("fr", "Un 'mot'; oui", "Un “mot”\u00a0; oui"),
        ("fr-CH", '"oui": non!', "«oui»: non!"),
        ("sv", "\"Hej 'du'\"", "”Hej ’du’”"),
        ("pl", "\"a 'b'\"", "„a «b»”"),
        ("ja", '"AI"とは', "「AI」とは"),
        ("xx", '"a"', "“a”"),
        ("en", '"https://a.org/a--b?c" or www.a.org/it\'s', "“https://a.org/a--b?c” or www.a.org/it's"),
    ],
)  # fmt: skip
def test_signs_by_language(lang: str, typed_: str, set_: str) -> None:
    assert typography.text(typed_, lang) == set_


def test_what_is_typographic_already_stays() -> None:
    words = "“It’s ‘so’,” – — … „a“ «b»"
    assert typography.text(words, "en") == words


def test_marks_reach_over_emphasis_links_breaks_and_citations(reads: Reads) -> None:
    essay, _ = reads('*"Yes,"* "[it\'s](https://a.org/x--y)\n*so*" and "cited [0:12]" `"c" --` "`d`".\n')
    assert essay is not None
    (paragraph,) = essay.sections[0].blocks
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.inlines, essay.meta) == '“Yes,” “it’s so” and “cited [0:12]” "c" -- “d”.'
    inlines = list(every_inline(paragraph.inlines))
    assert [i.url for i in inlines if isinstance(i, Link)] == ["https://a.org/x--y"]
    assert [i.text for i in inlines if isinstance(i, Code)] == ['"c" --', "d"]


def test_what_is_escaped_or_an_address_stays(reads: Reads) -> None:
    essay, _ = reads(r"\"a\" \'b\' x \-- y &quot;c&quot; <https://a.org/b--c>" + "\n")
    assert essay is not None
    (paragraph,) = essay.sections[0].blocks
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.inlines) == '"a" \'b\' x -- y "c" https://a.org/b--c'


def test_words_in_another_language_have_its_marks(reads: Reads) -> None:
    essay, _ = reads('"a" [er sagt "b"]{lang=de} "c"\n', matter="title: '\"T\"'\nlang: en")
    assert essay is not None
    (paragraph,) = essay.sections[0].blocks
    assert isinstance(paragraph, Paragraph)
    assert any(isinstance(inline, Span) for inline in paragraph.inlines)
    assert plain(paragraph.inlines) == "“a” er sagt „b“ “c”"
    assert essay.meta.title == "“T”"


def test_captions_and_alternative_texts(reads: Reads, tmp_path: Path) -> None:
    folder = tmp_path / "content" / "essay"
    folder.mkdir(parents=True)
    Picture.new("L", (1, 1)).save(folder / "no.png")
    essay, _ = reads('![An "alt"](no.png "t")\n\n: It\'s\n')
    assert essay is not None
    (figure,) = essay.sections[0].blocks
    assert isinstance(figure, Figure)
    assert (figure.alt, plain(figure.caption)) == ("An “alt”", "It’s")


def test_ids_of_headings_are_those_that_they_were(reads: Reads) -> None:
    essay, _ = reads("## It's \"so\" -- or 'not'\n\nx\n")
    assert essay is not None
    assert essay.sections[0].id == "its-so-or-not"


def test_braces_of_the_greeting_are_not_touched() -> None:
    made = typography.meta(Meta("T", lang="en"))
    assert made == Meta("T", lang="en")
    assert typography.text("Hello {{ name | 'you' }}, it's", "en") == "Hello {{ name | 'you' }}, it’s"


@given(st.text(alphabet="ab1 \"'-.,:!?()—“”\ufffc\n"), st.sampled_from(["en", "de", "fr", "fr-CH", "xx"]))
def test_no_word_is_lost_and_a_second_time_changes_nothing(words: str, lang: str) -> None:
    made = typography.text(words, lang)
    bare = made.replace("\u00a0", "").replace("«", '"').replace("»", '"').replace("‚", "'")
    assert typed(bare).replace(" ", "") == typed(words).replace(" ", "")
    assert '"' not in made


def test_long_text_is_set_in_linear_time() -> None:
    import time

    def spent(count: int) -> float:
        start = time.perf_counter()
        typography.text("\"It's 'so' -- (\"b\") ' \" " * count, "en")
        return time.perf_counter() - start

    spent(100)
    assert spent(20_000) < 25 * max(spent(2_000), 0.001)
