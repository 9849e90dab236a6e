"""References by key: what they lead to, and what is told where they lead nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.document import Essay
from pipeline.problems import Problems
from pipeline.prose import plain, texts, whole
from pipeline.source import dump_essay
from tests.source.conftest import Reads

BOOKS = "@book{lee, author={Lee, Ann}, title={Third}, year=1999}\n"
HEAD = '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="note">'
NOTES = HEAD + '<citation><layout suffix="."><text variable="title"/></layout></citation></style>'
RAISED = (
    HEAD.replace("note", "in-text")
    + '<citation><layout vertical-align="sup"><text variable="citation-number"/></layout></citation></style>'
)


def beside(tmp_path: Path, **files: str) -> None:
    folder = tmp_path / "content" / "essay"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")


def said(made: tuple[Essay | None, Problems]) -> str:
    essay, _ = made
    assert essay is not None
    return " ".join(plain(run) for block in whole(essay) for run in texts(block))


def codes(made: tuple[Essay | None, Problems]) -> list[tuple[str, int | None, int | None]]:
    return [(p.code, p.place.line, p.place.column) for p in made[1]]


def test_the_label_is_in_the_language_of_the_essay(reads: Reads) -> None:
    table = "| a |\n|---|\n| 1 |\n\n: {} {{#tbl:a}}\n\nX @tbl:a.\n"
    for lang, caption, reference in (
        ("de", "Tabelle\u00a01. Worte", "X Tabelle\u00a01."),
        ("fr", "Tableau", "Tableau"),
    ):
        text = said(reads(table.format("Worte"), matter=f"title: T\nlang: {lang}"))
        assert caption in text
        assert reference in text


def test_captions_that_refer_to_each_other_come_to_an_end(reads: Reads) -> None:
    table = "| a |\n|---|\n| 1 |\n\n: See @tbl:{} and @tbl:{} {{#tbl:{}}}\n\n"
    text = said(reads(table.format("a", "b", "a") + table.format("a", "b", "b")))
    assert text.count("See Table\u00a01 and Table\u00a02") == 2


def test_a_heading_says_what_its_keys_mean(reads: Reads) -> None:
    made = reads("See @sec:b.\n\n## Tides {#sec:a}\n\nText.\n\n## After @sec:a {#sec:b}\n\nText.")
    assert "See Section “After Tides”." in said(made)
    assert codes(made) == []


@pytest.mark.parametrize(
    ("text", "lines", "name"),
    [
        ("## @sec:a {#sec:a}\n\nSee @sec:a.", [4], "See Section “a”."),
        ("## One @sec:b {#sec:a}\n\nSee @sec:a.\n\n## Two @sec:a {#sec:b}\n\nText.", [4, 8], "See Section “One Two”."),
    ],
)
def test_headings_in_a_circle_are_told_and_come_to_an_end(text: str, lines: list[int], name: str, reads: Reads) -> None:
    made = reads(text)
    assert name in said(made)
    assert [(code, line) for code, line, _ in codes(made)] == [("reference-circle", line) for line in lines]


@pytest.mark.parametrize(
    ("notes", "lines"),
    [
        ("[^a]: Itself [^a].", [6]),
        ("[^a]: To [^b].\n[^b]: And back [^a].", [7]),
        ("[^a]: To [^b] and [^c].\n[^b]: To [^c].\n[^c]: The end.", []),
        ("[^a]: To [^b].\n[^b]: To [^c].\n[^c]: Back [^b], back [^a].", [8, 8]),
    ],
)
def test_footnotes_in_a_circle_are_told_where_it_closes(notes: str, lines: list[int], reads: Reads) -> None:
    found = codes(reads(f"Text.[^a]\n\n{notes}"))
    assert [(code, line) for code, line, _ in found] == [("footnote-circle", line) for line in lines]


def test_a_long_chain_of_footnotes_is_no_circle(reads: Reads) -> None:
    chain = "\n".join(f"[^{n}]: Note [^{n + 1}]." for n in range(3000))
    assert codes(reads(f"Text.[^0]\n\n{chain}\n[^3000]: The end.")) == []


def test_without_a_bibliography_the_text_stays(reads: Reads) -> None:
    made = reads("A [@lee, p. 3] and [@more].\n")
    assert said(made) == "A [@lee, p. 3] and [@more]."
    assert codes(made) == [("citation-without-bibliography", 4, 3)]


def test_names_and_addresses_stay_text(reads: Reads, tmp_path: Path) -> None:
    beside(tmp_path, references__bib=BOOKS)
    made = reads("Mail lee@lee.org, @jack, x@lee, /@lee, \\@lee, `@lee`; [@lee].\n")
    assert said(made) == "Mail lee@lee.org, @jack, x@lee, /@lee, @lee, @lee; (Lee, 1999)."
    assert codes(made) == []


def test_a_style_that_writes_notes(reads: Reads, tmp_path: Path) -> None:
    beside(tmp_path, references__bib=BOOKS, notes__csl=NOTES)
    made = reads("A word [@lee], @lee.[^1]\n\n[^1]: See [@lee] here.\n", matter="title: T\ncsl: notes.csl")
    essay, _ = made
    assert essay is not None
    assert [plain(run) for note in essay.footnotes for b in note.blocks for run in texts(b)] == [
        "Third.",
        "Third.",
        "See Third here.",
    ]
    assert said(made).startswith("A word, Lee.")


def test_raised_numbers_stand_right_behind_their_word(reads: Reads, tmp_path: Path) -> None:
    beside(tmp_path, references__bib=BOOKS, raised__csl=RAISED)
    assert said(reads("A word [@lee], says @lee.\n", matter="title: T\ncsl: raised.csl")) == "A word¹, says Lee¹."


@pytest.mark.parametrize(
    ("matter", "files", "told"),
    [
        ("bibliography: boks.bib", {"books__bib": BOOKS}, ("bibliography-missing", 3)),
        ("bibliography: ../books.bib", {}, ("bibliography-missing", 3)),
        ("csl: apa.csl", {"references__bib": BOOKS}, ("citation-style-missing", 3)),
        ("csl: apa.csl", {"references__bib": BOOKS, "apa__csl": "<style"}, ("citation-style", 1)),
        ("lang: en", {"references__bib": "@book{lee, title={x"}, ("citation-unknown", 5)),
        ("lang: en", {"references__json": '[{"id":'}, ("citation-unknown", 5)),
    ],
)
def test_what_is_wrong_is_told_in_its_place(
    reads: Reads, tmp_path: Path, matter: str, files: dict[str, str], told: tuple[str, int]
) -> None:
    beside(tmp_path, **files)
    made = reads("[@lee]\n", matter=f"title: T\n{matter}")
    assert told in [(code, line) for code, line, _ in codes(made)]
    assert "[@lee]" in said(made)


def test_a_bibliography_that_nobody_cites_is_told(reads: Reads, tmp_path: Path) -> None:
    beside(tmp_path, references__json="[]")
    assert codes(reads("Text.\n")) == [("bibliography-unused", None, None)]


@given(st.text(alphabet="[]@-;, {}lefig:1p.*`^\\(", max_size=40))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_text_with_keys_is_lost_or_breaks_the_reader(reads: Reads, tmp_path: Path, text: str) -> None:
    beside(tmp_path, references__bib=BOOKS)
    essay, _ = reads(f"Word {text} end.\n")
    assert essay is not None
    dump_essay(essay)
    assert "end" in said((essay, ())) or "`" in text or "^" in text or "{" in text
