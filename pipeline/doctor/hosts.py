"""Hosts: whether mail to a domain arrives (MX), and what the relay's address says of itself (PTR)."""

from __future__ import annotations

import ipaddress

from pipeline.doctor.finding import Finding, Findings, State
from pipeline.doctor.names import Names, UnansweredError


def mx(names: Names, domain: str, what: str) -> Findings:
    """The finding on where mail to ``domain`` goes; ``what`` arrives there: answers, bounces."""
    subject = f"MX {domain}"
    try:
        found = names.ask(domain, "MX")
        hosts = [record.split()[-1].rstrip(".") for record in found]
        if not found:
            if names.addresses(domain):
                todo = f"publish: {domain}. IN MX 10 mail.{domain}."
                return (Finding(State.WARN, subject, f"none; {what} go to the host of that name", todo),)
            todo = f"publish: {domain}. IN MX 10 (your mail server)"
            return (Finding(State.FAIL, subject, f"no mail arrives there, so {what} are lost", todo),)
        if hosts == [""]:  # RFC 7505
            todo = "take the null MX out, or give an address at another domain"
            return (Finding(State.FAIL, subject, f"it says that it takes no mail; {what} are lost", todo),)
        dead = [host for host in hosts if not names.addresses(host)]
    except UnansweredError as fault:
        return (Finding(State.UNKNOWN, subject, str(fault)),)
    if len(dead) == len(hosts):
        says = f"{', '.join(dead)} {'has' if len(dead) == 1 else 'have'} no address"
        return (Finding(State.FAIL, subject, says, "mend the record"),)
    return (Finding(State.OK, subject, f"{what} go to {', '.join(hosts)}"),)


def ptr(names: Names, relay: str) -> Findings:
    """The finding on the relay's address: it has a name, and the name leads back to it, as receivers ask."""
    subject = f"PTR {relay}"
    try:
        here = relay.lower().rstrip(".") == "localhost"  # of which the DNS need not know (RFC 6761, 6.3)
        found = ("127.0.0.1",) if here else (relay,) if _address(relay) else names.addresses(relay)
        outside = [address for address in found if ipaddress.ip_address(address).is_global]
        if not found:
            return (Finding(State.FAIL, subject, "the relay's name has no address", "mend `newsletter.relay.host`"),)
        if not outside:
            says = "the relay is on this machine or net: by which address it sends cannot be seen from here"
            todo = "that address must have a name that leads back to it: dig -x ADDRESS"
            return (Finding(State.UNKNOWN, subject, says, todo),)
        for address in outside:
            named = [name.rstrip(".") for name in names.back(address)]
            if not any(address in names.addresses(name) for name in named):
                says = f"{address} has no name that leads back to it{f' ({named[0]})' if named else ''}"
                return (
                    Finding(State.WARN, subject, says, "its provider sets it; many receivers refuse such a sender"),
                )
    except UnansweredError as fault:
        return (Finding(State.UNKNOWN, subject, str(fault)),)
    return (Finding(State.OK, subject, ", ".join(outside)),)


def _address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
