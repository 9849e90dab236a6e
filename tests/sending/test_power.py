"""The power goes at any moment: who is planned has not been mailed, who is sent has, and the rest is unknown."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.sending.entries import State
from pipeline.sending.ledger import Ledger
from pipeline.sending.slate import Slate
from tests.sending.made import Desk, names
from tests.sending.power import Disk, Step, chances, left
from tests.sending.scripted import scripted

READERS = 70
History = tuple[dict[str, bytes], list[Step], list[tuple[int, str]]]


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith("-shm")}


def history(folder: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    """The files before a send, what is then done to them, and after how many steps each reader's mail was taken."""
    Desk(folder, READERS).close()
    before = files(folder)
    taken: list[tuple[int, str]] = []
    with Disk() as disk:
        plain = os.pwrite

        def pwrite(descriptor: int, data: bytes, at: int) -> int:
            disk.steps.append(Step("write", "slate", at, data))
            return plain(descriptor, data, at)

        monkeypatch.setattr("pipeline.sending.slate.os.pwrite", pwrite)

        def answer(verb: str, line: str) -> str | None:
            if verb == ".":
                taken.append((len(disk.steps), line))
            return None

        desk = Desk(folder)
        with scripted(answer) as relay:
            desk.run(relay.port)
        assert desk.of(State.SENT) == names(READERS)
        desk.close()
        monkeypatch.undo()
    return before, disk.steps, taken


def states(folder: Path, found: dict[str, bytes], started: str | None = None) -> dict[str, State]:
    """What a sender that starts in ``folder``, with the files ``found``, knows of each reader.

    ``started`` is another era than the slate's own, as after a power cut.
    """
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, data in found.items():
        (folder / name).write_bytes(data)
    ledger, slate = Ledger(folder / "ledger.sqlite"), Slate(folder / "slate")
    try:
        ledger.recover(slate, slate.era if started is None else started)
        [send] = ledger.sends()
        return {row.text: row.state for row in ledger.rows(send)}
    finally:
        slate.close()
        ledger.close()


@pytest.mark.slow
def test_a_power_cut_at_any_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, steps, taken = history(tmp_path / "mail", monkeypatch)
    assert sum(step.what == "sync" for step in steps) > 4
    most, tried = 0, 0
    for moment in range(len(steps) + 1):
        for how, survives in chances(moment).items():
            if how in {"half", "most"} and moment % 3:
                continue
            found = states(tmp_path / "after", left(before, steps[:moment], survives), "another boot")
            for at, reader in taken:
                state = found[reader]
                if at <= moment:
                    assert state in {State.SENT, State.UNKNOWN}, (moment, how, reader)  # never mailed twice
                elif state is State.SENT:
                    pytest.fail(f"{reader} is forgotten: {moment}, {how}")
            assert set(found.values()) <= {State.PLANNED, State.SENT, State.UNKNOWN}
            most = max(most, sum(state is State.UNKNOWN for state in found.values()))
            tried += 1
    assert tried > 300
    assert 0 < most <= 50  # one batch at most


@pytest.mark.slow
def test_a_kill_at_any_step_leaves_one_unknown_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, steps, taken = history(tmp_path / "mail", monkeypatch)
    for moment in range(0, len(steps) + 1, 2):
        found = states(tmp_path / "after", left(before, steps[:moment], lambda: True))
        assert sum(state is State.UNKNOWN for state in found.values()) <= 1
        for at, reader in taken:
            assert (found[reader] is not State.PLANNED) if at <= moment else (found[reader] is not State.SENT)


def test_the_judge_sees_a_ledger_that_does_not_flush(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, steps, taken = history(tmp_path / "mail", monkeypatch)
    lazy = [step for step in steps if step.what != "sync"]
    found = states(tmp_path / "after", left(before, lazy, lambda: False), "another boot")
    assert [reader for _, reader in taken if found[reader] is State.PLANNED]  # who would be mailed twice
