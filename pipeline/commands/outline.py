"""``outline``: each slide of an essay's talk, with its number, layout, title, seconds and line in the essay."""

from __future__ import annotations

import argparse
from pathlib import Path

from pipeline.commands import stages
from pipeline.commands.build import report
from pipeline.commands.essays import find
from pipeline.files import Files
from pipeline.fitted import FittedDeck, FittedSlide, TextBox
from pipeline.problems import Problem, failed, in_order


def run(arguments: list[str]) -> int:
    """Prints the outlines."""
    parser = argparse.ArgumentParser(prog="python -m pipeline outline", description=__doc__)
    parser.add_argument("essay", nargs="?", default="", help="a slug; else ESSAY, else every essay")
    paths, problems = find(parser.parse_args(arguments).essay)
    found: list[Problem] = list(problems)
    for path in paths:
        files = Files(Path.cwd())
        essay, more = stages.essay(path, files)
        found += more
        if essay is None:
            continue
        theme, more = stages.theme(path, essay.meta, files)
        found += more
        if theme is None:
            continue
        deck, more = stages.fitted(essay, theme, files)
        found += more
        if deck is not None:
            print(outline(deck, files.shown(path)))
    report(in_order(found))
    return 1 if failed(found) else 0


def outline(deck: FittedDeck, path: str) -> str:
    """The outline of ``deck``, made from the essay at ``path``: a line a slide, and the time in all."""
    numbers = max((len(layout) for layout in (slide.layout for slide in deck.slides)), default=0)
    lines = [path, *(_line(slide, numbers) for slide in deck.slides)]
    spoken = sum(slide.seconds for slide in deck.slides)
    lines.append(f"{'':>4}  {len(deck.slides)} slides, {spoken // 60} min {spoken % 60:02} s\n")
    return "\n".join(lines)


def title(slide: FittedSlide) -> str:
    """The slide's title as plain text, on one line."""
    box = next((shape for shape in slide.shapes if isinstance(shape, TextBox) and shape.slot == "title"), None)
    runs = (run.text for paragraph in box.paragraphs for run in paragraph.runs) if box else ()
    return "".join(runs).replace("\v", " ")


def _line(slide: FittedSlide, wide: int) -> str:
    number = "" if slide.number is None else str(slide.number)
    part = f" ({slide.part[0]}/{slide.part[1]})" if slide.part else ""
    return f"{number:>4}  {slide.layout:<{wide}}  {slide.seconds:>4} s  line {slide.line:<4}  {title(slide)}{part}"
