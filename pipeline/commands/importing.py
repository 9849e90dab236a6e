"""``import``: a text file becomes content/<slug>/essay.md: raw text, or Markdown as Jekyll, Hugo and Quarto have it.

It never overwrites an essay. What could not be carried over is listed with its line in the file, what the new essay
lacks with its line in essay.md.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from pipeline.commands.build import report
from pipeline.commands.essays import content
from pipeline.files import Files


def run(arguments: list[str]) -> int:
    """Imports the file and says where the essay is; 1 where there is none."""
    parser = argparse.ArgumentParser(prog="python -m pipeline import", description=__doc__)
    parser.add_argument("file", nargs="?", default=os.environ.get("FILE", ""), help="else FILE")
    parser.add_argument("--title", default=os.environ.get("TITLE", ""), help="else TITLE, else the text's own")
    asked = parser.parse_args(arguments)
    if not asked.file:
        print("which file? make import FILE=notes.txt", file=sys.stderr)
        return 2
    from pipeline.intake import run as bring

    path, problems = bring(Path(asked.file), asked.title or None, content(), Files(Path.cwd()))
    if path is not None:
        print(f"{path}\n    now type: make ESSAY={path.parent.name}", flush=True)
    report(problems)
    return 1 if path is None else 0
