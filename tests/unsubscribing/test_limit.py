"""How many requests a client may make, by a clock that the test turns."""

from __future__ import annotations

from pipeline.unsubscribing.limit import Limit, network


def test_a_bucket_fills_again_with_time() -> None:
    now = [100.0]
    limit = Limit(rate=0.5, burst=2, clock=lambda: now[0])
    assert [limit.wait("a") for _ in range(4)] == [0, 0, 2, 2]
    now[0] += 1.5
    assert limit.wait("a") == 1  # three quarters of a request are there: half a second is told as a whole one
    now[0] += 0.5
    assert [limit.wait("a"), limit.wait("a")] == [0, 2]
    now[0] += 1000
    assert [limit.wait("a") for _ in range(3)] == [0, 0, 2]  # never more than the burst


def test_of_too_many_clients_the_oldest_is_forgotten() -> None:
    limit = Limit(rate=0.1, burst=1, clients=2, clock=lambda: 0.0)
    assert [limit.wait(f"192.0.2.{n}") for n in (1, 2, 1, 3)] == [0, 0, 10, 0]
    assert limit.wait("192.0.2.1") == 10  # it was seen since
    assert limit.wait("192.0.2.2") == 0


def test_one_household_is_one_client() -> None:
    assert network("2001:db8::1") == network("2001:db8::ffff:2%eth0") == "2001:db8::/64"
    assert network("::ffff:192.0.2.1") == network("192.0.2.1") == "192.0.2.1"
    assert network("not an address") == "unknown"
