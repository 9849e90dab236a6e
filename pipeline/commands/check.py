"""``check``: every problem of content, themes and outputs, and how each text fits its box.

All outputs are built in a temporary folder; nothing of yours is touched.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from pipeline.commands import stages
from pipeline.commands.build import Outcome, make, report
from pipeline.commands.essays import find
from pipeline.commands.outline import title
from pipeline.files import Files
from pipeline.fitted import FittedDeck, FittedSlide, TextBox
from pipeline.meta import Output
from pipeline.outputs import Target
from pipeline.problems import Place, Problem, Problems, Severity, failed, in_order
from pipeline.records import Row
from pipeline.theme import load


def run(arguments: list[str]) -> int:
    """Prints fit reports, problems and their number; 1 where one is an error."""
    parser = argparse.ArgumentParser(prog="python -m pipeline check", description=__doc__)
    parser.add_argument("essay", nargs="?", default="", help="a slug; else ESSAY, else every essay")
    parser.add_argument("--no-fit", action="store_true", help="leaves out how each text fits its box")
    asked = parser.parse_args(arguments)
    paths, problems = find(asked.essay)
    found: list[Problem] = [*problems, *themes()]
    with tempfile.TemporaryDirectory(prefix="check-") as folder:
        for path in paths:
            for output in Output:
                outcome, _ = make(Target(Path(folder), path.parent.name, output), path, time.time_ns())
                found += outcome.problems
            if not asked.no_fit:
                print(fit_report(path))
    settled = Outcome(Row(Target(Path(), "", Output.DECK), "built"), None, tuple(found)).settled().problems
    report(settled)
    counts = [sum(1 for problem in settled if problem.severity is severity) for severity in Severity]
    print("{} errors, {} warnings, {} hints".format(*counts))
    return 1 if failed(settled) else 0


def themes() -> Problems:
    """The problems of every theme that is there, used or not."""
    found: list[Problem] = []
    for path in sorted(stages.THEMES.glob("*/theme.yaml")):
        files = Files(Path.cwd())
        _, problems = load(stages.THEMES, path.parent.name, files, Place(files.shown(path)))
        found += problems
    return in_order(found)


def fit_report(path: Path) -> str:
    """How the texts of the essay at ``path`` fit: a line a slide, with each box's size, lines and fill."""
    files = Files(Path.cwd())
    try:
        deck = _fitted(path, files)
    except Exception:  # noqa: BLE001 -- the build before has told what is wrong
        deck = None
    if deck is None:
        return f"{files.shown(path)}: no fit report, for the deck has errors"
    return "\n".join([files.shown(path), *(f"{_head(slide)}\n{_boxes(slide)}" for slide in deck.slides), ""])


def _fitted(path: Path, files: Files) -> FittedDeck | None:
    essay, _ = stages.essay(path, files)
    if essay is None:
        return None
    theme, _ = stages.theme(path, essay.meta, files)
    return stages.fitted(essay, theme, files)[0] if theme else None


def _head(slide: FittedSlide) -> str:
    number = "" if slide.number is None else str(slide.number)
    return f"{number:>4}  {slide.layout}: {title(slide)}"


def _boxes(slide: FittedSlide) -> str:
    boxes = (shape for shape in slide.shapes if isinstance(shape, TextBox))
    parts = (f"{box.slot} {box.size.pt:g} pt, {_lines(box)}, {box.fill:.0%} full" for box in boxes if box.paragraphs)
    return "      " + " · ".join(parts)


def _lines(box: TextBox) -> str:
    number = sum(len(paragraph.lines) for paragraph in box.paragraphs)
    return f"{number} line" if number == 1 else f"{number} lines"
