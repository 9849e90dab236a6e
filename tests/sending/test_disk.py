"""A full disk at any moment of a send: it stops, nobody is mailed twice, and once there is room it goes on."""

from __future__ import annotations

import re
import resource
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.sending.entries import State
from pipeline.sending.ledger import LedgerError
from tests.sending.desktop import Desktop, until
from tests.sending.made import Desk, names
from tests.sending.scripted import scripted

READERS = 400


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(folder)]
    mounted = subprocess.run(command, check=False, capture_output=True)
    if mounted.returncode:
        pytest.skip("only root may mount, and not in every container; the test of file sizes stands for it")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.slow
def test_a_full_disk_stops_it_and_room_lets_it_go_on(small: Path) -> None:
    desk = Desk(small / "mail", READERS)
    filler = small / "filler"
    with scripted() as relay:
        stops = 0
        for room in (0, 4096, 8192, 12288, 20480, 40960, 81920):
            with filler.open("wb") as stream:
                stream.write(b"")
            fill(filler, room)
            stops += stopped(desk, relay.port)
            assert max(relay.taken.values(), default=0) <= 1
        assert stops
        filler.unlink()
        desk.books.ledger.recover(desk.books.slate, desk.books.slate.era)
        assert desk.of(State.UNKNOWN) == set()  # the slate had its blocks already
        desk.run(relay.port)
    assert dict(relay.taken) == dict.fromkeys(names(READERS), 1)
    assert desk.of(State.SENT) == names(READERS)
    desk.close()


def stopped(desk: Desk, port: int) -> bool:
    """Whether a run of twenty mails ends for want of room."""
    try:
        desk.run(port, limit=20)
    except LedgerError:
        return True
    return False


def fill(path: Path, room: int) -> None:
    """Fills the disk with ``path`` but for ``room`` bytes."""
    with path.open("ab", buffering=0) as stream:
        try:
            while True:
                stream.write(bytes(4096))
        except OSError:
            pass
        size = path.stat().st_size
    with path.open("rb+") as stream:
        stream.truncate(max(0, size - room))


def test_what_was_sent_and_could_not_be_settled_is_not_said_to_wait(desktop: Desktop) -> None:
    desktop.list("email\n" + "".join(f"r{n}@example.org\n" for n in range(READERS)))
    log = desktop.root / ".mail" / "ledger.sqlite-wal"
    with scripted() as relay:
        desktop.relayed(relay.port, "rate: 200/s")
        process = desktop.start(LIST="readers.csv", YES="1")
        until(lambda: len(relay.taken) >= 3, process)
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (log.stat().st_size, resource.RLIM_INFINITY))
        said, _ = process.communicate(timeout=20)
        assert process.returncode == 1
        found = re.search(r"stopped at once: (\d+) sent, (\d+) not settled yet, (\d+) waiting", said)
        assert found, said
        sent, unsettled, waiting = map(int, found.groups())
        assert sent + unsettled + waiting == READERS
        assert sent <= len(relay.taken) <= sent + unsettled
        assert f"{waiting} wait. To go on: make send ESSAY=open" in said
        assert desktop.send(RATE="1000", LIST="")[0] == 0
    assert dict(relay.taken) == {f"r{n}@example.org": 1 for n in range(READERS)}


def test_a_bound_on_file_sizes_does_the_same(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "mail", READERS)
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with scripted() as relay:
        try:
            size = max(path.stat().st_size for path in desk.folder.iterdir())
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
            while not stopped(desk, relay.port):
                assert len(relay.taken) < READERS
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            signal.signal(signal.SIGXFSZ, handler)
        some = len(relay.taken)
        desk.books.ledger.recover(desk.books.slate, desk.books.slate.era)
        assert desk.of(State.UNKNOWN) == set()
        assert desk.of(State.SENT) == set(relay.taken)
        desk.run(relay.port)
    assert some < READERS
    assert dict(relay.taken) == dict.fromkeys(names(READERS), 1)
    desk.close()
