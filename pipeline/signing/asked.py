"""From ``newsletter.dkim`` to a signer: which domain, which key, and whether they go with the sender."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.document import Essay
from pipeline.header import HeaderError, a_labels, mailbox
from pipeline.meta import Dkim
from pipeline.private import PrivateError
from pipeline.problems import Place, Problems, error
from pipeline.signing.keys import Key, load
from pipeline.signing.signer import Signer


def signer(essay: Essay, state: Path, moment: int | None = None) -> tuple[Signer | None, Problems]:
    """What signs the mails of ``essay``, or None where it asks for none or a problem is an error.

    ``state`` is the folder ``.mail``; ``moment`` stands in each signature (t=), in seconds since 1970.
    """
    asked = essay.meta.newsletter.dkim
    if asked is None:
        return None, ()
    own = essay.meta.places.get("newsletter.dkim.key")
    if own is not None and own.path == essay.path:
        hint = "write it into publication.yaml: an essay may come from anywhere, and names no file outside its folder"
        return None, (error(own, "dkim-place", "`newsletter.dkim.key` stands in an essay", hint),)
    domain, problems = signing_domain(essay)
    if domain is None:
        return None, problems
    file = key_file(asked, domain, state)
    place = essay.meta.place("newsletter.dkim.key" if asked.key else "newsletter.dkim", essay.path)
    key, problems = usable(file, place, domain, asked.selector)
    return (key.signer(domain, asked.selector, moment) if key else None), problems


def signing_domain(essay: Essay) -> tuple[str | None, Problems]:
    """The domain of ``newsletter.dkim``, else From's. It is From's or above it, as DMARC demands (RFC 7489, 3.1.1)."""
    mail = essay.meta.newsletter
    place = essay.meta.place("newsletter.dkim", essay.path)
    try:
        sender = mailbox(mail.sender or "").domain
    except HeaderError:
        hint = "give `newsletter: {from: Name <name@example.org>}`"
        return None, (error(place, "dkim-domain", "there is no sender whose mail could be signed", hint),)
    asked = mail.dkim.domain if mail.dkim else None
    if asked is None:
        return sender, ()
    place = essay.meta.place("newsletter.dkim.domain", essay.path)
    try:
        domain = a_labels(asked)
    except HeaderError as fault:
        return None, (error(place, "dkim-domain", f"`newsletter.dkim.domain` {fault}"),)
    if aligned(domain, sender):
        return domain, ()
    message = f"{domain} cannot sign for {sender}: DMARC asks for the domain of `from`, or one above it"
    return None, (error(place, "dkim-domain", message, f"write `domain: {sender}`, or take the key out"),)


def aligned(domain: str, sender: str) -> bool:
    """Whether ``domain`` is that of the sender or above it (relaxed alignment)."""
    return sender == domain or sender.endswith(f".{domain}")


def key_file(asked: Dkim, domain: str, state: Path) -> Path:
    """The file of the private key: as written, from the project's folder on; else the one that ``dkim-key`` makes."""
    home = os.path.expanduser(asked.key or "")  # "~nobody" stays as it is
    return Path(home) if asked.key else made_file(state, domain, asked.selector)


def made_file(state: Path, domain: str, selector: str) -> Path:
    """Where ``dkim-key`` puts a key."""
    return state / f"{domain}.{selector}.pem"


def usable(file: Path, place: Place, domain: str, selector: str) -> tuple[Key | None, Problems]:
    """The key in ``file``, or the problem, told at ``place``, that keeps it from being used."""
    try:
        return load(file), ()
    except PrivateError as fault:
        return None, (error(place, "dkim-key", str(fault), fault.hint),)
    except FileNotFoundError:
        hint = f"make one: make dkim-key DOMAIN={domain} SELECTOR={selector}"
        return None, (error(place, "dkim-key", f"there is no key {file}", hint),)
    except (OSError, ValueError) as fault:  # the second for a NUL in the path
        reason = fault.strerror if isinstance(fault, OSError) else str(fault)
        return None, (error(place, "dkim-key", f"the key {file} cannot be read: {reason}"),)
