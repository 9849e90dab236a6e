"""Tables and code on paper: one element however many pages, in a time that grows with the rows alone."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pipeline import handout
from pipeline.document import Block, CodeBlock
from pipeline.pdf.reading import dump
from tests.handout import sample as s


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
