from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pipeline.document import Essay, Footnote, FootnoteReference
from pipeline.meta import Meta
from pipeline.newsletter.letter import Letter, letter
from pipeline.newsletter.size import LIMIT, NEAR, gate
from pipeline.problems import Place, Problems
from tests.newsletter.made import MOMENT, part, tried
from tests.newsletter.sample import META, cite, essay, para, section


def long(sections: int, paragraphs: int, meta: Meta = META) -> Essay:
    words = "Nothing of this is lost, only moved behind a link at the end of the mail. " * 6
    notes = tuple(Footnote("n", 1, str(i), i + 1, (para(f"Note number {i}."),)) for i in range(sections))
    return essay(
        *(
            section(
                f"s{i}",
                f"Section {i}",
                *(para(words, cite(60 + i)) for _ in range(paragraphs)),
                para("x", FootnoteReference(str(i), 1)),
            )
            for i in range(sections)
        ),
        meta=meta,
        footnotes=notes,
    )


def test_a_long_mail_is_cut_at_a_sections_end_and_says_so() -> None:
    whole = long(40, 10)
    mail, problems = tried(whole)
    assert mail is not None
    assert [(p.code, p.severity.value) for p in problems] == [("mail-cut", "warning")]
    html, text = part(mail, "html"), part(mail, "plain")
    assert LIMIT * 0.9 < len(html.encode()) <= LIMIT
    kept = html.count("<h2 id=")
    assert 5 < kept < 40
    assert f"Section {kept - 1}<" in html
    assert f"Section {kept}" not in html + text
    assert f"Note number {kept - 1}." in html
    assert f"Note number {kept}." not in html + text
    assert "Read on" in html
    assert f"Read on:\n{META.url}" in text
    assert "Section 39" in mail.html
    assert "Section 39" in mail.text


def test_a_long_mail_without_an_address_is_an_error() -> None:
    mail, problems = tried(long(40, 10, replace(META, url=None)))
    assert mail is None
    assert "mail-size" in {p.code for p in problems if p.severity.value == "error"}


def test_sections_that_are_each_too_long_are_an_error() -> None:
    mail, problems = tried(long(2, 300))
    assert mail is None
    assert [p.code for p in problems] == ["mail-size"]
    assert "no section" in problems[0].message


def sized(sizes: dict[int, int]) -> tuple[list[int], tuple[str | None, list[str]]]:
    """The gate over an essay of ten sections, with pages of the given sizes by the number of their sections."""
    tries: list[int] = []

    def page(one: Letter) -> tuple[str | None, Problems]:
        tries.append(len(one.sections))
        return "x" * sizes[len(one.sections)], ()

    whole = letter(essay(*(section(str(i), str(i), para("words")) for i in range(10))), MOMENT, None, None)
    _, html, problems = gate(whole, page, Place("essay.md", 1))
    return tries, (html, [p.code for p in problems])


def test_a_mail_near_the_limit_is_a_warning() -> None:
    assert sized({10: NEAR})[1] == ("x" * NEAR, [])
    assert sized({10: NEAR + 1})[1] == ("x" * (NEAR + 1), ["mail-size"])
    assert sized({10: LIMIT})[1] == ("x" * LIMIT, ["mail-size"])


@given(st.lists(st.integers(1, 40_000), min_size=10, max_size=10))
def test_the_most_sections_that_fit_are_kept(each: list[int]) -> None:
    sizes = {n: sum(each[:n]) for n in range(11)}
    _, (html, codes) = sized(sizes)
    fitting = [n for n in range(1, 11) if sizes[n] <= LIMIT]
    if sizes[10] > LIMIT:
        assert codes == ["mail-cut"]
    assert html is not None
    assert len(html) == sizes[fitting[-1]]
