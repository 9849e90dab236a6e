"""Postfix as the local engine, set up as the README says: mails arrive once, and its log settles what is unknown."""

from __future__ import annotations

import email
import email.policy
import os
import random
import signal
import time
from pathlib import Path

import pytest

from pipeline.meta import Security
from pipeline.sending.addresses import address
from pipeline.sending.entries import Planned, State
from pipeline.sending.transport import Session, Way
from tests.conftest import needs
from tests.sending.authority import authority
from tests.sending.made import NOW, SHORT, Desk, edition, names, planned
from tests.sending.postfix import postfix
from tests.sending.sink import sink
from tests.sending.test_killed import started

pytestmark = [
    pytest.mark.slow,
    needs("postfix", "smtp-sink"),
    pytest.mark.skipif(os.getuid() != 0, reason="Postfix starts as root"),
]


def test_mails_go_through_postfix_over_tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    desk = Desk(tmp_path / "mail")
    rows = [*planned(200), Planned(300, "jörg", address("jörg@bücher.example"), {"name": "Jörg"})]
    with desk.books.ledger.plan(edition(), "readers.csv", NOW, rows):
        pass
    with sink(tmp_path / "sink") as last, postfix(last.port, made) as relay:
        way = Way("localhost", relay.port, Security.STARTTLS)
        desk.run(relay.port, connect=lambda: Session(way, SHORT))
        relay.drained()
        got, mails = last.rcpts(), last.mails()
        assert len(desk.of(State.SENT)) == 201
        assert set(got.values()) == {1}
        assert names(200) <= set(got)
        rows_now = list(desk.books.ledger.rows(desk.send))
        ids = {desk.send.message_id(row.address) for row in rows_now if row.address}
        assert ids <= relay.message_ids()
        assert all("queued as" in row.why for row in rows_now)
    found = email.message_from_bytes(mails["r7@example.org"], policy=email.policy.default)
    assert "Hello Reader 7," in next(found.iter_parts()).get_content()
    desk.close()


def test_its_log_settles_what_a_killed_sender_does_not_know(tmp_path: Path) -> None:
    chance, count = random.Random(5), 600
    desk = Desk(tmp_path / "mail", count)
    desk.books.slate.close()  # who sends holds it
    with sink(tmp_path / "sink") as last, postfix(last.port) as relay:
        for _ in range(15):
            process = started(desk.folder, relay.port)
            time.sleep(chance.uniform(0.005, 0.08))
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
        assert os.waitpid(started(desk.folder, relay.port), 0)[1] == 0
        relay.drained()
        got, taken = set(last.rcpts()), relay.message_ids()
        assert set(last.rcpts().values()) == {1}
    unknown = {row.text: row.address for row in desk.books.ledger.rows(desk.send, State.UNKNOWN)}
    assert desk.of(State.SENT) <= got
    assert desk.of(State.SENT) | set(unknown) == names(count)
    for reader, to in unknown.items():
        assert to is not None
        assert (desk.send.message_id(to) in taken) == (reader in got)
    desk.close()
