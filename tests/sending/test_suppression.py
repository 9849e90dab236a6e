"""The suppression file: it always wins, only grows, and is never read by halves."""

from __future__ import annotations

import datetime
import multiprocessing
import os
from pathlib import Path

import pytest

from pipeline.sending.suppression import Entry, Reason, SuppressionError, Watched, add, read

DAY = datetime.date(2026, 11, 23)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".mail" / "suppressed.csv"


def test_no_file_stops_nobody(path: Path) -> None:
    assert read(path) == ({}, ())


def test_what_is_added_is_read(path: Path) -> None:
    entries = [
        Entry("Ann@Example.org", Reason.UNSUBSCRIBED, DAY, "one click"),
        Entry("=cmd@example.org", Reason.BOUNCED, DAY, "5.1.1, no such\r\nmailbox"),
        Entry("jörg@bücher.example", Reason.COMPLAINED, DAY),
    ]
    assert add(path, entries) == 3
    assert add(path, entries) == 0
    found, problems = read(path)
    assert problems == ()
    assert list(found) == ["ann@example.org", "=cmd@example.org", "jörg@xn--bcher-kva.example"]
    assert found["=cmd@example.org"] == Entry("=cmd@example.org", Reason.BOUNCED, DAY, "5.1.1, no such mailbox")
    assert b"\r\n'=cmd@" in path.read_bytes()  # a spreadsheet computes nothing
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert sorted(os.listdir(path.parent)) == [".suppressed.csv.lock", "suppressed.csv"]


def test_what_a_person_wrote_stays(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(
        b"\xef\xbb\xbfaddress,reason,date,source\nBob@example.org,unsubscribed,last week,by phone\ncarl@example.org"
    )
    assert (
        add(path, [Entry("ann@example.org", Reason.BOUNCED, DAY), Entry("bob@EXAMPLE.org", Reason.BOUNCED, DAY)]) == 1
    )
    assert path.read_bytes().decode("utf-8-sig") == (
        "address,reason,date,source\nBob@example.org,unsubscribed,last week,by phone\ncarl@example.org\r\n"
        "ann@example.org,bounced,2026-11-23,\r\n"
    )
    found, problems = read(path)
    assert list(found) == ["bob@example.org", "carl@example.org", "ann@example.org"]
    assert [(problem.code, problem.place.line) for problem in problems] == [("suppression-row", 3)]


def test_a_line_without_an_address_is_told(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("address,reason,date,source\n\nnobody,bounced,,\n")
    found, problems = read(path)
    assert found == {}
    assert [(problem.code, problem.place.line) for problem in problems] == [("suppression-row", 3)]


@pytest.mark.parametrize("data", [b"address\n\xe4@example.org\n", b'address\n"ann@example.org\n', b"\xff\xfea\0\n\0"])
def test_a_file_that_cannot_be_read_stops_the_send_and_loses_nobody_who_leaves(path: Path, data: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(data)
    with pytest.raises(SuppressionError):
        read(path)
    assert add(path, [Entry("ann@example.org", Reason.UNSUBSCRIBED, DAY)]) == 1
    assert path.read_bytes().startswith(data)
    assert b"ann@example.org,unsubscribed" in path.read_bytes()


def test_a_change_is_seen_at_the_next_look(path: Path) -> None:
    watched = Watched(path)
    assert watched.now() == {}
    add(path, [Entry("ann@example.org", Reason.BOUNCED, DAY)])
    first = watched.now()
    assert list(first) == ["ann@example.org"]
    assert watched.now() is first
    add(path, [Entry("bob@example.org", Reason.BOUNCED, DAY)])
    assert list(watched.now()) == ["ann@example.org", "bob@example.org"]


def test_whoever_stood_there_once_stays_out_while_the_file_is_written_anew(path: Path) -> None:
    add(path, [Entry("ann@example.org", Reason.BOUNCED, DAY)])
    watched = Watched(path)
    assert list(watched.now()) == ["ann@example.org"]
    path.write_bytes(b"")
    assert list(watched.now()) == ["ann@example.org"]
    path.unlink()
    assert list(watched.now()) == ["ann@example.org"]
    add(path, [Entry("bob@example.org", Reason.BOUNCED, DAY)])
    assert list(watched.now()) == ["ann@example.org", "bob@example.org"]


@pytest.mark.parametrize("mark", [";", "\t"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_a_file_that_a_spreadsheet_has_saved_in_its_own_way(path: Path, mark: str, quote: str) -> None:
    add(path, [Entry("ann@example.org", Reason.COMPLAINED, DAY, "one click"), Entry("bob@example.org", Reason.BOUNCED)])
    rows = [line.split(",") for line in path.read_text().splitlines()]
    path.write_text("".join(f"{mark.join(f'{quote}{cell}{quote}' for cell in row)}\r\n" for row in rows))
    add(path, [Entry("carl@example.org", Reason.BOUNCED, DAY)])
    found, problems = read(path)
    assert problems == ()
    assert {address: entry.reason.value for address, entry in found.items()} == {
        "ann@example.org": "complained",
        "bob@example.org": "bounced",
        "carl@example.org": "bounced",
    }


def test_a_link_to_a_shared_file_stays_one_and_stops_all_where_it_leads_nowhere(path: Path) -> None:
    shared = path.parent.parent / "shared" / "left.csv"
    path.parent.mkdir()
    path.symlink_to("../shared/left.csv")
    with pytest.raises(SuppressionError, match="nothing is there"):
        read(path)
    add(path, [Entry("ann@example.org", Reason.BOUNCED, DAY)])
    assert path.is_symlink()
    assert list(read(shared)[0]) == list(read(path)[0]) == ["ann@example.org"]


def _leaves(path: Path, first: int) -> None:
    for number in range(first, first + 25):
        add(path, [Entry(f"r{number}@example.org", Reason.UNSUBSCRIBED, DAY)])


@pytest.mark.slow
def test_processes_that_add_at_once_lose_nothing(path: Path) -> None:
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=_leaves, args=(path, first)) for first in (0, 25, 50, 75)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    found, problems = read(path)
    assert problems == ()
    assert sorted(found) == sorted(f"r{number}@example.org" for number in range(100))
