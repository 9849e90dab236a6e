"""Each sentence of "From essay to talk", as a test."""

import time
from dataclasses import replace

import pytest

from pipeline.document import Link, List, Paragraph, Span
from pipeline.problems import Severity
from pipeline.prose import every_block, every_inline, plain, texts
from pipeline.slides import Layout, Slot
from pipeline.talk import dump_talk, talk
from tests.talk.told import codes, essay, layouts, notes, titles, told, words

LONG = "This sentence goes on and on until it can no longer stand as the title of a slide, however small it is set"
POINTS = "\n".join(
    f"- **{term}**: ==Claim {term.lower()}== with {'many words ' * 8}to follow." for term in ("A", "B", "C")
)
FILLER = "Filler words are said here. " * 30  # 150 words, 69 seconds


# --- Order --------------------------------------------------------------------------------------


def test_title_lead_sections_closing_sources_appendix() -> None:
    talk, _ = told(
        "Lead.\n\n## More {.appendix}\n\nExtra [0:05].\n\n## One\n\nText [0:04].",
        "sources:\n  a: {title: A talk, url: 'https://example.org/a'}\n",
    )
    kinds = [(slide.layout.value, slide.appendix) for slide in talk.slides]
    assert kinds == [
        *(("title", False), ("term", False), ("term", False), ("closing", False), ("sources", False)),
        ("term", True),
    ]


def test_the_lead_is_the_introductions_mark() -> None:
    talk, _ = told("First.\n\nThen ==the mark==.\n\n## S\n\nText.", "summary: The summary.\n")
    assert titles(talk)[0] == "The mark"


def test_the_lead_is_else_the_summary() -> None:
    talk, _ = told("First.\n\nSecond.\n\n## S\n\nText.", "summary: The summary.\n")
    assert titles(talk)[0] == "The summary"
    assert notes(talk.slides[1]) == "First.\nSecond."


def test_the_lead_is_else_the_introductions_first_sentence() -> None:
    talk, _ = told("First. More of it.\n\n## S\n\nText.")
    assert titles(talk)[0] == "First"


def test_without_an_introduction_the_summary_leads() -> None:
    talk, _ = told("## S\n\nText.", "summary: The summary.\n")
    assert titles(talk) == ["The summary", "Text"]


def test_the_heading_stands_small_above_its_sections_slides() -> None:
    talk, _ = told("Lead.\n\n## A heading\n\n==One.==\n\n==Two.==")
    assert [words(slide, "term") for slide in talk.slides[2:4]] == ["A heading", "A heading"]


def test_three_points_open_with_an_overview() -> None:
    talk, _ = told(f"Lead.\n\n## Benefits\n\n{POINTS}")
    assert layouts(talk) == ["term", "agenda", "term", "term", "term"]
    assert titles(talk)[1] == "Benefits"
    assert [item.url for item in _links(talk.slides[2].slot("body"))] == [f"#{s.id}" for s in talk.slides[3:6]]


def test_two_points_do_not() -> None:
    talk, _ = told("Lead.\n\n## Benefits\n\n" + POINTS.rsplit("\n", 1)[0])
    assert layouts(talk) == ["term", "term", "term"]


def test_a_divider_only_from_three_slides_on() -> None:
    two, _ = told("Lead.\n\n## S\n\n==One.==\n\n==Two.==")
    three, _ = told("Lead.\n\n## S\n\n==One.==\n\n==Two.==\n\n==Three.==")
    assert layouts(two) == ["term"] * 3
    assert layouts(three) == ["term", "section", "term", "term", "term"]
    assert titles(three)[1] == "S"


def _links(slot: Slot | None) -> list[Link]:
    (listed,) = slot.blocks if slot else ()
    assert isinstance(listed, List)
    paragraphs = [block for item in listed.items for block in item.blocks if isinstance(block, Paragraph)]
    return [inline for p in paragraphs for inline in p.inlines if isinstance(inline, Link)]


# --- Claims -------------------------------------------------------------------------------------


def test_a_point_too_long_shows_its_term_as_title_and_the_claim_as_body() -> None:
    talk, problems = told(f"Lead.\n\n## S\n\n- **Term**: {LONG}. And more.")
    assert words(talk.slides[2]) == "Term"
    assert words(talk.slides[2], "body") == f"{LONG}."
    assert words(talk.slides[2], "term") == "S"
    assert codes(problems) == ["claim-long"]
    assert problems[0].severity is Severity.HINT


def test_a_paragraph_too_long_takes_the_statement_layout() -> None:
    talk, problems = told(f"Lead.\n\n## S\n\n{LONG}. And more.")
    assert (talk.slides[2].layout, words(talk.slides[2]), words(talk.slides[2], "body")) == (
        "statement",
        "S",
        f"{LONG}.",
    )
    assert codes(problems) == ["claim-long"]


def test_how_titles_are_measured_is_the_callers() -> None:
    talk, problems = told(f"Lead.\n\n## S\n\n{LONG}.", fits=lambda _: True)
    assert words(talk.slides[2]) == LONG
    assert not problems
    talk, _ = told("Lead.\n\n## S\n\nShort.", fits=lambda text: text != "Short")
    assert talk.slides[2].layout is Layout.STATEMENT


def test_several_marks_are_title_and_lines() -> None:
    talk, _ = told(
        "Lead.\n\n## S\n\n1. **Need for control**: ==Some want it==, and ==others fear it==, as was said before."
    )
    assert words(talk.slides[2]) == "Some want it"
    assert words(talk.slides[2], "body") == "Others fear it"


# --- Points -------------------------------------------------------------------------------------


def test_term_small_above_claim_as_title_citation_at_the_foot() -> None:
    source = "sources:\n  a: {title: A talk, url: 'https://example.org/a', length: 2:00:00}\n"
    text = "- **Term**: ==The claim== holds for more words than twelve, as was said elsewhere before [1:00:05]."
    talk, _ = told(f"Lead.\n\n## S\n\n{text}", source)
    slide = talk.slides[2]
    assert (words(slide, "term"), words(slide), words(slide, "citation")) == (
        "S · Term",
        "The claim",
        "A talk, 1:00:05",
    )


def test_a_list_without_lead_terms_is_one_slide_titled_by_the_paragraph_before() -> None:
    items = "\n".join(f"- {LONG}" for _ in range(4))
    talk, _ = told(f"Lead.\n\n## S\n\nFour things count:\n\n{items}")
    assert titles(talk) == ["Lead", "Four things count"]
    assert layouts(talk) == ["term", "points"]


def test_a_list_with_no_item_over_twelve_words_is_one_slide() -> None:
    talk, _ = told("Lead.\n\n## S\n\nThree:\n\n- **A**: one\n- **B**: two\n- **C**: three")
    assert titles(talk) == ["Lead", "Three"]


def test_a_list_without_a_paragraph_is_titled_by_its_heading_and_that_is_said() -> None:
    talk, problems = told("Lead.\n\n## S\n\n- one\n- two")
    assert titles(talk) == ["Lead", "S"]
    assert codes(problems) == ["title-topic"]


# --- Prose --------------------------------------------------------------------------------------


def test_in_a_section_with_a_mark_exactly_the_marked_ones_get_slides() -> None:
    talk, _ = told(f"Lead.\n\n## S\n\nBefore.\n\n==One.==\n\n{FILLER}\n\n{FILLER}\n\n==Two.==\n\nAfter.")
    assert titles(talk) == ["Lead", "One", "Two"]
    assert notes(talk.slides[2]).startswith("Before.\nOne.\nFiller")
    assert notes(talk.slides[3]) == "Two.\nAfter."


def test_otherwise_the_first_does_and_the_rest_goes_to_its_notes() -> None:
    talk, _ = told("Lead.\n\n## S\n\nFirst.\n\nSecond.\n\nThird.")
    assert titles(talk) == ["Lead", "First"]
    assert notes(talk.slides[2]) == "First.\nSecond.\nThird."


def test_a_later_one_does_when_the_slide_before_would_stand_too_long() -> None:
    talk, _ = told(f"Lead.\n\n## S\n\nFirst {FILLER}\n\nSecond {FILLER}\n\nThird.")
    assert len(talk.slides) == 5
    assert notes(talk.slides[3]).endswith("\nThird.")


def test_a_paragraph_that_leads_to_points_is_said_over_their_overview() -> None:
    talk, _ = told(f"Lead.\n\n## S\n\nThere are three:\n\n{POINTS}")
    assert layouts(talk) == ["term", "agenda", "term", "term", "term"]
    assert notes(talk.slides[2]) == "There are three:"


def test_what_leads_to_a_quotation_goes_to_its_notes() -> None:
    talk, _ = told("Lead.\n\n## S\n\nAs somebody said,\n\n> Words.\n>\n> — Name\n\nAnd after.")
    assert layouts(talk) == ["term", "quotation"]
    assert "As somebody said," in notes(talk.slides[2])
    assert "And after." in notes(talk.slides[2])


def test_what_follows_a_quotation_goes_to_its_notes() -> None:
    talk, _ = told("Lead.\n\n## S\n\n> Words.\n> — Somebody\n\nA comment.")
    assert layouts(talk) == ["term", "quotation"]
    assert words(talk.slides[2], "attribution") == "Somebody"
    assert notes(talk.slides[2]).endswith("A comment.")


# --- Evidence -----------------------------------------------------------------------------------

TABLE = "| A | B |\n|---|---|\n| 1 | 2 |\n"


def test_evidence_shares_a_slide_with_the_paragraph_before() -> None:
    talk, _ = told(f"Lead.\n\n## S\n\nFirst.\n\nIt doubled. Yes.\n\n{TABLE}\n: The caption")
    slide = talk.slides[3]
    assert (slide.layout, words(slide), words(slide, "caption")) == (Layout.TABLE, "It doubled", "The caption")
    assert notes(slide) == "It doubled. Yes."


def test_evidence_shares_a_slide_with_the_paragraph_that_refers_to_it() -> None:
    code = "```python {#code}\nprint()\n```\n"
    talk, _ = told(f"Lead.\n\n## S\n\nAs [shown](#code), it prints.\n\nAnother.\n\n{code}")
    slide = talk.slides[2]
    assert (slide.layout, words(slide)) == (Layout.CODE, "As shown, it prints")


def test_without_a_paragraph_the_caption_is_the_title() -> None:
    talk, _ = told(f"Lead.\n\n## S\n\n{TABLE}\n: Prices doubled.")
    assert (talk.slides[2].layout, words(talk.slides[2])) == (Layout.TABLE, "Prices doubled")
    assert talk.slides[2].slot("caption") is None


def test_a_second_object_has_a_slide_of_its_own() -> None:
    talk, _ = told(f"Lead.\n\n## S\n\nIt doubled.\n\n{TABLE}\n: One\n\n{TABLE}\n: Two")
    assert titles(talk) == ["Lead", "It doubled", "Two"]


# --- The author's hand --------------------------------------------------------------------------


def test_a_written_slide_replaces_the_slide_of_the_unmarked_block_before() -> None:
    talk, _ = told("Lead.\n\n## S\n\nText.\n\n::: deck\n### As written\n\n- a\n- b\n:::")
    assert titles(talk) == ["Lead", "As written"]
    assert notes(talk.slides[2]) == "Text."


def test_a_written_slide_leaves_a_marked_block_its_slide() -> None:
    talk, _ = told("Lead.\n\n## S\n\n==Text.==\n\n::: deck\n### As written\n:::")
    assert titles(talk) == ["Lead", "Text", "As written"]


def test_a_written_slide_replaces_all_slides_of_unmarked_points() -> None:
    points = POINTS.replace("==", "")
    talk, _ = told(f"Lead.\n\n## S\n\n{points}\n\n::: deck\n### All in one\n:::")
    assert titles(talk) == ["Lead", "All in one"]
    assert "Claim b" in notes(talk.slides[2])


def test_deck_off_leaves_out_and_says_so() -> None:
    talk, problems = told(
        "Lead.\n\n## S {deck=off}\n\nText.\n\n## T\n\nMore.\n\n::: {.deck deck=off}\n### Not this\n:::"
    )
    assert titles(talk) == ["Lead", "More"]
    assert codes(problems) == ["left-out", "left-out"]


def test_short_stands_above_and_the_heading_in_the_notes() -> None:
    talk, _ = told('Lead.\n\n## A very long heading {short="Brief"}\n\nText.')
    assert words(talk.slides[2], "term") == "Brief"
    assert "A very long heading" in notes(talk.slides[2])


def test_an_appendix_comes_last_unnumbered_and_untimed() -> None:
    talk, _ = told("Lead.\n\n## A {.appendix}\n\nExtra words.\n\n## B\n\nText.")
    assert (talk.slides[-1].appendix, talk.slides[-1].seconds, words(talk.slides[-1])) == (True, 0, "Extra words")


def test_sections_are_selected_and_ordered() -> None:
    front = "deck:\n  sections: [c, a]\n"
    talk, problems = told("Lead.\n\n## A\n\nOne.\n\n## B\n\nTwo.\n\n## C\n\nThree.", front)
    assert titles(talk) == ["Lead", "Three", "One"]
    assert codes(problems) == ["left-out"]
    assert [section.id for section in talk.sections] == ["introduction", "c", "a", "closing"]


def test_a_section_that_is_none_is_an_error_with_the_nearest_name() -> None:
    _, problems = told("Lead.\n\n## Alpha\n\nOne.", "deck:\n  sections: [alpa]\n")
    assert problems[0].severity is Severity.ERROR
    assert problems[0].hint == "did you mean `alpha`?"


def test_a_layout_by_hand() -> None:
    talk, problems = told("Lead.\n\n## S {layout=statement}\n\nText.\n\n## T {layout=section}\n\nMore.")
    assert layouts(talk) == ["term", "statement", "section", "term"]
    assert not problems


def test_a_layout_that_cannot_hold_what_is_there_is_a_warning() -> None:
    talk, problems = told(
        "Lead.\n\n## S\n\n::: {.deck layout=figure}\n### It is T\n\nText.\n:::\n\n## U {layout=table}\n\nText."
    )
    assert sorted(codes(problems)) == ["layout-unfit", "layout-unfit"]
    assert layouts(talk) == ["term", "term", "term"]


# --- Notes --------------------------------------------------------------------------------------


def test_a_script_is_what_is_said_and_the_paragraph_follows_untimed() -> None:
    talk, _ = told(f"Lead.\n\n## S\n\n==It is so.== {FILLER}\n\n::: notes\n{'word ' * 26}\n:::")
    slide = talk.slides[2]
    assert slide.seconds == 12
    assert notes(slide).index("word word") < notes(slide).index("It is so.")


def test_without_a_script_the_paragraph_is_what_is_said() -> None:
    talk, _ = told(f"Lead.\n\n## S\n\n{FILLER}", "deck:\n  words_per_minute: 100\n")
    assert talk.slides[2].seconds == 90


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


# --- Length -------------------------------------------------------------------------------------


def test_a_long_essay_takes_linear_time() -> None:
    section = f"## Heading\n\nFirst. More.\n\nSecond [0:05].\n\n{POINTS}\n\n> Words.\n"

    def took(count: int) -> float:
        found = essay("Lead.\n\n" + f"{section}\n" * count)
        start = time.process_time()
        made, _ = talk(found)
        assert len(made.slides) == 3 + 6 * count
        return time.process_time() - start

    small, large = min(took(50) for _ in range(3)), took(1000)
    assert large < 60 * small  # twenty times as long


# --- Comparisons --------------------------------------------------------------------------------


def test_a_side_without_text_is_a_warning() -> None:
    talk, problems = told("Lead it is.\n\n## S\n\n::: compare\n### A\n\nOld.\n\n### B\n:::")
    assert layouts(talk) == ["term", "comparison"]
    (problem,) = [problem for problem in problems if problem.code == "compare-sides"]
    assert (problem.place.line, problem.message) == (10, "the second side of this comparison has no text")


def test_three_sides_are_none_and_nothing_is_lost() -> None:
    text = "::: compare\n### A\n\nOld.\n\n### B\n\nNew.\n\n### C\n\nNext.\n:::"
    talk, problems = told(f"Lead it is.\n\n## S\n\n{text}")
    assert "compare-sides" in codes(problems)
    assert words(talk.slides[2], "body") == "A\nOld.\nB\nNew.\nC\nNext."


def test_two_tables_are_a_slide_each() -> None:
    table = "| A |\n|---|\n| 1 |"
    talk, problems = told(f"Lead it is.\n\n## S\n\n::: compare\n{table}\n\n{table}\n:::")
    assert layouts(talk) == ["term", "table", "table"]
    assert codes(problems).count("compare-sides") == 2


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
