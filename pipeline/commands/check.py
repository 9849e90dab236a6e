"""``check``: every problem of content, themes and outputs, how each text fits its box, when each slide comes up, and
whether all that the essay says stands in each output.

All outputs are built in a temporary folder and read back from there; nothing of yours is touched.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.commands import stages
from pipeline.commands.build import Outcome, bug, make, report
from pipeline.commands.coverage import COVERED, accounts, lost, table
from pipeline.commands.essays import find
from pipeline.coverage import Account
from pipeline.document import Essay
from pipeline.files import Files
from pipeline.meta import Output
from pipeline.outputs import Product, Target
from pipeline.problems import Place, Problem, Problems, Severity, error, failed, in_order
from pipeline.records import Row
from pipeline.theme import Theme, load


def run(arguments: list[str]) -> int:
    """Prints fit reports, problems and their number; 1 where one is an error."""
    parser = argparse.ArgumentParser(prog="python -m pipeline check", description=__doc__)
    parser.add_argument("essay", nargs="?", default="", help="a slug; else ESSAY, else every essay")
    parser.add_argument(
        "--no-fit", action="store_true", help="leaves out how each text fits its box, and the timetable"
    )
    asked = parser.parse_args(arguments)
    paths, problems = find(asked.essay)
    found: list[Problem] = [*problems, *themes()]
    with tempfile.TemporaryDirectory(prefix="check-") as folder:
        for path in paths:
            told, covered = outputs(path, Path(folder))
            found += told
            if covered:
                print(f"{path}\n\n{table(covered)}")
            if not asked.no_fit:
                print(f"{path}\n\n{fit_report(path)}")
    settled = Outcome(Row(Target(Path(), "", Product.DECK), "built"), None, tuple(found)).settled().problems
    report(settled)
    counts = [sum(1 for problem in settled if problem.severity is severity) for severity in Severity]
    print("{} errors, {} warnings, {} hints".format(*counts))
    return 1 if failed(settled) else 0


def outputs(path: Path, build: Path) -> tuple[Problems, tuple[Account, ...]]:
    """The problems of the essay at ``path`` and of its outputs, built in ``build`` and read back; what each holds."""
    found: list[Problem] = []
    built: list[tuple[Target, Problems]] = []
    for product in Product:
        target = Target(build, path.parent.name, product)
        outcome, _ = make(target, path, time.time_ns())
        found += outcome.problems
        if outcome.row.state == "built":
            built.append((target, outcome.problems))
    more, covered = _read_back(path, built) if built else ((), ())
    return (*found, *more), covered


def _read_back(path: Path, built: list[tuple[Target, Problems]]) -> tuple[Problems, tuple[Account, ...]]:
    """What is wrong with the files that were ``built``, each with what was told of it, and what they hold."""
    files = Files(Path.cwd())
    essay, _ = stages.essay(path, files)
    theme, _ = stages.theme(path, essay.meta, files) if essay else (None, ())
    dress, _ = stages.worn(essay, theme, files) if essay and theme else (None, ())
    if essay is None or theme is None:
        return (), ()
    found: list[Problem] = []
    covered: list[Account] = []
    for target, told in built:
        worn = dress if target.product.output is Output.DECK else theme
        try:
            if worn is not None:
                found += CHECKS[target.product](target.files[-1].read_bytes(), essay, worn)
            if target.product in COVERED:
                contents = {file.name: file.read_bytes() for file in target.files}
                covered += accounts(target.product, contents, essay, told)
        except Exception as fault:  # noqa: BLE001 -- a fault of ours must not reach a person as a traceback
            found.append(bug(target, path, fault))
    return (*found, *(lost(covered, essay) if covered else ())), tuple(covered)


def themes() -> Problems:
    """The problems of every theme that is there, used or not."""
    found: list[Problem] = []
    for path in sorted(stages.THEMES.glob("*/theme.yaml")):
        files = Files(Path.cwd())
        _, problems = load(stages.THEMES, path.parent.name, files, Place(files.shown(path)))
        found += problems
    return in_order(found)


def fit_report(path: Path) -> str:
    """How the texts of the essay at ``path`` fit: each box, its size, lines and fill; then the talk's timetable."""
    from pipeline.fit.report import report as fits
    from pipeline.outline import timetable

    files = Files(Path.cwd())
    essay, _ = stages.essay(path, files)
    theme = stages.theme(path, essay.meta, files)[0] if essay else None
    try:
        deck = stages.fitted(essay, theme, files)[0] if essay and theme else None
    except Exception:  # noqa: BLE001 -- the build has told what is wrong
        deck = None
    return (
        f"{fits(deck)}\n{timetable(deck, essay.meta)}" if essay and deck else "no fit report: the slides have errors\n"
    )


def _deck(data: bytes, essay: Essay, theme: Theme) -> Problems:
    from pipeline.deck.check import check

    return check(data, essay, theme)


def _newsletter(data: bytes, essay: Essay, theme: Theme) -> Problems:
    from pipeline.newsletter.check import check

    return check(data, Place(f"build/{essay.slug}/newsletter.eml"), essay, theme, Files(Path.cwd()))


def _handout(data: bytes, essay: Essay, _theme: Theme) -> Problems:
    from pipeline.handout.check import check

    return check(data, essay)


def _deck_pdf(data: bytes, essay: Essay, _theme: Theme) -> Problems:
    from pipeline.pdf.check import faults

    return tuple(error(Place(essay.path), "deck-pdf-tags", fault) for fault in faults(data))


# What reads a written output back: its last file, the deck itself or the message.
CHECKS: dict[Product, Callable[[bytes, Essay, Theme], Problems]] = {
    Product.DECK: _deck,
    Product.DECK_SHARE: _deck,
    Product.DECK_PDF: _deck_pdf,
    Product.HANDOUT: _handout,
    Product.NEWSLETTER: _newsletter,
}
