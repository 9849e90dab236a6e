"""Sends as they run: progress on the terminal, Ctrl-C between two mails, and what is said at the end."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType

from pipeline.sending import state
from pipeline.sending.entries import Claim, Send, State
from pipeline.sending.ledger import Ledger
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
                print(f"\nstopped at once: {summary(books.ledger, send)}", *_next(books.ledger, send), sep="\n")
                raise
            progress.end()
            print(summary(books.ledger, send), flush=True)
            if limit is not None:
                limit -= tally.taken
            if tally.stopped:
                print(f"stopped: {tally.stopped}" + (f"\n    {tally.hint}" if tally.hint else ""), file=sys.stderr)
            for text in _next(books.ledger, send):
                print(text)
            if stop.is_set():
                return INTERRUPTED
            code = max(code, 1 if tally.stopped or tally.put_off or tally.done[State.UNKNOWN] else 0)
            if tally.stopped or limit == 0:
                break
    return code


def _next(ledger: Ledger, send: Send) -> Iterator[str]:
    """What is left to do, and what to type."""
    counts, typed = ledger.counts(send), f"ESSAY={send.edition.slug}{state.typed()}"
    if claimed := counts[State.CLAIMED]:
        yield f"{claimed:,} not settled yet: what became of them is on the slate, which the next start reads"
    if (left := counts[State.PLANNED]) or claimed:
        yield f"{left:,} {'waits' if left == 1 else 'wait'}. To go on: make send {typed}"
    if lost := counts[State.UNKNOWN]:
        yield f"{lost:,} unknown, which the relay may have or not: make report {typed}"
        yield f"    says whom to look for in its log; then: make send {typed} RESEND_UNKNOWN=1"
    if failed := counts[State.FAILED]:
        yield f"{failed:,} failed, refused for good: make report {typed}"
        yield f"    says why; once that is mended: make send {typed} RETRY_FAILED=1"


@contextlib.contextmanager
def _stoppable() -> Iterator[threading.Event]:
    """An event that Ctrl-C, a SIGTERM or a terminal that is closed sets; the second time it interrupts at once."""
    stop = threading.Event()

    def asked(_number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        with contextlib.suppress(OSError):
            print("\nstopping after this mail (again: at once)", file=sys.stderr, flush=True)

    caught = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as under nohup
        caught.append(signal.SIGHUP)
    before = {number: signal.signal(number, asked) for number in caught}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
