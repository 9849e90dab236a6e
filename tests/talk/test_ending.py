"""How a talk ends, and the agenda of the whole, each sentence of "From essay to talk" as a test."""

from dataclasses import replace

import pytest

from pipeline.document import Link, Span
from pipeline.prose import every_block, every_inline, plain, texts
from pipeline.slides import Layout
from pipeline.talk import dump_talk, talk
from tests.talk.told import LONG, essay, told, words

# --- End ----------------------------------------------------------------------------------------


def test_the_closing_repeats_the_lead_with_contact_and_link() -> None:
    talk, _ = told("==The lead.==", "url: https://example.org/essay/\n")
    last = talk.slides[-1]
    assert [words(last, slot) for slot in ("title", "claim", "body")] == [
        *("In one sentence", "The lead", "N. N.\nexample.org/essay")
    ]


def test_the_closing_has_a_qr_code_of_the_address_that_it_shows() -> None:
    talk, _ = told("==The lead.==", "url: https://example.org/essay/\ndeck: {url: https://example.org/talk}\n")
    slot = talk.slides[-1].slot("qr")
    assert slot
    (link,) = [i for b in slot.blocks for run in texts(b) for i in every_inline(run) if isinstance(i, Link)]
    assert (link.url, words(talk.slides[-1], "qr")) == ("https://example.org/talk", "QR code to example.org/talk")
    assert told("==The lead.==")[0].slides[-1].slot("qr") is None


def test_an_address_that_nobody_can_type_is_shown_in_part_and_leads_there_whole() -> None:
    url = "https://example.org/" + "a" * 900
    talk, _ = told("==The lead.==", f"url: {url}\n")
    body = talk.slides[-1].slot("body")
    assert body
    (link,) = [i for b in body.blocks for run in texts(b) for i in every_inline(run) if isinstance(i, Link)]
    assert link.url == url
    assert len(words(talk.slides[-1], "body")) < 150
    assert words(talk.slides[-1], "body").endswith("…")


def test_a_lead_too_long_is_repeated_with_the_contact() -> None:
    talk, _ = told(f"{LONG}.")
    assert (words(talk.slides[-1]), words(talk.slides[-1], "body")) == ("In one sentence", f"{LONG}\nN. N.")


def test_sources_are_what_the_slides_cite() -> None:
    front = "sources:\n" + "".join(f"  {s}: {{title: Talk {s}, url: 'https://example.org/{s}'}}\n" for s in "abc")
    talk, _ = told("Lead [b 0:20], [b 0:10], [a] and [b 0:20].\n\n## S {deck=off}\n\nText [c 0:01].", front)
    slide = talk.slides[-1]
    assert slide.layout is Layout.SOURCES
    listed = dump_talk(talk).split("s-sources")[1]
    assert "Talk a" in listed
    assert "Talk c" not in listed
    assert "0:10 · 0:20" in listed


def test_a_link_that_may_not_be_opened_is_plain_text() -> None:
    found = essay("Lead.")
    found = replace(found, meta=replace(found.meta, url="javascript:alert(1)"))
    made, _ = talk(found)
    slot = made.slides[-1].slot("body")
    assert slot
    assert not [i for b in slot.blocks for run in texts(b) for i in every_inline(run) if isinstance(i, Link)]
    assert made.slides[-1].slot("qr") is None


# --- The agenda of the whole --------------------------------------------------------------------

SECTIONS = 'Lead.\n\n## One {short="First"}\n\nA.\n\n## Two {#second}\n\nB.\n\n## Extra {.appendix}\n\nC.'


def test_an_agenda_leads_to_the_sections() -> None:
    talk, _ = told(SECTIONS, "deck: {agenda: true}\n")
    assert [slide.id for slide in talk.slides[:4]] == ["s-title", "s-n2", "s-agenda", talk.slides[3].id]
    agenda = talk.slides[2]
    assert (agenda.layout, words(agenda), agenda.section) == ("agenda", "Overview", "introduction")
    slot = agenda.slot("body")
    assert slot
    links = [i for b in every_block(slot.blocks) for run in texts(b) for i in every_inline(run) if isinstance(i, Link)]
    assert [(plain(link.children), link.url) for link in links] == [("First", "#one"), ("Two", "#second")]
    assert "s-agenda" not in [slide.id for slide in told(SECTIONS)[0].slides]


def test_an_agenda_of_one_section_is_none() -> None:
    talk, problems = told("Lead.\n\n## One\n\nA.", "deck: {agenda: true}\n")
    assert "s-agenda" not in [slide.id for slide in talk.slides]
    assert [(p.code, p.place.line) for p in problems] == [("agenda-empty", 4)]


@pytest.mark.parametrize(("lang", "marked"), [("en-GB", None), ("de", None), ("ja", "en")])
def test_fixed_words_in_a_language_without_its_own_are_marked_as_english(lang: str, marked: str | None) -> None:
    talk, _ = told("Lead.", f"lang: {lang}\n")
    slot = talk.slides[-1].slot("title")
    assert slot
    (word,) = (run[0] for block in slot.blocks for run in texts(block))
    assert (word.attributes.get("lang") if isinstance(word, Span) else None) == marked
