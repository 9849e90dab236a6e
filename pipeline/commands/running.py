"""Sends as they run: progress on the terminal, Ctrl-C between two mails, and what is said at the end."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType

from pipeline.sending.entries import Claim, Send, State
from pipeline.sending.message import Mail
from pipeline.sending.progress import Progress
from pipeline.sending.report import summary
from pipeline.sending.sender import Books, Sender, Way

INTERRUPTED = 130  # as a shell says of a program that Ctrl-C ended


def run_all(
    books: Books,
    sends: list[tuple[Send, Callable[[Claim], Mail]]],
    connect: Callable[[], Way],
    limit: int | None,
    rate: float | None,
) -> int:
    """Runs ``sends`` one after the other, at most ``limit`` mails in all; how the command ends."""
    code = 0
    with _stoppable() as stop:
        for send, copy in sends:
            progress = Progress()
            sender = Sender(books, send, copy, connect, limit=limit, rate=rate, stop=stop, tell=progress)
            try:
                tally = sender.run()
            except BaseException:
                progress.end()
                with contextlib.suppress(Exception):  # what happened is on the slate; the next start settles it else
                    books.ledger.recover(books.slate, books.slate.era)
                print(f"stopped: {summary(books.ledger, send)}", file=sys.stderr)
                raise
            progress.end()
            counts = books.ledger.counts(send)
            print(summary(books.ledger, send), flush=True)
            if limit is not None:
                limit -= tally.total
            if tally.stopped:
                print(f"stopped: {tally.stopped}" + (f"\n    {tally.hint}" if tally.hint else ""), file=sys.stderr)
            left = counts[State.PLANNED]
            if left:
                print(f"{left:,} wait. To go on: make send ESSAY={send.edition.slug}")
            if counts[State.UNKNOWN]:
                print(
                    f"of {counts[State.UNKNOWN]:,} nobody here knows whether the relay has them: "
                    f"make report ESSAY={send.edition.slug} names them; RESEND_UNKNOWN=1 sends them again"
                )
            if stop.is_set():
                return INTERRUPTED
            code = max(code, 1 if tally.stopped or tally.put_off or tally.done[State.UNKNOWN] else 0)
            if tally.stopped or limit == 0:
                break
    return code


@contextlib.contextmanager
def _stoppable() -> Iterator[threading.Event]:
    """An event that Ctrl-C or a SIGTERM sets; the second time it interrupts at once."""
    stop = threading.Event()

    def asked(_number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        print("\nstopping after this mail (again: at once)", file=sys.stderr, flush=True)

    before = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
