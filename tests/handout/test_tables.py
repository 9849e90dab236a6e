"""Tables and code on paper: one element however many pages, in a time that grows with the rows alone."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import handout
from pipeline.document import Align, Block, CodeBlock, DivKind, Footnote, Table, Text
from pipeline.handout import sheet
from pipeline.handout.tables import LEAST, SIZE, Tables
from pipeline.markup import Ruled
from pipeline.meta import Paper
from pipeline.pdf.reading import dump
from pipeline.units import Length
from tests.handout import sample as s
from tests.handout.lines import runs


def printed(root: Path, *blocks: Block) -> bytes:
    files = s.place(root)
    pdf, problems = handout.build(s.essay(s.section("one", "One", *blocks)), s.editorial(files), files, s.MOMENT)
    assert pdf is not None, problems
    return pdf


@pytest.mark.slow
def test_a_long_table_is_one_table_and_quick(tmp_path: Path) -> None:
    begun = time.process_time()
    pdf = printed(tmp_path, s.table(300))
    assert time.process_time() - begun < 12  # a stylesheet that looks through it for each cell takes far longer
    said = dump(pdf)
    assert len([line for line in said.split("\n") if line.strip().startswith("Table")]) == 1
    assert len([line for line in said.split("\n") if line.strip().startswith("TR")]) == 301


def test_no_rule_looks_through_a_whole_table() -> None:
    base = Path(handout.__file__).parents[2] / "themes" / "base" / "handout"
    rules = [line for css in base.glob("*.css") for line in css.read_text().split("\n") if ":has(" in line]
    assert [rule for rule in rules if "table" in rule.partition("{")[0]] == []


def test_code_is_one_element_and_its_numbers_are_none_of_it(tmp_path: Path) -> None:
    text = "def f(x):\n    return x  # why\n\n" + "y = f(1) + " * 20 + "1"
    pdf = printed(tmp_path, CodeBlock("n9", 1, "python", text, marked=((2, 2),), numbered=True))
    said = dump(pdf)
    assert said.count("{Code") == 1
    (code,) = [line for line in said.split("\n") if "{Code" in line]
    assert "def f(x): return x # why" in " ".join(code.split())
    assert "1 def" not in code


def rows(*lines: str) -> Table:
    """A table of lines whose cells are divided by bars, the first its header."""
    grid = [tuple((Text(cell),) if cell else () for cell in line.split("|")) for line in lines]
    return Table(next(s._refs), 7, grid[0], tuple(grid[1:]), (None,) * len(grid[0]))


def ruled(root: Path, table: Table, *around: Block, notes: tuple[Footnote, ...] = ()) -> Ruled:
    files = s.place(root)
    return Tables(s.essay(s.section("one", "One", *(around or (table,))), footnotes=notes), s.editorial(files)).ruled(
        table
    )


YEARS = "|".join(f"Year {year}" for year in range(2000, 2014))
FEW = rows("Town|Share", "Oslo|12.5 %")
PROSE = rows("Town|What is said of it", f"Oslo|{'So many words that they take the whole line. ' * 3}")
DIGITS = rows("|".join("abcdef"), "|".join("123456"))
BROAD = rows("|".join(["A heading of words"] * 6), "|".join(["some words"] * 6))
ADDRESS = rows("Town|Where", f"Oslo|https://example.org/{'a' * 200}")
MANY = rows(YEARS, "|".join(["12.5"] * 14))
MORE = rows("|".join(f"Column {n}" for n in range(16)), "|".join(["12.5"] * 16))
CLOSE = rows("|".join("abcdefghi"), "|".join(["cooperative"] * 9))
MOST = rows("|".join(f"Category {n}" for n in range(24)), "|".join(["12.5"] * 24))


@pytest.mark.parametrize(
    ("table", "classes", "columns"),
    [
        (FEW, ("slim", "brief"), (None, None)),
        (PROSE, ("brief",), (None, None)),
        (DIGITS, ("slim", "brief"), (None,) * 6),
        (BROAD, ("wide", "brief"), (None,) * 6),
        (ADDRESS, ("brief",), (None, "long")),
        (MANY, ("wide", "brief"), (None,) * 14),
        (CLOSE, ("wide", "dense", "brief"), (None,) * 9),
        (MORE, ("wide", "dense", "brief"), (None,) * 16),
        (MOST, ("wide", "dense", "cut", "brief"), ("long",) * 24),
        (s.table(12), ("slim",), (None, None)),
        (rows("都市|説明", f"東京|{'日本の首都であり、' * 20}"), ("brief",), ("short", None)),
    ],
)
def test_a_table_is_dressed_by_what_its_words_take(
    table: Table, classes: tuple[str, ...], columns: tuple[str | None, ...], tmp_path: Path
) -> None:
    found = ruled(tmp_path, table)
    assert (found.classes, found.columns) == (classes, columns)
    size = float(found.style.removeprefix("font-size:").removesuffix("pt")) if found.style else SIZE
    assert (size < SIZE) is ("dense" in classes and table is not CLOSE), "less between the columns is enough"
    assert (size == LEAST) is ("cut" in classes)


def test_digits_and_the_words_after_them_ask_for_more_room(tmp_path: Path) -> None:
    """Eight columns of this width have room across the sheet; not where four of them end with digits."""
    table = rows("|".join("abcdefgh"), "|".join(["cooperation"] * 8))
    apart = replace(table, align=(Align.END, None) * 4)
    assert "dense" not in ruled(tmp_path, table).classes
    assert "dense" in ruled(tmp_path, apart).classes


def test_within_a_list_there_is_less_room_and_no_margin_to_hang_into(tmp_path: Path) -> None:
    assert ruled(tmp_path, MANY, s.items(s.item(MANY))).classes == ("dense", "brief")
    assert ruled(tmp_path, FEW, s.div(DivKind.COMPARE, FEW, s.p("The other side."))).classes == ("brief",)
    assert "slim" in ruled(tmp_path, FEW, s.div(DivKind.HANDOUT, FEW)).classes
    assert ruled(tmp_path, FEW, s.p("x"), notes=(s.note("a", 1, FEW),)).classes == ("brief",)


def test_what_is_cut_is_told_at_its_line(tmp_path: Path) -> None:
    files = s.place(tmp_path)
    found, told = handout.html(s.essay(s.section("one", "One", FEW, MOST)), s.editorial(files), files)
    assert found is not None
    (problem,) = told
    assert (problem.code, problem.place.line, "24 columns" in problem.message) == ("table-too-wide", 7, True)


@pytest.mark.slow
def test_no_table_runs_off_the_sheet(tmp_path: Path) -> None:
    files = s.place(tmp_path)
    theme = s.editorial(files)
    right = Length(sheet.WIDTHS[Paper.A4] - theme.handout.right).pt
    narrow = s.div(DivKind.COMPARE, ADDRESS, rows("A|B", f"{'b' * 90}|c"))
    found = runs(printed(tmp_path, ADDRESS, BROAD, MANY, CLOSE, MORE, MOST, narrow, s.items(s.item(s.p("x"), ADDRESS))))
    far = [(run.x + 0.44 * run.size * len(run.text.strip()), run) for run in found]
    assert [run for end, run in far if end > right + 3 and "Page" not in run.text] == []
    assert {SIZE, LEAST} < {round(run.size, 1) for run in found if run.text.strip().startswith("12.5")}
