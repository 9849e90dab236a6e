"""How many requests a client may make: a token bucket each, in bounded memory."""

from __future__ import annotations

import ipaddress
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

CLIENTS = 10_000  # remembered at once: a megabyte or two


class Limit:
    """At most ``burst`` requests at once from a client, and ``rate`` a second in the long run.

    Of too many clients those are forgotten that were seen longest ago: they begin anew with a full bucket.
    """

    def __init__(
        self, rate: float, burst: int, clients: int = CLIENTS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.rate = rate
        self.burst = burst
        self.clients = clients
        self.clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, client: str) -> int:
        """0 where a request of ``client`` may pass; else in how many seconds it may (for Retry-After)."""
        name = network(client)
        with self._lock:
            now = self.clock()
            left, seen = self._buckets.pop(name, (float(self.burst), now))
            left = min(self.burst, left + (now - seen) * self.rate)
            passes = left >= 1
            self._buckets[name] = (left - 1 if passes else left, now)
            if len(self._buckets) > self.clients:
                self._buckets.popitem(last=False)
        return 0 if passes else math.ceil((1 - left) / self.rate)


def network(client: str) -> str:
    """What counts as one client: an IPv4 address, or the /64 that one household of IPv6 has (RFC 6177)."""
    try:
        address = ipaddress.ip_address(client.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((int(address) >> 64 << 64, 64)))
    return str(address)
