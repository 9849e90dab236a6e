"""The talk in the handout: slides with their notes, lines to write on, and their numbers beside the paragraphs."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace
from functools import cache
from pathlib import Path

import pikepdf
import pytest

from pipeline import handout
from pipeline.commands import stages
from pipeline.document import Essay
from pipeline.files import Files
from pipeline.fitted import FittedDeck
from pipeline.handout.talk import view
from pipeline.meta import Paper
from pipeline.pdf.reading import dump
from pipeline.problems import Place
from pipeline.theme import Theme, load
from tests.conftest import needs
from tests.handout import sample as s
from tests.pdf.sound import unsound

SOURCE = Path("content/open-source-and-ai-safety/essay.md")
SECRET = "::: notes\nWhat only the speaker knows.\n:::\n\n"


@cache
def told(theme: str, per_page: int, paper: Paper) -> tuple[Essay, Theme, FittedDeck, bytes]:
    """The shipped essay with something that only the speaker says, as a handout with its slides."""
    files = Files(s.ROOT)
    essay, _ = stages.essay(SOURCE, files)
    assert essay is not None
    found, problems = load(s.ROOT / "themes", theme, files, Place("test"))
    assert found is not None, problems
    meta = replace(essay.meta, handout=replace(essay.meta.handout, slides=True, slides_per_page=per_page, paper=paper))
    essay = replace(essay, meta=meta)
    deck, problems = stages.given(essay, found, files)
    assert deck is not None, problems
    pdf, problems = handout.build(essay, found, files, s.MOMENT, deck)
    assert pdf is not None
    assert problems == ()
    return essay, found, deck, pdf


@pytest.mark.parametrize(
    ("theme", "per_page", "paper"),
    [("editorial", 3, Paper.A4), ("stage", 2, Paper.LETTER), ("institutional", 1, Paper.A4)],
)
def test_every_slide_is_read_with_its_notes_and_the_pdf_is_sound(theme: str, per_page: int, paper: Paper) -> None:
    _, _, deck, pdf = told(theme, per_page, paper)
    assert unsound(pdf) == []
    read = re.sub(r"\W+", " ", dump(pdf))
    for slide in deck.slides:
        for paragraph in slide.notes:
            for run in paragraph.runs:
                assert re.sub(r"\W+", " ", run.text).strip() in read


@pytest.mark.parametrize(("per_page", "paper"), [(3, Paper.A4), (3, Paper.LETTER), (2, Paper.A4), (1, Paper.A4)])
def test_as_many_slides_stand_on_a_page_as_asked(per_page: int, paper: Paper) -> None:
    _, _, deck, pdf = told("editorial", per_page, paper)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        outline = opened.open_outline()
        with outline:
            talk = next(item for item in outline.root[0].children if item.title == "The talk")
            pages = [_page(opened, item) for item in talk.children]
    assert len(pages) == len(deck.slides)
    first = pages[0]
    assert pages == [first + index // per_page for index in range(len(pages))]


def _page(opened: pikepdf.Pdf, item: pikepdf.OutlineItem) -> int:
    target = item.destination
    assert isinstance(target, pikepdf.Array)
    wanted = target[0]
    return next(n for n, page in enumerate(opened.pages) if page.obj.objgen == wanted.objgen)


def test_the_number_of_a_slide_stands_once_beside_what_it_shows_and_leads_there() -> None:
    essay, theme, deck, _ = told("editorial", 3, Paper.A4)
    page, _ = handout.html(essay, theme, Files(s.ROOT), deck)
    assert page is not None
    marks = re.findall(r'<a class="slide-mark" href="#([^"]*)" title="Slide (\d+)"', page)
    refs = {slide.ref: slide for slide in reversed(deck.slides) if slide.number is not None and slide.ref != "meta"}
    assert [int(number) for _, number in marks] == sorted(slide.number or 0 for slide in refs.values())
    assert all(f'id="{target}"' in page for target, _ in marks)
    assert "data-ref" not in page


def test_what_only_the_speaker_says_stays_out(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "told"
    folder.mkdir(parents=True)
    text = (s.ROOT / SOURCE).read_text("utf-8").replace("minutes: 6", "minutes: 6\nhandout:\n  slides: true")
    place = text.index("\n## ") + 1
    (folder / "essay.md").write_text(text[:place] + SECRET + text[place:], "utf-8")
    files = Files(tmp_path)
    essay, _ = stages.essay(Path("content/told/essay.md"), files)
    assert essay is not None
    assert essay.meta.handout.slides
    theme, _ = load(s.ROOT / "themes", "editorial", files, Place("test"))
    assert theme is not None
    full, _ = stages.fitted(essay, theme, files)
    given, _ = stages.given(essay, theme, files)
    assert full is not None
    assert given is not None
    assert "only the speaker" in str(full)
    page, _ = handout.html(essay, theme, files, given)
    assert page is not None
    assert "only the speaker" not in page


def test_a_handout_without_slides_knows_nothing_of_them() -> None:
    essay, theme, _, _ = told("editorial", 3, Paper.A4)
    page, _ = handout.html(essay, theme, Files(s.ROOT))
    assert page is not None
    assert "slide" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)


def test_the_number_of_a_slide_stands_before_a_comparison_and_is_none_of_its_sides(tmp_path: Path) -> None:
    files = Files(s.ROOT)
    path = tmp_path / "essay.md"
    path.write_text(
        "---\ntitle: T\nhandout: {slides: true}\n---\n\n## Part\n\n==A claim==.\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n"
        "::: compare\n### One\n\n- here\n\n### Other\n\n- there\n:::\n"
    )
    essay, _ = stages.essay(path, files)
    theme, _ = load(s.ROOT / "themes", "editorial", files, Place("test"))
    assert essay is not None
    assert theme is not None
    deck, _ = stages.fitted(essay, theme, files)
    page, _ = handout.html(essay, theme, files, deck)
    assert page is not None
    found = re.search(
        r'(<div class="marked"><a class="slide-mark".*?</a></div>)?<div class="compare"[^>]*>\s*(<[^>]*>)', page
    )
    assert found is not None
    assert found[1]
    assert found[2] == '<div class="side">'


@needs("pdftotext")
def test_lists_in_the_notes_are_as_large_as_the_page_and_have_one_sign_each(tmp_path: Path) -> None:
    """What is said is not made smaller with the slides, and its signs are drawn: the page adds none of its own."""
    files = Files(s.ROOT)
    path = tmp_path / "essay.md"
    path.write_text("---\ntitle: T\nhandout: {slides: true}\n---\n\n==A claim==.\n\n## Part\n\n1. First\n2. Then\n")
    essay, _ = stages.essay(path, files)
    assert essay is not None
    theme = s.editorial(files)
    deck, _ = stages.given(essay, theme, files)
    assert deck is not None
    shown = view(deck, essay, theme, files)
    assert ".notes .n0{padding-left:16pt}" in shown.style
    assert "width:16pt" in shown.style
    pdf, problems = handout.build(essay, theme, files, s.MOMENT, deck)
    assert pdf is not None, problems
    (tmp_path / "handout.pdf").write_bytes(pdf)
    command = ["pdftotext", "-layout", "handout.pdf", "-"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert re.search(r"^.*\s1\. +First$", told, re.MULTILINE), told
