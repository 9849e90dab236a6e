"""The rehearsal: each reader's copy as a file in a Maildir, which any mail program opens. Nothing is sent."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from pipeline.sending.message import Mail

NAME = "maildir"


def rehearse(folder: Path, mails: Iterable[Mail]) -> int:
    """Writes ``mails`` into the Maildir ``folder``, in place of what an earlier rehearsal left; how many.

    The new one is complete before it takes the old one's place. Raises OSError.
    """
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    count = 0
    try:
        for name in ("cur", "new", "tmp"):
            (part / name).mkdir(parents=True, mode=0o700)
        for count, mail in enumerate(mails, 1):
            (part / "new" / f"{count:07}.{mail.id}.eml").write_bytes(mail.data)
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(part, folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return count
