"""``build``: one output of one essay, as Make calls it. Its arguments are read by hand, for start-up is most of the time.

An output is written only when no problem is an error. A failed build takes the earlier output away, so that nothing
stale passes for new and the next ``make`` tries again; what a person edited by hand is kept in any case.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from pipeline.commands import stages
from pipeline.files import Files, write
from pipeline.made import place, withdraw
from pipeline.meta import Output
from pipeline.outputs import SLUG, Target
from pipeline.problems import Place, Problem, Problems, error, failed, in_order, strictly, warning
from pipeline.records import Row, keep

USAGE = "python -m pipeline build {deck|handout|newsletter} content/<slug>/essay.md [--build FOLDER]"


def run(arguments: list[str]) -> int:
    """Builds; 1 where a problem is an error."""
    moment, started = time.time_ns(), time.perf_counter()
    folder = "build"
    if "--build" in arguments[:-1]:
        at = arguments.index("--build")
        folder = arguments[at + 1]
        arguments = arguments[:at] + arguments[at + 2 :]
    if len(arguments) != 2 or arguments[0] not in set(Output):
        print(f"usage: {USAGE}", file=sys.stderr)
        return 2
    path = Path(arguments[1])
    slug = path.absolute().parent.name
    if not SLUG.fullmatch(slug):
        report((slug_problem(str(path.parent)),))
        return 1
    target = Target(Path(folder), slug, Output(arguments[0]))
    row, problems, stored = make(target, path, moment)
    row = replace(row, seconds=time.perf_counter() - started)
    later = os.environ.get("PIPELINE_REPORT") == "later"
    if not (stored and later):
        report(problems, sys.stdout if later else sys.stderr)
    said = {"built": f"{row.seconds:6.2f} s", "failed": "  failed", "unwanted": "  not wanted"}[row.state]
    print(f"  {slug:<40} {target.output:<11}{said}", flush=True)
    return 1 if row.state == "failed" else 0


def make(target: Target, path: Path, moment: int) -> tuple[Row, Problems, bool]:
    """Makes ``target`` from the essay at ``path``: its row, its problems, and whether they could be written down."""
    started = time.perf_counter()
    files = Files(Path.cwd())
    row = Row(target, "failed")
    problems: Problems = ()
    made = None
    try:
        row, made, problems = attempt(target, path, files)
    except Exception as fault:  # noqa: BLE001 -- a fault of ours must not reach a person as a traceback
        row, problems = Row(target, "failed"), (bug(target, path, fault),)
    problems = settled(problems)
    if failed(problems):
        row, made = replace(row, state="failed", size=0, count=0), None
    row = replace(row, seconds=time.perf_counter() - started)
    try:
        problems = settled((*problems, *store(target, row, made, problems, files, moment)))
        if failed(problems):
            row = replace(row, state="failed")
    except OSError as fault:
        lost = error(Place(str(fault.filename or target.build)), "cannot-write", _reason(fault))
        return replace(row, state="failed"), in_order((*problems, lost)), False
    return row, problems, True


def attempt(target: Target, path: Path, files: Files) -> tuple[Row, stages.Made | None, Problems]:
    """The stages, up to the bytes of the output."""
    row = Row(target, "failed")
    essay, problems = stages.essay(path, files)
    if essay is None:
        return row, None, problems
    row = replace(row, draft=essay.meta.draft)
    if target.output not in essay.meta.outputs:
        return replace(row, state="unwanted"), None, problems
    theme, more = stages.theme(path, essay.meta, files)
    problems = (*problems, *more)
    if theme is None:
        return row, None, problems
    made, more = stages.make(target.output, essay, theme, files)
    problems = (*problems, *more)
    if made is None:
        return row, None, problems
    return replace(row, state="built", size=len(made.contents[-1]), count=made.count, unit=made.unit), made, problems


def store(
    target: Target, row: Row, made: stages.Made | None, problems: Problems, files: Files, moment: int
) -> Problems:
    """Writes records and output; what it found there and kept comes back as problems. Raises OSError."""
    keep(target, row, problems, files, moment)
    found: list[Problem] = []
    if made is None:
        for path in withdraw(target):
            found.append(warning(Place(files.shown(path)), "edited-by-hand", "you edited this file; it was kept"))
    else:
        for path, new in place(target, made.contents, moment):
            text = f"you edited this file; it was kept, and the new one is {files.shown(new)}"
            hint = f"to go on with the new one: mv '{files.shown(new)}' '{files.shown(path)}'"
            found.append(warning(Place(files.shown(path)), "edited-by-hand", text, hint))
    if row.state == "unwanted":
        write(target.unwanted, b"", moment)
    else:
        target.unwanted.unlink(missing_ok=True)
    if found:
        keep(target, row, settled((*problems, *found)), files, moment)
    return tuple(found)


def settled(problems: Problems) -> Problems:
    """Each problem once and in order; under ``STRICT`` every warning is an error."""
    return in_order(strictly(problems) if os.environ.get("STRICT", "") not in {"", "0"} else problems)


def bug(target: Target, path: Path, fault: Exception) -> Problem:
    """A fault of the pipeline itself as a problem; its traceback is kept beside the other problems."""
    import traceback

    text = "".join(traceback.format_exception(fault))
    if os.environ.get("PIPELINE_TRACEBACK") == "1":
        print(text, file=sys.stderr)
    try:
        write(target.traceback, text.encode("utf-8", "backslashreplace"))
        where = f"please report it with this essay and {target.traceback}"
    except OSError:
        where = "please report it with this essay and what PIPELINE_TRACEBACK=1 shows"
    message = f"the pipeline itself failed: {type(fault).__name__}: {fault}"
    return error(Place(str(path)), "bug", message, f"that is no fault of yours; {where}")


def slug_problem(folder: str) -> Problem:
    """The problem of a folder whose name cannot stand in a link."""
    name = "an essay's folder is named with small letters, digits and hyphens (a-z, 0-9, -)"
    return error(Place(folder), "slug", name, "rename the folder")


def report(problems: Problems, stream: TextIO = sys.stderr) -> None:
    """Prints ``problems``, one after the other."""
    for problem in problems:
        print(problem, file=stream)


def _reason(fault: OSError) -> str:
    return f"cannot write it: {fault.strerror or fault}"
