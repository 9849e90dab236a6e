"""Slides fit: measured, placed, continued; what fits nowhere is a problem at its line."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.files import Files
from pipeline.fit import dump_fitted, fit, report
from pipeline.fitted import FittedDeck, TextBox
from pipeline.layouts import LayoutSpec, layouts, line_height
from tests.fit.desk import ROOT, box, deck, essay, fitted, page, slide, theme, words

HERE = Path(__file__).parent
SPECS: dict[str, LayoutSpec] = {spec.id.value: spec for spec in layouts(theme())}


def listed(*items: str, tag: str = "ul") -> str:
    return f"<{tag}>" + "".join(f"<li>{item}</li>" for item in items) + f"</{tag}>"


def checked(made: FittedDeck) -> None:
    """What holds for every deck: sizes, heights, places, ids, titles."""
    assert len({s.id for s in made.slides}) == len(made.slides)
    for one in made.slides:
        spec = SPECS[one.layout]
        assert one.shapes[0].slot == "title"
        for shape in one.shapes:
            place = spec.placeholder(shape.slot)
            assert place is not None
            assert shape.box.left >= 0
            assert shape.box.right <= theme().deck.width
            assert 0 <= shape.box.top <= shape.box.bottom <= theme().deck.height
            if isinstance(shape, TextBox):
                assert place.minimum <= shape.size <= (place.alone or place.size)
                tall = sum(p.space_before + line_height(shape.size, len(p.lines)) for p in shape.paragraphs)
                assert tall <= shape.box.height * shape.columns + len(shape.paragraphs)
                assert 0 < shape.fill <= 1.0005
        areas = [s.box for s in one.shapes]
        for i, a in enumerate(areas):
            for b in areas[i + 1 :]:
                apart = a.bottom <= b.top + 1 or b.bottom <= a.top + 1 or a.right <= b.left + 1 or b.right <= a.left + 1
                assert apart, (one.id, a, b)


def test_the_shape_of_a_fitted_deck(golden: Callable[[Path, str], None]) -> None:
    made = deck(
        slide("title", "s-a", title="Open source", subtitle="What it gives", byline="A. Author", event="1 May 2026"),
        slide("agenda", "s-b", title="Three gifts", body=listed('<a href="#s-c">One</a>', "Two", "Three", tag="ol")),
        slide(
            "term",
            "s-c",
            term="Transparency",
            title="A model that many can inspect is a model that many can make safer",
            citation='<a href="https://example.org/?t=1" title="at 0:00:01 in Talk">0:00:01</a>',
            notes="<p>All of <em>it</em>.</p>",
        ),
        slide("points", "s-d", title="Many", body=listed(*(f"Item {i} of a list of thirty" for i in range(30)))),
        slide("quotation", "s-e", title="A quotation", body="<p>As simple as possible.</p>", attribution="Somebody"),
        slide("comparison", "s-f", title="Two sides", left=listed("Here"), right=listed("There", "and elsewhere")),
        slide("number", "s-g", title="of all commits", number="42 %", body="measured in May"),
        slide(
            "closing",
            "s-h",
            title="In one sentence",
            claim="Open source keeps it honest",
            body="<p>A. Author</p>",
            qr='<a href="https://example.org/talk">QR code to example.org/talk</a>',
        ),
    )
    checked(made)
    golden(HERE / "golden" / "fitted.txt", dump_fitted(made))
    golden(HERE / "golden" / "report.txt", report(made))


def test_claims_of_one_line_and_of_two_begin_at_one_height_with_a_term_and_without() -> None:
    long = "A claim that says rather a lot and so it takes two lines of a slide when it is set"
    made = deck(
        slide("term", "s-a", term="T", title="Short"),
        slide("term", "s-b", term="T", title=long),
        slide("term", "s-c", title="Short"),
    )
    tops = {box(one, "title").box.top for one in made.slides}
    assert max(tops) - min(tops) < 12_700


def test_a_sparse_slide_stands_in_the_middle_and_a_full_one_at_the_top() -> None:
    sparse, full = deck(
        slide("points", "s-a", title="T", body="<p>One line</p>"),
        slide("points", "s-b", title="T", body=listed(*["A line of text"] * 7)),
    ).slides
    assert box(sparse, "title").box.top > box(full, "title").box.top
    middle = (box(sparse, "title").box.top + box(sparse, "body").box.top) / 2
    assert 0.3 < middle / theme().deck.height < 0.5


def test_remedies_come_in_order() -> None:
    def bodies(*items: str) -> list[tuple[float, int]]:
        made = deck(slide("points", title="T", body=listed(*items)))
        return [(box(one, "body").size.pt, box(one, "body").columns) for one in made.slides]

    assert bodies(*["Short"] * 5) == [(24, 1)]
    assert bodies(*["Short"] * 8) == [(20, 1)]
    assert [columns for _, columns in bodies(*["Short"] * 14)] == [2]
    long = "An item that is too long to stand in half a slide's width beside another one like it"
    assert len(bodies(*[long] * 14)) == 2


def test_columns_and_continuation_go_together() -> None:
    made = deck(slide("points", title="T", body=listed(*(f"Item number {i}" for i in range(30)))))
    assert [(len(box(s, "body").paragraphs), box(s, "body").columns) for s in made.slides] == [(15, 2), (15, 2)]
    checked(made)
    long = deck(slide("points", title="T", body=listed(*["An item that takes more than half of a slide's width"] * 20)))
    assert {box(s, "body").columns for s in long.slides} == {1}


def test_no_column_ends_with_the_parent_of_what_opens_the_next() -> None:
    nested = listed(*["Short"] * 5, f"Parent{listed('child', 'child')}", *["Short"] * 4)
    assert {box(one, "body").columns for one in deck(slide("points", title="T", body=nested)).slides} == {1}


def test_parts_are_numbered_and_keep_their_head() -> None:
    made = deck(slide("points", title="Title", term="Term", body=listed(*["An item " * 18] * 9), notes="<p>n</p>"))
    assert [s.part for s in made.slides] == [(i + 1, len(made.slides)) for i in range(len(made.slides))]
    count = len(made.slides)
    assert [words(box(s, "title")) for s in made.slides] == [f"Title ({i + 1}/{count})" for i in range(count)]
    assert all(words(box(s, "term")) == "Term" for s in made.slides)
    assert [len(s.notes) for s in made.slides] == [1] + [0] * (count - 1)
    assert sum(s.seconds for s in made.slides) == 60
    assert [s.number for s in made.slides] == list(range(1, count + 1))
    checked(made)


def test_a_long_paragraph_breaks_between_sentences() -> None:
    sentence = "A sentence of some length that says what it has to say and then ends at last."
    made = deck(slide("statement", title="T", body=f"<p>{' '.join([sentence] * 30)}</p>"))
    assert len(made.slides) > 1
    assert all(words(box(s, "body")).endswith("last.") for s in made.slides)
    assert "".join(words(box(s, "body")) for s in made.slides).count(sentence) == 30


def test_a_sentence_over_a_slide_is_a_problem_at_its_line() -> None:
    made, problems = fitted(slide("statement", line=41, title="T", body=f"<p>{'word ' * 400}</p>"))
    assert made is None
    (problem,) = problems
    assert (problem.code, problem.place.line) == ("text-overflows", 41)
    assert "pt too high" in problem.message
    assert problem.hint


@pytest.mark.parametrize(
    ("html", "what", "hint"),
    [
        (slide("term", title="word " * 300), "the title", "{short="),
        (slide("points", title="T", term="word " * 900, body="x"), "the term", "{short="),
        (slide("title", title="T", byline="Author, " * 300), "the byline", "affiliations"),
        (slide("title", title="T", event="Somewhere " * 400), "the event", "`event`"),
        (slide("figure-beside", title="T", body="x", caption="word " * 500), "the caption", "paragraph"),
        (slide("number", title="T", number="7", body="word " * 900), "the body", "sentence"),
    ],
)
def test_a_head_or_foot_over_a_slide_is_a_problem_that_says_by_how_much(html: str, what: str, hint: str) -> None:
    made, problems = fitted(html)
    assert made is None
    (problem,) = problems
    assert (problem.code, problem.place.line) == ("text-overflows", 7)
    assert problem.message.startswith(what)
    assert re.search(r"\d+ pt too high, \d+ lines$", problem.message)
    assert hint in (problem.hint or "")


def test_what_a_sentence_is_too_high_by_is_the_longest_one_s() -> None:
    """Those before and after it in its paragraph would stand on other slides."""
    one, several = (
        fitted(slide("statement", title="T", body=f"<p>{before}{'Word ' * 400}.</p>"))[1][0].message
        for before in ("", "A short one. Another one. " * 20)
    )
    assert one == several


@pytest.mark.parametrize(
    ("html", "code"),
    [
        (slide("term", body="x"), "slide-untitled"),
        (slide("term", title="T", subtitle="x"), "slot-unknown"),
        (slide("nonsense", title="T"), "slide-layout"),
        (slide("term", title="T") * 2, "slide-id"),
        (slide("table", title="T", object="table:n99"), "slot-reference"),
    ],
)
def test_what_a_template_gets_wrong_is_a_problem(html: str, code: str) -> None:
    made, problems = fitted(html)
    assert made is None
    assert [p.code for p in problems] == [code]
    assert problems[0].place.line == 7


@pytest.mark.parametrize("html", ["", "   ", "<!-- none -->", "<p>none</p>", page()])
def test_no_slides_is_a_problem(html: str) -> None:
    made, problems = fit(html, essay(), theme(), Files(ROOT))
    assert made is None
    assert [p.code for p in problems] == ["slides-empty"]


def test_a_slot_written_twice_holds_both() -> None:
    twice = slide("term", title="T", citation="1:02").replace("<aside", "<p data-slot='citation'>3:04</p><aside")
    assert words(box(deck(twice).slides[0], "citation")) == "1:02 3:04"


def test_a_footer_over_its_line_is_a_problem() -> None:
    _, problems = fit(page(slide("term", title="T"), footer="word " * 60), essay(), theme(), Files(ROOT))
    assert [p.code for p in problems] == ["text-overflows"]


def test_a_script_without_a_face_warns_once_and_fits() -> None:
    html = page(slide("term", "s-1", title="日本語"), slide("term", "s-2", title="日本語の見出し"))
    made, problems = fit(html, essay(), theme(), Files(ROOT))
    assert made is not None
    assert [(p.code, p.severity.value) for p in problems] == [("script-unknown", "warning")]


def test_an_appendix_is_unnumbered() -> None:
    html = slide("term", "s-2", title="B").replace("data-ref", "data-appendix data-ref", 1)
    made = deck(slide("term", "s-1", title="A"), html, slide("term", "s-3", title="C"))
    assert [s.number for s in made.slides] == [1, None, 2]


letters = st.text(alphabet="abcdefghij AVTW.-(日本عر🎉", min_size=1, max_size=12).filter(str.strip)
some = st.lists(letters, min_size=1, max_size=30).map(" ".join)
items = st.lists(some, min_size=1, max_size=25)


def test_a_part_fits_below_the_title_that_it_gets() -> None:
    title = "AA AAAA AAAAAA AAAAAAAAA AAAAAAAAA A A A AAAAAر AAAAرر"
    body = [*["A"] * 7, "AAAAAW日ر AAAAAAAAA AAAAAAAر日ر"]
    made, _ = fit(
        page(slide("points", "s-1", 7, title=title, term="A", body=listed(*body))), essay(), theme(), Files(ROOT)
    )
    assert made is not None
    checked(made)


@settings(max_examples=60, deadline=None)
@given(title=st.lists(letters, min_size=1, max_size=12).map(" ".join), term=letters, body=items, cited=st.booleans())
def test_whatever_the_text_it_fits_and_none_is_lost(title: str, term: str, body: list[str], cited: bool) -> None:
    slots = {"term": term, "title": title, "body": listed(*body)} | ({"citation": "1:02:03"} if cited else {})
    html = page(slide("points", "s-1", 7, listed(*body), **slots))
    made, problems = fit(html, essay(), theme(), Files(ROOT))
    if made is None:
        assert {p.code for p in problems} <= {"text-overflows"}
        return
    checked(made)
    shown = " ".join(words(s) for one in made.slides for s in one.shapes if s.slot == "body")
    assert shown.split() == " ".join(body).split()
    assert made == fit(html, essay(), theme(), Files(ROOT))[0]
