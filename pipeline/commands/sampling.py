"""TEST: one marked copy of a newsletter, to an address that need not be in any list. The ledger knows nothing of it."""

from __future__ import annotations

import datetime
import os
import sys
from pathlib import Path
from typing import assert_never

from pipeline.sending import rehearsal
from pipeline.sending.addresses import Address
from pipeline.sending.connection import Timeouts
from pipeline.sending.entries import Claim, Edition, Send
from pipeline.sending.message import MARK, Mail
from pipeline.sending.replies import Accepted, Deferred, Lost, Refused, RelayError, Unable, UnreachableError
from pipeline.sending.transport import Session, Way


def sample(edition: Edition, to: Address) -> tuple[Send, Claim]:
    """A send of ``edition`` that is in no ledger, and its only reader."""
    now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    name = f"{edition.slug[:40]}.test.{now:%Y%m%d%H%M%S}"
    return Send(0, name, os.urandom(16), edition, now, ""), Claim(0, 0, 0, to, {})


def mark(*, draft: bool) -> str:
    """What stands before the subject."""
    return f"{MARK[:-1]}, draft]" if draft else MARK


def hand_over(mail: Mail, way: Way | None, folder: Path) -> int:
    """Sends the copy, or puts it into the Maildir ``folder`` where there is no ``way``; how the command ends."""
    if way is None:
        rehearsal.rehearse(folder, [mail])
        print(f"a test copy for {mail.to} is in {folder}: no relay is given, so nothing was sent")
        return 0
    try:
        session = Session(way, Timeouts())
        outcome = session.deliver(mail, lambda: None)
        session.close(politely=True)
    except (UnreachableError, RelayError) as fault:
        hint = f"\n    {fault.hint}" if isinstance(fault, RelayError) and fault.hint else ""
        print(f"the test copy was not sent: {fault}{hint}", file=sys.stderr)
        return 1
    match outcome:
        case Accepted(why):
            print(f"test copy to {mail.to}: {why}")
            return 0
        case Lost(why):
            print(f"nobody here knows whether the relay has the test copy to {mail.to}: {why}", file=sys.stderr)
        case Refused(why) | Deferred(why) | Unable(why):
            print(f"the test copy to {mail.to} was not sent: {why}", file=sys.stderr)
        case _:
            assert_never(outcome)
    return 1
