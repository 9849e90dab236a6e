"""The ledger: who was to get which edition, and what is known of each. ``.mail/ledger.sqlite``.

Before a mail may leave, its reader is claimed, and the claim is on the disk: the log is written ahead, and
``synchronous=FULL`` flushes each commit. (The rollback journal would need ``EXTRA``, or a power cut could undo a commit
by bringing the journal's name back.) So after whatever befalls the sender, a reader who is ``planned`` has certainly
not been mailed, and one who is ``claimed`` is settled by the slate, or is ``unknown``.
"""

from __future__ import annotations

import contextlib
import datetime
import enum
import json
import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.sending import schema
from pipeline.sending.addresses import Address
from pipeline.sending.entries import Claim, Edition, Planned, Result, Row, Send, State
from pipeline.sending.slate import Mark, Slate
from pipeline.sending.suppression import Suppressed

GIVEN = "the relay has it; its words were lost when the sender was interrupted"
LOST = "the sender was interrupted while this mail left"


class LedgerError(Exception):
    """The ledger cannot be used; the message says of it why, ``hint`` what would help."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class Once(enum.Enum):
    """Within what a reader is mailed once."""

    ESSAY = enum.auto()
    EDITION = enum.auto()
    LIST = enum.auto()


class NotAgreedError(Exception):
    """A plan that shall not last: raised within :meth:`Ledger.plan`, and known to whoever opened it."""


class Ledger:
    """The ledger in the file ``path``, made where there is none. Raises LedgerError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._told():
            self._base = sqlite3.connect(path, isolation_level=None, timeout=30)
            try:
                schema.prepared(self._base, path)
            except schema.SchemaError as fault:
                self._base.close()
                raise LedgerError(str(fault), fault.hint) from None
            except BaseException:
                self._base.close()
                raise

    def close(self) -> None:
        """Lets go of the file."""
        self._base.close()

    def sends(self, slug: str | None = None) -> tuple[Send, ...]:
        """The sends of the essay ``slug``, or all, the oldest first."""
        where, given = ("WHERE slug = ?", (slug,)) if slug is not None else ("", ())
        with self._told():
            rows = self._base.execute(f"SELECT {_SEND} FROM send {where} ORDER BY id", given)  # noqa: S608 -- fixed words
            return tuple(_send(row) for row in rows)

    @contextlib.contextmanager
    def plan(
        self,
        edition: Edition,
        of: str,
        moment: datetime.datetime,
        readers: Iterable[Planned],
        *,
        once: Once = Once.ESSAY,
        instead_of: Iterable[Send] = (),
    ) -> Iterator[Send]:
        """A new send of ``edition`` to ``readers``, taken one by one; ``of`` names their list. All of it, or nothing.

        Who still waits in the sends ``instead_of`` waits there no more.
        It lasts if the block within ends well; raising :class:`NotAgreedError` there takes it back.

        A second row of one address is left out; so is who has a place in an earlier send of the essay, or with
        ``Once.EDITION`` of this edition.
        """
        with self._told(), self._whole():
            stem = f"{edition.slug[:40]}.{edition.digest[:16]}"
            (count,) = self._base.execute("SELECT count(*) FROM send WHERE name LIKE ? || '%'", (stem,)).fetchone()
            name = stem if not count else f"{stem}.{count + 1}"
            salt = os.urandom(16)
            made = self._base.execute(
                "INSERT INTO send (name, salt, slug, digest, message, greeting, subject, author, returns, list, begun)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(name, salt, edition.slug, edition.digest, edition.message, edition.greeting, edition.subject),
                    *(edition.author, edition.returns, of, moment.isoformat()),
                ),
            ).lastrowid
            assert made is not None  # noqa: S101 -- for the type: an INSERT that returns has made a row
            for old in instead_of:
                changed = "UPDATE reader SET state = 'skipped', why = ? WHERE send = ? AND state = 'planned'"
                self._base.execute(changed, (f"was to get another edition: {name}", old.id))
            for planned in readers:
                self._put(made, edition, planned, once)
            yield Send(made, name, salt, edition, moment, of)

    def recover(self, slate: Slate, era: str) -> int:
        """Settles what an interrupted sender left claimed, by the slate; how many stay unknown.

        ``era`` is the slate's now; where it is that of the claim, the slate is complete. A ledger that is older than
        its slate, since it was set back or begun anew, knows too little: raises LedgerError.
        """
        with self._told(), self._whole():
            number, then = self._base.execute("SELECT number, boot FROM claim").fetchone() or (0, "")
            if slate.last() > number:
                hint = "bring the newest ledger back, with the -wal that lay beside it; where there is none, rm "
                hint += f"{slate.path} goes on, and mails again whoever the ledger does not know"
                raise LedgerError("it is older than what was last sent from here", hint)
            left = self._base.execute("SELECT id FROM reader WHERE state = 'claimed'").fetchall()
            if not left:
                return 0
            complete = bool(era) and era == then
            noted = slate.read(number)
            results = []
            for (reader,) in left:
                found = noted.get(reader)
                if found is not None and found.mark is Mark.SENT:
                    results.append(Result(reader, State.SENT, found.reply or GIVEN))
                elif found is not None and found.mark is Mark.FAILED:
                    results.append(Result(reader, State.FAILED, found.reply))
                elif complete and (found is None or found.mark is Mark.BACK):
                    results.append(Result(reader, State.PLANNED))
                else:
                    results.append(Result(reader, State.UNKNOWN, LOST))
            self._settle(results)
        return sum(1 for result in results if result.state is State.UNKNOWN)

    def turn(
        self, send: Send, results: Sequence[Result], count: int, *, after: int, suppressed: Suppressed, era: str
    ) -> tuple[tuple[Claim, ...], int]:
        """Settles ``results`` and claims up to ``count`` planned readers behind ``after``, in one commit.

        ``era`` is that of the slate. Whoever is ``suppressed`` now is left out now; how many those are is answered too.
        """
        claims: list[Claim] = []
        skipped = 0
        with self._told(), self._whole():
            self._settle(results)
            if count and self._base.execute("SELECT 1 FROM reader WHERE state = 'claimed'").fetchone():
                raise LedgerError("an earlier batch is not settled", "type the same again")
            (before,) = self._base.execute("SELECT coalesce(max(number), 0) FROM claim").fetchone()
            number = before + 1
            if count:
                self._base.execute("DELETE FROM claim")
                self._base.execute("INSERT INTO claim (number, boot) VALUES (?, ?)", (number, era))
            while len(claims) < count:
                rows = self._base.execute(
                    "SELECT id, local, domain, key, fields FROM reader"
                    " WHERE send = ? AND state = 'planned' AND id > ? ORDER BY id LIMIT ?",
                    (send.id, after, count - len(claims)),
                ).fetchall()
                if not rows:
                    break
                for reader, local, domain, key, fields in rows:
                    after = reader
                    if entry := suppressed.get(key):
                        why = f"suppressed: {entry.reason.value}"
                        self._base.execute("UPDATE reader SET state = 'skipped', why = ? WHERE id = ?", (why, reader))
                        skipped += 1
                    else:
                        claims.append(Claim(reader, number, len(claims), Address(local, domain), json.loads(fields)))
            self._base.executemany(
                "UPDATE reader SET state = 'claimed' WHERE id = ?", ((claim.reader,) for claim in claims)
            )
        return tuple(claims), skipped

    def again(self, send: Send, state: State, keys: Collection[str] | None = None) -> int:
        """Plans anew who is in ``state`` (``unknown`` or ``failed``), of ``keys`` alone where given; how many."""
        with self._told(), self._whole():
            rows = self._base.execute("SELECT id, key FROM reader WHERE send = ? AND state = ?", (send.id, state.value))
            chosen = [(reader,) for reader, key in rows.fetchall() if keys is None or key in keys]
            self._base.executemany("UPDATE reader SET state = 'planned', why = '' WHERE id = ?", chosen)
        return len(chosen)

    def counts(self, send: Send) -> Mapping[State, int]:
        """How many readers are in each state."""
        with self._told():
            rows = self._base.execute("SELECT state, count(*) FROM reader WHERE send = ? GROUP BY state", (send.id,))
            found = {State(state): number for state, number in rows}
        return {state: found.get(state, 0) for state in State}

    def rows(self, send: Send, *states: State) -> Iterator[Row]:
        """The readers of ``send`` in ``states``, or all, in the list's order."""
        wanted = [state.value for state in states or tuple(State)]
        marks = ", ".join("?" * len(wanted))
        with self._told():
            rows = self._base.execute(
                f"SELECT row, text, local, domain, state, why, at FROM reader WHERE send = ? AND state IN ({marks})"  # noqa: S608 -- only question marks
                " ORDER BY id",
                (send.id, *wanted),
            )
            for row, text, local, domain, state, why, at in rows:
                yield Row(row, text, Address(local, domain) if local else None, State(state), why, at)

    def waiting(self, send: Send, most: int | None = None) -> Iterator[Claim]:
        """The first ``most`` readers who wait in ``send``, to look at: nobody is claimed."""
        with self._told():
            rows = self._base.execute(
                "SELECT id, local, domain, fields FROM reader WHERE send = ? AND state = 'planned' ORDER BY id LIMIT ?",
                (send.id, -1 if most is None else most),
            )
            for reader, local, domain, fields in rows:
                yield Claim(reader, 0, 0, Address(local, domain), json.loads(fields))

    def holds(self, slug: str, key: str) -> bool:
        """Whether the reader ``key`` has a place in a send of the essay ``slug``."""
        with self._told():
            return self._before(0, slug, key) is not None

    def _put(self, send: int, edition: Edition, planned: Planned, once: Once) -> None:
        """One row of a list, as planned or as left out."""
        to, why = planned.address, planned.skipped or ""
        if to is not None and not why:
            twin = self._base.execute("SELECT row FROM reader WHERE send = ? AND key = ?", (send, to.key)).fetchone()
            if twin:
                to, why = None, f"the same as row {twin[0]}"
            elif once is not Once.LIST:
                digest = edition.digest if once is Once.EDITION else None
                before = self._before(send, edition.slug, to.key, digest)
                why = _BEFORE[before] if before else ""
        # Who is left out by this row, since it is unconfirmed, say, may be a reader by a later one.
        key = to.key if to and not why else None
        self._base.execute(
            "INSERT INTO reader (send, row, text, key, local, domain, fields, state, why)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(send, planned.row, planned.text, key, to and to.local, to and to.domain),
                *(json.dumps(dict(planned.fields), ensure_ascii=False), "skipped" if why else "planned", why),
            ),
        )

    def _before(self, send: int, slug: str, key: str, digest: str | None = None) -> State | None:
        """What is known of the reader ``key`` from another send of the essay, or of its edition ``digest``."""
        found = self._base.execute(
            "SELECT reader.state FROM reader JOIN send ON send.id = reader.send"
            " WHERE reader.key = ? AND reader.state != 'skipped' AND send.slug = ? AND send.id != ?"
            " AND coalesce(?, send.digest) = send.digest ORDER BY send.id DESC",
            (key, slug, send, digest),
        ).fetchone()
        return State(found[0]) if found else None

    def _settle(self, results: Iterable[Result]) -> None:
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        self._base.executemany(
            "UPDATE reader SET state = ?, why = ?, at = ? WHERE id = ? AND state = 'claimed'",
            ((one.state.value, one.why, "" if one.state is State.PLANNED else now, one.reader) for one in results),
        )

    @contextlib.contextmanager
    def _whole(self) -> Iterator[None]:
        """A transaction: all of it or nothing."""
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._base.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self._base.execute("ROLLBACK")
            raise

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """SQLite's faults as this module's."""
        try:
            yield
        except sqlite3.Error as fault:
            hint = "make room, look at the folder's rights, and type the same again: what was sent is known"
            if getattr(fault, "sqlite_errorcode", None) in _DAMAGED:
                hint = "bring the newest back from the backup: nothing else here knows who was mailed"
            raise LedgerError(f"{fault}", hint) from None


# Why a reader is left out of a further send of an essay.
_BEFORE = {
    State.PLANNED: "waits in a send that was begun",
    State.CLAIMED: "waits in a send that was begun",
    State.SENT: "has it already",
    State.FAILED: "was refused before (RETRY_FAILED=1)",
    State.UNKNOWN: "may have it already (RESEND_UNKNOWN=1)",
    State.SKIPPED: "",
}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_SEND = "id, name, salt, slug, digest, message, greeting, subject, author, returns, list, begun"


def _send(row: tuple[int, str, bytes, str, str, bytes, str, str, str, str, str, str]) -> Send:
    id, name, salt, slug, digest, message, greeting, subject, author, returns, of, begun = row  # noqa: A001 -- the column's name
    edition = Edition(slug, digest, message, greeting, subject, author, returns)
    return Send(id, name, salt, edition, datetime.datetime.fromisoformat(begun), of)
