"""``template``: what becomes of a PowerPoint template of your own.

Prints which of its layouts serves which of ours and by what it was found, how many lines each placeholder holds, what
is missing and what is done instead, and where the template breaks a rule itself. Name it in an essay by
`deck: {template: brand.pptx}`, the file beside the essay, or in content/publication.yaml, the file beside that.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from pipeline.commands import stages
from pipeline.commands.build import report as told
from pipeline.files import Files
from pipeline.problems import Place, error, failed
from pipeline.theme import load


def run(arguments: list[str]) -> int:
    """Prints the report; with ``--theme`` writes a theme. 1 where the template cannot be worn."""
    parser = argparse.ArgumentParser(prog="python -m pipeline template", description=__doc__)
    parser.add_argument("file", nargs="?", default=os.environ.get("FILE", ""), help="a .pptx or .potx; else FILE")
    parser.add_argument(
        "--theme",
        default=os.environ.get("AS", ""),
        metavar="NAME",
        help="also writes themes/NAME: its colours, fonts and logo for the rest",
    )
    asked = parser.parse_args(arguments)
    if not asked.file:
        print("which template? make template FILE=brand.pptx", file=sys.stderr)
        return 2
    from pipeline.template.report import report
    from pipeline.template.wearing import read

    files = Files(Path.cwd())
    path = Path(asked.file).expanduser()
    place = Place(asked.file)
    like, problems = load(stages.THEMES, os.environ.get("THEME") or "editorial", files, Place("THEME"))
    data = files.bytes(path) if path.is_file() else None
    if data is None or like is None:
        missing = error(place, "template-absent", "there is no such file", "the path of a .pptx or .potx")
        told((*problems, *((missing,) if data is None else ())))
        return 1
    worn, problems = read(data, asked.file, like, place)
    if worn is None:
        told(problems)
        return 1
    print(report(worn, like), end="", flush=True)
    if asked.theme:
        from pipeline.template.branding import branding, written

        made = branding(worn, like, asked.theme)
        problem = written(made, stages.THEMES, asked.theme)
        if problem is None:
            _, wrong = load(stages.THEMES, asked.theme, Files(Path.cwd()), place)
            print(f"\n{stages.THEMES.name}/{asked.theme}: {', '.join(made.files)}")
            print("".join(f"  {note}\n" for note in made.notes), end="", flush=True)
            problems = (*problems, *wrong)
        else:
            problems = (*problems, problem)
    told(problems)
    return 1 if failed(problems) else 0
