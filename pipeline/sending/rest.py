"""The rest of sends that were begun: who is to get it yet, and what a list that has changed since says otherwise."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pipeline.sending.entries import Row, Send, State
from pipeline.sending.ledger import Ledger
from pipeline.sending.suppression import Suppressed


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of ``sends``, all of one essay, with those in the states ``again`` where that was asked for.

    ``keys`` are the readers of the list that was given, None where none was; ``suppressed`` who is not mailed by now.
    """

    ledger: Ledger
    sends: tuple[Send, ...]
    again: tuple[State, ...]
    keys: Collection[str] | None
    suppressed: Suppressed

    def due(self) -> Iterator[tuple[Row, str]]:
        """Who waits or is mailed again; beside each why they are left out now, or nothing."""
        for send in self.sends:
            for row in self.ledger.rows(send, State.PLANNED, *self.again):
                if row.address is None or (row.state is not State.PLANNED and not self._listed(row.address.key)):
                    continue
                entry = self.suppressed.get(row.address.key)
                yield row, f"suppressed: {entry.reason.value}" if entry else ""

    def added(self) -> int:
        """How many of the list could be mailed, but wait in no send of the essay and were mailed in none."""
        slug = self.sends[0].edition.slug
        return sum(1 for key in self.keys or () if key not in self.suppressed and not self.ledger.holds(slug, key))

    def gone(self) -> int:
        """How many wait, though the list names them no more."""
        return sum(
            1
            for row, why in self.due()
            if not why and row.state is State.PLANNED and row.address and not self._listed(row.address.key)
        )

    def _listed(self, key: str) -> bool:
        return self.keys is None or key in self.keys
