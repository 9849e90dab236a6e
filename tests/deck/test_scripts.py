"""Other scripts on slides: the face that draws them, their language, and slides that are read from the right."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.deck import build
from pipeline.deck.check import check
from pipeline.deck.drafts import Relations
from pipeline.deck.faces import named_faces
from pipeline.deck.styles import Level
from pipeline.deck.text import Voice
from pipeline.deck.theme_part import theme_part
from pipeline.deck.written import Written
from pipeline.document import Essay
from pipeline.files import Files
from pipeline.fit import fit
from pipeline.fitted import Bullet, Run, TextBox, TextParagraph
from pipeline.layouts import Align, layouts
from pipeline.slides import Layout
from pipeline.theme import Theme
from pipeline.units import Length, pt
from tests.deck.sample import MOMENT
from tests.fit.desk import ROOT, deck, essay, page, slide, theme
from tests.fonts import given as g

ZERO = Length(0)
FROM_LEFT = Level(ZERO, ZERO, Bullet.NONE, ZERO, "l")
FROM_RIGHT = Level(ZERO, ZERO, Bullet.NONE, ZERO, "r", right_to_left=True)


def runs(text: str, theme: Theme, lang: str = "en", *, code: bool = False) -> list[tuple[str, str | None, str | None]]:
    """Text, language and script of each run of a body."""
    said = f"<p><code>{text}</code></p>" if code else f"<p>{text}</p>"
    made, _ = fit(page(slide("points", title="T", body=said), lang=lang), in_(lang), theme, Files(ROOT))
    assert made is not None
    body = next(s for s in made.slides[0].shapes if s.slot == "body")
    assert isinstance(body, TextBox)
    return [(run.text, run.lang, run.script) for paragraph in body.paragraphs for run in paragraph.runs]


def in_(lang: str) -> Essay:
    whole = essay()
    return replace(whole, meta=replace(whole.meta, lang=lang))


def written(runs: tuple[Run, ...], theme: Theme, level: Level = FROM_LEFT, *, rtl: bool = False) -> str:
    voice = Voice("en", Relations(), {}, named_faces(theme))
    return voice.paragraphs((TextParagraph(runs, rtl=rtl),), (level,), pt(20))


def test_a_passage_is_in_its_scripts_language_and_in_the_face_given() -> None:
    assert runs("One says 歩く。 and walks", g.worn()) == [
        ("One says ", "en", None), ("歩く。", "ja", "Jpan"), (" and walks", "en", None),
    ]  # fmt: skip


def test_the_authors_own_language_counts_first() -> None:
    found = runs('<span lang="fa">راه رفتن</span> and <span lang="zh">天地</span>', g.worn())
    assert [(lang, script) for _, lang, script in found] == [("fa", "Arab"), ("en", None), ("zh", "Jpan")]


def test_words_of_one_script_are_one_run_and_the_family_draws_what_it_has() -> None:
    assert runs("Ходить значит думать", g.worn()) == [("Ходить значит думать", "ru", None)]
    assert runs("<em>Ходить значит думать</em>", g.worn()) == [("Ходить значит думать", "ru", "Cyrl")]
    assert runs("Sofia, naïve “x” – 2024", g.worn()) == [("Sofia, naïve “x” – 2024", "en", None)]


def test_bare_ideographs_are_in_the_language_of_the_face_given_for_them() -> None:
    assert runs("See 天地 now", g.worn())[1] == ("天地", "ja", "Jpan")


def test_without_a_face_the_language_is_still_told() -> None:
    assert runs("See 日本 now", theme())[1] == ("日本", "zh-CN", None)


def test_the_first_faces_are_the_themes_and_others_are_named() -> None:
    part = theme_part(g.worn("en"), g.worn().light).decode()
    assert part.count('<a:ea typeface="Noto Sans JP"/><a:cs typeface="Noto Sans Arabic"/>') == 2
    assert '<a:font script="Hebr" typeface="Noto Sans Hebrew Light"/>' in part
    hebrew = theme_part(g.worn("he"), g.worn().light).decode()
    assert '<a:cs typeface="Noto Sans Hebrew Light"/>' in hebrew
    run = written((Run("שלום", lang="he", script="Hebr"),), g.worn("he"))
    assert "typeface" not in run
    run = written((Run("שלום", lang="he", script="Hebr"),), g.worn("ar"))
    assert re.findall(r'<a:(\w+) typeface="Noto Sans Hebrew Light"', run) == ["latin", "ea", "cs"]


def test_arabic_in_code_is_drawn_by_the_themes_face() -> None:
    run = written((Run("سلام", lang="ar", script="Arab", mono=True),), g.worn("ar"))
    assert re.findall(r'<a:\w+ typeface="([^"]*)"', run) == ["+mn-cs"]


@pytest.mark.parametrize(
    ("level", "rtl", "properties"),
    [
        (FROM_LEFT, False, ""),
        (FROM_LEFT, True, '<a:pPr algn="r" rtl="1"/>'),
        (FROM_RIGHT, True, ""),
        (FROM_RIGHT, False, '<a:pPr rtl="0"/>'),
        (replace(FROM_LEFT, aligned=True), True, '<a:pPr rtl="1"/>'),
    ],
)
def test_a_paragraph_has_its_direction_and_stands_where_a_reader_begins(
    level: Level, properties: str, *, rtl: bool
) -> None:
    made = written((Run("x"),), theme(), level, rtl=rtl)
    assert made.startswith(f"<a:p>{properties}<a:r>")


def test_an_arabic_sentence_may_begin_with_a_foreign_name() -> None:
    made = deck_in(
        "ar", slide("points", title="عنوان", body="<ul><li>Nietzsche قال</li><li>2024</li><li>Yes</li></ul>")
    )
    body = next(s for s in made.slides[0].shapes if s.slot == "body")
    assert isinstance(body, TextBox)
    assert [p.rtl for p in body.paragraphs] == [True, True, False]
    english = deck(slide("points", title="T", body="<p>Nietzsche قال</p>"))
    box = next(s for s in english.slides[0].shapes if s.slot == "body")
    assert isinstance(box, TextBox)
    assert not box.paragraphs[0].rtl


def deck_in(lang: str, *slides: str):  # type: ignore[no-untyped-def]
    made, problems = fit(page(*slides, lang=lang), in_(lang), g.worn(lang), Files(ROOT))
    assert made is not None, problems
    return made


def test_slides_from_the_right_are_mirrored_but_for_code() -> None:
    width = theme().deck.width
    for one, other in zip(layouts(g.worn("en")), layouts(g.worn("ar")), strict=True):
        for p, q in zip(one.placeholders, other.placeholders, strict=True):
            assert p.box.left == width - q.box.right
            assert q.right_to_left == (q.slot != "object" or one.id is not Layout.CODE)
            assert (p.align is not q.align) == q.right_to_left
    code = next(spec for spec in layouts(g.worn("ar")) if spec.id is Layout.CODE).placeholder("object")
    assert code is not None
    assert code.align is Align.LEFT


def test_a_deck_in_arabic_is_sound_and_read_from_the_right(tmp_path: Path) -> None:
    whole = deck_in(
        "ar",
        slide("title", title="المشي هو التفكير", byline="آدا"),
        slide("points", "s-2", title="لماذا نمشي", body="<ul><li>أولا</li><li>ثم <code>x = 1</code></li></ul>"),
    )
    worn = g.worn("ar")
    held = replace(in_("ar"), meta=replace(in_("ar").meta, title="المشي"))
    data, problems = build(whole, held, worn, Files(tmp_path), MOMENT)
    assert data is not None
    assert problems == ()
    assert check(data, held, worn) == ()
    parts = Written(data).parts
    assert b'algn="r" rtl="1"' in parts["/ppt/slideMasters/slideMaster1.xml"]
    assert b'lang="ar-SA"' in parts["/ppt/slides/slide2.xml"]


def test_digits_in_an_arabic_sentence_are_drawn_by_the_family() -> None:
    arabic = Run("عام", lang="ar", script="Arab")
    assert re.findall(r'<a:cs typeface="([^"]*)"', written((arabic, Run(" 2024")), g.worn("ar"))) == ["+mn-lt"]
    heading = replace(FROM_LEFT, heading=True)
    assert re.findall(r'<a:cs typeface="([^"]*)"', written((arabic, Run(" 2024")), g.worn("ar"), heading)) == ["+mj-lt"]
    assert "a:cs" not in written((Run("日", lang="ja", script="Jpan"), Run(" 2024")), g.worn("ja"))
