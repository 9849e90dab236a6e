"""BibTeX as entries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.bibliography import bibtex
from pipeline.bibliography.entries import Day, Entry, Name
from pipeline.bibliography.marks import clean


class _All:
    def __contains__(self, key: object) -> bool:
        return True


ALL = _All()


def entry(text: str) -> Entry:
    found, problems = bibtex.read(text, "r.bib", ALL)
    assert problems == ()
    return found.entries[0]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"M{\"u}ller", "Müller"),
        (r"\'Eclair \& \ss", "Éclair & ß"),
        (r"The {DNA} of it", "The DNA of it"),
        (r"\emph{a} \textsuperscript{2} 1--2", "a 2 1–2"),
        ("plain", "plain"),
        ("{" * 5000 + "x" + "}" * 5000, "x"),
    ],
)
def test_latex_is_read(written: str, read: str) -> None:
    assert clean(entry(f"@book{{a, title = {{{written}}}}}").texts["title"]) == read


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Smith, John and van der Berg, Jan", (Name("Smith", "John"), Name("Berg", "Jan", "van der"))),
        ("{World Health Organization}", (Name("World Health Organization", whole=True),)),
        ("Knuth, Jr., Donald", (Name("Knuth", "Donald", suffix="Jr."),)),
        ("A and others", (Name("A"), Name("others", whole=True))),
    ],
)
def test_names_are_read(written: str, names: tuple[Name, ...]) -> None:
    assert entry(f"@book{{a, author = {{{written}}}}}").names["author"] == names


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ("year = 2020", Day(((2020,),))),
        ("year = 2020, month = mar", Day(((2020, 3),))),
        ("date = {2020-03-05/2021-01}", Day(((2020, 3, 5), (2021, 1)))),
        ("date = {1850~}", Day(((1850,),), about=True)),
        ("year = {forthcoming}", Day(literal="forthcoming")),
    ],
)
def test_dates_are_read(fields: str, day: Day) -> None:
    assert entry(f"@book{{a, {fields}}}").days["issued"] == day


def test_an_entry_inherits_and_abbreviations_stand_for_words() -> None:
    text = (
        '@string{p = "Press"}\n@incollection{b, title={In}, crossref={a}}\n@book{a, title={Out}, publisher=p # " & Co"}'
    )
    read = entry(text)
    assert (read.kind, read.texts["container-title"], read.texts["publisher"]) == ("chapter", "Out", "Press & Co")


def test_what_is_broken_is_told_at_its_line_and_the_rest_is_read() -> None:
    text = "@book{a, title={x}}\n@book{a, title={y}}\n@book{c, title={{z}\n\n@book{d, title=nope, title={t}}\n"
    found, problems = bibtex.read(text, "r.bib", ALL)
    assert found.keys == ("a", "d")
    assert [(p.code, p.place.line) for p in problems] == [
        ("bibliography-duplicate", 2),
        ("bibliography-broken", 3),
        ("bibliography-duplicate", 5),
        ("bibliography-abbreviation", 5),
    ]


@given(st.text(alphabet='@{}",=#\\ab1 \n%~$&', max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    bibtex.read(text, "r.bib", ALL)
    bibtex.read(f"@book{{a, title = {{{text}}}, author = {{{text}}}, date = {{{text}}}}}", "r.bib", ALL)


def test_works_inherit_through_others() -> None:
    made = entry(
        "@incollection{a, title={In}, crossref={b}}\n@book{b, title={Out}, crossref={c}, xdata={p, q}}\n"
        "@book{c, title={All}, year=1999}\n@xdata{p, publisher={Press}, title={Not this}}\n@xdata{q, location={Bergen}}"
    )
    assert {key: made.texts[key] for key in ("title", "container-title", "publisher", "publisher-place")} == {
        "title": "In",
        "container-title": "Out",
        "publisher": "Press",
        "publisher-place": "Bergen",
    }
    assert made.days["issued"] == Day(((1999,),))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("@book{a, crossref={a}}", ["`a` inherits from itself"]),
        ("@book{a, crossref={b}}\n@book{b, crossref={a}}", ["`b` inherits from `a`, which inherits from it"]),
        ("@book{a, crossref={x}}", ["`a` inherits from `x`, and there is no such entry"]),
        ("@book{a, xdata={b}}\n@xdata{b, xdata={b}}", ["`b` inherits from itself"]),
    ],
)
def test_what_cannot_be_inherited_is_told_at_its_work(text: str, told: list[str]) -> None:
    _, problems = bibtex.read(text, "r.bib", {"a"})
    assert [(p.message, p.place.line, p.code) for p in problems] == [(one, 1, "bibliography-crossref") for one in told]


def test_a_knot_of_works_is_read_in_no_time() -> None:
    keys = [f"k{n}" for n in range(60)]
    text = "\n".join(f"@book{{{key}, xdata={{{','.join(keys)}}}}}" for key in keys)
    found, problems = bibtex.read(text, "r.bib", {"k0"})
    assert found.entries[0].key == "k0"
    assert {problem.code for problem in problems} == {"bibliography-crossref"}
    chain = "\n".join(f"@book{{k{n}, crossref={{k{n + 1}}}}}" for n in range(3000))
    _, problems = bibtex.read(f"{chain}\n@book{{k3000, title={{End}}}}", "r.bib", {"k0"})
    assert [problem.message for problem in problems] == ["`k21` inherits through over 20 others"]
