"""Paragraphs, runs and links as DrawingML, one thing at a time."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.deck.drafts import Relations
from pipeline.deck.faces import named_faces
from pipeline.deck.styles import Level
from pipeline.deck.text import Voice, address, language
from pipeline.deck.xml import Xml, document, element, text
from pipeline.fitted import Bullet, Run, TextParagraph
from pipeline.units import Length, pt
from tests.fit.desk import theme

ZERO = Length(0)
LEVELS = (Level(ZERO, ZERO, Bullet.NONE, ZERO, "l"),)


def written(*paragraphs: TextParagraph, slides: dict[str, str] | None = None) -> tuple[Xml, Relations]:
    relations = Relations()
    voice = Voice("de", relations, slides or {}, named_faces(theme()))
    return voice.paragraphs(paragraphs, LEVELS, pt(20), pt(20)), relations


def items(*numbers: tuple[int, int]) -> list[str]:
    """The first numbers written for items (level, number)."""
    made, _ = written(
        *(TextParagraph((Run("x"),), level=level, bullet=Bullet.NUMBER, number=number) for level, number in numbers)
    )
    return [found or "1" for found in re.findall(r'<a:buAutoNum type="arabicPeriod"(?: startAt="(\d+)")?/>', made)]


@given(st.text())
def test_any_text_is_well_formed_and_comes_back(said: str) -> None:
    root = etree.fromstring(document("a:t", "a", {"x": said}, text(said)))
    kept = "".join(c for c in said if re.match("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", c))
    assert (root.text or "") == kept.replace("\r\n", "\n").replace("\r", "\n")
    assert root.get("x") == kept


def test_items_that_follow_one_another_share_their_first_number() -> None:
    assert items((0, 3), (0, 4), (0, 5)) == ["3", "3", "3"]
    assert items((0, 1), (1, 1), (1, 2), (0, 2)) == ["1", "1", "1", "1"]
    assert items((0, 1), (0, 5)) == ["1", "5"]
    assert items((0, 1), (1, 1), (0, 2), (1, 1)) == ["1", "1", "1", "1"]


def test_a_paragraph_between_items_begins_the_list_anew() -> None:
    numbered = TextParagraph((Run("x"),), bullet=Bullet.NUMBER, number=1)
    following = TextParagraph((Run("x"),), bullet=Bullet.NUMBER, number=2)
    made, _ = written(numbered, TextParagraph((Run("between"),)), following)
    assert 'startAt="2"' in made


def test_every_run_has_a_language_with_a_region_where_one_is_usual() -> None:
    made, _ = written(
        TextParagraph((Run("eins"), Run("uno", lang="it"), Run("un", lang="fr-CA"), Run("x", lang="gsw")))
    )
    assert re.findall(r'lang="([^"]*)"', made) == ["de-DE", "it-IT", "fr-CA", "gsw"]
    assert language("EN") == "en-US"


@pytest.mark.parametrize("runs", [(), (Run(""),), (Run("", mono=True),)])
def test_an_empty_paragraph_keeps_its_size(runs: tuple[Run, ...]) -> None:
    made, _ = written(TextParagraph(runs))
    assert made == '<a:p><a:endParaRPr lang="de-DE" sz="2000"/></a:p>'


def test_a_vertical_tab_is_a_line_break() -> None:
    made, _ = written(TextParagraph((Run("one\vtwo\v"),)))
    assert re.findall("<a:(t|br)>", made) == ["t", "br", "t", "br"]


def test_a_link_says_where_it_leads() -> None:
    made, relations = written(
        TextParagraph((Run("here", link="https://example.org/a b", link_name="the <essay>"),)),
    )
    assert 'tooltip="the &lt;essay&gt;"' in made
    assert [(r.target, r.external) for r in relations.all()] == [("https://example.org/a%20b", True)]


def test_a_link_to_a_slide_jumps_there_and_one_to_nowhere_is_text() -> None:
    runs = (Run("there", link="#s-n4"), Run("nowhere", link="#s-n5"))
    made, relations = written(TextParagraph(runs), slides={"s-n4": "/ppt/slides/slide4.xml"})
    assert made.count('action="ppaction://hlinksldjump"') == 1
    assert "nowhere" in made
    assert [r.target for r in relations.all()] == ["/ppt/slides/slide4.xml"]


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/?q=a&b=c#d", "https://example.org/?q=a&b=c#d"),
        ("https://example.org/ä", "https://example.org/ä"),
        ("mailto:ada@example.org", "mailto:ada@example.org"),
        ("https://example.org/<a>|{b}", "https://example.org/%3Ca%3E%7C%7Bb%7D"),
        ("http://[broken", None),
        ("http://example.org:port/", None),
        ("", None),
        ("no-scheme", None),
    ],
)
def test_an_address_is_one_that_a_relationship_may_hold(url: str, kept: str | None) -> None:
    assert address(url) == kept


def test_right_to_left_paragraphs_are_set_from_the_right() -> None:
    made, _ = written(TextParagraph((Run("مرحبا", lang="ar"),), rtl=True))
    assert 'algn="r" rtl="1"' in made


def test_text_that_stands_flush_with_the_other_end_says_so() -> None:
    voice = Voice("de", Relations(), {}, named_faces(theme()))
    plain, turned = (voice.paragraphs((TextParagraph((Run("x"),)),), LEVELS, pt(20), align=way) for way in (None, "r"))
    assert "algn" not in plain
    assert '<a:pPr algn="r"/>' in turned


def test_an_element_without_content_is_closed_at_once() -> None:
    assert element("a:br", {"x": None, "y": 1}) == '<a:br y="1"/>'
