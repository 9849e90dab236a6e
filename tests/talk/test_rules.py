"""Each sentence of "From essay to talk", as a test."""

import time
from dataclasses import replace

from pipeline.document import BibliographicCitation, Blocks, Link, List, Paragraph, Text
from pipeline.problems import Severity
from pipeline.slides import Layout, Slide, Slot
from pipeline.talk import talk
from tests.talk.told import FILLER, LONG, POINTS, codes, essay, layouts, notes, titles, told, words

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


# --- What a speaker would expect ------------------------------------------------------------------


def test_a_formula_stands_with_the_paragraph_that_it_ends() -> None:
    """Not with the one that looks back at it, which may show a formula of its own."""
    talk, _ = told("Lead.\n\n## S\n\n==One.==\n\n$$a$$ {#eq:a}\n\n==Two.== From @eq:a follows\n\n$$b$$")
    assert titles(talk)[1:] == ["One", "Two"]
    assert [[type(b).__name__ for b in _slot(slide, "object")] for slide in talk.slides[2:4]] == [["MathBlock"]] * 2


def test_a_glossary_is_one_slide_that_is_called_by_its_terms() -> None:
    terms = "Knot\n: What holds, in a rope, under a load of ten men and a dog.\n\nHitch\n: What holds to a post."
    talk, _ = told(f"Lead.\n\n## Ropes\n\n==Ropes hold.==\n\n{terms}\n\n> Hold on.\n")
    assert layouts(talk)[1:] == ["section", "term", "points", "quotation"]
    assert titles(talk)[3].startswith("Ropes – Knot, Hitch")
    lead, _ = told(f"Lead.\n\n## Ropes\n\nTwo words of the trade:\n\n{terms}")
    assert titles(lead)[1] == "Two words of the trade"


def test_a_comparison_without_a_claim_is_told_apart_by_its_sides() -> None:
    sides = "::: compare\n### North\n\n- a\n\n### South\n\n- b\n:::"
    talk, _ = told(f"Lead.\n\n## S\n\n> Said.\n\n{sides}")
    assert titles(talk)[2] == "S – North · South"


def test_a_work_that_the_slide_names_is_not_cited_at_its_foot_again() -> None:
    given = essay("Lead.\n\n## S\n\nTo do:\n\n- read the book of @knot\n- sleep")
    cited = given.sections[1].blocks
    work = BibliographicCitation((Text("Ashley (1944)"),), ("knot",), narrative=True, line=9)
    listed = cited[1]
    assert isinstance(listed, List)
    item = listed.items[0]
    named = replace(listed, items=(replace(item, blocks=(Paragraph("p", 9, (Text("read "), work)),)), listed.items[1]))
    section = replace(given.sections[1], blocks=(cited[0], named))
    made, _ = talk(replace(given, sections=(given.sections[0], section)))
    assert made.slides[2].slot("citation") is None


def test_a_statement_has_its_heading_small_above_it_alone() -> None:
    talk, _ = told(f"Lead.\n\n## Parent\n\n### Child\n\n{LONG}.", fits=lambda text: len(text) < 60)
    slide = next(slide for slide in talk.slides if slide.layout is Layout.STATEMENT)
    assert (words(slide, "term"), words(slide), words(slide, "body")) == ("", "Child", f"{LONG}.")


def test_a_title_alone_is_a_claim_whatever_layout_was_asked_for() -> None:
    talk, _ = told("Lead.\n\n::: {.deck layout=statement}\n### We sail at six\n:::")
    assert (layouts(talk)[-1], titles(talk)[-1]) == ("term", "We sail at six")


def _slot(slide: Slide, name: str) -> Blocks:
    found = slide.slot(name)
    return found.blocks if found else ()
