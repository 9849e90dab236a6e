"""One run of ``send``: a test copy, a list of who would get it, a rehearsal, or the sending itself."""

from __future__ import annotations

import contextlib
import datetime
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.commands.agreeing import Summary, agreed
from pipeline.commands.mailing import BUILD, Asked, Newsletter, copies, fit, token, wanted
from pipeline.commands.running import run_all
from pipeline.files import Files
from pipeline.problems import Place, Problem, Problems, Severity, error, failed
from pipeline.sending import addresses, rehearsal, relay, state
from pipeline.sending.addresses import Address, AddressError
from pipeline.sending.connection import Timeouts
from pipeline.sending.durable import locked
from pipeline.sending.entries import Claim, Send, State
from pipeline.sending.ledger import Ledger, NotAgreedError
from pipeline.sending.message import MARK, Mail
from pipeline.sending.readers import Readers, listed
from pipeline.sending.replies import Accepted, RelayError, UnreachableError
from pipeline.sending.report import summary
from pipeline.sending.sender import Books
from pipeline.sending.slate import Slate, boot
from pipeline.sending.suppression import Entry, Watched, add
from pipeline.sending.transport import Session, Way
from pipeline.signing.asked import signer
from pipeline.signing.signer import Signer

MOST = 20  # problems of a list that are shown before a send; DRY=1 shows them all


@dataclass(frozen=True, slots=True)
class Post:
    """What a run has to hand: the newsletter, what was asked for, and the way to the relay, where there is one."""

    made: Newsletter
    wish: Asked
    folder: Path
    way: Way | None
    rate: float | None
    signer: Signer | None
    to: Address | None

    @classmethod
    def of(cls, made: Newsletter, wish: Asked, folder: Path) -> tuple[Post | None, Problems]:
        """The run, or what keeps it from beginning."""
        problems: list[Problem] = []
        files = Files(Path.cwd())
        shared = files.shown((Path.cwd() / made.essay.path).parent.parent / "publication.yaml")
        way, wrong = relay.way(made.essay.meta, shared, folder, os.environ)
        problems += wrong
        rate, wrong = relay.pace(made.essay.meta, wish.rate)
        problems += wrong
        seal, wrong = signer(made.essay, folder)
        problems += wrong
        to = None
        if wish.test is not None:
            try:
                to = addresses.address(wish.test)
            except AddressError as fault:
                problems.append(error(Place("TEST"), "send-setting", f"the address {fault}", "TEST=me@example.org"))
        unfit = fit(made, test=to is not None)
        if way is None or wish.dry:
            unfit = tuple(replace(problem, severity=Severity.WARNING) for problem in unfit)
        problems += unfit
        if failed(problems):
            return None, tuple(problems)
        return cls(made, wish, folder, way, rate, seal, to), tuple(problems)

    def run(self) -> int:
        """Does it; how ``send`` ends."""
        if self.to is not None:
            return self._test(self.to)
        with locked(self.folder / state.LOCK, wait=False):
            ledger, slate = Ledger(self.folder / state.LEDGER), Slate(self.folder / state.SLATE)
            try:
                books = Books(ledger, slate, Watched(self.folder / state.SUPPRESSED))
                return self._sends(books)
            finally:
                slate.close()
                ledger.close()

    def _test(self, to: Address) -> int:
        """One marked copy, to an address that need not be in any list; the ledger knows nothing of it."""
        now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
        name = f"{self.made.edition.slug[:40]}.test.{now:%Y%m%d%H%M%S}"
        mark = f"{MARK[:-1]}, draft]" if self.made.essay.meta.draft else MARK
        claim = Claim(0, 0, 0, to, {})
        mail = self._copies(Send(0, name, os.urandom(16), self.made.edition, now, ""), mark)(claim)
        if self.way is None:
            folder = BUILD / self.made.edition.slug / rehearsal.NAME
            rehearsal.rehearse(folder, [mail])
            print(f"a test copy for {to} is in {folder}: no relay is given, so nothing was sent")
            return 0
        try:
            session = Session(self.way, Timeouts())
            outcome = session.deliver(mail, lambda: None)
            session.close(politely=True)
        except (UnreachableError, RelayError) as fault:
            print(f"the test copy was not sent: {fault}", file=sys.stderr)
            return 1
        print(f"test copy to {to}: {outcome.why}")
        return 0 if isinstance(outcome, Accepted) else 1

    def _sends(self, books: Books) -> int:
        """A new send, or what is left of those before."""
        ledger, wish = books.ledger, self.wish
        lost = ledger.recover(books.slate, boot())
        if lost:
            print(f"an earlier send was interrupted: of {lost:,} mails nobody here knows whether they left")
        sends = ledger.sends(self.made.edition.slug)
        counts = [ledger.counts(send) for send in sends]
        open_ = [send for send, count in zip(sends, counts, strict=True) if count[State.PLANNED]]
        again = [(State.UNKNOWN, wish.again_unknown), (State.FAILED, wish.again_failed)]
        chosen = [one for one, asked in again if asked and any(count[one] for count in counts)]
        if self.way is not None and not wish.new and not wish.dry and (open_ or chosen):
            return self._go_on(books, sends, chosen)
        if (wish.again_unknown or wish.again_failed) and not wish.dry:
            print("there is nobody whose mail is to be sent again")
            return 0
        if wish.list is None:
            print("to which readers? make send ESSAY=slug LIST=readers.csv", file=sys.stderr)
            return 2
        return self._begin(books, wish.list, sends, open_)

    def _begin(self, books: Books, path: Path, sends: tuple[Send, ...], open_: list[Send]) -> int:
        """A new send to the readers of the list ``path``: looked at, rehearsed, or begun."""
        wish, edition = self.wish, self.made.edition
        if sends and sends[-1].edition.digest != edition.digest and not wish.new:
            last = sends[-1]
            text = f"another edition of this essay went out on {last.begun:%Y-%m-%d}: {summary(books.ledger, last)}"
            hint = "NEW=1 sends this one to everyone in the list, NEW=rest to those who have none yet"
            problem = error(Place(self.made.essay.path), "send-edition", text, hint)
            if self.way is not None and not wish.dry:
                print(problem, file=sys.stderr)
                return 1
        readers = Readers(path, wanted(edition))
        leaving = {entry.address: entry for entry in readers.leaving()}
        known = {**leaving, **books.suppressed.now()}
        now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)

        def why(key: str) -> str | None:
            entry = known.get(key)
            return f"suppressed: {entry.reason.value}" if entry else None

        rehearsed = self.way is None and not wish.dry
        rows = readers.planned(why)
        plan = books.ledger.plan(
            edition, str(path), now, rows, once=wish.new != "1" and not rehearsed, instead_of=open_ if wish.new else ()
        )
        code = 1
        with contextlib.suppress(NotAgreedError):
            with plan as send:
                if wish.dry:
                    self._look(books.ledger, send, readers.problems)
                    code = 0
                elif rehearsed:
                    _tell(readers.problems)
                    code = self._rehearse(books.ledger, send)
                else:
                    _tell(readers.problems)
                    code = self._ask(books.ledger, send, leaving)
                if code or wish.dry or rehearsed:
                    raise NotAgreedError
            code = self._run(books, [send])
        return max(code, 0)

    def _ask(self, ledger: Ledger, send: Send, leaving: dict[str, Entry]) -> int:
        """Whether the send that is planned shall be: 0, or how the run ends; -1 where there is nobody to mail."""
        count = ledger.counts(send)
        if not count[State.PLANNED]:
            print(f"there is nobody left to mail: {summary(ledger, send)}")
            return -1
        if not agreed(self._summary(ledger, [send], count[State.PLANNED]), self.wish.yes):
            return 1
        added = add(self.folder / state.SUPPRESSED, leaving.values())
        if added:
            print(f"{added:,} who have left stand in {self.folder / state.SUPPRESSED} now")
        return 0

    def _go_on(self, books: Books, sends: tuple[Send, ...], again: list[State]) -> int:
        """The rest of sends that were begun, with the bytes and the readers that they began with."""
        ledger, wish = books.ledger, self.wish
        keys = frozenset(Readers(wish.list).keys()) if wish.list else None
        if sends[-1].edition.digest != self.made.edition.digest:
            print(
                "the essay has changed since this send began: the rest get the edition that it began with\n"
                "    NEW=rest gives them the new one, NEW=1 gives it to everyone in the list"
            )
        if keys is not None:
            new = sum(1 for key in keys if not ledger.holds(self.made.edition.slug, key))
            gone = sum(1 for send in sends for one in ledger.waiting(send) if one.address.key not in keys)
            if new:
                print(f"{new:,} in the list came after this send began: type the same again when it is through")
            if gone:
                print(
                    f"{gone:,} who wait are no longer in the list, and are mailed all the same\n"
                    f"    who shall not be: {self.folder / state.SUPPRESSED}"
                )
        count = sum(ledger.counts(send)[State.PLANNED] for send in sends)
        for one in again:
            rows = (row for send in sends for row in ledger.rows(send, one))
            number = sum(1 for row in rows if keys is None or (row.address and row.address.key in keys))
            print(f"{number:,} are mailed again who were {one.value}")
            count += number
        if not agreed(self._summary(ledger, list(sends), count), wish.yes):
            return 1
        for send in sends:
            for one in again:
                ledger.again(send, one, keys)
        return self._run(books, [send for send in sends if ledger.counts(send)[State.PLANNED]])

    def _look(self, ledger: Ledger, send: Send, problems: list[Problem]) -> None:
        """Who would get it, and why not, row by row."""
        for row in ledger.rows(send):
            verdict = "gets it" if row.state is State.PLANNED else row.why
            print(f"{row.row:>7}  {row.address or row.text or '(nothing)'!s:<44}  {verdict}")
        for problem in problems:
            print(problem)
        counts = ledger.counts(send)
        print(f"{counts[State.PLANNED]:,} would get it, {counts[State.SKIPPED]:,} would not; nothing was sent")

    def _rehearse(self, ledger: Ledger, send: Send) -> int:
        folder = BUILD / self.made.edition.slug / rehearsal.NAME
        copy = self._copies(send)
        count = rehearsal.rehearse(folder, (copy(claim) for claim in ledger.waiting(send, self.wish.limit)))
        left_out = ledger.counts(send)[State.SKIPPED]
        print(f"a rehearsal: {count:,} mails are in {folder}, {left_out:,} rows of the list were left out")
        print("    no relay is given, so nothing was sent; newsletter.relay in publication.yaml names one")
        return 0

    def _run(self, books: Books, sends: list[Send]) -> int:
        assert self.way is not None  # noqa: S101 -- for the type: without a relay nothing comes here
        way = self.way
        return run_all(
            books,
            [(send, self._copies(send)) for send in sends],
            lambda: Session(way, Timeouts()),
            self.wish.limit,
            self.rate,
        )

    def _summary(self, ledger: Ledger, sends: list[Send], count: int) -> Summary:
        return Summary(
            sends[-1],
            str(self.way),
            self.rate,
            self.made.problems,
            min(count, self.wish.limit or count),
            self.signer,
            tuple(summary(ledger, send) for send in sends),
        )

    def _copies(self, send: Send, mark: str = "") -> Callable[[Claim], Mail]:
        seal = replace(self.signer, moment=int(send.begun.timestamp())) if self.signer else None
        return copies(send, token(send.edition, self.folder), seal.sign if seal else None, mark)


def _tell(problems: list[Problem]) -> None:
    """The problems of a list, as many as a person reads."""
    shown, more = listed(problems, MOST)
    for problem in shown:
        print(problem, file=sys.stderr)
    if more:
        print(f"and {more:,} more such rows; DRY=1 shows them all", file=sys.stderr)
