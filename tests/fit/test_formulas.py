from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from pipeline.commands import stages
from pipeline.files import Files
from pipeline.fitted import FittedDeck, FormulaBox, TextBox
from pipeline.outputs import Product

ROOT = Path(__file__).resolve().parents[2]
ROWS = r" \\ ".join(rf"x_{{{n}}} &= \frac{{{n}}}{{y}}" for n in range(20))
LONG = " + ".join(f"a_{{{n}}} x^{{{n}}}" for n in range(14))


def path(folder: Path, body: str) -> Path:
    where = folder / "content" / "one" / "essay.md"
    where.parent.mkdir(parents=True, exist_ok=True)
    where.write_text(f"---\ntitle: One\ndate: 2026-11-22\n---\n## Formulas\n\n{body}\n", encoding="utf-8")
    return where


def fitted(folder: Path, body: str) -> tuple[FittedDeck | None, set[str]]:
    files, where = Files(ROOT), path(folder, body)
    essay, _ = stages.essay(where, files)
    assert essay is not None
    theme, _ = stages.theme(where, essay.meta, files)
    assert theme is not None
    deck, problems = stages.fitted(essay, theme, files)
    return deck, {problem.code for problem in problems if problem.code.startswith(("text-", "slide-", "formula-"))}


def boxes(deck: FittedDeck | None) -> list[FormulaBox]:
    assert deck is not None
    return [shape for slide in deck.slides for shape in slide.shapes if isinstance(shape, FormulaBox)]


def test_a_short_formula_is_large_and_in_the_middle(tmp_path: Path) -> None:
    deck, problems = fitted(tmp_path, "Energy is mass.\n\n$$E = mc^2$$ {#eq:e}")
    (box,) = boxes(deck)
    assert box.size.pt >= 40
    assert deck is not None
    width = 960 * 12_700
    assert abs(box.box.left + box.box.width // 2 - width // 2) < 12_700
    numbers = [
        s for slide in deck.slides for s in slide.shapes if isinstance(s, TextBox) and s.slot == "formula-number"
    ]
    assert ["".join(run.text for run in p.runs) for number in numbers for p in number.paragraphs] == ["(1)"]
    assert problems == set()


def test_a_long_formula_is_broken_and_no_smaller_than_the_least(tmp_path: Path) -> None:
    (box,) = boxes(fitted(tmp_path, f"It goes on.\n\n$$y = {LONG}$$")[0])
    assert box.size.pt >= 18
    assert "<m:eqArr>" in box.omml


def test_many_rows_go_on_over_slides(tmp_path: Path) -> None:
    deck, problems = fitted(tmp_path, rf"It goes on.{chr(10)}{chr(10)}$$\begin{{aligned}} {ROWS} \end{{aligned}}$$")
    found = boxes(deck)
    assert len(found) > 1
    assert sum(box.text.count("=") for box in found) == 20
    assert all(box.fill <= 1 for box in found)
    assert problems == set()


def test_what_fits_no_slide_is_told(tmp_path: Path) -> None:
    cells = " & ".join(f"a_{{{n}}} + b" for n in range(40))
    _, problems = fitted(tmp_path, rf"Wide.{chr(10)}{chr(10)}$$\begin{{matrix}} {cells} \end{{matrix}}$$")
    assert problems == {"text-overflows"}


def test_exponents_within_text_are_raised(tmp_path: Path) -> None:
    deck, _ = fitted(tmp_path, "==So $x_i^2$ is a square.==")
    assert deck is not None
    runs = [
        run
        for slide in deck.slides
        for s in slide.shapes
        if isinstance(s, TextBox)
        for p in s.paragraphs
        for run in p.runs
    ]
    assert [(run.text, run.shift, run.italic) for run in runs if run.shift] == [("i", -1, True), ("2", 1, False)]


@pytest.fixture
def package(tmp_path: Path) -> zipfile.ZipFile:
    files, where = Files(ROOT), path(tmp_path, "Energy is mass.\n\n$$E = \\frac{m}{2} c^2$$")
    essay, _ = stages.essay(where, files)
    assert essay is not None
    theme, _ = stages.theme(where, essay.meta, files)
    assert theme is not None
    made, _ = stages.make(Product.DECK, essay, theme, files)
    assert made is not None
    assert (
        b'role="img" aria-label="E equals the fraction' in made.contents[0]
        or b"E equals m over 2 c squared" in made.contents[0]
    )
    return zipfile.ZipFile(io.BytesIO(made.contents[1]))


def test_the_deck_holds_the_formula_and_a_picture_of_it(package: zipfile.ZipFile) -> None:
    slides = [
        etree.fromstring(package.read(name)) for name in package.namelist() if name.startswith("ppt/slides/slide")
    ]
    (either,) = [
        e
        for slide in slides
        for e in slide.iter("{*}AlternateContent")
        if e.find("{*}Choice//{*}oMathPara") is not None
    ]
    assert {e.get("descr") for e in either.iter("{*}cNvPr")} == {"E equals m over 2 c squared"}
    assert either.find("{*}Choice//{*}f/{*}num") is not None
    assert either.find("{*}Fallback/{*}pic//{*}svgBlip") is not None
    assert {name.rpartition(".")[2] for name in package.namelist() if "media/" in name} >= {"svg", "png"}
