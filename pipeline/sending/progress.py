"""How a run goes, in one line: how many of how many, how fast, how long yet."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from dataclasses import dataclass, field
from typing import TextIO

from pipeline.sending.entries import State
from pipeline.sending.sender import Tally

_TERMINAL = 0.2  # seconds between two looks of one line
_COLUMNS = 80  # of a terminal that does not say
_LOG = 10.0  # seconds between two lines of a log


def line(tally: Tally, now: float) -> str:
    """``1,234 of 10,000 · 37/s · 4 min left · 2 failed``."""
    seconds = max(now - tally.began, 1e-6)
    parts = [f"{tally.settled:,} of {tally.total:,}"]
    if tally.settled and seconds >= 1:
        rate = tally.settled / seconds
        parts.append(f"{rate:,.0f}/s" if rate >= 10 else f"{rate * 60:,.0f}/min")
        if tally.settled < tally.total:
            parts.append(f"{lasting((tally.total - tally.settled) / rate)} left")
    told = ((State.FAILED, "failed"), (State.SKIPPED, "skipped"), (State.UNKNOWN, "unknown"))
    parts += [f"{tally.done[state]:,} {word}" for state, word in told if tally.done[state]]
    parts += [f"{tally.put_off:,} put off"] if tally.put_off else []
    parts += [tally.waiting] if tally.waiting else []
    return " · ".join(parts)


def lasting(seconds: float) -> str:
    """A length of time as a person says it: ``40 s``, ``4 min``, ``2 h 05 min``."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02} min"


@dataclass(slots=True)
class Progress:
    """Shows a run on ``stream``: one line that changes on a terminal, else a line now and then.

    A terminal that is gone, or a log that is full, does not stop a send.
    """

    stream: TextIO = field(default_factory=lambda: sys.stderr)
    _last: float = 0.0
    _wide: int = 0

    def __call__(self, tally: Tally) -> None:
        """Shows how it goes, if it is time to."""
        now = time.monotonic()
        live = self.stream.isatty()
        every = _TERMINAL if live else _LOG
        if now - max(self._last, tally.began) < every and not (tally.waiting and live):
            return
        self._last = now
        text = line(tally, now)
        if live:
            text = text if len(text) < (wide := self._columns()) else f"{text[: wide - 2]}…"
            self._write(f"\r{text:<{self._wide}}")
            self._wide = len(text)
        else:
            self._write(f"  {text}\n")

    def end(self) -> None:
        """Leaves the line."""
        if self._wide:
            self._write(f"\r{'':<{self._wide}}\r")

    def _columns(self) -> int:
        """Of the terminal: what is wider would go on below, and stay there."""
        try:
            return os.get_terminal_size(self.stream.fileno()).columns or _COLUMNS
        except (OSError, ValueError):
            return _COLUMNS

    def _write(self, text: str) -> None:
        with contextlib.suppress(OSError):
            self.stream.write(text)
            self.stream.flush()
