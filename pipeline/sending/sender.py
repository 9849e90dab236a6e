"""The loop: readers are claimed in batches, each is mailed once, and what became of it is written down.

The order is what keeps the promise: claimed on the disk, then noted as begun, then the last bytes leave, then noted
what the relay said, then settled on the disk. A mail is offered again only where it is certain that the relay has not
got it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, assert_never

from pipeline.sending.entries import Claim, Result, Send, State
from pipeline.sending.ledger import Ledger
from pipeline.sending.message import Mail
from pipeline.sending.pace import Bucket, Patience
from pipeline.sending.replies import (
    Accepted,
    Deferred,
    Lost,
    Outcome,
    Refused,
    RelayError,
    Unable,
    UnreachableError,
)
from pipeline.sending.slate import SLOTS, Mark, Slate
from pipeline.sending.suppression import Watched

_LOOK = "look for the mails of the report in the relay's log, by their Message-IDs"
SPAN = 0.5  # seconds of sending that one batch holds: what a power cut may leave unknown


class Way(Protocol):
    """A session with a relay, as :class:`pipeline.sending.transport.Session` is one."""

    alive: bool

    def deliver(self, mail: Mail, begin: Callable[[], None], upcoming: Mail | None = None) -> Outcome:
        """Offers one mail."""

    def close(self, *, politely: bool = False) -> None:
        """Ends it."""


@dataclass(slots=True)
class Tally:
    """How a run goes, and why it ended before its readers did, where it did.

    ``total`` are the readers that it is about, ``taken`` those whom it has claimed: what LIMIT bounds.
    """

    total: int
    taken: int = 0
    done: dict[State, int] = field(default_factory=lambda: dict.fromkeys(State, 0))
    put_off: int = 0
    began: float = 0.0
    waiting: str = ""
    stopped: str = ""
    hint: str = ""

    @property
    def settled(self) -> int:
        """How many were settled in this run."""
        return sum(self.done.values())


@dataclass(frozen=True, slots=True)
class Books:
    """What a run reads and writes: the ledger, the slate, the suppression file."""

    ledger: Ledger
    slate: Slate
    suppressed: Watched


class Sender:
    """One run of ``send``: at most ``limit`` mails, each a ``copy``, over what ``connect`` opens.

    ``stop`` ends it between two mails; ``tell`` is called after each with how it goes. Raises LedgerError,
    SuppressionError, OSError; whatever is raised, what happened is on the slate.
    """

    def __init__(
        self,
        books: Books,
        send: Send,
        copy: Callable[[Claim], Mail],
        connect: Callable[[], Way],
        *,
        limit: int | None = None,
        rate: float | None = None,
        patience: Patience | None = None,
        stop: threading.Event | None = None,
        tell: Callable[[Tally], None] = lambda _: None,
    ) -> None:
        self._books = books
        self._send = send
        self._copy = copy
        self._connect = connect
        self._rate = rate
        self._patience = patience or Patience()
        self._stop = stop or threading.Event()
        self._tell = tell
        self._session: Way | None = None
        self._bucket = Bucket(rate, time.monotonic)
        self._era = books.slate.era
        self._limit = limit
        self.tally = Tally(0)
        self._refused = 0
        self._put_off = 0
        self._lost = 0

    def run(self) -> Tally:
        """Settles what an interrupted run left, then sends until all is settled, or the limit or a stop is reached."""
        self._books.ledger.recover(self._books.slate, self._era)
        tally = self.tally
        waiting = self._books.ledger.counts(self._send)[State.PLANNED]
        tally.total = waiting if self._limit is None else min(self._limit, waiting)
        tally.began = time.monotonic()
        results: list[Result] = []
        after, size = 0, self._first()
        left = tally.total
        try:
            while left and not tally.stopped and not self._stop.is_set():
                suppressed = self._books.suppressed.now()
                ledger, count = self._books.ledger, min(size, left)
                claims, skipped = ledger.turn(
                    self._send, results, count, after=after, suppressed=suppressed, era=self._era
                )
                tally.done[State.SKIPPED] += skipped
                results = []
                if not claims:
                    break
                after, left = claims[-1].reader, left - len(claims)
                tally.taken += len(claims)
                tally.total = max(tally.total, tally.settled + len(claims))
                then = time.monotonic()
                results = self._batch(claims)
                took = max(time.monotonic() - then, 1e-6)
                size = max(1, min(SLOTS, size * 2, int(len(claims) * SPAN / took)))
        except BaseException:
            if self._session is not None:
                self._session.close()
            raise
        if self._session is not None:
            self._session.close(politely=True)
        self._books.ledger.turn(self._send, results, 0, after=after, suppressed={}, era=self._era)
        if self._stop.is_set() and not tally.stopped:
            tally.stopped = "you stopped it"
        return tally

    def _first(self) -> int:
        """Readers of the first batch: what the rate allows within :data:`SPAN`."""
        return max(1, min(20, int(self._rate * SPAN))) if self._rate else 20

    def _batch(self, claims: tuple[Claim, ...]) -> list[Result]:
        """Mails a batch; whoever is not reached when it is stopped is planned again."""
        results: list[Result] = []
        mail: Mail | None = None
        for number, claim in enumerate(claims):
            if self._stop.is_set() or self.tally.stopped or self._paused():
                results += [self._back(one) for one in claims[number:]]
                break
            mail = mail or self._copy(claim)
            upcoming = self._copy(claims[number + 1]) if number + 1 < len(claims) and self._rate is None else None
            result = self._one(claim, mail, upcoming)
            results.append(result)
            mail = upcoming
            if result.state is not State.PLANNED:
                self.tally.done[result.state] += 1
            self._tell(self.tally)
        return results

    def _one(self, claim: Claim, mail: Mail, upcoming: Mail | None) -> Result:
        """Offers one mail until it is settled, put off or the run is stopped."""
        for attempt in range(1, self._patience.attempts + 1):
            outcome = self._offer(claim, mail, upcoming)
            match outcome:
                case Accepted(why):
                    return self._settled(claim, Mark.SENT, State.SENT, why)
                case Refused(why):
                    self._refused += 1
                    if self._refused >= self._patience.refused:
                        self._end(
                            f"{self._refused} mails one after the other were refused, the last with: {why}",
                            "mend what the relay says; RETRY_FAILED=1 then tries those again",
                        )
                    return self._settled(claim, Mark.FAILED, State.FAILED, why)
                case Lost(why):
                    self._lost += 1
                    if self._lost >= self._patience.lost:
                        self._end(f"of {self._lost} mails one after the other nobody knows, the last for: {why}", _LOOK)
                    return Result(claim.reader, State.UNKNOWN, why)
                case Unable(why):
                    return Result(claim.reader, State.SKIPPED, why)
                case Deferred(why, relay):
                    self._books.slate.note(claim.slot, claim.number, claim.reader, Mark.BACK)
                    if self._stop.is_set() or self.tally.stopped:
                        return self._back(claim)
                    if attempt == self._patience.attempts:
                        return self._deferred(claim, why, relay=relay)
                    self._wait(why, self._patience.delay(attempt))
                    if self._stop.is_set():
                        return self._back(claim)
                case _:
                    assert_never(outcome)
        return self._back(claim)

    def _offer(self, claim: Claim, mail: Mail, upcoming: Mail | None) -> Outcome:
        """One attempt, over a session that is opened where there is none."""

        def begin() -> None:
            self._books.slate.note(claim.slot, claim.number, claim.reader, Mark.BEGUN)

        try:
            if self._session is None or not self._session.alive:
                self._session = self._connect()
            if self._rate is not None:
                self._bucket.take()
            outcome = self._session.deliver(mail, begin, upcoming)
        except UnreachableError as fault:
            return Deferred(str(fault), relay=True)
        except RelayError as fault:
            self._end(str(fault), fault.hint or "")
            return Deferred(str(fault), relay=True)
        if not isinstance(outcome, Refused):
            self._refused = 0
        if not isinstance(outcome, Lost):
            self._lost = 0
        return outcome

    def _settled(self, claim: Claim, mark: Mark, state: State, why: str) -> Result:
        self._put_off = 0
        try:
            self._books.slate.note(claim.slot, claim.number, claim.reader, mark, why)
        except OSError as fault:  # it is known all the same, and the ledger may still take it
            self._end(f"the slate cannot be written: {fault.strerror}", "make room, and type the same again")
        return Result(claim.reader, state, why)

    def _deferred(self, claim: Claim, why: str, *, relay: bool) -> Result:
        """A mail put off for this run; where it is the relay's affair, or happens again and again, the run ends."""
        self._put_off += 1
        self.tally.put_off += 1
        if relay or self._put_off >= self._patience.put_off:
            self._end(f"given up for now after {self._patience.attempts} attempts: {why}", "try later")
        return self._back(claim)

    def _back(self, claim: Claim) -> Result:
        self._books.slate.note(claim.slot, claim.number, claim.reader, Mark.BACK)
        return Result(claim.reader, State.PLANNED)

    def _end(self, why: str, hint: str) -> None:
        self.tally.stopped, self.tally.hint = why, hint

    def _paused(self) -> bool:
        """Waits for the pace; whether it was stopped meanwhile."""
        while (seconds := self._bucket.wait()) > 0:
            if self._stop.wait(min(seconds, 1.0)):
                return True
        return False

    def _wait(self, why: str, seconds: float) -> None:
        """Waits for a relay that defers, saying so."""
        self.tally.waiting = f"again in {seconds:.0f} s: {why}"
        self._tell(self.tally)
        self._stop.wait(seconds)
        self.tally.waiting = ""
