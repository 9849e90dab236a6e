"""The one hand that writes: requests of many threads go into the suppression file together, and wait for the disk.

A hundred readers who leave in the same moment cost one writing. Nobody is told "done" before it is on the disk.
"""

from __future__ import annotations

import queue
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.sending import suppression
from pipeline.sending.addresses import AddressError
from pipeline.sending.suppression import Entry, Reason

WAITING = 1000  # requests at once; the server has no more threads than this
PATIENCE = 20  # seconds that a request waits for the disk


@dataclass(slots=True)
class _Job:
    """One request: an address to write down, or none, which takes the same way."""

    address: str | None
    done: threading.Event = field(default_factory=threading.Event)
    good: bool = False


class Writer:
    """Writes into the suppression file ``path``. ``healthy`` tells whether the last writing went well."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.healthy = True
        self.written = 0
        self._jobs: queue.Queue[_Job] = queue.Queue(WAITING)
        threading.Thread(target=self._work, name="suppression", daemon=True).start()

    def leave(self, address: str | None) -> bool:
        """Whether ``address`` is in the file, on the disk; of None, whether it would be."""
        job = _Job(address)
        try:
            self._jobs.put(job, timeout=PATIENCE)
        except queue.Full:
            return False
        return job.done.wait(PATIENCE) and job.good

    def _work(self) -> None:
        while True:
            jobs = [self._jobs.get()]
            while not self._jobs.empty():
                jobs.append(self._jobs.get_nowait())
            good = self._write([job.address for job in jobs if job.address is not None])
            for job in jobs:
                job.good = good
                job.done.set()

    def _write(self, addresses: list[str]) -> bool:
        """Whether all of ``addresses`` are in the file; what went wrong is said on the standard error, without them."""
        entries = [Entry(address, Reason.UNSUBSCRIBED, None, "unsubscribe-server") for address in addresses]
        try:
            self.written += suppression.add(self.path, entries)
        except AddressError:
            # A token of ours encloses what cannot be mailed: nobody has to be kept from it.
            written = [self._write([address]) for address in addresses] if len(addresses) > 1 else []
            return all(written)
        except Exception as fault:  # noqa: BLE001 -- the thread must outlive a full disk, and whatever comes
            if self.healthy:
                print(f"cannot write {self.path}: {fault}; readers are told to try again", file=sys.stderr, flush=True)
            self.healthy = False
            return False
        self.healthy = True
        return True
