"""Tables, code and pictures fit, and go on over further slides where they must."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from pipeline.document import Align, Block, CodeBlock, Figure, Inlines, Strong, Table, Text
from pipeline.files import Files
from pipeline.fit import fit
from pipeline.fitted import FittedDeck, FittedSlide, PictureBox, Run, TableBox
from pipeline.look import Ground, Tint
from pipeline.problems import Severity
from pipeline.prose import plain
from tests.fit.desk import ROOT, deck, essay, fitted, page, panel, slide, theme, words
from tests.fit.test_fit import checked


def shown(block: Block, layout: str, folder: Path | None = None, **slots: str) -> FittedDeck:
    given = essay(block, folder=folder) if folder else essay(block)
    kind = layout.partition("-")[0]
    made = deck(slide(layout, "s-1", 7, "", title="A claim", object=f"{kind}:n20", **slots), given=given)
    checked(made)
    return made


def cell(text: str) -> Inlines:
    return (Text(text),)


def table(rows: int, text: str = "some words", columns: int = 3) -> Table:
    body = tuple(tuple(cell(f"{text} {r}") for _ in range(columns)) for r in range(rows))
    align = (None, Align.END, Align.CENTER, *[None] * columns)[:columns]
    return Table("n20", 30, tuple(cell(f"Head {c}") for c in range(columns)), body, align, cell("A caption"))


def boxes(made: FittedDeck) -> list[TableBox]:
    return [s for one in made.slides for s in one.shapes if isinstance(s, TableBox)]


def test_a_small_table_keeps_its_width_and_its_size() -> None:
    (one,) = boxes(shown(table(3), "table"))
    assert one.size == theme().deck.sizes["body"]
    assert one.box.width == sum(one.columns) < theme().deck.width * 0.75
    assert one.box.height == sum(one.heights)
    assert one.align == ("start", "end", "center")
    assert one.description == "Table: A caption (Head 0, Head 1, Head 2; 3 × 3)"


def test_a_long_table_goes_on_with_its_header() -> None:
    made = boxes(shown(table(40), "table"))
    assert len(made) > 2
    assert {tuple(words_of(t)[:3]) for t in made} == {("Head 0", "Head 1", "Head 2")}
    assert [w for t in made for w in words_of(t)[3::3]] == [f"some words {i}" for i in range(40)]
    assert max(len(t.rows) for t in made) - min(len(t.rows) for t in made) <= 2


def words_of(one: TableBox) -> list[str]:
    return ["".join(r.text for r in c.runs) for row in one.rows for c in row]


def test_wide_cells_break_and_rows_grow() -> None:
    (one,) = boxes(shown(table(2, "a good many words that take more room than a third of a slide has"), "table"))
    assert max(len(c.lines) for row in one.rows for c in row) > 1
    assert one.heights[1] > one.heights[0]


def test_a_header_is_bold_and_cells_keep_their_markup() -> None:
    node = Table("n20", 30, (cell("H"),), (((Strong(cell("b")), Text(" c")),),), (None,))
    (one,) = boxes(shown(node, "table"))
    assert [[r.bold for r in c.runs] for row in one.rows for c in row] == [[True], [True, False]]


def test_columns_that_do_not_fit_go_on_with_the_first_on_each_slide() -> None:
    heads = [f"Characteristic {i}" for i in range(1, 15)]
    rows = tuple(tuple(cell(f"{r * i * 1001}") for i in range(1, 15)) for r in range(1, 4))
    node = Table("n20", 30, tuple(cell(head) for head in heads), rows, (None, *[Align.END] * 13))
    made, problems = fitted(slide("table", title="T", object="table:n20"), given=essay(node))
    assert made is not None
    assert [(p.code, p.place.line, p.severity) for p in problems] == [("table-divided", 30, Severity.HINT)]
    parts = boxes(made)
    assert len(parts) > 1
    assert [_row(part.rows[0][0].runs) for part in parts] == [heads[0]] * len(parts)
    assert [_row(c.runs) for part in parts for c in part.rows[0][1:]] == heads[1:]
    for r, row in enumerate(rows, 1):
        said = [_row(c.runs) for part in parts for c in part.rows[r][1:]]
        assert said == [plain(one) for one in row[1:]]
    assert {part.align[1] for part in parts} == {"end"}
    assert len({part.size for part in parts}) == 1
    counts = [len(part.columns) for part in parts]
    assert max(counts) - min(counts) <= 2
    assert not any(len(c.lines) > 2 for part in parts for row in part.rows for c in row)
    assert [slide.part for slide in made.slides] == [(i, len(parts)) for i in range(1, len(parts) + 1)]
    assert heads[0] in parts[1].description
    assert heads[1] not in parts[1].description


def test_a_word_wider_than_a_slide_is_told() -> None:
    node = Table("n20", 30, (cell("H"), cell("I")), ((cell("x" * 400), cell("y")),), (None, None))
    made, problems = fitted(slide("table", title="T", object="table:n20"), given=essay(node))
    assert made is not None
    assert [(p.code, p.place.line) for p in problems] == [("table-too-wide", 30)]


def test_cells_of_a_few_signs_are_not_set_one_below_the_other() -> None:
    long = cell("日本の首都であり、世界でも最大級の都市圏を形成している。" * 4)
    node = Table("n20", 30, (cell("都市"), cell("説明")), ((cell("東京"), long),) * 2, (None, None))
    (one,) = boxes(shown(node, "table"))
    assert [len(row[0].lines) for row in one.rows] == [1, 1, 1]
    assert len(one.rows[1][1].lines) > 1


def test_a_table_of_a_dozen_slides_is_told() -> None:
    made, problems = fitted(slide("table", title="T", object="table:n20"), given=essay(table(200)))
    assert made is not None
    count = len([one for one in made.slides if any(isinstance(s, TableBox) for s in one.shapes)])
    assert [(p.code, p.place.line, f"{count} slides" in p.message) for p in problems] == [("table-long", 30, True)]
    assert fitted(slide("table", title="T", object="table:n20"), given=essay(table(30)))[1] == ()


def test_a_row_over_a_slide_is_a_problem_at_the_table() -> None:
    given = essay(table(1, "word " * 900, columns=1))
    made, problems = fitted(slide("table", title="T", object="table:n20"), given=given)
    assert made is None
    assert [(p.code, p.place.line) for p in problems] == [("text-overflows", 30)]


def test_sixty_lines_of_code_go_on_and_none_is_lost() -> None:
    text = "\n".join(f"def function_{i}(value):" for i in range(60))
    made = shown(CodeBlock("n20", 30, "python", text), "code")
    assert "\n".join("\n".join(_lines(one)) for one in made.slides) == text


def _lines(one: FittedSlide) -> list[str]:
    return ["".join(r.text for r in p.runs) for p in panel(one).paragraphs]


def test_no_slide_of_code_ends_with_what_opens_the_next() -> None:
    text = "\n".join(f"# number {i}\ndef function_{i}(value):\n    return {i}\n" for i in range(20))
    ends = [_lines(one)[-1] for one in shown(CodeBlock("n20", 30, "python", text), "code").slides]
    assert len(ends) > 4
    assert not [end for end in ends if end.startswith("#") or end.endswith(":")]


def test_long_lines_of_code_are_folded_after_blanks_and_moved_in() -> None:
    made = shown(CodeBlock("n20", 30, None, "    call(" + "argument, " * 20 + ")\n\n\tend"), "code")
    one = panel(made.slides[0])
    assert [len(line.rows) for line in one.lines] == [3, 1, 1]
    assert _row(one.lines[0].rows[1]).startswith("      argument")
    assert all(run.mono for p in one.paragraphs for run in p.runs)
    assert _row(one.lines[2].rows[0]) == "    end"
    assert [sign for sign, _ in one.signs] == ["", "→", "→", "", ""]


def _row(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


def test_code_stands_on_a_panel_that_is_as_high_as_its_rows() -> None:
    one = panel(shown(CodeBlock("n20", 30, "python", "a = 1\nb = 2"), "code").slides[0])
    assert one.ground == "panel"
    assert one.box.height == 2 * one.pitch + 2 * one.padding
    assert one.text.left - one.box.left == one.box.right - one.text.right == one.padding
    assert one.pitch % 127 == 0  # hundredths of a point, as the deck writes it


def test_chosen_lines_keep_their_numbers_and_what_is_left_out_shows() -> None:
    text = "\n".join(f"line_{i}()" for i in range(1, 21))
    block = CodeBlock("n20", 30, "python", text, chosen=((4, 6), (12, 12)), marked=((5, 5),), numbered=True)
    one = panel(shown(block, "code").slides[0])
    assert [(line.number, _row(line.rows[0]), line.marked) for line in one.lines] == [
        (4, "line_4()", False),
        (5, "line_5()", True),
        (6, "line_6()", False),
        (0, "…", False),
        (12, "line_12()", False),
    ]
    assert [sign for sign, _ in one.signs] == ["4", "5", "6", "", "12"]
    (band,) = one.marks
    assert (band.top, band.height) == (one.text.top + one.pitch, one.pitch)
    assert (band.left, band.width) == (one.box.left, one.box.width)


def test_what_is_not_marked_steps_back() -> None:
    text = 'return "a"  # why\nreturn "b"  # how'
    one = panel(shown(CodeBlock("n20", 30, "python", text, marked=((2, 2),)), "code").slides[0])
    quiet, loud = (line.rows[0] for line in one.lines)
    assert {(run.tone, run.bold) for run in quiet} == {(Tint.MUTED, False)}
    assert [(run.tone, run.bold, run.italic) for run in loud] == [
        (None, True, False),
        (Tint.ACCENT, False, False),
        (Tint.MUTED, False, True),
    ]


def test_marked_lines_are_not_parted() -> None:
    text = "\n".join(f"line_{i}()" for i in range(1, 41))
    slides = shown(CodeBlock("n20", 30, "python", text, marked=((7, 11), (18, 20))), "code").slides
    parts = [[line.number for line in panel(one).lines if line.marked] for one in slides]
    assert [part for part in parts if part] in (
        [[*range(7, 12)], [18, 19, 20]],
        [[*range(7, 12), 18, 19, 20]],
    )


def test_a_wide_letter_takes_its_own_room_and_no_more() -> None:
    text = "x = '" + "a" * 60 + "'\n# 電車"
    one = panel(shown(CodeBlock("n20", 30, "python", text), "code").slides[0])
    assert [len(line.rows) for line in one.lines] == [1, 1]
    assert one.size >= theme().deck.minimum["body"]


def test_tabs_reach_to_every_fourth_column() -> None:
    one = panel(shown(CodeBlock("n20", 30, "go", 'a\tb := "\t"\n\tc'), "code").slides[0])
    assert [_row(line.rows[0]) for line in one.lines] == ['a   b := "  "', "    c"]


def test_short_code_is_set_as_large_as_it_may() -> None:
    made = shown(CodeBlock("n20", 30, None, "x = 1"), "code")
    assert panel(made.slides[0]).size == theme().deck.sizes["body"]


@pytest.mark.parametrize(
    ("size", "orientation", "wide"), [((1600, 900), 1, True), ((900, 1600), 1, False), ((1600, 900), 6, False)]
)
def test_a_picture_fills_its_room_in_its_proportion(
    tmp_path: Path, size: tuple[int, int], orientation: int, wide: bool
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.new("RGB", size).save(tmp_path / "a.jpg", exif=exif)
    made = shown(Figure("n20", 30, "a.jpg", "A picture", None), "figure", tmp_path, caption="A caption")
    (one,) = (s for s in made.slides[0].shapes if isinstance(s, PictureBox))
    assert (one.box.width > one.box.height) is wide
    ratio = one.box.width / one.box.height
    assert ratio == pytest.approx(16 / 9 if wide else 9 / 16, rel=0.01)
    assert (one.path, one.alt) == ("a.jpg", "A picture")


def test_a_tiny_picture_is_not_blown_up(tmp_path: Path) -> None:
    Image.new("RGB", (32, 32)).save(tmp_path / "a.png")
    made = shown(Figure("n20", 30, "a.png", None, None), "figure", tmp_path)
    (one,) = (s for s in made.slides[0].shapes if isinstance(s, PictureBox))
    assert one.box.width.px == pytest.approx(48, abs=1)


def test_a_picture_stays_while_the_text_beside_it_goes_on(tmp_path: Path) -> None:
    Image.new("RGB", (900, 900)).save(tmp_path / "a.png")
    body = "<ul>" + "<li>An item that takes a line or two</li>" * 20 + "</ul>"
    made = shown(Figure("n20", 30, "a.png", "A", None), "figure-beside", tmp_path, body=body)
    assert len(made.slides) > 1
    assert all(any(isinstance(s, PictureBox) for s in one.shapes) for one in made.slides)
    assert sum(words(s).count("An item") for one in made.slides for s in one.shapes) == 20


@pytest.mark.parametrize("name", ["no.png", "../../../etc/passwd", "text.png", "out.png"])
def test_what_is_no_picture_is_a_problem_at_its_line(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "essay"
    folder.mkdir()
    (folder / "text.png").write_text("text")
    Image.new("RGB", (9, 9)).save(tmp_path / "real.png")
    (folder / "out.png").symlink_to(tmp_path / "real.png")
    given = essay(Figure("n20", 30, name, "A", None), folder=folder)
    made, problems = fitted(slide("figure", title="T", object="figure:n20"), given=given)
    assert made is None
    assert [(p.code, p.place.line) for p in problems] == [("figure-unreadable", 30)]


def test_on_a_ground_of_the_panels_colour_code_stands_on_paper() -> None:
    own = theme()
    scene = replace(own.deck.look.content, ground=Ground.PANEL)
    dressed = replace(own, deck=replace(own.deck, look=replace(own.deck.look, content=scene)))
    block = CodeBlock("n20", 30, "python", "a = 1", marked=((1, 1),))
    html = page(slide("code", "s-1", 7, "", title="A claim", object="code:n20"))
    made, _ = fit(html, essay(block), dressed, Files(ROOT))
    assert made is not None
    assert panel(made.slides[0]).ground == "paper"
