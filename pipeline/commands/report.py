"""``report``: of each send of an essay how many were sent, failed, skipped, unknown or wait, and why; and a CSV."""

from __future__ import annotations

import argparse
import os
import sys

from pipeline import private
from pipeline.commands.build import report
from pipeline.outputs import SLUG
from pipeline.problems import Place, error
from pipeline.sending import state
from pipeline.sending.durable import BusyError, locked
from pipeline.sending.ledger import Ledger, LedgerError
from pipeline.sending.report import table, told
from pipeline.sending.slate import Slate


def run(arguments: list[str]) -> int:
    """Prints it and writes the CSV into the state folder: it holds addresses, and the build folder may be published."""
    parser = argparse.ArgumentParser(prog="python -m pipeline report", description=__doc__)
    parser.add_argument("essay", nargs="?", default="", help="a slug; else ESSAY")
    slug = parser.parse_args(arguments).essay or os.environ.get("ESSAY", "")
    folder = state.folder()
    path = folder / state.LEDGER
    if not SLUG.fullmatch(slug):
        print("of which essay? make report ESSAY=slug", file=sys.stderr)
        return 2
    if not path.exists():
        print("nothing has been sent from here yet")
        return 0
    try:
        ledger = Ledger(path)
        try:
            return _report(ledger, slug)
        finally:
            ledger.close()
    except LedgerError as fault:
        report((error(Place(str(path)), "send-ledger", str(fault), fault.hint),), sys.stderr)
    except OSError as fault:
        place = Place(str(fault.filename or folder))
        report((error(place, "file-unreadable", f"it cannot be used: {fault.strerror}"),), sys.stderr)
    return 1


def _report(ledger: Ledger, slug: str) -> int:
    folder = state.folder()
    try:
        with locked(folder / state.LOCK, wait=False):
            slate = Slate(folder / state.SLATE)
            try:
                ledger.recover(slate, slate.era)
            finally:
                slate.close()
    except BusyError:
        print("a send is running; this is how it stands")
    sends = ledger.sends(slug)
    if not sends:
        print(f"nothing of {slug} has been sent from here yet")
        return 0
    for send in sends:
        print(*told(ledger, send), sep="\n")
    file = folder / f"{slug}.report.csv"
    private.write(file, b"".join(table(ledger, sends)))
    print(f"each reader: {file}")
    return 0
