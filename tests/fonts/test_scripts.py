"""What a character is written in, what a reader takes for one character, and in which language a passage may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.scripts import (
    SCRIPTS,
    asked,
    cluster_script,
    clusters,
    language_of,
    languages_script,
    right_to_left,
    script_of,
)


@pytest.mark.parametrize(
    ("chars", "script"),
    [
        ("aZéßǅ", "Latn"),
        (" 1.,–…\u0301\u200d\u00d7", "Zyyy"),
        ("αΩἀ", "Grek"),
        ("бЯѢ", "Cyrl"),
        ("א׳", "Hebr"),
        ("ع،٣ﷺ", "Arab"),
        ("अः", "Deva"),
        ("กำ", "Thai"),
        ("日、。「全〇𠮷", "Hani"),
        ("あアー", "Kana"),
        ("한ᄀ", "Hang"),
        ("🎉☎✂🇯", "Zsye"),
        ("→≈■∑𝛼", "Zsym"),
    ],
)
def test_characters_have_scripts(chars: str, script: str) -> None:
    found = {char: script_of(char) for char in chars}
    if script == "Zyyy":
        found.pop("\u00d7")  # the sign of times stands among Latin letters
    assert found == dict.fromkeys(found, script)


@given(st.characters(exclude_categories=["Cs"]))
def test_every_character_has_a_script_that_is_known(char: str) -> None:
    assert script_of(char) in {*SCRIPTS, "Zyyy", "Latn", "Hani", "Kana", "Bopo"}


@given(st.text(st.sampled_from("ab é\u0301नि्क์กำ👩🏽\u200d💻🇯🇵🇩\ufe0f\u20e31日ᄒ\u1161\u11ab")))
def test_clusters_are_the_text_cut(text: str) -> None:
    cut = tuple(clusters(text))
    assert "".join(cut) == text
    assert all(cut)


@pytest.mark.parametrize(
    "one",
    [
        "é",
        "e\u0301\u0323",
        "👩🏽\u200d💻",
        "🇯🇵",
        "1\ufe0f\u20e3",
        "❤\ufe0f",
        "नि",
        "กำ",
        "ᄒ\u1161\u11ab",
        "👨\u200d👩\u200d👧",
    ],
)
def test_what_a_reader_takes_for_one_is_one(one: str) -> None:
    assert tuple(clusters(f"a{one}b{one}")) == ("a", one, "b", one)


def test_flags_are_pairs() -> None:
    assert tuple(clusters("🇯🇵🇩🇪🇫")) == ("🇯🇵", "🇩🇪", "🇫")


def test_a_selector_makes_an_emoji_of_a_sign() -> None:
    assert [cluster_script(one) for one in ("©", "©\ufe0f", "1\ufe0f\u20e3", "❤\ufe0f")] == ["Zyyy", *["Zsye"] * 3]


@pytest.mark.parametrize(
    ("lang", "script"),
    [
        ("ja", "Jpan"), ("zh", "Hans"), ("zh-TW", "Hant"), ("zh-Hant-HK", "Hant"), ("ko-KR", "Hang"), ("fa", "Arab"),
        ("uk", "Cyrl"), ("sr-Latn", None), ("sr", "Cyrl"), ("en-GB", None), ("de", None), ("he", "Hebr"),
        ("az-Arab", "Arab"),
    ],
)  # fmt: skip
def test_languages_have_scripts(lang: str, script: str | None) -> None:
    assert languages_script(lang) == script


def test_a_passage_keeps_its_language_where_that_is_written_so() -> None:
    assert language_of("Arab", "en") == "ar"
    assert language_of("Arab", "fa") == "fa"
    assert language_of("Cyrl", "uk") == "uk"
    assert language_of("Kana", "en") == "ja"
    assert language_of("Hani", "en") == "zh-CN"
    assert language_of("Hani", "ja") == "ja"
    assert language_of("Hani", "ko") == "ko"
    assert language_of("Zsye", "en") == "en"
    assert language_of("Latn", "ja") == "ja"


def test_who_writes_from_the_right() -> None:
    assert [lang for lang in ("ar", "he", "fa", "ur-PK", "en", "ja", "az-Arab") if right_to_left(lang)] == [
        "ar", "he", "fa", "ur-PK", "az-Arab",
    ]  # fmt: skip


def test_the_script_that_is_asked_for_is_the_languages() -> None:
    assert asked("Hani", "zh-TW").code == "Hant"
    assert asked("Hani", "ja").name == "Japanese"
    assert asked("Hani", "en").name == "Chinese or Japanese"
    assert asked("Zyyy", "en").code == "Zsym"
