"""A theme's author recomposes slides; the essay stays data."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from pipeline.files import Files
from pipeline.meta import Author, DeckMeta, Meta
from pipeline.problems import Place
from pipeline.slidehtml import footer, slides_html
from pipeline.slides import Layout
from pipeline.talk import talk
from pipeline.theme import Theme, load
from tests.conftest import ROOT
from tests.talk.told import essay


def theme(files: Files, folder: Path | None = None) -> Theme:
    found, _ = load(ROOT / "themes", "editorial", files, Place("theme"))
    assert found
    return replace(found, folder=folder) if folder else found


def made(text: str, folder: Path | None = None) -> tuple[str | None, list[str], Files]:
    files = Files(ROOT)
    found = essay(text)
    html, problems = slides_html(talk(found)[0], found, theme(files, folder), files)
    return html, [problem.code for problem in problems], files


def test_a_theme_changes_one_layout_by_a_file_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "slides").mkdir()
    (tmp_path / "slides/term.html.j2").write_text('<h2 data-slot="title">{{ slide.slots.title.words|upper }}</h2>')
    html, problems, files = made("A claim.", tmp_path)
    assert html
    assert not problems
    assert '<h2 data-slot="title">A CLAIM</h2>' in html
    assert 'data-layout="closing"' in html
    assert tmp_path / "slides/term.html.j2" in files.read
    assert tmp_path / "slides/closing.html.j2" in files.absent


def test_a_broken_template_is_a_problem_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "slides").mkdir()
    (tmp_path / "slides/term.html.j2").write_text("fine\n{{ slide.slots.nothing.words }}")
    html, problems, _ = made("A claim.", tmp_path)
    assert html is None
    assert problems == ["template-error"]


@pytest.mark.parametrize("layout", Layout)
def test_every_layout_has_its_template(layout: Layout) -> None:
    assert (ROOT / f"themes/base/slides/{layout}.html.j2").is_file()


def test_markup_in_the_essay_stays_text() -> None:
    html, problems, _ = made("==`<script>alert(1)</script>` and {{ 7*7 }}==\n\n## `</section>` {{ x }}\n\nText.")
    assert html
    assert not problems
    root = etree.fromstring(html.encode())
    assert not list(root.iter("script"))
    assert [e.text for e in root.iter("h2")][1] is None  # it opens with code
    assert "{{ 7*7 }}" in "".join(root.itertext())


def test_the_footer_names_the_talk_and_who_speaks_else_where() -> None:
    meta = Meta("A long title", short_title="Short", authors=(Author("A"), Author("B")))
    assert footer(meta) == "Short · A, B"
    assert footer(Meta("Title", deck=DeckMeta(event="An evening"))) == "Title · An evening"
    assert footer(Meta("Title")) == "Title"
