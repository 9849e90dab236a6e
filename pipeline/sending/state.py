"""The state folder: what must outlive a build, ``.mail/`` at the project's root.

It holds addresses of people and a secret, so nobody else may look into it. ``make clean`` does not know it.
"""

from __future__ import annotations

import errno
import os
import shlex
from pathlib import Path

SUPPRESSED = "suppressed.csv"
LEDGER = "ledger.sqlite"
SLATE = "slate"
LOCK = "send.lock"


def folder() -> Path:
    """Where the state is: ``PIPELINE_MAIL``, which Make sets from ``MAIL=`` on its command line, else ``.mail``.

    Not the environment's own ``MAIL``: in a login shell that is the person's mailbox.
    """
    return Path(os.environ.get("PIPELINE_MAIL") or ".mail")


def typed() -> str:
    """The folder as it is to be typed behind ``make``, where it is not the usual one."""
    other = os.environ.get("PIPELINE_MAIL")
    return f" MAIL={shlex.quote(other)}" if other else ""


def opened(path: Path) -> Path:
    """The state folder ``path``, made where there is none, open to its owner alone. Raises OSError."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path)) from None
    if path.stat().st_mode & 0o077:
        path.chmod(0o700)
    return path
