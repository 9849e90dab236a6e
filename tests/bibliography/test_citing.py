"""Citations and lists as styles set them."""

from __future__ import annotations

import pytest

from pipeline.bibliography import bibtex
from pipeline.bibliography.citing import Bibliography, Cite, Cluster, bibliography
from pipeline.bibliography.locators import located
from pipeline.bibliography.style import Style, opened, usual
from pipeline.document import Emphasis, Inlines, Link
from pipeline.problems import Place, Problem
from pipeline.prose import every_inline, plain

PLACE = Place("essay.md", 1)
BOOKS = r"""
@article{one, author={Smith, Ann and Ode, Bo}, title={First}, journal={J}, year=2020, doi={10.1/x}}
@article{two, author={Smith, Ann and Ode, Bo}, title={Second \emph{x}}, journal={J}, year=2020, url={https://a.b/c}}
@book{ann, author={Lee, Ann}, title={Third}, year=1999}
@book{bob, author={Lee, Bob}, title={Fourth}, year=1999}
@misc{none, title={Nobody wrote}}
"""
HEAD = '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="{}">'
NUMERIC = (
    HEAD.format("in-text")
    + '<citation><layout prefix="[" suffix="]" delimiter=", "><text variable="citation-number"/></layout></citation>'
    + '<bibliography><layout><text variable="citation-number" prefix="[" suffix="]"/><text variable="title"/>'
    + "</layout></bibliography></style>"
)
NOTES = (
    HEAD.format("note")
    + '<citation><layout suffix="."><group delimiter=", "><names variable="author"/><text variable="title"/>'
    + '<text variable="locator"/></group></layout></citation></style>'
)


def style(data: bytes | str = "", lang: str = "en") -> Style:
    made = opened(data.encode() if isinstance(data, str) and data else data or usual(), lang, PLACE)
    assert isinstance(made, Style), made
    return made


def made(*cites: Cite, by: Style | None = None, narrative: bool = False) -> tuple[str, Bibliography]:
    keys = list(dict.fromkeys(cite.key for cite in cites))
    found, _ = bibtex.read(BOOKS, "r.bib", keys)
    entries = {entry.key: entry for entry in found.entries}
    clusters = [Cluster(cites, narrative, PLACE)]
    done, problems = bibliography([entries[key] for key in keys], clusters, by or style(), "et al.", "and")
    assert problems == ()
    assert done.cited[0] is not None
    return plain(done.cited[0].inlines), done


def links(inlines: Inlines) -> dict[str, str]:
    return {link.url: plain(link.children) for link in every_inline(inlines) if isinstance(link, Link)}


def test_prefix_locator_and_suffix() -> None:
    text, done = made(Cite("ann", "see ", ", pp. 12-14, and more"))
    assert text == "(see Lee, 1999, pp. 12–14, and more)"
    cited = done.cited[0]
    assert cited is not None
    assert links(cited.inlines) == {"#work-ann": "Lee, 1999, pp. 12–14"}


def test_in_the_language_of_the_essay() -> None:
    assert made(Cite("one", "", ", S. 3"), by=style(lang="de"))[0] == "(Smith und Ode, 2020, S. 3)"


def test_in_a_sentence_and_without_the_author() -> None:
    assert made(Cite("one", behind="p. 3"), narrative=True)[0] == "Smith and Ode (2020, p. 3)"
    assert made(Cite("one", bare=True))[0] == "(2020)"


def test_works_of_a_year_are_told_apart_by_letters_and_people_by_initials() -> None:
    text, done = made(Cite("one"), Cite("two"))
    assert text == "(Smith and Ode, 2020a; Smith and Ode, 2020b)"
    assert [("2020a" in plain(w.inlines), "2020b" in plain(w.inlines)) for w in done.works] == [
        (True, False),
        (False, True),
    ]
    assert made(Cite("ann"), Cite("bob"))[0] == "(A. Lee, 1999; B. Lee, 1999)"


def test_the_list_leads_to_where_the_works_are() -> None:
    _, done = made(Cite("one"), Cite("two"))
    first, second = (work.inlines for work in done.works)
    assert links(first) == {"https://doi.org/10.1/x": "https://doi.org/10.1/x"}
    assert links(second) == {"https://a.b/c": "https://a.b/c"}
    assert any(isinstance(inline, Emphasis) and plain((inline,)) == "x" for inline in every_inline(second))


def test_an_address_that_a_style_does_not_print_is_behind_the_title() -> None:
    _, done = made(Cite("two"), by=style(NUMERIC))
    assert links(done.works[0].inlines) == {"https://a.b/c": "Second"}


def test_numbers() -> None:
    text, done = made(Cite("two"), Cite("ann"), by=style(NUMERIC))
    assert text == "[1, 2]"
    assert [(work.label, plain(work.inlines)) for work in done.works] == [("[1]", "Second x"), ("[2]", "Third")]
    assert made(Cite("ann"), by=style(NUMERIC), narrative=True)[0] == "Lee [1]"


def test_notes() -> None:
    text, done = made(Cite("ann", behind="p. 3"), by=style(NOTES), narrative=True)
    cited = done.cited[0]
    assert cited is not None
    assert (text, cited.note, cited.author) == ("Ann Lee, Third, 3.", True, "Lee")


def test_a_work_without_an_author_is_called_by_its_title_once() -> None:
    text, done = made(Cite("none"))
    assert text == "(“Nobody wrote,” no date)"
    assert plain(done.works[0].inlines).count("Nobody wrote") == 1


@pytest.mark.parametrize(
    "data",
    [
        "<style",
        "<a/>",
        HEAD.format("in-text") + "</style>",
        HEAD.format("in-text") + '<citation><layout><text macro="m"/></layout></citation></style>',
        HEAD.format("in-text")
        + '<macro name="m"><text macro="m"/></macro><citation><layout><text macro="m"/></layout></citation></style>',
        '<!DOCTYPE style [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + HEAD.format("in-text") + "&x;</style>",
    ],
)
def test_what_is_no_style_is_a_problem(data: str) -> None:
    found = opened(data.encode(), "en", PLACE)
    assert isinstance(found, Problem)
    assert found.code == "citation-style"


def test_a_citation_of_which_nothing_is_left_is_told() -> None:
    silent = style(HEAD.format("in-text") + "<citation><layout/></citation></style>")
    found, _ = bibtex.read(BOOKS, "r.bib", ("ann",))
    _, (problem,) = bibliography(found.entries, [Cluster((Cite("ann"),), False, PLACE)], silent, "et al.", "and")
    assert problem.code == "citation-not-set"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (", p. 12", ("page", "12", "")),
        ("pp. 12–14, and more", ("page", "12-14", ", and more")),
        (", chap. 3", ("chapter", "3", "")),
        (" 33", ("page", "33", "")),
        (", § 5", ("section", "5", "")),
        (", see 5", ("", "", ", see 5")),
        (" and others", ("", "", " and others")),
    ],
)
def test_locators(written: str, read: tuple[str, str, str]) -> None:
    assert located(written) == read


RANGES = NUMERIC.replace("<citation>", '<citation collapse="citation-number">')
APART = RANGES.replace(' prefix="[" suffix="]" delimiter=', " delimiter=", 1).replace(
    '<text variable="citation-number"/>', '<text variable="citation-number" prefix="[" suffix="]"/>', 1
)


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("one two ann bob", "[1–4]"),
        ("one two", "[1, 2]"),
        ("bob one two none", "[1–4]"),
        ("one", "[1]"),
    ],
)
def test_numbers_in_a_row_are_a_range(keys: str, text: str) -> None:
    said, done = made(*(Cite(key) for key in keys.split()), by=style(RANGES))
    assert said == text
    assert done.cited[0] is not None
    assert len(done.cited[0].works) == len(keys.split())
    assert set(links(done.cited[0].inlines).values()) <= {"1", "2", "4"}


def test_a_range_ends_where_a_work_has_words_of_its_own() -> None:
    all_ = [Cite(key) for key in ("one", "two", "ann", "bob", "none")]
    assert made(*all_, by=style(APART))[0] == "[1]–[5]"
    assert made(*all_[:3], Cite("bob", "", ", p. 3"), all_[4], by=style(APART))[0].startswith("[1]–[3], [4]")
    assert made(*all_[:2], Cite("ann", "see "), *all_[3:], by=style(APART))[0] == "[1], [2], see [3], [4], [5]"
    assert made(*all_, by=style(NUMERIC))[0] == "[1, 2, 3, 4, 5]"
