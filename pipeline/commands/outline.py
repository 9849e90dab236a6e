"""``outline``: each slide of an essay's talk, with its number, layout, title, time and line in the essay."""

from __future__ import annotations

import argparse
from pathlib import Path

from pipeline.commands import stages
from pipeline.commands.build import report
from pipeline.commands.essays import find
from pipeline.files import Files
from pipeline.problems import Problem, Problems, failed, in_order


def run(arguments: list[str]) -> int:
    """Prints the outlines; problems go to the error stream."""
    parser = argparse.ArgumentParser(prog="python -m pipeline outline", description=__doc__)
    parser.add_argument("essay", nargs="?", default="", help="a slug; else ESSAY, else every essay")
    paths, problems = find(parser.parse_args(arguments).essay)
    found: list[Problem] = list(problems)
    for path in paths:
        text, more = of(path, Files(Path.cwd()))
        found += more
        if text is not None:
            print(f"{path}\n\n{text}")
    report(in_order(found))
    return 1 if failed(found) else 0


def of(path: Path, files: Files) -> tuple[str | None, Problems]:
    """The outline of the essay at ``path``."""
    from pipeline.outline import outline

    essay, problems = stages.essay(path, files)
    if essay is None:
        return None, problems
    theme, more = stages.theme(path, essay.meta, files)
    problems = (*problems, *more)
    if theme is None:
        return None, problems
    deck, more = stages.fitted(essay, theme, files)
    return outline(deck, essay.meta) if deck else None, (*problems, *more)
