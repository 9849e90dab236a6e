"""The report: of each send of an essay how many were sent, failed, skipped, unknown or wait, and why; and as CSV."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from pipeline.problems import printable
from pipeline.sending.cells import neutral
from pipeline.sending.entries import Row, Send, State
from pipeline.sending.ledger import Ledger

COLUMNS = ("send", "row", "address", "state", "why", "at", "message_id")
_MOST = 20  # readers named one by one in the text


def told(ledger: Ledger, send: Send) -> Iterator[str]:
    """The lines that a person reads."""
    counts = ledger.counts(send)
    edition = send.edition
    yield f"{send.name}  “{printable(edition.subject)}”"
    yield f"  begun {send.begun:%Y-%m-%d %H:%M} UTC, list {printable(send.list)}, from {edition.author}"
    yield "  " + summary(ledger, send)
    yield from reasons(ledger, send)
    if counts[State.UNKNOWN]:
        yield "  The relay may have these mails or not; its log knows them by their Message-IDs:"
        for number, row in enumerate(ledger.rows(send, State.UNKNOWN)):
            if number == _MOST:
                yield f"    and {counts[State.UNKNOWN] - _MOST:,} more, in the CSV"
                break
            yield f"    {row.address}  <{_id(send, row)}>  {row.why}"


def reasons(ledger: Ledger, send: Send) -> Iterator[str]:
    """Why readers failed or were skipped, the commonest first, and how many for each."""
    for state in (State.FAILED, State.SKIPPED):
        yield from counted(Counter(kind(row.why) for row in ledger.rows(send, state)), state.value)


def counted(found: Counter[str], what: str) -> Iterator[str]:
    """A line for each of the commonest reasons in ``found``, of so many of whom ``what`` is so."""
    for why, number in found.most_common(_MOST):
        yield f"    {number:>7,} {what}: {why}"
    if len(found) > _MOST:
        rest = sum(number for _, number in found.most_common()[_MOST:])
        yield f"    {rest:>7,} {what} for {len(found) - _MOST:,} more reasons"


def summary(ledger: Ledger, send: Send) -> str:
    """How many readers are in each state, in one line."""
    counts = ledger.counts(send)
    parts = [(counts[State.SENT], "sent"), (counts[State.FAILED], "failed"), (counts[State.SKIPPED], "skipped")]
    # Claimed: mails under way, or what an interrupted sender could not write down but on the slate.
    parts += [(counts[State.UNKNOWN], "unknown"), (counts[State.CLAIMED], "not settled yet")]
    parts += [(counts[State.PLANNED], "waiting")]
    return ", ".join(f"{number:,} {word}" for number, word in parts if number or word == "sent")


def table(ledger: Ledger, sends: tuple[Send, ...]) -> Iterator[bytes]:
    """The CSV, piece by piece: one row a reader. No cell begins a formula."""
    yield _cells(COLUMNS)
    for send in sends:
        for row in ledger.rows(send):
            address = str(row.address) if row.address else row.text
            own = f"<{_id(send, row)}>" if row.address else ""
            yield _cells((send.name, str(row.row), address, row.state.value, row.why, row.at, own))


def _cells(cells: tuple[str, ...]) -> bytes:
    made = io.StringIO(newline="")
    csv.writer(made).writerow([neutral(cell) for cell in cells])
    return made.getvalue().encode()


def _id(send: Send, row: Row) -> str:
    return send.message_id(row.address) if row.address else ""


def kind(why: str) -> str:
    """``why`` without what differs from reader to reader, so that they can be counted."""
    why = re.sub(r"<?[^\s<>@]+@[^\s<>@]+>?", "…", why)
    why = re.sub(r"the same as row \d+", "the same address as an earlier row", why)
    return re.sub(r"^invalid: .*", "invalid address", why) or "no reason given"
