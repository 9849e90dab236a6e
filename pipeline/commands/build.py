"""``build``: one output of one essay, as Make calls it. Arguments are read by hand: start-up is most of the time.

An output is written only when no problem is an error. A failed build takes the earlier output away, so that nothing
stale passes for new and the next ``make`` tries again; what a person edited by hand is kept in any case.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from pipeline.commands import stages
from pipeline.commands.essays import slug_problem
from pipeline.files import Files, NotUtf8Error, unwritable, write
from pipeline.made import place, withdraw
from pipeline.outputs import SLUG, Product, Target
from pipeline.problems import Place, Problem, Problems, error, failed, in_order, strictly, warning
from pipeline.records import Row, keep

USAGE = """usage: python -m pipeline build OUTPUT content/<slug>/essay.md [--build FOLDER]

Makes one OUTPUT (deck, deck-share, deck-pdf, handout or newsletter) and writes it to FOLDER/<slug>/ (FOLDER is build
where nothing is said), with its problems and what it was made from beside it. THEME, STRICT and SOURCE_DATE_EPOCH are
read from the environment. Make calls this; so can you.
Returns 0, or 1 where a problem is an error: then nothing is written."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build came to: its row, the output's bytes where there are any, its problems."""

    row: Row
    made: stages.Made | None
    problems: Problems

    def settled(self, *more: Problem) -> Outcome:
        """With ``more`` problems, in order. ``STRICT`` makes warnings errors, and an error leaves no output."""
        problems = in_order((*self.problems, *more))
        if os.environ.get("STRICT", "") not in {"", "0"}:
            problems = in_order(strictly(problems))
        if not failed(problems):
            return Outcome(self.row, self.made, problems)
        return Outcome(replace(self.row, state="failed", size=0, count=0), None, problems)


def run(arguments: list[str]) -> int:
    """Builds; 1 where a problem is an error."""
    moment, started = time.time_ns(), time.perf_counter()
    folder = "build"
    if "--build" in arguments[:-1]:
        at = arguments.index("--build")
        folder = arguments[at + 1]
        arguments = arguments[:at] + arguments[at + 2 :]
    if len(arguments) != 2 or arguments[0] not in set(Product):
        helped = "--help" in arguments
        print(USAGE, file=sys.stdout if helped else sys.stderr)
        return 0 if helped else 2
    path = Path(arguments[1])
    slug = path.absolute().parent.name
    if not SLUG.fullmatch(slug):
        report((slug_problem(path.parent),))
        return 1
    target = Target(Path(folder), slug, Product(arguments[0]))
    outcome, stored = make(target, path, moment)
    later = os.environ.get("PIPELINE_REPORT") == "later"
    if not (stored and later):
        report(outcome.problems, sys.stdout if later else sys.stderr)
    time_taken = f"{time.perf_counter() - started:.2f} s"
    said = {"built": time_taken, "failed": "failed", "unwanted": "left out"}[outcome.row.state]
    print(f"  {slug}  {target.product}  {said}", flush=True)
    return 1 if outcome.row.state == "failed" else 0


def make(target: Target, path: Path, moment: int) -> tuple[Outcome, bool]:
    """Makes ``target`` from the essay at ``path`` and writes it; also whether its problems could be written down."""
    started = time.perf_counter()
    files = Files(Path.cwd(), Path.cwd() / target.build)
    try:
        outcome = attempt(target, path, files)
    except NotUtf8Error as fault:
        told = error(Place(fault.path, fault.line), "not-utf-8", "not UTF-8", "save the file as UTF-8")
        outcome = Outcome(Row(target, "failed"), None, (told,))
    except OSError as fault:
        outcome = Outcome(Row(target, "failed"), None, (unusable(target, path, fault, files),))
    except Exception as fault:  # noqa: BLE001 -- a fault of ours must not reach a person as a traceback
        outcome = Outcome(Row(target, "failed"), None, (bug(target, path, fault),))
    outcome = outcome.settled(*unnamed(files))
    outcome = replace(outcome, row=replace(outcome.row, seconds=time.perf_counter() - started))
    try:
        outcome = store(outcome, files, moment)
        write(target.row, outcome.row.line(outcome.problems).encode())
    except OSError as fault:
        reason = f"cannot write it: {fault.strerror or fault}"
        hint = "is the folder read-only, or the disk full? what stood there before is untouched"
        outcome = outcome.settled(error(Place(str(fault.filename or target.build)), "cannot-write", reason, hint))
        return outcome, _told(outcome, files, moment)
    return outcome, True


def _told(outcome: Outcome, files: Files, moment: int) -> bool:
    """Whether the problems of a build that could not be written could at least be written down."""
    target = outcome.row.target
    try:
        keep(target, outcome.row, outcome.problems, files, moment)
        write(target.row, outcome.row.line(outcome.problems).encode())
    except OSError:
        return False
    return True


def attempt(target: Target, path: Path, files: Files) -> Outcome:
    """The stages, up to the bytes of the output; nothing is written."""
    row = Row(target, "failed")
    essay, problems = stages.essay(path, files)
    if essay is None:
        return Outcome(row, None, problems)
    row = replace(row, draft=essay.meta.draft)
    if target.product.output not in essay.meta.outputs:
        return Outcome(replace(row, state="unwanted"), None, problems)
    theme, more = stages.theme(path, essay.meta, files)
    problems = (*problems, *more)
    if theme is None:
        return Outcome(row, None, problems)
    made, more = stages.make(target.product, essay, theme, files)
    problems = (*problems, *more)
    if made is None:
        return Outcome(row, None, problems)
    row = replace(row, state="built", size=len(made.contents[len(target.files) - 1]), count=made.count, unit=made.unit)
    return Outcome(row, made, problems)


def store(outcome: Outcome, files: Files, moment: int) -> Outcome:
    """Writes records and output; what a person edited is kept, and that is one more problem. Raises OSError."""
    target = outcome.row.target
    keep(target, outcome.row, outcome.problems, files, moment)
    if outcome.made is None:
        found = [_kept(files.shown(path)) for path in withdraw(target)]
    else:
        pairs = place(target, outcome.made.contents, moment)
        found = [_kept(files.shown(path), files.shown(new)) for path, new in pairs]
    if outcome.row.state == "unwanted":
        write(target.unwanted, b"", moment)
    else:
        target.unwanted.unlink(missing_ok=True)
    if not any(problem.code == "bug" for problem in outcome.problems):
        target.traceback.unlink(missing_ok=True)
    if found:
        state = outcome.row.state
        outcome = outcome.settled(*found)
        if outcome.row.state != state:
            withdraw(target)
        keep(target, outcome.row, outcome.problems, files, moment)
    return outcome


def _kept(path: str, new: str | None = None) -> Problem:
    if new is None:
        return warning(Place(path), "edited-by-hand", "you edited this file, so it was kept; it is of no build")
    text = f"you edited this file, so it was kept; what was built now is {new}"
    return warning(Place(path), "edited-by-hand", text, f"to go on with the new one: mv '{new}' '{path}'")


def unnamed(files: Files) -> Problems:
    """The files read whose names Make cannot hold: a change of theirs would go unseen."""
    paths = (files.shown(path) for path in (*files.read, *files.absent))
    told = ((path, unwritable(path)) for path in paths)
    return tuple(
        warning(Place(path), "file-name", f"Make cannot follow this file: {why}", "give it a plainer name")
        for path, why in told
        if why
    )


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


def unusable(target: Target, path: Path, fault: OSError, files: Files) -> Problem:
    """A file that an output needs and the machine does not give, as a problem; one without a name is our fault."""
    if not fault.filename:
        return bug(target, path, fault)
    where = Place(files.shown(Path(os.fsdecode(fault.filename))))
    return error(where, "file-unreadable", f"it cannot be used: {fault.strerror}", "look at the file and its rights")


def report(problems: Problems, stream: TextIO = sys.stderr) -> None:
    """Prints ``problems``, one after the other."""
    for problem in problems:
        print(problem, file=stream)
