"""Data files become tables as they were meant, and what is wrong with one is told at its own line."""

from __future__ import annotations

import csv
import io
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.problems import Severity
from pipeline.sheets import Ask, Fault, Sheet, read


def sheet(data: bytes | str, **asked: str) -> Sheet:
    found, faults = read(data.encode() if isinstance(data, str) else data, Ask(**asked))  # type: ignore[arg-type]
    assert found is not None, faults
    return found


def fault(data: bytes | str, **asked: str) -> Fault:
    found, faults = read(data.encode() if isinstance(data, str) else data, Ask(**asked))  # type: ignore[arg-type]
    assert found is None
    return faults[-1]


ROWS = (("Århus", "1"), ("Köln", "2"))


@pytest.mark.parametrize(
    "data",
    [
        "Town,n\nÅrhus,1\nKöln,2\n".encode(),
        "Town,n\nÅrhus,1\nKöln,2".encode("utf-8-sig"),
        "Town\tn\r\nÅrhus\t1\r\nKöln\t2\r\n".encode("utf-16"),
        "Town;n\rÅrhus;1\rKöln;2\r".encode(),
        "sep=|\nTown|n\nÅrhus|1\nKöln|2\n".encode(),
        "Town,n,,\n\nÅrhus,1,,\n,,,\nKöln,2,,\n".encode(),
        ' "Town" , "n"\n"Århus" ,1\nKöln, "2"\n'.replace(" ,", ",").encode(),
    ],
)
def test_a_table_is_read_however_it_was_saved(data: bytes) -> None:
    found, faults = read(data, Ask())
    assert faults == ()
    assert found == Sheet(("Town", "n"), ROWS, (False, True))


def test_windows_1252_is_read_and_told() -> None:
    data = "Town,n\nÅrhus,1\nKöln,2\n".encode("cp1252")
    found, (told,) = read(data, Ask())
    assert found is not None
    assert found.rows == ROWS
    assert (told.severity, told.code, told.line) == (Severity.WARNING, "csv-encoding", 2)
    assert read(data, Ask(encoding="windows-1252")) == (found, ())


def test_quoted_cells_hold_delimiters_quotes_and_lines() -> None:
    found = sheet('a;b\n"x;y";"one\ntwo ""2"""\nz;1\n')
    assert found.rows == (("x;y", 'one\ntwo "2"'), ("z", "1"))


@pytest.mark.parametrize(
    ("cells", "numeric"),
    [
        (("1", "2.5", "-3", "−4"), True),
        (("1,250.5", "12"), True),
        (("1 250,5", "12"), True),
        (("4 %", "–", "n/a", ""), True),
        (("€ 5", "$12.50", "7 €"), True),
        (("1e-5", "2E3"), True),
        (("1904", "12 km"), False),
        (("007", "12"), False),
        (("2024-01-02",), False),
        (("", "–"), False),
        (("1.2.3",), False),
    ],
)
def test_columns_of_numbers_are_told(cells: tuple[str, ...], numeric: bool) -> None:
    found = sheet("n;t\n" + "".join(f"{cell};x\n" for cell in cells))
    assert found.numeric == (numeric, False)


def test_columns_and_rows_are_chosen() -> None:
    text = "Town,n,m\n" + "".join(f"t{i},{i},{-i}\n" for i in range(1, 10))
    assert sheet(text, columns="m, town", rows="2-3,9").rows == (("-2", "t2"), ("-3", "t3"), ("-9", "t9"))
    assert sheet(text, columns="2-").header == ("n", "m")
    assert sheet("1,2\n3,4\n", header="a, b") == Sheet(("a", "b"), (("1", "2"), ("3", "4")), (True, True))


@pytest.mark.parametrize(
    ("data", "asked", "code", "line"),
    [
        (b"", {}, "csv-empty", None),
        (b"\n \n,,\n", {}, "csv-empty", None),
        (b"a,b\n", {}, "csv-empty", 1),
        (b"a,b\n1,2,3\n", {}, "csv-ragged", 2),
        (b'a,b\n\n1,"2\n3,4\n', {}, "csv-quote", 3),
        (b'a,b\n1,"2"x\n', {}, "csv-quote", 2),
        (b"a,b\n1,\x002\n", {}, "csv-binary", 2),
        (b"PK\x03\x04abc", {}, "csv-binary", None),
        (random.Random(1).randbytes(5000), {}, "csv-binary", 1),
        (b"a,b\n1,2\n", {"columns": "c"}, "csv-columns", None),
        (b"a,b\n1,2\n", {"columns": "3"}, "csv-columns", None),
        (b"a,b\n1,2\n", {"rows": "1-2"}, "csv-rows", None),
        (b"a,b\n1,2\n", {"rows": "x"}, "csv-rows", None),
        (b"a,b\n1,2\n", {"delimiter": "dot"}, "csv-delimiter", None),
        (b"a,b\n1,2\n", {"encoding": "rot13"}, "csv-encoding", None),
        (b"a,b\n1,\xff\n", {"encoding": "utf-8"}, "csv-encoding", 2),
        (b"a,b\n1,\x81\xff\n", {}, "csv-encoding", 2),
        (b",".join(b"%d" % i for i in range(200)) + b"\n" + b"," * 199 + b"1", {}, "csv-too-wide", 1),
        (b"a\n" + b"1\n" * 1001, {}, "csv-too-long", 1002),
        (b"a,b\n" + b"x" * 30_000 + b",2\n", {}, "csv-cell", 2),
        (b'a,b\n"' + b"x" * 300_000 + b'",2\n', {}, "csv-cell", 2),
    ],
)
def test_what_cannot_be_read_says_why_and_where(
    data: bytes, asked: dict[str, str], code: str, line: int | None
) -> None:
    told = fault(data, **asked)
    assert (told.severity, told.code, told.line) == (Severity.ERROR, code, line)


def test_short_rows_are_filled_and_told_and_many_are_counted() -> None:
    found, faults = read(b"a,b\n" + b"1\n" * 12, Ask())
    assert found is not None
    assert set(found.rows) == {("1", "")}
    assert [(one.severity, one.line) for one in faults] == [(Severity.WARNING, n) for n in (2, 3, 4, 5, 6, 7)]
    assert faults[-1].message.startswith("7 more rows")


def test_a_hundred_thousand_rows_are_counted_in_bounded_time() -> None:
    data = b"n,square\n" + b"".join(b"%d,%d\n" % (i, i * i) for i in range(100_000))
    begun = time.process_time()
    assert fault(data).code == "csv-too-long"
    assert sheet(data, rows="99999-").rows == (("99998", "9999600004"), ("99999", "9999800001"))
    assert time.process_time() - begun < 5


@given(st.binary(max_size=300), st.sampled_from((None, "cp1252", "utf-16")))
def test_anything_is_read_or_told(data: bytes, encoding: str | None) -> None:
    found, faults = read(data, Ask(encoding=encoding))
    assert (found is None) is any(one.severity is Severity.ERROR for one in faults)
    if found is not None:
        assert {len(row) for row in found.rows} == {len(found.header)} == {len(found.numeric)}


WORD = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Zs", "Cn")), min_size=1, max_size=8)


@given(st.lists(st.lists(WORD, min_size=3, max_size=3), min_size=2, max_size=8), st.sampled_from(",;\t"))
def test_what_a_program_wrote_is_read_as_it_was(rows: list[list[str]], delimiter: str) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    found = sheet(stream.getvalue())
    assert [list(found.header), *map(list, found.rows)] == rows
