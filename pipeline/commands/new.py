"""``new``: a skeleton of an essay that builds at once. It never overwrites one that is there."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from pipeline.commands.build import report
from pipeline.commands.essays import content
from pipeline.files import Files
from pipeline.problems import failed


def run(arguments: list[str]) -> int:
    """Writes the skeleton and says where it is."""
    parser = argparse.ArgumentParser(prog="python -m pipeline new", description=__doc__)
    parser.add_argument("title", nargs="?", default=os.environ.get("TITLE", ""), help="else TITLE")
    title = parser.parse_args(arguments).title
    if not title.strip():
        print('which title? make new TITLE="…"', file=sys.stderr)
        return 2
    from pipeline.intake import new

    path, problems = new(title, content(), Files(Path.cwd()))
    if path is not None:
        print(f"{path}\n    write there, then type: make ESSAY={path.parent.name}", flush=True)
    report(problems)
    return 1 if path is None or failed(problems) else 0
