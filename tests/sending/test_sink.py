"""Postfix's smtp-sink as the relay, told to defer, refuse, delay, drop: its own count is the judge."""

from __future__ import annotations

import email
import email.policy
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.sending.entries import State
from pipeline.sending.pace import Patience
from tests.conftest import needs
from tests.sending.made import QUICK, Desk, names
from tests.sending.sink import Sink, free_port, sink

pytestmark = [pytest.mark.slow, needs("smtp-sink")]
Desks = Callable[..., Desk]
READERS = 120


@pytest.mark.parametrize("options", [(), ("-p",), ("-e",), ("-8", "-E", "-N", "-a")])
def test_each_reader_gets_one(desk: Desks, tmp_path: Path, options: tuple[str, ...]) -> None:
    made = desk(READERS)
    with sink(tmp_path / "sink", *options) as relay:
        made.run(relay.port)
        assert dict(relay.rcpts()) == dict.fromkeys(names(READERS), 1)
        for reader, data in relay.mails().items():
            found = email.message_from_bytes(data, policy=email.policy.default)
            assert [part.defects for part in found.walk()] == [[] for _ in found.walk()]
            assert found["To"] == reader
            text = next(found.iter_parts()).get_content()
            assert text.startswith(f"Hello Reader {reader[1:].partition('@')[0]},\n\n.Words at a line's start.\n")
    assert made.of(State.SENT) == names(READERS)


@pytest.mark.parametrize(
    ("option", "commands"),
    [("-r", "MAIL"), ("-r", "RCPT"), ("-r", "DATA"), ("-r", "."), ("-Q", "RCPT"), ("-Q", "DATA")],
)
def test_a_relay_that_defers_for_a_while(desk: Desks, tmp_path: Path, option: str, commands: str) -> None:
    """It defers everything, is started anew meanwhile, and then takes all: nobody is lost, nobody has two."""
    made, port = desk(READERS), free_port()
    patient = Patience(first=0.05, most=0.1, attempts=100, refused=5, put_off=3, lost=3)
    done = threading.Event()
    with sink(tmp_path / "sink", port=port) as relay:
        made.run(relay.port, limit=40)
    with sink(tmp_path / "deferring", option, commands, port=port):

        def mend() -> None:
            time.sleep(0.4)
            done.set()

        thread = threading.Thread(target=mend)
        thread.start()
        made.run(port, stop=done, patience=patient)
        thread.join()
    assert len(made.of(State.SENT)) == 40
    assert len(made.of(State.PLANNED)) == READERS - 40
    with sink(tmp_path / "sink", port=port) as relay:
        made.run(port)
        assert dict(relay.rcpts()) == dict.fromkeys(names(READERS), 1)


@pytest.mark.parametrize("commands", ["RCPT", "."])
def test_a_relay_that_refuses_for_good(desk: Desks, tmp_path: Path, commands: str) -> None:
    made = desk(READERS)
    with sink(tmp_path / "sink", "-f", commands, "-B", "550 5.7.1 no, thank you") as relay:
        tally = made.run(relay.port)
    assert len(made.of(State.FAILED)) == QUICK.refused
    assert {row.why for row in made.books.ledger.rows(made.send, State.FAILED)} == {"550 5.7.1 no, thank you"}
    assert "no, thank you" in tally.stopped


@pytest.mark.parametrize("commands", ["CONNECT", "EHLO", "RCPT", "DATA"])
def test_a_relay_that_drops_before_the_text(desk: Desks, tmp_path: Path, commands: str) -> None:
    made = desk(READERS)
    with sink(tmp_path / "sink", "-q", commands) as relay:
        tally = made.run(relay.port)
    assert tally.stopped
    assert made.of(State.PLANNED) == names(READERS)


def test_a_relay_that_drops_after_the_text(desk: Desks, tmp_path: Path) -> None:
    made = desk(READERS)
    with sink(tmp_path / "sink", "-q", ".") as relay:
        made.run(relay.port)
    unknown = made.of(State.UNKNOWN)
    assert len(unknown) == QUICK.lost
    with sink(tmp_path / "sink") as relay:
        made.run(relay.port)
        got = relay.rcpts()
    assert {reader for reader, count in got.items() if count != 1} <= unknown
    assert set(got) | unknown == names(READERS)


def test_a_relay_that_is_slow_before_the_text_is_left_and_tried_again(desk: Desks, tmp_path: Path) -> None:
    made = desk(3)
    with sink(tmp_path / "sink", "-w", "2") as relay:
        tally = made.run(relay.port, patience=Patience(first=0.01, attempts=2))
    assert "no answer in time" in tally.stopped
    assert made.of(State.PLANNED) == names(3)


def test_a_relay_that_is_slow_after_the_text_is_unknown_and_has_it(desk: Desks, tmp_path: Path) -> None:
    made = desk(3)  # without pipelining: smtp-sink answers what comes behind a delayed full stop before it
    with sink(tmp_path / "sink", "-p", "-W", ".:1") as relay:
        made.run(relay.port)
        time.sleep(1)
        got = relay.rcpts()
    assert made.of(State.UNKNOWN) == names(3)
    assert set(got) <= names(3)
    assert set(got.values()) == {1}


def test_a_relay_that_aborts_while_the_text_comes(desk: Desks, tmp_path: Path) -> None:
    made = desk(READERS)
    with sink(tmp_path / "sink", "-A", "0") as relay:
        made.run(relay.port)
        assert dict(relay.rcpts()) == {}
    assert made.of(State.SENT) == set()


def test_a_relay_that_is_killed_and_comes_back(desk: Desks, tmp_path: Path) -> None:
    made, port = desk(2000), free_port()
    made.books.slate.close()  # who sends holds it
    patient = Patience(first=0.05, most=0.2, attempts=60, lost=10)
    stop = threading.Event()
    run = threading.Thread(target=lambda: results.append(Desk(made.folder).run(port, patience=patient, stop=stop)))
    results: list[object] = []
    folders = [tmp_path / f"sink{number}" for number in range(6)]  # names of files come again after a start
    with sink(folders[0], port=port):
        run.start()
        time.sleep(0.15)
    for folder in folders[1:5]:
        with sink(folder, port=port):
            time.sleep(0.1)
    with sink(folders[5], port=port):
        run.join(60)
    got = sum((Sink(folder, port).rcpts() for folder in folders), Counter[str]())
    unknown = made.of(State.UNKNOWN)
    assert results
    assert len(unknown) <= 6
    assert made.of(State.SENT) | unknown == names(2000)
    assert set(got.values()) == {1}
    assert names(2000) - set(got) <= unknown
