"""SPF (RFC 7208): which servers may send in the name of the domain that bounces come back to."""

from __future__ import annotations

import ipaddress
import re

from pipeline.doctor.finding import Finding, Findings, State
from pipeline.doctor.names import Names, UnansweredError

LOOKUPS = 10  # that a receiver makes (4.6.4)
_TERM = re.compile(
    r"[+?~-]?(all|include:[^\s:/]+|a(:[^\s/]+)?(/[0-9/]+)?|mx(:[^\s/]+)?(/[0-9/]+)?|ptr(:\S+)?|ip4:[0-9./]+"
    r"|ip6:[0-9A-Fa-f:./]+|exists:\S+)|(redirect|exp|[a-z][a-z0-9._-]*)=\S*",
    re.IGNORECASE,
)


class _WrongError(Exception):
    """The record cannot be evaluated (2.6.7, permerror)."""


def spf(names: Names, domain: str, relay: str | None) -> Findings:
    """The finding on the record of ``domain``; ``relay`` is the host that mails leave by."""
    subject = f"SPF {domain}"
    try:
        found = _records(names, domain)
        if not found:
            who = f"a:{relay} " if relay else ""
            todo = f'publish: {domain}. IN TXT "v=spf1 {who}-all"   (with what your relay tells you to include)'
            return (Finding(State.FAIL, subject, "there is no record", todo),)
        if len(found) > 1:
            return (Finding(State.FAIL, subject, f"there are {len(found)} records, so none counts", "make them one"),)
        lookups = _lookups(names, domain, found[0], ())
    except UnansweredError as fault:
        return (Finding(State.UNKNOWN, subject, str(fault)),)
    except _WrongError as fault:
        return (Finding(State.FAIL, subject, str(fault), "mend the record: as it is, receivers ignore it"),)
    if lookups > LOOKUPS:
        todo = "leave out what you do not send by; receivers stop at ten and ignore the record"
        return (Finding(State.FAIL, subject, f"it takes {lookups} look-ups, over {LOOKUPS}", todo),)
    return (_judged(subject, found[0]),)


def _judged(subject: str, record: str) -> Finding:
    """What a record lets, and what its end says of all other servers."""
    terms = [term.lower() for term in record.split()[1:]]
    ends = [term for term in terms if term.lstrip("+-~?") == "all"]
    if any(term in ("all", "+all") for term in ends):
        return Finding(State.FAIL, subject, f"lets anybody send: {record}", "end it with -all or ~all")
    heard = [term.lower() for term in _heard(record)]
    if dead := [term for term in terms if term not in heard and ("=" not in term or term.startswith("redirect="))]:
        says = f"`{dead[0]}` is never looked at, for `{ends[0]}` ends the search (5.1, 6.1): {record}"
        return Finding(State.FAIL, subject, says, f"move `{ends[0]}` to the end, or take out what is not meant")
    if ends and len(heard) == 1:
        todo = "put before it by what you send: what your relay tells you to include, or its ip4: and ip6:"
        return Finding(State.FAIL, subject, f"lets nobody send: {record}", todo)
    if not ends and not any(term.startswith("redirect=") for term in terms):
        return Finding(State.WARN, subject, f"says nothing of all others: {record}", "end it with -all or ~all")
    if "?all" in ends:
        return Finding(State.WARN, subject, f"is neutral to all others: {record}", "end it with -all or ~all")
    if any(term.lstrip("+-~?").startswith("ptr") for term in terms):
        return Finding(State.WARN, subject, f"uses ptr, which receivers skip (5.5): {record}", "take ptr out")
    return Finding(State.OK, subject, record)


def _records(names: Names, domain: str) -> tuple[str, ...]:
    return tuple(text for text in names.txt(domain) if text.lower() == "v=spf1" or text.lower().startswith("v=spf1 "))


def _heard(record: str) -> tuple[str, ...]:
    """The terms that a receiver looks at: up to ``all``, and redirect= only where there is no ``all`` (5.1, 6.1)."""
    terms = record.split()[1:]
    plain = [term.lstrip("+-~?").lower() for term in terms]
    if "all" in plain:
        return tuple(term for term in terms[: plain.index("all") + 1] if not term.lower().startswith("redirect="))
    return tuple(terms)


def _addressed(term: str) -> bool:
    """Whether the network of ip4: or ip6: is one."""
    name, colon, network = term.lstrip("+-~?").partition(":")
    if not colon or name.lower() not in ("ip4", "ip6"):
        return True
    try:
        found = ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False
    return found.version == int(name[2])


def _lookups(names: Names, domain: str, record: str, seen: tuple[str, ...]) -> int:
    """How many look-ups the record takes, with what it includes. Raises _WrongError, UnansweredError."""
    if domain in seen or len(seen) > LOOKUPS:
        raise _WrongError(f"it includes itself by {domain}")
    for term in record.split()[1:]:
        if not _TERM.fullmatch(term) or not _addressed(term):
            raise _WrongError(f"`{term[:60]}` is no term (of {domain})")
    count = 0
    for term in _heard(record):
        plain = term.lstrip("+-~?").lower()
        inner = re.match(r"(?:include:|redirect=)(.+)", plain)
        if inner or re.match(r"(a|mx|ptr|exists)(:|/|$)", plain):
            count += 1
        if inner and "%{" not in inner[1] and count <= LOOKUPS:
            found = _records(names, inner[1])
            if len(found) != 1:
                raise _WrongError(f"it includes {inner[1]}, which has {len(found) or 'no'} record")
            count += _lookups(names, inner[1], found[0], (*seen, domain))
    return count
