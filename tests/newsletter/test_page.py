from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.coverage.html import page as coverage_page
from pipeline.document import (
    Block,
    Div,
    DivKind,
    Footnote,
    FootnoteReference,
    Item,
    Link,
    List,
    Quotation,
    Table,
    Text,
)
from pipeline.meta import Body, Publication
from pipeline.newsletter.check import check_html
from pipeline.newsletter.check.reading import Page, read
from pipeline.problems import Place
from pipeline.reserved import GREETING
from tests.newsletter.made import made, part, tried
from tests.newsletter.sample import FULL, META, POINTS, cite, essay, heading, mailing, para, section

HERE = Path(__file__).parent


def page(html: str) -> Page:
    return read(html)


def broken(html: str) -> str:
    """One tag a line, for a golden that a person can read."""
    return re.sub(r"(?<!\n)<(?=[a-z!])", "\n<", html)


def test_the_mail_is_its_golden(golden: Callable[[Path, str], None]) -> None:
    mail = made(FULL)
    golden(HERE / "full.mail.html", broken(part(mail, "html")))
    golden(HERE / "full.txt", part(mail, "plain"))


def test_the_web_copy_differs_in_what_is_for_a_reader_alone() -> None:
    mail = made(FULL)
    sent, copy = part(mail, "html"), mail.html
    for gone in (
        r'<div class="preheader"[^>]*>.*?</div>',
        rf"<p[^>]*>{re.escape(GREETING)}</p>",
        r"<a [^>]*>Read on the web</a> · ",
        r"<p [^>]*>You get this mail.*?</p>",
    ):
        sent, count = re.subn(gone, "", sent, flags=re.DOTALL)
        assert count == 1, gone
    told = 'role="article" aria-roledescription="email" aria-label="Can AI be both open and safe?"'
    assert told in sent
    sent = sent.replace(told, 'role="main"')
    sent, copy = (re.sub(r'src="(cid|data):[^"]*"', 'src=""', html) for html in (sent, copy))
    bodies = [re.sub(r"\s+(?=<)|(?<=>)\s+", "", html.partition("<body")[2]) for html in (sent, copy)]
    assert bodies[0] == bodies[1]


def test_the_web_copy_has_its_metadata() -> None:
    found = page(made(FULL).html)
    metas = {meta.get("property") or meta.get("name"): meta.get("content") for meta in found.all("meta")}
    assert metas["og:title"] == META.title
    assert metas["og:description"] == META.summary
    assert metas["og:url"] == META.url
    assert metas["article:published_time"] == "2026-11-22"
    (canonical,) = [link for link in found.all("link") if link.get("rel") == "canonical"]
    assert canonical.get("href") == META.url
    assert "og:" not in part(made(FULL), "html")


def test_divs_for_other_outputs_do_not_stand_in_the_mail() -> None:
    mail = made(FULL)
    for text in (part(mail, "html"), part(mail, "plain"), mail.html, mail.text):
        assert "for subscribers" in text
        for other in ("spoken only", "slide only", "paper only"):
            assert other not in text


def test_links_and_citations_are_underlined_and_named() -> None:
    found = page(part(made(FULL), "html"))
    links = [link for link in found.all("a") if link.get("href")]
    assert all("underline" in link.style["text-decoration"] for link in links)
    names = [link.get("aria-label") for link in found.all("a") if link.words == "[1:29:54]"]
    assert names == ["at 1:29:54 in George Hotz: Tiny Corp, Twitter, AI Safety"]


def test_footnotes_lead_there_and_back() -> None:
    found = page(part(made(FULL), "html"))
    names = {element.get("id") for element in found.elements}
    to = [link.get("href") for link in found.all("a") if link.get("href").startswith("#")]
    assert sorted(to) == ["#note-1", "#note-1", "#ref-1"]
    assert {"note-1", "ref-1"} <= names


def test_language_and_direction_stand_twice() -> None:
    arabic = replace(META, lang="ar")
    found = page(part(made(essay(section("a", "A", para("text")), meta=arabic)), "html"))
    (root,) = found.all("html")
    (wrapper,) = [element for element in found.all("div") if element.get("class") == "mail"]
    assert (root.get("lang"), wrapper.get("lang"), wrapper.get("dir")) == ("ar", "ar", "rtl")
    assert {cell.get("align") for cell in found.all("td") if cell.get("class") == "essay"} == {"right"}


def test_words_follow_the_language() -> None:
    german = replace(META, lang="de")
    mail = made(essay(section("a", "A", para("Text", cite())), meta=german))
    for words in ("Quellen", "Ausgabe 12", "22. November 2026", "Abbestellen", "Im Web lesen"):
        assert words in mail.message.decode().replace("=\r\n", "") or words in part(mail, "plain")


def test_a_summary_shows_the_points_and_a_link_to_the_rest() -> None:
    short = essay(
        section("a", "Gains", para("A paragraph."), POINTS),
        section("b", "Losses", para("More.")),
        meta=mailing(body=Body.SUMMARY),
    )
    mail = made(short)
    html, text = part(mail, "html"), part(mail, "plain")
    for word in (META.summary or "", "Gains", "Transparency", "Decentralization", "Ecosystems", "Losses", "Read on"):
        assert word in html
        assert word in " ".join(text.split())
    assert "A paragraph." not in html + text
    assert f'href="{META.url}"' in html


def test_a_summary_without_an_address_is_an_error() -> None:
    meta = replace(mailing(body=Body.SUMMARY), url=None)
    mail, problems = tried(essay(section("a", "Gains", para("A paragraph.")), meta=meta))
    assert mail is None
    assert "mail-summary" in {problem.code for problem in problems}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sender": None}, "mail-from"),
        ({"postal_address": None}, "mail-postal-address"),
        ({"unsubscribe_url": None}, "mail-unsubscribe"),
        ({"preheader": "Too short"}, "mail-preheader"),
        ({"preheader": "x" * 131}, "mail-preheader"),
        ({"subject": "s" * 101}, "mail-subject-long"),
    ],
)
def test_what_a_mailing_lacks_is_one_warning(changes: dict[str, object], code: str) -> None:
    mail, problems = tried(essay(section("a", "A", para("Text.")), meta=mailing(**changes)))
    assert mail is not None
    assert [(problem.code, problem.severity.value) for problem in problems] == [(code, "warning")]


def test_without_anything_it_is_still_a_mail() -> None:
    from pipeline.meta import Meta

    mail, problems = tried(essay(section("introduction", None, para("Only a sentence here.")), meta=Meta("A title")))
    assert mail is not None
    codes = [problem.code for problem in problems]
    assert codes == ["mail-from", "mail-postal-address", "mail-unsubscribe", "mail-url", "mail-preheader"]
    assert b"From: newsletter@newsletter.invalid\r\n" in mail.message
    assert b"List-Unsubscribe" not in mail.message


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"subject": "one\r\nBcc: x@y.example"}, "mail-subject"),
        ({"subject": "bell\x07"}, "mail-subject"),
        ({"subject": "s" * 300}, "mail-subject"),
        ({"subject": "   "}, "mail-subject"),
        ({"sender": "a@b.example, c@d.example"}, "mail-address"),
        ({"sender": "Müller <müller@example.org>"}, "mail-address"),
        ({"reply_to": "nobody"}, "mail-address"),
        ({"unsubscribe_url": "http://example.org/u"}, "mail-address"),
        ({"unsubscribe_url": "javascript:alert(1)"}, "mail-address"),
        ({"archive_url": "data:text/html,x"}, "mail-address"),
        ({"assets_url": "file:///etc"}, "mail-address"),
        ({"greeting": "Hello {{ name }}"}, "mail-greeting"),
    ],
)
def test_bad_input_is_an_error_and_nothing_is_made(changes: dict[str, object], code: str) -> None:
    mail, problems = tried(essay(section("a", "A", para("Text.")), meta=mailing(**changes)))
    assert mail is None
    assert code in {problem.code for problem in problems}


def side(words: str) -> List:
    return List("n", 1, ordered=False, start=1, tight=True, items=(Item("n", 1, (para(words),)),))


@pytest.mark.parametrize(
    ("blocks", "beside"),
    [
        ((side("left"), side("right")), True),
        ((heading("For", 3), side("left"), heading("Against", 3), side("right")), True),
        ((side("left"), side("right"), para("and more")), False),
    ],
)
def test_a_comparison_stands_side_by_side_in_every_client(blocks: tuple[Block, ...], beside: bool) -> None:
    mail = made(essay(section("a", "A", Div("n", 1, DivKind.COMPARE, blocks))))
    html = part(mail, "html")
    found = [element.words.split()[-1] for element in read(html).all("div") if element.get("class") == "side"]
    assert found == (["left", "right"] if beside else [])
    assert html.count("[if mso]") == html.count("[endif]")
    assert check_html(html, Place("mail")) == ()
    assert "left" in mail.text
    assert "right" in mail.text


@pytest.mark.parametrize(("words", "labels"), [("short", 0), ("averyveryverylongwordthatneverends", 2)])
def test_a_wide_table_names_its_columns_for_small_screens(words: str, labels: int) -> None:
    table = Table("n", 1, ((Text("One"),), (Text("Two"),)), (((Text(words),), (Text(words),)),), (None, None))
    html = part(made(essay(section("a", "A", table))), "html")
    assert len([e for e in read(html).all("span") if e.get("class") == "label" and e.hidden]) == labels


def test_hostile_text_stays_text() -> None:
    words = "<script>alert(1)</script> {{ 7*7 }} {% x %} \"quoted\" & 'so'"
    meta = replace(mailing(preheader=words * 2, postal_address=words), title=words, publication=Publication(words))
    mail = made(
        essay(section("a", "A", para(words, Link((Text(words),), 'https://example.org/?a="><b>', words, 1))), meta=meta)
    )
    for html in (mail.html, part(mail, "html")):
        assert not read(html).all("script", "b")
        assert "49" not in re.sub(r"<[^>]*>", "", html)
    assert words in read(mail.html).all("h1")[0].words


def test_a_reserved_word_in_the_essay_is_an_error() -> None:
    mail, problems = tried(essay(section("a", "A", para(f"See {GREETING}."))))
    assert mail is None
    assert [problem.code for problem in problems] == ["mail-reserved"]


def test_the_labels_of_a_wide_table_hold_no_marks_and_no_links() -> None:
    table = Table(
        "t1",
        1,
        (
            (Text("A heading of many"), FootnoteReference("a", 1)),
            (Link((Text("Somewhere"),), "https://example.org/", None, 1),),
        ),
        tuple(((Text("incomprehensibilities" * 2),), (Text("uncharacteristically"),)) for _ in range(2)),
        (None, None),
    )
    noted = replace(essay(section("one", "One", table)), footnotes=(Footnote("f1", 2, "a", 1, (para("Why."),)),))
    found = page(part(made(noted), "html"))
    assert [e.words for e in found.all("span") if e.get("class") == "label"] == [
        "A heading of many: ",
        "Somewhere: ",
    ] * 2
    assert [e.get("id") for e in found.all("a") if e.get("id").startswith("ref-")] == ["ref-1"]
    assert len([e for e in found.all("a") if e.get("href") == "https://example.org/"]) == 1


def test_where_the_header_is_not_shown_the_first_labels_hold_its_marks_and_links() -> None:
    long = "uncharacteristicallyincomprehensible" * 2
    header = (
        (Text("A heading of many"), FootnoteReference("a", 1)),
        (Link((Text("Somewhere"),), "https://example.org/", None, 1),),
    )
    table = Table("t1", 1, header, tuple(((Text(long),), (Text(long),)) for _ in range(2)), (None, None))
    noted = replace(essay(section("one", "One", table)), footnotes=(Footnote("f1", 2, "a", 1, (para("Why."),)),))
    found = page(part(made(noted), "html"))
    labels = [e for e in found.all("span") if e.get("class") == "label"]
    assert [e.words for e in labels] == ["A heading of many1: ", "Somewhere: ", "A heading of many: ", "Somewhere: "]
    assert [e.get("id") for e in found.all("a") if e.get("id").startswith("ref-")] == ["ref-1"]
    shown = coverage_page("x.html", part(made(noted), "html"))
    assert {"https://example.org/", "#note-1"} <= set(shown.links or ())


def test_a_table_without_rows_keeps_its_header() -> None:
    long = (Text("uncharacteristicallyincomprehensible" * 2),)
    found = page(part(made(essay(section("one", "One", Table("t1", 1, (long, long), (), (None, None))))), "html"))
    assert [e.get("class") for e in found.all("table") if "data" in e.get("class")] == ["data wide broad"]
    assert [e.get("class") for e in found.all("thead")] == [""]  # by which small screens would leave it out


@pytest.mark.parametrize(
    ("ordered", "checked", "classes"),
    [
        (False, (True, False), ("tasks", "boxed", "boxed")),
        (False, (None, True), ("", "", "boxed")),  # a list of both keeps the bullets of what is no task
        (True, (True, None), ("", "", "")),  # a number is no bullet: the box stands behind it
    ],
)
def test_a_box_stands_for_a_bullet_and_for_nothing_else(
    ordered: bool, checked: tuple[bool | None, ...], classes: tuple[str, ...]
) -> None:
    items = tuple(Item("i", 1, (para("words"),), checked=one) for one in checked)
    html = part(made(essay(section("one", "One", List("l", 1, ordered, 1, True, items)))), "html")
    found = re.findall(r"<(?:ul|ol|li)(?: class=\"(\w+)\")? style=\"([^\"]*)\"", html)
    assert tuple(kind for kind, _ in found) == classes
    assert all(("list-style-type: none" in style) is bool(kind) for kind, style in found)


@pytest.mark.parametrize("noindex", [False, True])
def test_search_engines_are_asked_where_it_says_so(noindex: bool) -> None:
    mail = made(essay(section("a", "A", para("Text.")), meta=mailing(noindex=noindex)))
    robots = [meta.get("content") for meta in page(mail.html).all("meta") if meta.get("name") == "robots"]
    assert robots == (["noindex"] if noindex else [])
    assert "noindex" not in part(mail, "html")


def test_a_mail_from_right_to_left_is_mirrored() -> None:
    table = Table("n", 1, ((Text("א"),), (Text("ב"),)), (((Text("ג"),), (Text("ד"),)),), (None, None))
    quotation = Quotation("n", 1, (para("מילים"),), ())
    blocks = (quotation, POINTS, table)
    found = page(part(made(essay(section("a", "A", *blocks), meta=replace(META, lang="he"))), "html"))
    (quoted,) = [cell for cell in found.all("td") if cell.get("class") == "quoted"]
    assert quoted.style["border-right"].startswith("3px solid")
    assert quoted.style["border-left"] == "0"
    assert found.all("ol")[0].style["padding"] == "0 28px 0 0"
    assert {cell.style["text-align"] for cell in found.all("th")} == {"right"}
    assert [cell.style["padding"] for cell in found.all("th")] == ["6px 0 6px 10px"] * 2
    straight = page(part(made(essay(section("a", "A", *blocks))), "html"))
    (quoted,) = [cell for cell in straight.all("td") if cell.get("class") == "quoted"]
    assert "border-right" not in quoted.style
