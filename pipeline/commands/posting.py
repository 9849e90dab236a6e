"""One run of ``send``: a test copy, a list of who would get it, a rehearsal, or the sending itself."""

from __future__ import annotations

import contextlib
import datetime
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.commands.agreeing import Summary, agreed, mails
from pipeline.commands.mailing import BUILD, Asked, Newsletter, alike, copies, fit, token, wanted
from pipeline.commands.running import run_all
from pipeline.commands.sampling import hand_over, mark, sample
from pipeline.files import Files
from pipeline.problems import Place, Problem, Problems, Severity, error, failed
from pipeline.sending import addresses, rehearsal, relay, state
from pipeline.sending.addresses import Address, AddressError
from pipeline.sending.connection import Timeouts
from pipeline.sending.durable import locked
from pipeline.sending.entries import Claim, Row, Send, State
from pipeline.sending.ledger import Ledger, NotAgreedError, Once
from pipeline.sending.message import Mail
from pipeline.sending.readers import Readers, listed
from pipeline.sending.report import counted, kind, reasons, summary
from pipeline.sending.rest import Rest
from pipeline.sending.sender import Books
from pipeline.sending.slate import Slate
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
        files = Files(Path.cwd())
        shared = files.shown((Path.cwd() / made.essay.path).parent.parent / "publication.yaml")
        way, lacking = relay.way(made.essay.meta, shared, folder, os.environ)
        rate, problems = relay.pace(made.essay.meta, wish.rate)
        seal, wrong = signer(made.essay, folder)
        to = None
        if wish.test is not None:
            try:
                to = addresses.address(wish.test)
            except AddressError as fault:
                wrong += (error(Place("TEST"), "send-setting", f"the address {fault}", "TEST=me@example.org"),)
        unfit = fit(made, test=to is not None)
        if wish.dry:  # what keeps a send from leaving keeps nobody from looking who would get it
            unfit, lacking = _milder(unfit), _milder(lacking)
        elif way is None:
            unfit = _milder(unfit)
        problems = (*lacking, *problems, *wrong, *unfit)
        if failed(problems):
            return None, problems
        return cls(made, wish, folder, way, rate, seal, to), problems

    def run(self) -> int:
        """Does it; how ``send`` ends."""
        if self.to is not None:
            return self._test(self.to)
        with (
            locked(self.folder / state.LOCK, wait=False),
            contextlib.closing(Slate(self.folder / state.SLATE)) as slate,
            contextlib.closing(Ledger(self.folder / state.LEDGER)) as ledger,
        ):
            return self._sends(Books(ledger, slate, Watched(self.folder / state.SUPPRESSED)))

    def _test(self, to: Address) -> int:
        """One marked copy."""
        if self.wish.dry:
            way = f"through {self.way}" if self.way else "nowhere, since no relay is given"
            print(f"a test copy would go to {to} {way}; nothing was sent")
            return 0
        send, claim = sample(self.made.edition, to)
        mail = self._copies(send, mark(draft=self.made.essay.meta.draft))(claim)
        return hand_over(mail, self.way, self._maildir)

    @property
    def _maildir(self) -> Path:
        return BUILD / self.made.edition.slug / rehearsal.NAME

    def _sends(self, books: Books) -> int:
        """A new send, or what is left of those before."""
        ledger, wish = books.ledger, self.wish
        lost = ledger.recover(books.slate, books.slate.era)
        if lost:
            print(f"an earlier send was interrupted: of {mails(lost)} nobody here knows whether the relay has it")
        _tell(list(books.suppressed.told()))
        sends = ledger.sends(self.made.edition.slug)
        counts = [ledger.counts(send) for send in sends]
        open_ = [send for send, count in zip(sends, counts, strict=True) if count[State.PLANNED]]
        # Typed again, NEW goes on with the send that it began.
        new = bool(wish.new) and not (sends and sends[-1].edition.digest == self.made.edition.digest)
        again = [(State.UNKNOWN, wish.again_unknown), (State.FAILED, wish.again_failed)]
        chosen = tuple(one for one, asked in again if asked and any(count[one] for count in counts))
        if (self.way is not None or wish.dry) and not new and (open_ or chosen):
            return self._go_on(books, sends, chosen)
        if wish.again_unknown or wish.again_failed:
            print("there is nobody whose mail is to be sent again")
            return 0
        if wish.list is None:
            print("to which readers? make send ESSAY=slug LIST=readers.csv", file=sys.stderr)
            return 2
        return self._begin(books, wish.list, sends, open_ if new else [])

    def _begin(self, books: Books, path: Path, sends: tuple[Send, ...], open_: list[Send]) -> int:
        """A new send to the readers of the list ``path``, in place of ``open_``: looked at, rehearsed, or begun."""
        wish, edition = self.wish, self.made.edition
        told = None if wish.new or self.way is None else self._went_out(books.ledger, sends)
        if told is not None:
            print(*(_milder((told,)) if wish.dry else (told,)), file=sys.stderr)
            if not wish.dry:
                return 1
        readers, leaving = Readers(path, wanted(edition)), _leaving(path)
        known = {**leaving, **books.suppressed.now()}
        keys = frozenset(Readers(path).keys()) if open_ else None
        if gone := Rest(books.ledger, tuple(open_), (), keys, known).gone():
            print(f"waiting for the edition before, but not in this list: {gone:,}; they get neither")
        now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)

        def why(key: str) -> str | None:
            entry = known.get(key)
            return f"suppressed: {entry.reason.value}" if entry else None

        rehearsed = self.way is None and not wish.dry
        rows = readers.planned(why)
        once = Once.LIST if rehearsed else Once.EDITION if wish.new == "1" else Once.ESSAY
        plan = books.ledger.plan(edition, str(path), now, rows, once=once, instead_of=open_)
        code = 1
        with contextlib.suppress(NotAgreedError):
            with plan as send:
                if wish.dry:
                    self._look((row, row.why) for row in books.ledger.rows(send))
                    _tell(readers.problems, most=None)
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

    def _went_out(self, ledger: Ledger, sends: tuple[Send, ...]) -> Problem | None:
        """That another edition of the essay was sent, or this one when its folder had another name."""
        edition, place = self.made.edition, Place(self.made.essay.path)
        if sends and (last := sends[-1]).edition.digest != edition.digest:
            text = f"another edition of this essay went out on {last.begun:%Y-%m-%d}: {summary(ledger, last)}"
            hint = "NEW=1 sends this one to everyone in the list, NEW=rest to those who have none yet"
            if self.made.essay.meta.date is None:
                hint += "; the essay has no `date`, so each day makes another edition"
            return error(place, "send-edition", text, hint)
        for other in () if sends else ledger.sends():
            if alike(other.edition, edition):
                name = other.edition.slug
                text = f"it went out as `{name}` on {other.begun:%Y-%m-%d}: {summary(ledger, other)}"
                hint = f"give the folder the name {name} again, which the ledger knows; NEW=1 sends it to everyone"
                return error(place, "send-edition", text, hint)
        return None

    def _ask(self, ledger: Ledger, send: Send, leaving: Mapping[str, Entry]) -> int:
        """Whether the send that is planned shall be: 0, or how the run ends; -1 where there is nobody to mail."""
        count = ledger.counts(send)[State.PLANNED]
        if not count:
            print("there is nobody left to mail", *reasons(ledger, send), sep="\n")
        elif not agreed(self._summary(ledger, [send], count), self.wish.yes):
            return 1
        self._suppress(leaving)
        return 0 if count else -1

    def _suppress(self, leaving: Mapping[str, Entry]) -> None:
        """Writes down who has left, as a list says."""
        added = add(self.folder / state.SUPPRESSED, leaving.values())
        if added:
            print(f"new in {self.folder / state.SUPPRESSED}, since they have left: {added:,}")

    def _go_on(self, books: Books, sends: tuple[Send, ...], again: tuple[State, ...]) -> int:
        """The rest of sends that were begun, with the bytes and the readers that they began with."""
        ledger, wish = books.ledger, self.wish
        leaving = _leaving(wish.list) if wish.list else {}
        keys = frozenset(Readers(wish.list).keys()) if wish.list else None
        states = (State.PLANNED, *again)
        sends = tuple(send for send in sends if any(ledger.counts(send)[one] for one in states))
        rest = Rest(ledger, sends, again, keys, {**leaving, **books.suppressed.now()})
        if sends[-1].edition.digest != self.made.edition.digest:
            print(
                "the newsletter has changed since this send began: the rest get the edition that it began with\n"
                "    NEW=rest gives them the new one, NEW=1 gives it to everyone in the list"
            )
        if new := rest.added():
            print(f"in the list, but not in this send: {new:,}; type the same again when it is through")
        if gone := rest.gone():
            print(
                f"waiting, but no longer in the list: {gone:,}; they are mailed all the same\n"
                f"    who shall not be: {self.folder / state.SUPPRESSED}"
            )
        if wish.dry:
            print(*(f"begun on {send.begun:%Y-%m-%d}, {summary(ledger, send)}; of these:" for send in sends), sep="\n")
            self._look(rest.due())
            return 0
        due = Counter(row.state for row, why in rest.due() if not why)
        for one in again:
            print(f"mailed again: {due[one]:,} {one.value}")
        if not due.total():  # who waits has left by now, which the run below writes down
            print("there is nobody left to mail")
        elif not agreed(self._summary(ledger, list(sends), due.total()), wish.yes):
            return 1
        self._suppress(leaving)
        for send in sends:
            for one in again:
                ledger.again(send, one, keys)
        return self._run(books, [send for send in sends if ledger.counts(send)[State.PLANNED]])

    def _look(self, rows: Iterable[tuple[Row, str]]) -> None:
        """Who would get it, and why not, row by row."""
        found = Counter[str]()
        for row, why in rows:
            print(f"{row.row:>7}  {row.address or row.text or '(nothing)'!s:<44}  {why or 'gets it'}")
            found[why and kind(why)] += 1
        would, limit = found.pop("", 0), self.wish.limit
        print(*counted(found, "would not"), sep="\n", end="\n" if found else "")
        now = f", the first {limit:,} of them now" if limit and limit < would else ""
        print(f"{would:,} would get it{now}, {found.total():,} would not; nothing was sent")

    def _rehearse(self, ledger: Ledger, send: Send) -> int:
        copy = self._copies(send)
        waiting = ledger.waiting(send, self.wish.limit)
        count = rehearsal.rehearse(self._maildir, (copy(claim) for claim in waiting))
        left_out = ledger.counts(send)[State.SKIPPED]
        rows = "1 row of the list was" if left_out == 1 else f"{left_out:,} rows of the list were"
        print(f"a rehearsal: {mails(count)} in {self._maildir}; {rows} left out", *reasons(ledger, send), sep="\n")
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
            sends,
            str(self.way),
            self.rate,
            self.made.problems,
            min(count, self.wish.limit or count),
            self.signer,
            tuple((summary(ledger, send), *map(str.strip, reasons(ledger, send))) for send in sends),
        )

    def _copies(self, send: Send, mark: str = "") -> Callable[[Claim], Mail]:
        seal = replace(self.signer, moment=int(send.begun.timestamp())) if self.signer else None
        return copies(send, token(send.edition, self.folder), seal.sign if seal else None, mark)


def _leaving(path: Path) -> Mapping[str, Entry]:
    """Who has left, as the list ``path`` says, by address."""
    return {entry.address: entry for entry in Readers(path).leaving()}


def _milder(problems: Problems) -> Problems:
    """The same, as warnings."""
    return tuple(replace(problem, severity=Severity.WARNING) for problem in problems)


def _tell(problems: list[Problem], most: int | None = MOST) -> None:
    """The problems of a list, as many as a person reads."""
    shown, more = listed(problems, len(problems) if most is None else most)
    for problem in shown:
        print(problem, file=sys.stderr)
    if more:
        print(f"and {more:,} more such rows; DRY=1 shows them all", file=sys.stderr)
