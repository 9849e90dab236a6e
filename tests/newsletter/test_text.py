from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from pipeline.document import (
    Align,
    Block,
    Figure,
    Footnote,
    FootnoteReference,
    Heading,
    Item,
    List,
    Paragraph,
    Quotation,
    Table,
    Text,
)
from pipeline.meta import Body
from pipeline.newsletter.check import check
from pipeline.newsletter.text import WIDTH, columns, wrapped
from pipeline.problems import Place
from tests.newsletter.made import made
from tests.newsletter.sample import essay, mailing, para, section

WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N"), exclude_characters="_*~"), min_size=1, max_size=20)
RUNS = st.lists(WORDS, min_size=1, max_size=60).map(" ".join)


def texts() -> st.SearchStrategy[Block]:
    paragraphs = RUNS.map(para)
    items = st.lists(paragraphs, min_size=1, max_size=3).map(lambda blocks: Item("n", 1, tuple(blocks)))
    nested: st.SearchStrategy[Block] = st.one_of(
        paragraphs,
        st.lists(items, min_size=1, max_size=3).map(lambda found: List("n", 1, True, 1, True, tuple(found))),
        st.lists(paragraphs, min_size=1, max_size=2).map(lambda found: Quotation("n", 1, tuple(found))),
    )
    return nested


def runs(block: Block) -> list[str]:
    match block:
        case Paragraph(inlines=inlines):
            return ["".join(inline.text for inline in inlines if isinstance(inline, Text))]
        case List(items=items):
            return [run for item in items for inner in item.blocks for run in runs(inner)]
        case Quotation(blocks=blocks):
            return [run for inner in blocks for run in runs(inner)]
        case _:
            return []


@settings(deadline=None, max_examples=40)
@given(st.lists(texts(), min_size=1, max_size=5))
def test_every_word_of_every_paragraph_stands_in_the_text_and_the_html(blocks: list[Block]) -> None:
    mail = made(essay(section("a", "A", *blocks)))
    flat = "".join(line.lstrip("> ") for line in mail.text.split("\n")).replace(" ", "")
    bare = re.sub(r"<[^>]*>", "", mail.html)
    for run in (run for block in blocks for run in runs(block)):
        assert run.replace(" ", "") in flat
        assert run in bare


@given(RUNS, st.integers(16, 80))
def test_wrapped_lines_hold_and_lose_nothing(text: str, width: int) -> None:
    lines = wrapped(text, width).split("\n")
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(columns(line) <= width or " " not in line for line in lines)


def test_wide_letters_break_anywhere() -> None:
    lines = wrapped("日本語" * 30, 40).split("\n")
    assert [columns(line) for line in lines] == [40, 40, 40, 40, 20]


def test_a_wide_table_becomes_lists_of_its_rows() -> None:
    long = "a rather long cell that fills the better part of a line all by itself"
    table = Table("n", 1, ((Text("Name"),), (Text("Why"),)), (((Text("One"),), (Text(long),)),), (None, Align.END))
    text = made(essay(section("a", "A", table))).text
    assert "* Name: One\n* Why: a rather long cell that fills" in text
    assert all(len(line) <= WIDTH for line in text.split("\n") if "http" not in line)


def test_a_figure_stands_by_its_alt_text(tmp_path: Path) -> None:
    (tmp_path / "content" / "sample").mkdir(parents=True)
    Image.new("RGB", (60, 40), "navy").save(tmp_path / "content" / "sample" / "plan.png")
    figure = Figure("n", 1, "plan.png", "The plan of the house", None, (Text("Ground floor"),))
    text = made(essay(section("a", "A", figure)), tmp_path).text
    assert "[Figure: The plan of the house]\nGround floor" in text


def test_where_to_read_on_is_told_once_and_alike_in_both_parts() -> None:
    short = essay(section("a", "A", para("Text.")), meta=mailing(body=Body.SUMMARY))
    mail = made(short)
    assert mail.text.split("\n").count(str(short.meta.url)) == 1
    assert [problem for problem in check(mail.message, Place("x.eml"), short) if problem.code == "mail-text-part"] == []


def test_a_heading_keeps_its_note_in_a_summary() -> None:
    head = Heading("n1", 1, 2, (Text("A"), FootnoteReference("x", 1)))
    notes = (Footnote("n2", 1, "x", 1, (para("The note."),)),)
    mail = made(
        essay(
            replace(section("a", None, para("Text.")), heading=head), meta=mailing(body=Body.SUMMARY), footnotes=notes
        )
    )
    assert "A¹" in mail.text
    assert "¹ The note." in mail.text
    assert "The note." in mail.html
