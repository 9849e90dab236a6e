"""Each character is measured in the face that draws it, and never too narrow."""

from __future__ import annotations

import pytest
import uharfbuzz as harfbuzz  # type: ignore[import-untyped]  # carries no types
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.files import Files
from pipeline.fonts import Measure, Style, script_path
from tests.fit.desk import ROOT, theme
from tests.fonts import given as g

FILES = Files(ROOT)
MEASURE = Measure(g.worn(), FILES)
SANS = Style("sans")
SAID = {
    "Jpan": "歩くことは考えることである。だから、毎日「歩く」。",
    "Arab": "المشي هو التفكير، لذلك نمشي كل يوم.",
    "Hebr": "ללכת פירושו לחשוב, ולכן הולכים כל יום.",
    "Thai": "การเดินคือการคิด",
    "Deva": "चलना ही सोचना है।",
    "Cyrl": "Ходить — значит думать.",
    "Grek": "Περπατάω σημαίνει σκέφτομαι.",
}


def shaped(text: str, script: str) -> float:
    """The width of ``text`` shaped whole in the face given for ``script``."""
    where = script_path(g.worn().scripts[script], "regular", FILES)
    font = harfbuzz.Font(harfbuzz.Face(harfbuzz.Blob.from_file_path(str(where))))
    buffer = harfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    harfbuzz.shape(font, buffer, {})
    assert all(info.codepoint for info in buffer.glyph_infos or ()), text
    units: int = sum(p.x_advance for p in buffer.glyph_positions or ())
    em: int = font.face.upem
    return units / em


@pytest.mark.parametrize("script", ["Jpan", "Arab", "Hebr", "Thai", "Deva"])
def test_a_given_face_measures_its_script_and_nothing_is_unknown(script: str) -> None:
    measure = Measure(g.worn(), FILES)
    for word in SAID[script].split():
        plain = word.strip("。、「」،,.।—")
        whole = shaped(plain, script) if script == "Jpan" else max(shaped(plain, script), 0.0)
        # Another machine's face is reckoned a tenth wider; ideographs are as wide in all.
        assert whole <= measure.width(plain, SANS) <= whole * 1.15 + 0.3
    assert measure.unknown == {}


def test_without_a_face_a_reserve_is_kept_by_what_a_reader_takes_for_a_character() -> None:
    measure = Measure(theme(), FILES)
    assert measure.width("👩🏽\u200d💻", SANS) == measure.width("🎉", SANS) == pytest.approx(1.4)
    assert measure.width("🇯🇵", SANS) == pytest.approx(1.4)
    assert measure.width("नि", SANS) == pytest.approx(1.0)
    assert set(measure.unknown) == {"Zsye", "Deva"}


def test_what_the_family_has_itself_needs_no_face() -> None:
    measure = Measure(theme(), FILES)
    assert measure.width("Привет", SANS) > 2
    assert measure.width("café’s—“x”…", SANS) > 3
    assert measure.unknown == {}


def test_an_italic_face_that_lacks_a_script_falls_back_to_the_one_given() -> None:
    assert [span.code for span in MEASURE.spans("Привет", SANS)] == [None]
    assert [span.code for span in MEASURE.spans("Привет", Style("sans", italic=True))] == ["Cyrl"]


def test_arabic_is_shaped_whole_not_by_letter() -> None:
    word = "المستشفيات"
    joined = MEASURE.width(word, SANS)
    apart = sum(MEASURE.width(char, SANS) for char in word)
    assert joined < apart * 0.9


def test_joined_emoji_are_one_where_the_face_joins_them() -> None:
    one, joined = MEASURE.width("👩", SANS), MEASURE.width("👩\u200d💻", SANS)
    assert joined == pytest.approx(one, abs=0.01)
    assert MEASURE.width("❤\ufe0f", SANS) == pytest.approx(MEASURE.width("❤", SANS), abs=0.01)


def test_code_may_hold_another_script() -> None:
    measure = Measure(g.worn(), FILES)
    assert measure.width("x日", Style("mono")) == pytest.approx(0.6 + 1.0, abs=0.01)
    assert measure.unknown == {}


def test_a_blank_is_as_wide_as_in_the_face_before_it() -> None:
    plain = MEASURE.width(" ", SANS)
    assert MEASURE.blank(SANS, "a") == plain
    assert MEASURE.blank(SANS, "ع") >= max(plain, shaped(" ", "Arab"))


def test_signs_between_words_of_a_script_belong_to_it_and_digits_do_not() -> None:
    spans = MEASURE.spans("日本(東京) 2024年 open", SANS)
    assert [(s.text, s.code) for s in spans] == [
        ("日本(東京", "Jpan"), (") 2024", None), ("年", "Jpan"), (" open", None),
    ]  # fmt: skip


def test_ideographs_are_japanese_beside_kana_and_the_essays_otherwise() -> None:
    chinese = g.faces("Hans", "Noto Sans JP", "NotoSansJP-Regular.otf", "pylopdf_fonts_jp")
    worn = theme().worn((g.JAPANESE, chinese), "zh")
    assert list(worn.scripts) == ["Hans", "Jpan"]
    measure = Measure(worn, FILES)
    assert [s.code for s in measure.spans("天地", SANS)] == ["Hans"]
    assert [s.code for s in measure.spans("天地です", SANS)] == ["Jpan"]


def test_bold_without_a_bold_face_is_a_little_wider() -> None:
    for script, word in SAID.items():
        if script not in ("Cyrl", "Grek"):
            first = word.split()[0]
            assert MEASURE.width(first, Style("sans", bold=True)) > MEASURE.width(first, SANS)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.sampled_from([w for said in SAID.values() for w in said.split()] + ["walk", "AVATAR", "🎉", "2024"])),
    st.sampled_from((SANS, Style("serif"), Style("sans", bold=True), Style("sans", italic=True), Style("mono"))),
)
def test_a_line_is_never_wider_than_its_words(words: list[str], style: Style) -> None:
    """Lines are reckoned word by word; shaped whole in the faces that draw it, none comes out wider."""
    apart = sum(MEASURE.width(word, style) + MEASURE.blank(style, word[-1]) for word in words)
    drawn = 0.0
    for span in MEASURE.spans(" ".join(words), style):
        face = MEASURE._script(span.code, style) if span.code else MEASURE._fonts[style][0]
        drawn += face.width(span.text) or 0.0
    assert drawn <= apart * 1.01 + 0.01


@given(st.text(max_size=12))
def test_any_text_has_a_width(text: str) -> None:
    measure = Measure(g.worn(), FILES)
    spans = measure.spans(text, SANS)
    assert "".join(span.text for span in spans) == text
    assert measure.width(text, SANS) >= 0
