"""``![caption](data.csv)`` is a table; what is wrong with the file stands at the line that names it."""

from __future__ import annotations

from pathlib import Path

from pipeline.document import Align, LineBreak, Paragraph, Table, Text
from pipeline.files import Files
from pipeline.problems import Severity
from pipeline.prose import plain
from pipeline.source import read
from tests.source.conftest import Reads

CSV = 'Town;Length;How\r\nÅrhus;12,5;"steam,\r\nthen *electric*"\r\nBergen;25,0;<b>horses</b>\r\n'


def lay(folder: Path, data: bytes, name: str = "data.csv") -> None:
    (folder / "content" / "essay").mkdir(parents=True, exist_ok=True)
    (folder / "content" / "essay" / name).write_bytes(data)


def test_a_file_becomes_a_table_with_its_caption(reads: Reads, tmp_path: Path) -> None:
    lay(tmp_path, CSV.encode("utf-8-sig"))
    essay, problems = reads("Text.\n\n![Lines of *two* towns](data.csv){#tbl:lines}\n")
    assert problems == ()
    assert essay is not None
    (_, table) = essay.sections[0].blocks
    assert isinstance(table, Table)
    assert table.line == 6
    assert table.header == ((Text("Town"),), (Text("Length"),), (Text("How"),))
    assert table.rows[0] == ((Text("Århus"),), (Text("12,5"),), (Text("steam,"), LineBreak(), Text("then *electric*")))
    assert table.rows[1][2] == (Text("<b>horses</b>"),)
    assert table.align == (None, Align.END, None)
    assert plain(table.caption).endswith("Lines of two towns")
    assert table.attributes.id == "tbl:lines"


def test_whose_a_table_is_ends_its_caption(reads: Reads, tmp_path: Path) -> None:
    lay(tmp_path, CSV.encode())
    own = '{credit="Numbers: [Ada](https://ada.example.org/)"}'
    body = f"![Lines](data.csv){own}\n\n| a |\n|---|\n| 1 |\n\n: Towns {own}\n\n![](data.csv){own}\n"
    essay, problems = reads(body)
    assert problems == ()
    assert essay is not None
    assert [plain(t.caption) for t in essay.sections[0].blocks if isinstance(t, Table)] == [
        "Lines · Numbers: Ada",
        "Towns · Numbers: Ada",
        "Numbers: Ada",
    ]


def test_a_header_that_names_too_few_says_so(reads: Reads, tmp_path: Path) -> None:
    lay(tmp_path, b"1,2,3\n")
    _, (problem,) = reads('![Numbers](data.csv){header="a,b"}\n')
    assert (problem.code, problem.hint) == ("csv-ragged", "name each column in `header`")


def test_a_table_has_no_width_and_that_is_told(reads: Reads, tmp_path: Path) -> None:
    lay(tmp_path, CSV.encode())
    _, problems = reads("![Lines](data.csv){width=50%}\n")
    assert [(p.code, p.place.line) for p in problems] == [("attributes-unused", 4)]


def test_the_file_is_among_what_was_read(tmp_path: Path) -> None:
    lay(tmp_path, CSV.encode())
    path = tmp_path / "content" / "essay" / "essay.md"
    path.write_text("---\ntitle: T\n---\n![](data.csv)\n\n![](gone.csv)\n")
    files = Files(tmp_path)
    read(path.relative_to(tmp_path), files)
    assert path.with_name("data.csv") in files.read
    assert path.with_name("gone.csv") in files.absent


def test_faults_stand_at_the_line_that_names_the_file(reads: Reads, tmp_path: Path) -> None:
    lay(tmp_path, b"a,b\n1,2\n1,2,3\n4\n")
    essay, problems = reads("Text.\n\n- item\n\n  ![Numbers](data.csv)\n")
    assert [(p.code, p.severity, p.place.line, p.place.column) for p in problems] == [
        ("csv-ragged", Severity.ERROR, 8, 3),
        ("csv-ragged", Severity.WARNING, 8, 3),
    ]
    assert "`data.csv`, line 3: the row has 3 cells and the header 2" in problems[0].message
    assert essay is not None
    assert any("Numbers" in str(block) for block in essay.sections[0].blocks)


def test_a_file_that_is_not_there_or_elsewhere(reads: Reads, tmp_path: Path) -> None:
    lay(tmp_path, b"a\n1\n", "towns.csv")
    _, problems = reads("![A](town.csv)\n\n![B](../../x.csv)\n\n![C](https://x.example/a.csv)\n")
    assert [(p.code, p.place.line) for p in problems] == [
        ("figure-missing", 4),
        ("figure-outside", 6),
        ("figure-remote", 8),
    ]
    assert problems[0].hint == "did you mean `towns.csv`?"


def test_words_stay_where_there_is_no_table(reads: Reads) -> None:
    essay, _ = reads("![All the towns](gone.csv)\n\n: Below it\n")
    assert essay is not None
    said = [plain(block.inlines) for block in essay.sections[0].blocks if isinstance(block, Paragraph)]
    assert said == ["All the towns", "Below it"]


def test_the_options_stand_in_braces(reads: Reads, tmp_path: Path) -> None:
    lay(tmp_path, b"a;b;c\n1;2;3\n4;5;6\n")
    essay, problems = reads('![](data.csv){columns="c, a" rows="2" delimiter=semicolon encoding=utf-8}\n')
    assert problems == ()
    assert essay is not None
    (table,) = essay.sections[0].blocks
    assert isinstance(table, Table)
    assert [[plain(cell) for cell in row] for row in (table.header, *table.rows)] == [["c", "a"], ["6", "4"]]


def test_data_within_a_line_says_where_it_belongs(reads: Reads, tmp_path: Path) -> None:
    lay(tmp_path, b"a\n1\n")
    _, problems = reads("See ![x](data.csv) here.\n")
    assert [(p.code, p.place.line) for p in problems] == [("figure-unreadable", 4)]
    assert "alone in its paragraph" in (problems[0].hint or "")
