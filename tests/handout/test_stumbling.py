"""A theme's own style that WeasyPrint cannot set is a problem of its file; what is no theme's fault stays ours."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline import handout
from pipeline.document import Essay, Paragraph, Section, Text
from pipeline.files import Files
from pipeline.handout.stumbling import stumbling
from pipeline.meta import Meta
from pipeline.theme import Theme
from tests.handout import sample as s

# WeasyPrint 70.0 takes a list within a list for the arithmetic in it.
STUMBLED_OVER = "background-image: linear-gradient(red, blue); background-position: calc(1px + 2%) 0"
WORDS = Paragraph("n1", 5, (Text("Words."),))
ESSAY = Essay("content/e/essay.md", "e", Meta("A title"), (Section("n0", 5, "introduction", None, (WORDS,)),))


def own(folder: Path, name: str, text: str) -> Theme:
    """The shipped theme with a file of its own, beside one that does no harm."""
    (folder / "handout").mkdir(parents=True)
    (folder / "handout" / "handout.css").write_text("p { color: #123456 }\n")
    (folder / "handout" / name).write_text(text)
    return replace(s.editorial(Files(folder)), folder=folder)


def test_a_style_that_cannot_be_set_is_a_problem_of_its_file(tmp_path: Path) -> None:
    theme = own(tmp_path / "mine", "handout.css", f"p {{ {STUMBLED_OVER} }}")
    pdf, problems = handout.build(ESSAY, theme, Files(tmp_path), s.MOMENT)
    assert pdf is None
    assert [(p.code, p.place.path, str(p.severity)) for p in problems] == [
        ("handout-style", "mine/handout/handout.css", "error")
    ]


def test_a_template_that_cannot_be_set_is_named_and_not_the_style_beside_it(tmp_path: Path) -> None:
    theme = own(tmp_path / "mine", "title.html.j2", f'<h1 style="{STUMBLED_OVER}">A title</h1>')
    pdf, problems = handout.build(ESSAY, theme, Files(tmp_path), s.MOMENT)
    assert pdf is None
    assert [p.place.path for p in problems] == ["mine/handout/title.html.j2"]


def test_what_fails_without_any_of_them_is_not_theirs(tmp_path: Path) -> None:
    def never(_files: Files) -> bool:
        raise ValueError

    theme = own(tmp_path / "mine", "talk.css", "")
    assert stumbling(ValueError("x"), theme, Files(tmp_path), never) is None
    assert stumbling(ValueError("x"), s.editorial(Files(tmp_path)), Files(tmp_path), lambda _: True) is None
