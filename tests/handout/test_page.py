"""The handout's page: what stands in it, and how."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pipeline import handout
from pipeline.document import DivKind, Essay, Figure, FootnoteReference
from pipeline.handout.reading import entries, minutes, printed
from pipeline.theme import Theme
from tests.handout import sample as s

HERE = Path(__file__).parent


def page(essay: Essay, root: Path, theme: Theme | None = None) -> str:
    files = s.place(root)
    made, problems = handout.html(essay, theme or s.editorial(files), files)
    assert made is not None, problems
    assert problems == ()
    return made


def body(essay: Essay, root: Path) -> str:
    return page(essay, root).partition("<body")[2]


def test_the_whole_page(tmp_path: Path, golden: Callable[[Path, str], None]) -> None:
    golden(HERE / "expected" / "sample.html", body(s.sample(), tmp_path))


def test_only_what_is_for_the_handout_stands_in_it(tmp_path: Path) -> None:
    made = body(s.sample(), tmp_path)
    assert "PAPER" in made
    assert "one side" in made
    assert not re.search("SPOKEN|SLIDE|MAIL", made)
    assert "Marked words stand plain." in made


def test_everything_written_is_escaped(tmp_path: Path) -> None:
    made = page(s.essay(s.section("i", None, s.p("<script>alert(1)</script> {{ 7 * 7 }}"))), tmp_path)
    assert "<script>" not in made
    assert "{{ 7 * 7 }}" in made
    assert "<title>A Sample &amp; Its &lt;Title&gt;</title>" in made


def test_a_reference_in_what_does_not_show_takes_no_number(tmp_path: Path) -> None:
    hidden = s.div(DivKind.NOTES, s.p("x", FootnoteReference("a", 1)))
    made = body(
        s.essay(
            s.section("i", None, hidden, s.p("y", FootnoteReference("b", 1), FootnoteReference("b", 1))),
            footnotes=(s.note("a", 1, s.p("first")), s.note("b", 2, s.p("second"))),
        ),
        tmp_path,
    )
    assert '<object class="footnote" id="fn-1" data-number="1">second</object><a class="again" href="#fn-1">' in made
    assert "first" not in made


def test_a_list_begins_where_it_says(tmp_path: Path) -> None:
    made = body(s.essay(s.section("i", None, s.items(s.item(s.p("x")), ordered=True, start=7))), tmp_path)
    assert '<ol start="7" style="counter-reset: list-item 6">' in made


def test_fixed_words_and_the_date_follow_the_language(tmp_path: Path) -> None:
    made = page(s.sample(lang="de"), tmp_path)
    assert all(said in made for said in ("Quellen</h2>", "1. März 2026", "Min. Lesezeit"))
    assert '"Seite " counter(page) " von " counter(pages)' in made


def test_sources_tell_their_moments_by_time_and_where_they_are_cited() -> None:
    talk, book = entries(s.sample())
    assert [(m.clock, m.printed, m.contexts) for m in talk.moments] == [
        ("1:01", "youtu.be/abc?t=61", ("Clear",)),
        ("1:03", "youtu.be/abc?t=63", ()),
    ]
    assert talk.facts == ("Podcast", "2:00:00")
    assert (book.url, book.moments, book.facts) == (None, (), ("Book", "1 September 1843"))


def test_addresses_on_paper() -> None:
    assert printed("https://www.example.org/a/") == "example.org/a"
    assert printed("https://www.youtube.com/watch?v=x_Y-1&t=5") == "youtu.be/x_Y-1?t=5"
    assert printed("mailto:ada@example.org") == "ada@example.org"


def test_reading_time_counts_what_shows() -> None:
    hidden = s.div(DivKind.NOTES, s.p("word " * 5000))
    assert minutes(s.essay(s.section("i", None, s.p("word " * 231), hidden))) == 2
    assert minutes(s.essay(s.section("i", None))) == 1


def test_a_theme_overrides_templates_and_adds_styles(tmp_path: Path) -> None:
    files = s.place(tmp_path)
    own = tmp_path / "own"
    (own / "handout").mkdir(parents=True)
    (own / "handout" / "title.html.j2").write_text("<h1>OWN {{ meta.title }}</h1>")
    (own / "handout" / "handout.css").write_text("p { color: red }</style><script>")
    made = page(s.sample(), tmp_path, replace(s.editorial(files), folder=own))
    assert "<h1>OWN A Sample" in made
    assert "p { color: red }" in made
    assert "</style><script>" not in made


def test_a_picture_outside_the_folder_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"x")
    figure = Figure("n", 1, "../../secret.png", "its words", None)
    assert '<span class="missing">[its words]</span>' in body(s.essay(s.section("i", None, figure)), tmp_path)


def test_a_term_has_the_colon_of_its_language(tmp_path: Path) -> None:
    points = s.section("i", None, s.items(s.item(s.p("x"), term="Tenir")))
    assert '<strong class="term">Tenir\u00a0:</strong>' in body(s.essay(points, about=s.meta(lang="fr")), tmp_path)
    assert '<strong class="term">Tenir:</strong>' in body(s.essay(points), tmp_path)
