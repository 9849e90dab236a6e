"""Rules on the sender: the DKIM signature, where there is one (RFC 6376), and whose domain the mail is from.

What stands in the DNS (SPF, DMARC, the key) cannot be seen in a message; what a signature says of itself can.
"""

from __future__ import annotations

import re

from pipeline.problems import Place, Problem, error, warning

# Their DMARC policies have other servers refuse what a list sends under their names.
PROVIDERS = frozenset(
    ("gmail.com", "googlemail.com", "yahoo.com", "outlook.com", "hotmail.com", "live.com", "icloud.com", "aol.com")
)
_RSA_BYTES = 256  # of a signature by a key of 2048 bits


def sender_rules(fields: list[tuple[str, str]], sender: Place, place: Place) -> list[Problem]:
    """The problems of the sender's domain, given at ``sender``, and of each DKIM-Signature."""
    origin = next((value for name, value in fields if name.lower() == "from"), "")
    domain = origin.rpartition("@")[2].rstrip("> ").lower()
    problems: list[Problem] = []
    if domain in PROVIDERS:
        hint = "send from a domain of your own, with SPF, DKIM and DMARC"
        problems.append(warning(sender, "mail-provider", f"{domain} lets nobody else send in its name", hint))
    names = [name.lower() for name, _ in fields]
    for name, value in fields:
        if name.lower() == "dkim-signature":
            problems += _signature(_tags(value), names, domain, place)
    return problems


def _tags(value: str) -> dict[str, str]:
    """``a=rsa-sha256; d=example.org`` as names and values (RFC 6376, 3.2)."""
    pairs = (part.partition("=") for part in value.split(";"))
    return {name.strip(): re.sub(r"\s+", "", text) for name, equals, text in pairs if equals}


def _signature(tags: dict[str, str], names: list[str], domain: str, place: Place) -> list[Problem]:
    wrong = []
    signed = tags.get("h", "").lower().split(":")
    if signed.count("from") <= names.count("from"):
        wrong.append("does not over-sign From: a second one could be added")
    for name in ("list-unsubscribe", "list-unsubscribe-post"):
        if name in names and name not in signed:
            wrong.append(f"does not cover {name.title()} (RFC 8058, 4)")
    if domain != tags.get("d", "") and not domain.endswith("." + tags.get("d", "")):
        wrong.append(f"is by {tags.get('d') or 'nobody'}, and the mail from {domain}")
    algorithm = tags.get("a", "")
    length = len(tags.get("b", "").rstrip("=")) * 3 // 4
    if algorithm not in ("rsa-sha256", "ed25519-sha256"):
        wrong.append(f"is made by `{algorithm}` (RFC 8301, RFC 8463)")
    elif algorithm == "rsa-sha256" and length < _RSA_BYTES:
        wrong.append(f"is by a key of {length * 8} bits, under {_RSA_BYTES * 8}")
    return [error(place, "mail-dkim", f"the DKIM signature {what}") for what in wrong]
