"""kill -9 at any moment, smtp-sink's own count as the judge: each reader got one, or is said to be unknown."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest

from pipeline.sending.entries import State
from tests.conftest import needs
from tests.sending.made import Desk, names
from tests.sending.sink import sink

READERS = 8000
KILLS = 60


def started(folder: Path, port: int) -> int:
    """A sender in a process of its own: it settles what was left claimed, then goes on."""
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        desk = Desk(folder)
        desk.books.ledger.recover(desk.books.slate, desk.books.slate.era)
        desk.run(port)
        code = 0
    finally:
        os._exit(code)


@pytest.mark.slow
@needs("smtp-sink")
def test_a_sender_killed_at_any_moment_mails_everyone_once(tmp_path: Path) -> None:
    chance = random.Random(8)
    desk = Desk(tmp_path / "mail", READERS)
    desk.books.slate.close()  # who sends holds it
    with sink(tmp_path / "sink") as relay:
        kills = 0
        while desk.books.ledger.counts(desk.send)[State.PLANNED] and kills < 400:
            process = started(desk.folder, relay.port)
            time.sleep(chance.uniform(0.0, 0.05))
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            kills += 1
            if kills >= KILLS:  # enough: the last one runs to its end
                assert os.waitpid(started(desk.folder, relay.port), 0)[1] == 0
        time.sleep(0.2)
        got = relay.rcpts()
        sent, unknown = desk.of(State.SENT), desk.of(State.UNKNOWN)
        assert kills >= 50
        assert sent | unknown == names(READERS)
        assert {reader: got[reader] for reader in sent if got[reader] != 1} == {}
        assert set(got.values()) == {1}
        assert len(unknown) <= kills  # no more than one mail is in the air at a time
        left_out = unknown - set(got)
        desk = Desk(tmp_path / "mail")

        assert desk.books.ledger.again(desk.send, State.UNKNOWN) == len(unknown)
        desk.run(relay.port)
        got = relay.rcpts()
        assert set(got) == desk.of(State.SENT) == names(READERS)
        assert {reader for reader, count in got.items() if count != 1} == unknown - left_out
    desk.close()
    print(f"{kills} kills, {len(unknown)} unknown, of which {len(left_out)} had not got it")
