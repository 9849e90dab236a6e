"""What is on this machine: the state folder, its secret, what is kept in it, and room on the disk."""

from __future__ import annotations

import os
import shlex
import shutil
import stat
from pathlib import Path

from pipeline.doctor.finding import Finding, Findings, State
from pipeline.leaving import secrets
from pipeline.private import PrivateError
from pipeline.sending import state, suppression
from pipeline.sending.ledger import Ledger, LedgerError
from pipeline.sending.suppression import SuppressionError

ROOM = 200_000_000  # bytes


def machine(folder: Path) -> Findings:
    """The findings on the state folder ``folder``."""
    if not folder.is_dir():
        if os.path.lexists(folder):
            return (Finding(State.FAIL, str(folder), "is no folder: nothing can be kept there", "move it away"),)
        return (Finding(State.OK, f"{folder}/", "is not there yet; the first send makes it"),)
    found = [_folder(folder), _secret(folder), _suppressed(folder), _ledger(folder)]
    free = shutil.disk_usage(folder).free
    if free < ROOM:
        says = f"{free // 1_000_000} MB are left on the disk"
        found.append(Finding(State.WARN, f"{folder}/", says, "make room: a ledger that cannot be written stops a send"))
    return tuple(found)


def _folder(folder: Path) -> Finding:
    mode = stat.S_IMODE(folder.stat().st_mode)
    loose = [path.name for path in folder.iterdir() if path.lstat().st_mode & 0o077 and not path.is_symlink()]
    if mode & 0o077:
        says = f"others may look into it ({mode:o}): it holds addresses and a secret"
        return Finding(State.FAIL, f"{folder}/", says, f"chmod 700 {shlex.quote(str(folder))}")
    if loose:
        todo = f"chmod go= {' '.join(shlex.quote(str(folder / name)) for name in loose)}"
        return Finding(State.WARN, f"{folder}/", f"others may read {', '.join(loose)}, but for the folder's mode", todo)
    return Finding(State.OK, f"{folder}/", "open to its owner alone")


def _secret(folder: Path) -> Finding:
    subject = str(secrets.path(folder))
    try:
        found = secrets.existing(folder)
    except PrivateError as fault:
        return Finding(State.FAIL, subject, str(fault), fault.hint)
    except OSError as fault:
        return Finding(State.FAIL, subject, f"cannot be read: {fault.strerror}")
    if found is None:
        return Finding(State.OK, subject, "is not there yet; the first send makes it")
    return Finding(State.OK, subject, f"{len(found.keys)} in use; keep it in the backup")


def _suppressed(folder: Path) -> Finding:
    path = folder / state.SUPPRESSED
    try:
        entries, problems = suppression.read(path)
    except SuppressionError as fault:
        return Finding(State.FAIL, str(path), fault.problem.message, fault.problem.hint)
    except OSError as fault:
        return Finding(State.FAIL, str(path), f"cannot be read: {fault.strerror}")
    if problems:
        first = problems[0]
        says = f"{len(problems)} lines cannot be read; {first.place}: {first.message}"
        return Finding(State.WARN, str(path), says, first.hint)
    return Finding(State.OK, str(path), f"{len(entries)} addresses")


def _ledger(folder: Path) -> Finding:
    path = folder / state.LEDGER
    if not path.exists():
        return Finding(State.OK, str(path), "is not there yet; the first send makes it")
    try:
        ledger = Ledger(path)
        sends = len(ledger.sends())
        ledger.close()
    except LedgerError as fault:
        return Finding(State.FAIL, str(path), str(fault), fault.hint)
    return Finding(State.OK, str(path), f"{sends} sends")
