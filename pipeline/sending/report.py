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
        # What differs from reader to reader is left out, so that they can be counted.
        found = Counter(_kind(row.why) for row in ledger.rows(send, state))
        for why, number in found.most_common(_MOST):
            yield f"    {number:>7,} {state.value}: {why}"
        if len(found) > _MOST:
            rest = sum(number for _, number in found.most_common()[_MOST:])
            yield f"    {rest:>7,} {state.value} for {len(found) - _MOST:,} more reasons, which the CSV gives"


def summary(ledger: Ledger, send: Send) -> str:
    """How many readers are in each state, in one line."""
    counts = ledger.counts(send)
    waiting = counts[State.PLANNED] + counts[State.CLAIMED]
    parts = [(counts[State.SENT], "sent"), (counts[State.FAILED], "failed"), (counts[State.SKIPPED], "skipped")]
    parts += [(counts[State.UNKNOWN], "unknown"), (waiting, "waiting")]
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


def _kind(why: str) -> str:
    """``550 5.1.1 <ann@example.org>: no such user`` of any reader."""
    why = re.sub(r"<?[^\s<>@]+@[^\s<>@]+>?", "…", why)
    why = re.sub(r"the same as row \d+", "the same address as an earlier row", why)
    return re.sub(r"^invalid: .*", "invalid address", why) or "no reason given"
