"""An essay that asks for too much, in every theme: fitted, sound, accessible, and as LibreOffice sets it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.commands import stages
from pipeline.deck import build
from pipeline.deck.check import check
from pipeline.document import Essay
from pipeline.files import Files
from pipeline.fit import dump_fitted, report
from pipeline.fitted import FittedDeck, TableBox, TextBox
from pipeline.problems import Problems, in_order
from pipeline.theme import Theme
from tests.conftest import ROOT, needs
from tests.fit.desk import THEMES
from tests.fit.office import compared, exported, in_fallback

CASE = ROOT / "tests" / "cases" / "deck-stress"
PATH = Path("content/stress/essay.md")


@dataclass(frozen=True, slots=True)
class Stress:
    """The essay in one theme."""

    root: Path
    essay: Essay
    theme: Theme
    fitted: FittedDeck
    problems: Problems
    deck: bytes


@pytest.fixture(scope="module", params=THEMES)
def stress(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stress]:
    root = tmp_path_factory.mktemp("stress")
    shutil.copytree(CASE, root / PATH.parent)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THEME", str(request.param))
        yield made(root)


def made(root: Path) -> Stress:
    files = Files(root)
    essay, problems = stages.essay(PATH, files)
    assert essay is not None, [str(problem) for problem in problems]
    theme, more = stages.theme(PATH, essay.meta, files)
    assert theme is not None, [str(problem) for problem in more]
    fitted, told = stages.fitted(essay, theme, files)
    assert fitted is not None, [str(problem) for problem in told]
    moment, _ = stages.moment(essay.meta)
    data, said = build(fitted, essay, theme, files, moment)
    assert data is not None, [str(problem) for problem in said]
    return Stress(root, essay, theme, fitted, (*problems, *more, *told, *said), data)


def test_it_fits_as_accepted(stress: Stress, golden: Callable[[Path, str], None]) -> None:
    expected = CASE / "expected" / stress.theme.id
    golden(expected / "fitted.txt", dump_fitted(stress.fitted))
    golden(expected / "report.txt", report(stress.fitted))
    golden(expected / "problems.txt", "".join(f"{problem}\n" for problem in in_order(stress.problems)))


def test_nothing_stands_alone(stress: Stress) -> None:
    """No part of several has one row, item or line, nor ends with what leads to the next."""
    for slide in stress.fitted.slides:
        part, of = slide.part or (1, 1)
        for shape in slide.shapes if of > 1 else ():
            if isinstance(shape, TableBox):
                assert len(shape.rows) > 2, slide.id
            elif isinstance(shape, TextBox) and shape.slot in ("body", "object"):
                assert sum(len(p.lines) for p in shape.paragraphs) > 1, slide.id
                last = "".join(run.text for run in shape.paragraphs[-1].runs)
                assert part == of or not last.endswith(":"), slide.id


def test_the_deck_s_own_checks_report_only_the_bare_address(stress: Stress) -> None:
    assert [problem.code for problem in check(stress.deck, stress.essay, stress.theme)] == ["deck-link"]


def test_built_twice_it_is_the_same_bytes(stress: Stress) -> None:
    assert made(stress.root).deck == stress.deck


@pytest.mark.slow
@needs("soffice", "pdftotext")
def test_libreoffice_sets_it_as_predicted(stress: Stress, tmp_path: Path) -> None:
    moment, _ = stages.moment(stress.essay.meta)
    office, _ = build(stress.fitted, stress.essay, in_fallback(stress.theme), Files(stress.root), moment)
    assert office is not None
    shown = exported({"own": stress.deck, "office": office}, stress.theme, tmp_path)
    found = [fault for pages in shown.values() for fault in compared(stress.fitted, pages, stress.theme).wrong]
    assert not found, "\n".join(found)
