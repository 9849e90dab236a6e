"""How fast, how patient, and how it is told."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.sending.entries import State
from pipeline.sending.pace import Bucket, Patience, rate
from pipeline.sending.progress import Progress, lasting, line
from pipeline.sending.sender import Tally


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("10/s", 10),
        ("30 / min", 0.5),
        ("3600/h", 1),
        ("14", 14),
        ("0.5/s", 0.5),
        ("0/s", None),
        ("fast", None),
        ("", None),
    ],
)
def test_a_rate(text: str, found: float | None) -> None:
    assert rate(text) == found


@given(st.floats(0.1, 500), st.lists(st.floats(0, 0.3), max_size=40))
def test_no_more_than_the_rate_and_one_seconds_worth_at_once(speed: float, pauses: list[float]) -> None:
    now = 0.0
    bucket = Bucket(speed, lambda: now)
    times: list[float] = []
    for pause in pauses:
        now += pause
        now += bucket.wait()
        bucket.wait()
        bucket.take()
        times.append(now)
    for at in times:
        within = [one for one in times if at <= one < at + 1.0]
        assert len(within) <= speed + max(1.0, speed) + 1


def test_a_burst_is_bounded_after_a_long_pause() -> None:
    now = 1000.0
    bucket = Bucket(5.0, lambda: now)
    now += 3600
    count = 0
    while bucket.wait() == 0:
        bucket.take()
        count += 1
    assert count == 5


def test_patience_doubles_up_to_its_most() -> None:
    assert [Patience().delay(attempt) for attempt in range(1, 9)] == [1, 2, 4, 8, 16, 32, 60, 60]


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.2, "1 s"), (40, "40 s"), (89, "89 s"), (240, "4 min"), (7500, "2 h 05 min")]
)
def test_a_length_of_time(seconds: float, said: str) -> None:
    assert lasting(seconds) == said


def tally() -> Tally:
    made = Tally(10_000, began=100.0)
    made.done[State.SENT] = 1_232
    made.done[State.FAILED] = 2
    return made


def test_how_a_run_goes() -> None:
    assert line(tally(), 133.0) == "1,234 of 10,000 · 37/s · 4 min left · 2 failed"
    slow = Tally(10, began=0.0)
    slow.done[State.SENT] = 2
    slow.waiting = "again in 8 s: 451 later"
    slow.put_off = 1
    assert line(slow, 60.0) == "2 of 10 · 2/min · 4 min left · 1 put off · again in 8 s: 451 later"
    assert line(Tally(5, began=0.0), 0.1) == "0 of 5"


def test_a_log_gets_a_line_now_and_then() -> None:
    stream = io.StringIO()
    progress = Progress(stream)
    for _ in range(5):
        progress(tally())
    assert stream.getvalue().count("\n") == 1
    progress.end()


class Terminal(io.StringIO):
    """A terminal that does not say how wide it is, or that is gone."""

    gone = False

    def isatty(self) -> bool:
        return True

    def write(self, text: str, /) -> int:
        if self.gone:
            raise OSError(5, "Input/output error")
        return super().write(text)


def test_a_line_stays_within_the_terminal() -> None:
    terminal = Terminal()
    progress = Progress(terminal)
    progress(Tally(10, waiting=f"again in 8 s: 451 {'later ' * 50}"))
    assert len(terminal.getvalue()) == 80  # with the return to the line's start
    assert terminal.getvalue().startswith("\r0 of 10 · again in 8 s: 451 later later")
    assert terminal.getvalue().endswith("…")


def test_a_terminal_that_is_gone_stops_nothing() -> None:
    terminal = Terminal()
    terminal.gone = True
    progress = Progress(terminal)
    progress(Tally(10, waiting="later"))
    progress.end()
