"""The drawing: semantic, in reading order, and as the deck has it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import lxml.html

from pipeline.drawing import Frame, drawing
from pipeline.drawing.sheet import Sheet, points
from pipeline.drawing.text import Pen
from pipeline.fitted import Bullet, Run, TextParagraph
from pipeline.units import pt
from pipeline.words import words
from tests.deck import sample

STACKS = {"serif": "Serif", "sans": "Sans", "mono": "Mono", "signs": "Signs"}


def pen(*slides: str) -> Pen:
    return Pen(Sheet("slide"), "en", words("en"), dict.fromkeys(slides, ""))


def shape(markup: str) -> str:
    """``markup`` without its attributes."""
    return re.sub(r"<(\w+)[^>]*>", r"<\1>", markup)


def item(text: str, level: int = 0, bullet: Bullet = Bullet.DISC, number: int = 0) -> TextParagraph:
    return TextParagraph((Run(text),), level, bullet, number)


def test_the_sample_is_drawn_as_accepted(tmp_path: Path, golden: Callable[[Path, str], None]) -> None:
    drawn = drawing(sample.deck(tmp_path), sample.theme(), "en", Frame(STACKS, lambda path: f"at:{path}", notes=True))
    text = "".join((*drawn.slides, *drawn.notes, f"<style>{drawn.style}</style>"))
    golden(Path(__file__).with_name("sample.golden.html"), text.replace("><", ">\n<"))


def test_every_class_is_in_the_style(tmp_path: Path) -> None:
    drawn = drawing(sample.deck(tmp_path), sample.theme(), "en", Frame(STACKS, lambda path: path))
    tree = lxml.html.fromstring("".join(drawn.slides))
    used = {name for classes in tree.xpath("//@class") for name in str(classes).split()}
    defined = set(re.findall(r"\.([a-z][\w-]*)", drawn.style))
    assert used - defined <= {"to-l"}  # which is where text stands anyway
    assert {name for name in defined if re.fullmatch(r"s\d+", name)} <= used


def test_lists_nest_by_level() -> None:
    made = pen().blocks((item("a"), item("b", 1), item("c", 1), item("d")), pt(20))
    plain = shape(made.replace('<span class="bullet', "<i").replace("</span>", "</i>"))
    plain = plain.replace("<i>•</i>", "")
    assert plain == "<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>"


def test_a_paragraph_below_an_item_belongs_to_it() -> None:
    made = pen().blocks((item("a"), TextParagraph((Run("more"),), 1), TextParagraph((Run("after"),))), pt(20))
    assert shape(made).endswith("a<p>more</p></li></ul><p>after</p>")


def test_numbers_go_on_and_begin_where_they_should() -> None:
    number = Bullet.NUMBER
    made = pen().blocks((item("c", 0, number, 3), item("d", 0, number, 4), item("a", 0, number, 1)), pt(20))
    assert re.findall(r"<ol[^>]*?(?: start=\"(\d)\")?>", made) == ["3", ""]
    assert re.findall(r">(\d)\. <", made) == ["3", "4", "1"]


def test_an_item_without_one_above_it_stands_at_its_level() -> None:
    held = pen()
    made = held.blocks((item("deep", 2),), pt(10))
    (name,) = re.findall(r'<ul role="list" class="(\w+)"', made)
    assert f".{name}{{padding-left:30pt}}" in held.sheet.css()


def test_runs_of_one_link_are_one_link_that_holds_their_words() -> None:
    plain = Run("a ", link="https://example.org/?a=1&b=2", link_name="The Work")
    made = pen().runs((plain, replace(plain, text="b", italic=True), Run(" c")))
    assert made.count("<a ") == 1
    assert 'href="https://example.org/?a=1&amp;b=2"' in made
    assert 'aria-label="a b – The Work"' in made
    assert made.endswith("a <em>b</em></a> c")


def test_a_link_that_leads_nowhere_is_text() -> None:
    assert pen("s-a").runs((Run("x", link="#s-b"),)) == "x"
    assert pen("s-a").runs((Run("x", link="#s-a"),)) == '<a href="#s-a">x</a>'
    assert pen().runs((Run("x", link="file:///etc/passwd"),)) == "x"


def test_language_breaks_and_marks() -> None:
    runs = (Run("a\vb"), Run("日本", lang="ja"), Run("x", bold=True, strike=True, mono=True, lang="EN"))
    made = pen().runs(runs)
    assert made == 'a<br>b<span lang="ja">日本</span><strong><s><code>x</code></s></strong>'


def test_an_arabic_paragraph_runs_from_the_right() -> None:
    held = pen()
    made = held.blocks((TextParagraph((Run("سلام"),), 0, Bullet.DISC, rtl=True),), pt(20))
    (name,) = re.findall(r'<ul role="list" class="(\w+)" dir="rtl"', made)
    assert f".{name}{{padding-right:20pt;text-align:right}}" in held.sheet.css()


def test_lengths_in_points() -> None:
    assert [points(pt(value)) for value in (0, 1, 1.5, -0.001, 33.333)] == ["0", "1pt", "1.5pt", "0", "33.33pt"]
