"""Blocks read into plots: what authors write, what they mistype, and what nobody should."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.charts.column import Cell, column
from pipeline.charts.reading import Block, read
from pipeline.files import Files
from pipeline.plots import Kind
from pipeline.problems import Place, Problem, Severity
from tests.charts.desk import block


@pytest.mark.parametrize(
    "text",
    [
        "kind: bar\n---\na,b\nx,1\ny,2",
        "---\nkind: bar\n---\na,b\nx,1\ny,2",
        "\n---\nkind: bar\n---\n\na,b\n\nx,1\ny,2\n\n",
        "kind: bar\n\na,b\nx,1\ny,2",
        "kind: bar\n---\r\na;b\r\nx;1\r\ny;2\r\n",
        'kind: bar\n---\n"a","b"\n"x","1"\n"y","2"',
        "kind: bar\n---\na\tb\nx\t1\ny\t2",
    ],
)
def test_head_and_numbers_are_told_apart(text: str) -> None:
    found = block(text)
    assert found.problems == ()
    assert found.plot is not None
    assert (found.plot.kind, found.plot.categories) == (Kind.BAR, ("x", "y"))
    assert found.plot.series[0].values == (1.0, 2.0)


@pytest.mark.parametrize(
    ("cells", "mark", "lang", "expected"),
    [
        (("1", "2.5", "-3"), ",", "en", (1, 2.5, -3)),
        (("1,234", "12"), ";", "en", (1234, 12)),
        (("1,5", "2,25"), ";", "en", (1.5, 2.25)),
        (("1.234,5", "7"), ";", "en", (1234.5, 7)),
        (("1,234.5", "7"), ";", "de", (1234.5, 7)),
        (("1 234", "1\u202f234,5"), ";", "fr", (1234, 1234.5)),
        (("1’234.5", "2"), ",", "de-CH", (1234.5, 2)),
        (("12 %", "7%"), ",", "en", (12, 7)),
        (("$1,200", "-$3"), ";", "en", (1200, -3)),
        (("3 €", ""), ";", "de", (3, None)),
        (("−4", "n/a", "–", "1e3"), ",", "en", (-4, None, None, 1000)),
        ((".5", "+2"), ",", "en", (0.5, 2)),
    ],
)
def test_a_column_finds_its_decimal_sign(
    cells: tuple[str, ...], mark: str, lang: str, expected: tuple[float | None, ...]
) -> None:
    problems: list[Problem] = []
    found = column("b", [Cell(cell, Place("e.md", n)) for n, cell in enumerate(cells, 1)], mark, lang, problems)
    assert found is not None
    assert found.values == pytest.approx(expected)


def test_what_can_be_read_in_two_ways_is_told() -> None:
    found = block("kind: bar\n---\na;b\nx;1.234\ny;2.000", "de")
    assert found.plot is not None
    assert found.plot.series[0].values == (1234.0, 2000.0)
    assert [p.code for p in found.problems] == ["chart-number-unclear"]
    assert block("kind: bar\n---\na;b\nx;1.234\ny;2.0", "de").problems == ()
    assert block('kind: bar\n---\na,b\nx,"1,234"', "en").problems == ()


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("", "chart-head", 10, None),
        ("kind: donut\n---\na,b\nx,1", "wrong-type", 10, 7),
        ("kind: bar\nfoo: 1\n---\na,b\nx,1", "unknown-key", 11, 1),
        ("kind: bar\ntitle: 'x\n---\na,b\nx,1", "yaml-syntax", 11, 10),
        ("kind: bar", "chart-no-numbers", 11, None),
        ("kind: bar\n---\n", "chart-no-numbers", 12, None),
        ("kind: bar\n---\na,b", "chart-no-numbers", 12, None),
        ("kind: bar\n---\na\nx", "chart-no-numbers", 12, None),
        ("kind: bar\n---\na,b\nx,one\ny,two", "chart-no-numbers", 13, None),
        ("kind: bar\n---\na,b\nx,1\ny,two", "chart-number", 14, None),
        ("kind: bar\n---\na,b\n\nx,1\n\ny,NaN", "chart-number", 16, None),
        ("kind: bar\n---\na,b\nx,1\ny,-inf", "chart-number", 14, None),
        ("kind: bar\n---\na,b\nx,1\ny,1e300", "chart-number", 14, None),
        ("kind: bar\n---\na,b\nx,1\ny,1e9999", "chart-number", 14, None),
        ("kind: bar\n---\na,b\nx,\ny,1e-9", "chart-number", 14, None),
        ("kind: bar\n---\na,b\nx,1\ny,=cmd|'/c calc'!A1", "chart-number", 14, None),
        ("kind: bar\n---\na,b\nx,1\ny,2,3", "chart-ragged", 14, None),
        ('kind: bar\n---\na,b\n"x\nz",1\ny', "chart-ragged", 15, None),
        ('kind: bar\n---\na,b\nx,"1', "chart-csv", 13, None),
        ("kind: pie\n---\na,b\nx,1\ny,-1", "chart-pie", 10, None),
        ("kind: pie\n---\na,b\nx,0", "chart-pie", 10, None),
        ("kind: pie\n---\na,b,c\nx,1,2", "chart-pie", 10, None),
        ("kind: bar\nlabels: z\n---\na,b\nx,1", "chart-column", 11, 1),
        ("kind: bar\ndata: /etc/passwd", "chart-data-missing", 11, 1),
        (f"kind: bar\ntitle: {'x' * 400}\n---\na,b\nx,1", "chart-words", 11, 1),
        ("kind: bar\n---\na,b\n" + "x,1\n" * 100_000, "chart-too-large", None, None),
        ("kind: bar\n---\n" + "a," * 200 + "b\n" + "1," * 200 + "2", "chart-too-large", 12, None),
        ("kind: bar\n---\na,b\nx," + "9" * 200_000, "chart-csv", 13, None),
    ],
)
def test_a_bad_chart_is_told_at_its_line(text: str, code: str, line: int | None, column: int | None) -> None:
    found = block(text)
    assert found.plot is None
    problem = next(p for p in found.problems if p.code == code)
    assert problem.severity is Severity.ERROR
    assert line is None or (problem.place.line, problem.place.column) == (line, column)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("kind: line\n---\na,b\nx,1", "chart-too-few"),
        ("kind: scatter\n---\na,b\n1,1", "chart-too-few"),
        ("kind: bar\n---\na,b\n" + "\n".join(f"n{i},{i}" for i in range(100)), "chart-too-many"),
        ("kind: pie\n---\na,b\n" + "\n".join(f"n{i},1" for i in range(7)), "chart-too-many"),
        ("kind: line\n---\na,b,c,d,e,f,g,h\nx,1,2,3,4,5,6,7\ny,1,2,3,4,5,6,7", "chart-too-many"),
        (f"kind: bar\n---\na,b\n{'n' * 90},1", "chart-label-long"),
    ],
)
def test_what_cannot_be_read_off_a_wall_stands_as_its_table(text: str, code: str) -> None:
    found = block(text)
    assert found.plot is not None
    assert not found.drawable
    assert [(p.code, p.severity) for p in found.problems] == [(code, Severity.WARNING)]


def test_what_is_doubtful_is_drawn_and_told() -> None:
    found = block("kind: bar\n---\na,b\nx,1\nx,2\ny,")
    assert found.drawable
    assert {p.code for p in found.problems} == {"chart-twice", "chart-gaps"}


def test_points_without_a_name_are_not_counted_among_those_that_have_one() -> None:
    rows = "".join(f"\n{'abc'[n] if n < 3 else ''},{n},{n}" for n in range(30))
    assert block(f"kind: scatter\nlabels: n\n---\nn,x,y{rows}").problems == ()


def test_columns_are_chosen_by_name() -> None:
    text = "kind: line\nx: Year\ny: [Rome, Oslo]\n---\nOslo,Year,Rome,Bonn\n1,2020,2,3\n4,2021,5,6"
    found = block(text).plot
    assert found is not None
    assert found.categories == ("2020", "2021")
    assert [(s.name, s.values) for s in found.series] == [("Rome", (2.0, 5.0)), ("Oslo", (1.0, 4.0))]


def test_long_names_lie_and_a_class_decides() -> None:
    long = "kind: bar\n---\na,b\nIt takes too long from door to door,1\nz,2"
    assert block(long).plot.across  # type: ignore[union-attr]
    assert not block(long, "en", "vertical").plot.across  # type: ignore[union-attr]
    assert block("kind: bar\nhorizontal: true\n---\na,b\nx,1").plot.across  # type: ignore[union-attr]


def test_years_that_lie_unevenly_keep_their_distance() -> None:
    uneven = block("kind: line\n---\nYear,b\n1990,1\n2020,2\n2021,3").plot
    even = block("kind: line\n---\nYear,b\n1990,1\n2000,2\n2010,3").plot
    assert uneven is not None
    assert even is not None
    assert uneven.at == (1990.0, 2020.0, 2021.0)
    assert even.at == ()


@pytest.mark.parametrize(
    ("names", "at", "codes"),
    [
        (("2024-02-28", "2024-03-01", "2024-03-02"), (738944.0, 738946.0, 738947.0), []),
        (("1.2.2024", "1.3.2024", "15.3.2024"), (738917.0, 738946.0, 738960.0), []),
        (("2024-01", "2024-02", "2024-04"), (738886.0, 738917.0, 738977.0), []),
        (("1815-06-18", "1848-03-18", "1914-08-01"), (1815.459, 1848.2104, 1914.5792), []),
        (("2024-01", "2024-02", "2024-03"), (), []),
        (("2024-01-31", "2024-02-29", "2024-03-31"), (), []),
        (("2023", "2024-02", "2024-03-17"), (), []),
        (("2024-02-30", "2024-03-01", "2024-03-02"), (), []),
        (("9999-11-01", "9999-11-30", "9999-12-31"), (), []),
        (("2024-03-01", "2024-02-01", "2024-05-01"), (), [("chart-order", 14)]),
    ],
)
def test_dates_that_lie_unevenly_keep_their_distance(
    names: tuple[str, ...], at: tuple[float, ...], codes: list[object]
) -> None:
    found = block("kind: line\n---\nDay,b\n" + "\n".join(f"{name},{n}" for n, name in enumerate(names)))
    assert found.plot is not None
    assert (found.plot.at, found.plot.categories) == (at, names)
    assert [(p.code, p.place.line) for p in found.problems] == codes


def test_a_file_is_read_and_blamed_by_its_own_lines(tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_text("\ufeffYear,b\n2020,1\n", encoding="utf-8")
    (tmp_path / "bad.csv").write_text("Year,b\n2020,1\n2021,x\n", encoding="utf-8")
    (tmp_path / "latin.csv").write_bytes(b"Year,b\nM\xfcnchen,1\n")
    files = Files(tmp_path)

    def of(name: str) -> tuple[bool, list[str]]:
        found = read(Block(f"kind: bar\ndata: {name}", "e.md", 3), tmp_path, files, "en")
        return found.plot is not None, [f"{p.place} {p.code}" for p in found.problems]

    assert of("good.csv") == (True, [])
    assert of("bad.csv") == (False, ["bad.csv:3 chart-number"])
    assert of("latin.csv") == (False, ["latin.csv:2 not-utf-8"])
    assert tmp_path / "bad.csv" in files.read
    assert of("gone.csv")[0] is False
    assert tmp_path / "gone.csv" in files.absent


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
@example("kind: bar\n---\na,b\nx,1e5\ny,.")
@example("kind: pie\n---\n,\n,")
@example("kind: scatter\n---\na,b\n,1\n2,")
def test_any_text_is_read_without_a_fault(text: str) -> None:
    for head in ("", "kind: bar\n---\n", "kind: scatter\n---\na,b\n", "kind: line\n---\na,b\n1,2\n"):
        found = block(head + text)
        assert found.plot is not None or found.problems
