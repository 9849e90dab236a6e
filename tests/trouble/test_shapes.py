"""Text of shapes that no one foresees: it stands in its place, or a problem says why not."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from pipeline.commands import stages
from pipeline.files import Files
from pipeline.fitted import CodeBox, FittedDeck, TableBox
from pipeline.outputs import Product
from tests.conftest import needs
from tests.trouble.conftest import FRONT, Builds


def fitted(body: str, tmp_path: Path) -> FittedDeck:
    """The fitted slides of an essay with ``body``."""
    path = tmp_path / "content" / "essay" / "essay.md"
    path.parent.mkdir(parents=True)
    path.write_text(FRONT.format("") + body, encoding="utf-8")
    files = Files(tmp_path)
    essay, _ = stages.essay(path, files)
    assert essay
    theme, _ = stages.theme(path, essay.meta, files)
    assert theme
    deck, problems = stages.fitted(essay, theme, files)
    assert deck, problems
    return deck


@pytest.mark.parametrize("line", ["y + " * 1200 + "z", "q" * 4000])
def test_a_line_of_code_longer_than_a_slide_goes_on_on_the_next(line: str, tmp_path: Path) -> None:
    deck = fitted(f"A claim.\n\n```\nshort = 1\n{line}\n```\n", tmp_path)
    codes = [box for slide in deck.slides for box in slide.shapes if isinstance(box, CodeBox)]
    assert len(codes) > 1
    assert all(code.text.bottom <= code.box.bottom for code in codes)
    shown = "".join(run.text for code in codes for one in code.lines for row in one.rows for run in row)
    assert shown.replace(" ", "") == f"short=1{line.replace(' ', '')}"


def table(columns: int, word: str = "cell") -> str:
    """A table of two rows."""
    row = "|" + f"{word}|" * columns + "\n"
    return f"A claim.\n\n{row}|{'---|' * columns}\n{row}"


@pytest.mark.parametrize(("columns", "slides"), [(8, 1), (40, 3)])
def test_a_table_too_wide_for_a_slide_goes_on_over_several(columns: int, slides: int, tmp_path: Path) -> None:
    deck = fitted(table(columns), tmp_path)
    tables = [box for slide in deck.slides for box in slide.shapes if isinstance(box, TableBox)]
    assert len(tables) == slides
    assert sum(len(one.columns) - 1 for one in tables) == columns - 1  # the first column stands on each


@pytest.mark.parametrize(("columns", "listed"), [(8, False), (40, True)])
def test_a_table_wider_than_any_mail_stands_as_a_list(columns: int, listed: bool, builds: Builds) -> None:
    come = builds(Product.NEWSLETTER, table(columns))
    assert come.made
    html = come.made.contents[0].decode()
    body = html[html.index("<body") :]
    assert bool(re.search(r'class="cell [a-z]+" style="[^"]*display: block', body)) is listed


@needs("pdftotext")
@pytest.mark.parametrize(
    "body",
    [table(40), "x" * 3000 + "\n", "".join("  " * depth + "- item\n" for depth in range(40))],
    ids=["table", "word", "lists"],
)
def test_what_is_wider_than_the_sheet_stays_on_it(body: str, builds: Builds, tmp_path: Path) -> None:
    come = builds(Product.HANDOUT, body)
    assert come.made
    (tmp_path / "handout.pdf").write_bytes(come.made.contents[0])
    said = subprocess.run(
        ["pdftotext", "-bbox", str(tmp_path / "handout.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    width = max(float(found) for found in re.findall(r'<page width="([0-9.]+)"', said))
    rights = [float(found) for found in re.findall(r'xMax="([0-9.]+)"', said)]
    assert len(rights) > 30
    assert max(rights) < width - 36  # half an inch of margin
