"""A DNS server on this machine that answers from a table, over UDP."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator, Mapping

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

from pipeline.doctor.names import Names

WORLD: Mapping[tuple[str, str], tuple[str, ...]] = {(".", "NS"): ("a.root-servers.net.",)}
BROKEN = "servfail"
Records = Mapping[tuple[str, str], tuple[str, ...]]


def txt(text: str) -> str:
    """A text as a zone file has it, in strings of 255."""
    return " ".join(f'"{text[at : at + 255]}"' for at in range(0, len(text), 255))


def _answer(data: bytes, records: Records) -> bytes:
    question = dns.message.from_wire(data)
    [asked] = question.question
    kind = dns.rdatatype.to_text(asked.rdtype)
    name = asked.name.to_text().lower()
    reply = dns.message.make_response(question)
    reply.flags |= dns.flags.RA
    found = records.get((name if name == "." else name.rstrip("."), kind), ())
    if found == (BROKEN,):
        reply.set_rcode(dns.rcode.SERVFAIL)
    elif found:
        reply.answer.append(dns.rrset.from_text(asked.name, 60, "IN", kind, *found))
    elif not any(one == name.rstrip(".") for one, _ in records):
        reply.set_rcode(dns.rcode.NXDOMAIN)
    return reply.to_wire()


@contextlib.contextmanager
def served(records: Records, *, world: bool = True) -> Iterator[Names]:
    """The DNS with these records, and with the root's unless there is no ``world``."""
    whole = {**(WORLD if world else {}), **records}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as plain:
        plain.bind(("127.0.0.1", 0))
        plain.settimeout(0.1)
        ended = threading.Event()

        def serve() -> None:
            while not ended.is_set():
                with contextlib.suppress(TimeoutError):
                    data, client = plain.recvfrom(4096)
                    plain.sendto(_answer(data, whole), client)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield Names("127.0.0.1", plain.getsockname()[1])
        finally:
            ended.set()
            thread.join(5)
