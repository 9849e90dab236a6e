"""DKIM (RFC 6376): whether the key that is published is the one that signs."""

from __future__ import annotations

import re

from pipeline.doctor.finding import Finding, Findings, State
from pipeline.doctor.names import Names, UnansweredError
from pipeline.signing.keys import Key, zone


def dkim(names: Names, domain: str, selector: str, key: Key) -> Findings:
    """The finding on the record of ``selector`` at ``domain``, held against ``key``."""
    subject = f"DKIM {selector}._domainkey.{domain}"
    publish = f"publish: {zone(domain, selector, key.record())}"
    try:
        found = [text for text in names.txt(f"{selector}._domainkey.{domain}") if "p=" in text]
    except UnansweredError as fault:
        return (Finding(State.UNKNOWN, subject, str(fault)),)
    if not found:
        return (Finding(State.FAIL, subject, "the key is not published; no signature would hold", publish),)
    if len(found) > 1:
        return (Finding(State.FAIL, subject, f"{len(found)} keys stand at one name", "leave one there"),)
    tags = {
        name.strip(): "".join(text.split()) for name, _, text in (part.partition("=") for part in found[0].split(";"))
    }
    if tags.get("v", "DKIM1") != "DKIM1":
        return (Finding(State.FAIL, subject, f"v={tags['v']} is no version", publish),)
    if not tags.get("p"):
        return (Finding(State.FAIL, subject, "the key is revoked (p= is empty)", publish),)
    if tags.get("k", "rsa") != key.kind or tags["p"].rstrip("=") != key.public().rstrip("="):
        return (Finding(State.FAIL, subject, "another key is published than the one that signs", publish),)
    if "h" in tags and "sha256" not in tags["h"].split(":"):
        return (Finding(State.FAIL, subject, f"h={tags['h']} leaves SHA-256 out", "take h= out of the record"),)
    if not {"*", "email"} & set(tags.get("s", "*").split(":")):
        return (Finding(State.FAIL, subject, f"s={tags['s']} is for other services than mail", "take s= out"),)
    if "y" in re.split("[:, ]", tags.get("t", "")):
        return (Finding(State.WARN, subject, "t=y says that it is a test", "take t=y out of the record"),)
    return (Finding(State.OK, subject, f"the published key is ours ({key.kind})"),)
