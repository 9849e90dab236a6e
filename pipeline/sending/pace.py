"""Pace: how many mails go out in what time (a token bucket), and how long one waits for a relay that asks for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_RATE = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)(?: ?/ ?(s|min|h))?")
_UNITS = {"s": 1.0, "min": 60.0, "h": 3600.0}


def rate(text: str) -> float | None:
    """Mails a second of ``10/s``, ``30/min``, ``500/h`` or a bare number, which is of a second; None if it is none."""
    found = _RATE.fullmatch(text.strip())
    if found is None or float(found[1]) <= 0:
        return None
    return float(found[1]) / _UNITS[found[2] or "s"]


class Bucket:
    """A bucket that fills by ``rate`` a second and holds what one second brings, at least one; None never waits."""

    def __init__(self, rate: float | None, clock: Callable[[], float]) -> None:
        self._rate = rate
        self._clock = clock
        self._most = max(1.0, rate or 1.0)
        self._held = 1.0
        self._then = clock()

    def wait(self) -> float:
        """Seconds until the next mail may go."""
        if self._rate is None:
            return 0.0
        now = self._clock()
        self._held = min(self._most, self._held + (now - self._then) * self._rate)
        self._then = now
        return max(0.0, (1.0 - self._held) / self._rate)

    def take(self) -> None:
        """Takes one mail's worth, after :meth:`wait` has been waited for."""
        self._held -= 1.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How a relay that defers is waited for: ``first`` seconds, then twice as long each time up to ``most``.

    After ``attempts`` the mail is put off. So many ``refused``, ``put_off`` or ``lost`` in a row stop the send.
    """

    first: float = 1.0
    most: float = 60.0
    attempts: int = 8
    refused: int = 10
    put_off: int = 3
    lost: int = 3

    def delay(self, attempt: int) -> float:
        """Seconds before the attempt that follows the ``attempt``-th, counted from 1."""
        return min(self.most, self.first * 2.0 ** (attempt - 1))
