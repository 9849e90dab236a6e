"""The ledger's file: its version, its rights, what others put there; the slate; and the report that is made of it."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.sending.addresses import address
from pipeline.sending.durable import BusyError
from pipeline.sending.entries import Planned, Result, State
from pipeline.sending.ledger import Ledger, LedgerError, Once
from pipeline.sending.report import summary, table, told
from pipeline.sending.schema import APPLICATION, VERSION
from pipeline.sending.slate import SLOTS, Mark, Slate, boot
from tests.sending.made import NOW, Desk, edition, names, planned
from tests.sending.scripted import scripted

Desks = Callable[..., Desk]


def test_the_file_is_its_owners_and_flushed(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    ledger = Ledger(path)
    assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}
    assert len(list(tmp_path.iterdir())) == 3  # with its log, and the log's index
    base = ledger._base
    assert base.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert base.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
    assert base.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert base.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
    ledger.close()
    Ledger(path).close()


def test_a_newer_ledger_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    Ledger(path).close()
    base = sqlite3.connect(path)
    base.execute(f"PRAGMA user_version = {VERSION + 1}")
    base.close()
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="newer version"):
        Ledger(path)
    assert path.read_bytes() == before


def test_another_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    base = sqlite3.connect(path)
    base.execute("CREATE TABLE mine (a)")
    base.commit()
    base.close()
    with pytest.raises(LedgerError, match="no ledger"):
        Ledger(path)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LedgerError):
        Ledger(tmp_path / "none" / "ledger.sqlite")


def test_a_batch_that_is_not_settled_keeps_the_next_from_being_claimed(desk: Desks) -> None:
    made = desk(10)
    turn = made.books.ledger.turn
    first, _ = turn(made.send, (), 3, after=0, suppressed={}, era="b")
    with pytest.raises(LedgerError, match="not settled"):
        turn(made.send, [Result(first[0].reader, State.SENT)], 3, after=first[-1].reader, suppressed={}, era="b")
    assert len(made.of(State.CLAIMED)) == 3  # all of it or nothing
    second, _ = turn(
        made.send,
        [Result(one.reader, State.SENT) for one in first],
        3,
        after=first[-1].reader,
        suppressed={},
        era="b",
    )
    assert {str(one.address) for one in second} == {"r4@example.org", "r5@example.org", "r6@example.org"}


def test_what_is_left_claimed_is_settled_by_the_slate(desk: Desks) -> None:
    made = desk(6)
    ledger, slate = made.books.ledger, made.books.slate
    claims, _ = ledger.turn(made.send, (), 5, after=0, suppressed={}, era="this")
    for claim, mark in zip(claims, (Mark.BEGUN, Mark.SENT, Mark.FAILED, Mark.BACK), strict=False):
        slate.note(claim.slot, claim.number, claim.reader, mark, f"reply {mark}")
    assert ledger.recover(slate, "this") == 1
    assert made.states() == {
        "r1@example.org": State.UNKNOWN,
        "r2@example.org": State.SENT,
        "r3@example.org": State.FAILED,
        "r4@example.org": State.PLANNED,
        "r5@example.org": State.PLANNED,
        "r6@example.org": State.PLANNED,
    }


@pytest.mark.parametrize("now", ["another", ""])
def test_after_another_start_of_the_system_only_what_is_certain_counts(desk: Desks, now: str) -> None:
    made = desk(6)
    ledger, slate = made.books.ledger, made.books.slate
    claims, _ = ledger.turn(made.send, (), 5, after=0, suppressed={}, era=now and "this")
    for claim, mark in zip(claims, (Mark.BEGUN, Mark.SENT, Mark.FAILED, Mark.BACK), strict=False):
        slate.note(claim.slot, claim.number, claim.reader, mark, "said")
    assert ledger.recover(slate, now) == 3
    assert list(made.states().values()) == [
        *(State.UNKNOWN, State.SENT, State.FAILED, State.UNKNOWN, State.UNKNOWN, State.PLANNED)
    ]


def test_a_slate_that_was_taken_away_is_never_taken_for_one_without_entries(desk: Desks) -> None:
    made = desk(6)
    ledger, slate = made.books.ledger, made.books.slate
    claims, _ = ledger.turn(made.send, (), 5, after=0, suppressed={}, era=slate.era)
    slate.note(0, claims[0].number, claims[0].reader, Mark.SENT, "250 Ok")
    slate.close()
    (made.folder / "slate").unlink()
    other = Slate(made.folder / "slate")
    assert slate.era != other.era
    assert ledger.recover(other, other.era) == 5
    assert made.of(State.UNKNOWN) == names(5)
    other.close()


@pytest.mark.parametrize("how", ["deleted", "emptied", "set back"])
def test_a_ledger_that_knows_less_than_the_slate_mails_nobody(desk: Desks, how: str) -> None:
    made = desk(6)
    path = made.folder / "ledger.sqlite"
    with scripted() as relay:
        made.run(relay.port, limit=2)
        made.close()
        older = path.read_bytes()
        made = desk()
        made.run(relay.port, limit=2)
        made.close()
        assert not list(made.folder.glob("*-wal"))
        newest = path.read_bytes()
        path.write_bytes({"deleted": b"", "emptied": b"", "set back": older}[how])
        if how == "deleted":
            path.unlink()
        made = desk()
        with pytest.raises(LedgerError, match="older than what was last sent"):
            made.books.ledger.recover(made.books.slate, made.books.slate.era)
        made.close()
        path.write_bytes(newest)
        made = desk()
        made.run(relay.port)
    assert dict(relay.taken) == dict.fromkeys(names(6), 1)


def test_a_slate_of_an_earlier_version_keeps_what_stands_on_it(tmp_path: Path) -> None:
    slate = Slate(tmp_path / "slate")
    slate.note(SLOTS - 1, 7, 1, Mark.SENT, "250 Ok")
    slate.close()
    (tmp_path / "slate").write_bytes((tmp_path / "slate").read_bytes()[: SLOTS * 256])
    slate = Slate(tmp_path / "slate")
    assert slate.read(7)[1].reply == "250 Ok"
    assert slate.last() == 7
    slate.close()


def test_a_slate_is_one_processs(tmp_path: Path) -> None:
    slate = Slate(tmp_path / "slate")
    with pytest.raises(BusyError):
        Slate(tmp_path / "slate")
    slate.close()
    Slate(tmp_path / "slate").close()


def test_a_torn_entry_counts_as_none(tmp_path: Path) -> None:
    slate = Slate(tmp_path / "slate")
    slate.note(0, 7, 1, Mark.SENT, "250 Ok")
    slate.note(1, 7, 2, Mark.SENT, "250 Ok")
    slate.note(2, 6, 3, Mark.SENT, "of an earlier batch")
    data = bytearray((tmp_path / "slate").read_bytes())
    data[256 + 20] ^= 1
    (tmp_path / "slate").write_bytes(data)
    assert set(slate.read(7)) == {1}
    slate.close()


@settings(max_examples=30)
@given(st.text(max_size=300))
def test_a_reply_on_the_slate_is_read_back_as_far_as_it_goes(reply: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        slate = Slate(Path(folder) / "slate")
        reply = reply.encode("utf-8", "replace").decode()
        slate.note(SLOTS - 1, 1, 2, Mark.FAILED, reply)
        found = slate.read(1)[2].reply
        slate.close()
    assert reply.startswith(found.rstrip("\ufffd"))
    assert len(found) >= min(len(reply), 50)


def test_the_boot_is_known_here() -> None:
    assert boot() == boot() != ""


def test_the_report_says_how_many_and_why(desk: Desks) -> None:
    made = desk()
    rows = [*planned(5), Planned(9, "=cmd|'/C calc'!A0", None, {}, "invalid: the address is none")]
    rows.append(Planned(10, "+x@example.org", address("+x@example.org"), {}, "suppressed: bounced"))
    with made.books.ledger.plan(edition(), "readers.csv", NOW, rows):
        pass
    claims, _ = made.books.ledger.turn(made.send, (), 4, after=0, suppressed={}, era="b")
    assert summary(made.books.ledger, made.send) == "0 sent, 2 skipped, 4 not settled yet, 1 waiting"
    states = (State.SENT, State.FAILED, State.FAILED, State.UNKNOWN)
    why = ("250 ok", "550 <r2@example.org>: no such user", "550 <r3@example.org>: no such user", "the relay hung up")
    results = [Result(claim.reader, *one) for claim, one in zip(claims, zip(states, why, strict=True), strict=True)]
    made.books.ledger.turn(made.send, results, 0, after=0, suppressed={}, era="b")
    text = "\n".join(told(made.books.ledger, made.send))
    assert "1 sent, 2 failed, 2 skipped, 1 unknown, 1 waiting" in text
    assert "2 failed: 550 …: no such user" in text
    assert "1 skipped: suppressed: bounced" in text
    assert "r4@example.org  <essay." in text
    data = b"".join(table(made.books.ledger, (made.send,))).decode()
    found = list(csv.DictReader(io.StringIO(data)))
    assert [row["state"] for row in found] == ["sent", "failed", "failed", "unknown", "planned", "skipped", "skipped"]
    assert [row["address"] for row in found][-2:] == ["'=cmd|'/C calc'!A0", "'+x@example.org"]
    assert not [cell for row in found for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
    assert all(row["message_id"].endswith("@example.org>") for row in found[:5])


def test_nothing_in_the_report_drives_a_terminal(desk: Desks) -> None:
    made = desk()
    rows = [Planned(2, "x", None, {}, "invalid: the address is none")]
    shown = replace(edition(), subject="Open\x1b[31m\u202e")
    with made.books.ledger.plan(shown, "read\x1b[2Jers.csv", NOW, rows):
        pass
    assert all(line.isprintable() for line in told(made.books.ledger, made.send))


def test_reasons_that_are_too_many_are_counted(desk: Desks) -> None:
    made = desk(40)
    claims, _ = made.books.ledger.turn(made.send, (), 40, after=0, suppressed={}, era="b")
    results = [Result(claim.reader, State.FAILED, f"550 refused, number {claim.reader}") for claim in claims]
    made.books.ledger.turn(made.send, results, 0, after=0, suppressed={}, era="b")
    lines = list(told(made.books.ledger, made.send))
    assert len([line for line in lines if " failed: 550 refused" in line]) == 20
    assert lines[-1] == "         20 failed for 20 more reasons"


def test_a_message_id_is_its_readers_own_and_nobody_guesses_anothers(desk: Desks) -> None:
    made = desk(1)
    with made.books.ledger.plan(edition(), "l", NOW, planned(1), once=Once.LIST):
        pass
    first, second = made.books.ledger.sends()
    ann = first.message_id(address("ann@example.org"))
    assert ann == first.message_id(address("Ann@EXAMPLE.org")) != first.message_id(address("bob@example.org"))
    assert ann.startswith("essay.abababababababab.")
    assert ann.endswith("@example.org")
    assert first.salt != second.salt
    assert ann.split(".")[2] != second.message_id(address("ann@example.org")).split(".")[3]


def test_names_of_sends_do_not_come_twice(desk: Desks) -> None:
    made = desk(2)
    with made.books.ledger.plan(edition(), "l", NOW, planned(2), once=Once.LIST):
        pass
    with made.books.ledger.plan(edition(), "l", NOW, planned(2), once=Once.LIST):
        pass
    found = [send.name for send in made.books.ledger.sends()]
    assert found == ["essay.abababababababab", "essay.abababababababab.2", "essay.abababababababab.3"]
    assert names(2) == set(made.states())
