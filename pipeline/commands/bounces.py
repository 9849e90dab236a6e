"""``bounces``: reads the mail that came back: bounces, complaints, and mails that ask to leave.

Whose mail was ours and cannot be delivered for good, who complained and who asked to leave goes into the suppression
file; what failed for now is counted; all else is listed for you to read. Nothing in the mailbox is changed, and no
mail is counted twice. What brings no proof that its mail was ours is listed each time, until you take it away.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sqlite3
from collections import Counter
from pathlib import Path

from pipeline.commands.ending import failed_with
from pipeline.problems import Place, error, printable
from pipeline.returns.mailbox import Mail, MailboxError, mails
from pipeline.returns.memory import FILE, Memory
from pipeline.returns.proof import Archive
from pipeline.returns.reading import Kind, read
from pipeline.returns.verdict import Verdict, verdict
from pipeline.sending import state, suppression
from pipeline.sending.cells import neutral
from pipeline.sending.ledger import Ledger, LedgerError
from pipeline.sending.suppression import Entry, Reason

MEANS = {
    Kind.PERMANENT: "cannot be delivered, for good",
    Kind.TEMPORARY: "cannot be delivered for now",
    Kind.REFUSED: "refused, but the address is good: a full mailbox, a filter, a policy",
    Kind.COMPLAINT: "complaints: marked as spam",
    Kind.LEAVING: "ask to leave",
    Kind.AUTOMATIC: "automatic answers",
    Kind.OTHER: "other mail: read it",
    Kind.BROKEN: "cannot be read",
}
_AT_ONCE = 25  # mails: what they bring is written down together
_OFTEN = 3  # mails that failed for now, from which on an address is worth a look


def run(arguments: list[str]) -> int:
    """Reads the mailbox and prints a table; 1 where it cannot be read or what was learned cannot be written."""
    parser = argparse.ArgumentParser(
        prog="python -m pipeline bounces", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "mailbox", nargs="?", default="", help="a Maildir, a folder of .eml files or an mbox; else MAILDIR"
    )
    parser.add_argument(
        "--trust", action="store_true", help="also takes the word of a bounce that brings no proof, for who was mailed"
    )
    asked = parser.parse_args(arguments)
    given = asked.mailbox or os.environ.get("MAILDIR", "")
    if not given:
        return failed_with(
            error(Place("MAILDIR"), "mailbox-missing", "which mailbox?", "make bounces MAILDIR=~/Maildir")
        )
    mailbox = Path(os.path.expanduser(given))
    try:
        return _read(mailbox, trusting=asked.trust)
    except MailboxError as fault:
        return failed_with(
            error(Place(str(mailbox)), "mailbox-missing", str(fault), "give a Maildir, as MAILDIR=~/Maildir")
        )
    except LedgerError as fault:
        return failed_with(error(Place(str(state.folder() / state.LEDGER)), "send-ledger", str(fault), fault.hint))
    except OSError as fault:
        where = Place(str(fault.filename or mailbox))
        return failed_with(error(where, "mailbox-missing", f"it cannot be used: {fault.strerror}"))
    except sqlite3.Error as fault:
        where = Place(str(state.folder() / FILE))
        return failed_with(
            error(where, "mailbox-memory", f"it cannot be used: {fault}", "make room, or move the file away")
        )


def _read(mailbox: Path, *, trusting: bool) -> int:
    from pipeline.leaving import secrets
    from pipeline.private import PrivateError

    found = mails(mailbox)
    folder = state.opened(state.folder())
    try:
        known = secrets.existing(folder)
    except PrivateError as fault:
        return failed_with(error(Place(str(folder)), "mail-secret", str(fault), fault.hint))
    path = folder / state.LEDGER
    ledger = Ledger(path) if path.exists() else None
    memory = Memory(folder / FILE)
    try:
        counts: Counter[Kind] = Counter()
        lines: list[str] = []
        before = added = unproven = 0
        archive = Archive(known, ledger)
        while mails_read := list(itertools.islice(found, _AT_ONCE)):
            new = {mail.data: mail for mail in mails_read if not memory.seen(mail.data)}
            before += len(mails_read) - len(new)
            judged = [(mail, verdict(read(mail.data), archive, trusting=trusting)) for mail in new.values()]
            added += _carried_out(judged, folder, memory)
            counts.update(one.kind for _, one in judged)
            unproven += sum(not one.settled for _, one in judged)
            lines += (line for mail, one in judged for line in _told(mail, one, memory))
        print(_table(counts, lines, (before, unproven), f"{added} new in {folder / state.SUPPRESSED}"))
    finally:
        memory.close()
        if ledger:
            ledger.close()
    return 0


def _carried_out(judged: list[tuple[Mail, Verdict]], folder: Path, memory: Memory) -> int:
    """Suppresses first, and remembers then: after a power cut between the two the mails are read again, to no harm."""
    entries: dict[str, Entry] = {}
    for _, one in judged:
        for reader in one.readers if one.reason else ():
            says = f"{one.reason}: {one.says}"
            entries.setdefault(reader, Entry(reader, one.reason or Reason.BOUNCED, None, says[:200]))
    added = suppression.add(folder / state.SUPPRESSED, entries.values())
    for_now = (Kind.TEMPORARY, Kind.REFUSED)
    settled = ((mail, one) for mail, one in judged if one.settled)
    memory.remember((mail.data, one.readers if one.kind in for_now else ()) for mail, one in settled)
    return added


def _told(mail: Mail, judged: Verdict, memory: Memory) -> list[str]:
    """The lines on one mail."""
    where, says = printable(mail.name), printable(judged.says)
    if judged.readers:
        done = judged.reason.value if judged.reason else ""
        return [_line(reader, done or _counted(memory.failures(reader)), says, where) for reader in judged.readers]
    if judged.unproven:
        why = "without proof; nobody is suppressed"
        lines = [_line(printable(address), why, says, where) for address in judged.unproven]
        return [*lines, *_by_hand(judged)]
    return [] if judged.kind is Kind.AUTOMATIC else [_line("-", judged.kind.value, says, where)]


def _by_hand(judged: Verdict) -> list[str]:
    """What to do for who asks to leave without their token: anybody can write so in their name, yet most mean it."""
    if judged.kind is not Kind.LEAVING:
        return []
    path = state.folder() / state.SUPPRESSED
    lines = (f"{neutral(printable(address))},{Reason.UNSUBSCRIBED}" for address in judged.unproven)
    return [f"      is it really they? then write into {path}: {line}" for line in lines]


def _counted(times: int) -> str:
    said = "once" if times == 1 else f"{times} times"
    return f"failed {said}; look at it" if times >= _OFTEN else f"failed {said}"


def _line(who: str, done: str, says: str, where: str) -> str:
    return f"  {who}  {done}\n      {says[:160]}  ({where})"


def _table(counts: Counter[Kind], lines: list[str], others: tuple[int, int], end: str) -> str:
    """What is printed; ``others`` are how many were read before, and how many lack proof."""
    rows = [f"{counts[kind]:6}  {what}" for kind, what in MEANS.items() if counts[kind]]
    what = ("read before", "of these without proof: take them away, or see --trust")
    rows += [f"{count:6}  {said}" for count, said in zip(others, what, strict=True) if count]
    return "\n".join([*lines, *([""] if lines else []), *(rows or ["     0  mails"]), "", end])
