"""``doctor``: what a mailing needs and whether it is so: SPF, DKIM, DMARC, MX, the relay, the link to leave, .mail.

It asks the DNS, the relay and the web server of the publication, or of ESSAY, and changes nothing. What cannot be
reached from here is unknown, and no failure.
"""

from __future__ import annotations

import argparse
import ipaddress
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands.essays import content
from pipeline.commands.publication import publication
from pipeline.document import Essay
from pipeline.files import Files
from pipeline.header import HeaderError, mailbox
from pipeline.meta import Meta, Service
from pipeline.problems import failed
from pipeline.sending import state

if TYPE_CHECKING:
    from pipeline.doctor.finding import Finding, Findings
    from pipeline.doctor.names import Names


def run(arguments: list[str]) -> int:
    """Prints a table; 1 where something fails."""
    parser = argparse.ArgumentParser(
        prog="python -m pipeline doctor", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--dns", default="", help="ADDRESS or ADDRESS:PORT of the server to ask; else this machine's")
    asked = parser.parse_args(arguments)
    names = _server(asked.dns)
    if names is None:
        parser.error("--dns takes an address, as 9.9.9.9 or 127.0.0.1:5353")
    meta, problems = publication(Files(Path.cwd()))
    for problem in problems:
        print(problem, file=sys.stderr)
    if meta is None or failed(problems):
        return 1
    from pipeline.doctor.finding import State, table

    findings = examined(meta, names)
    print(table(findings))
    return 1 if any(one.state is State.FAIL for one in findings) else 0


def _server(text: str) -> Names | None:
    """The DNS at the address ``text``, or as this machine asks it; None where it is no address."""
    from pipeline.doctor.names import Names

    if not text:
        return Names()
    found = re.fullmatch(r"([0-9.]+|\[[0-9A-Fa-f:.]+\])(?::([0-9]{1,5}))?", text)
    port = int(found[2] or 53) if found else 0
    try:
        return Names(str(ipaddress.ip_address(found[1].strip("[]"))), port) if found and 0 < port < 65_536 else None
    except ValueError:
        return None


def examined(meta: Meta, names: Names) -> Findings:
    """The findings on what ``meta`` says, asked by ``names``."""
    from pipeline.doctor.finding import Finding, State
    from pipeline.doctor.machine import machine

    folder = state.folder()
    here = machine(folder)
    mail = meta.newsletter
    if mail.service is not Service.SMTP:
        says = f"{mail.service} sends, and signs: its own pages say what to publish"
        return (Finding(State.UNKNOWN, "service", says), *here)
    try:
        sender = mailbox(mail.sender or "").domain
        returns = mailbox(mail.returns or mail.sender or "").domain
    except HeaderError:
        todo = "give `newsletter: {from: Name <name@example.org>}` in publication.yaml"
        return (Finding(State.FAIL, "sender", "there is none, or it is no address", todo), *here)
    return (
        *_sender(meta, names, sender, returns, folder),
        *_relay(meta, names, folder),
        *_leaving(meta),
        *here,
    )


def _sender(meta: Meta, names: Names, sender: str, returns: str, folder: Path) -> Findings:
    from pipeline.doctor.dmarc import dmarc
    from pipeline.doctor.finding import Finding, State
    from pipeline.doctor.hosts import mx
    from pipeline.doctor.keys import dkim
    from pipeline.doctor.spf import spf
    from pipeline.signing.asked import key_file, signing_domain, usable

    relay = meta.newsletter.relay.host if meta.newsletter.relay else None
    found: list[Finding] = [*spf(names, returns, relay)]
    # What `newsletter.dkim` says is held against From as when an essay is signed.
    whole = Essay(slug="publication", path=str(content() / "publication.yaml"), meta=meta, sections=())
    signer = None
    if meta.newsletter.dkim is None:
        says = "not signed here; whether the relay signs cannot be seen from here"
        todo = "send yourself one (make send TEST=) and look for dkim=pass; else: make dkim-key"
        found.append(Finding(State.UNKNOWN, "DKIM", says, todo))
    else:
        signer, problems = signing_domain(whole)
        if signer is not None:
            asked = meta.newsletter.dkim
            place = meta.place("newsletter.dkim", whole.path)
            key, problems = usable(key_file(asked, signer, folder), place, signer, asked.selector)
            if key is not None:
                found += dkim(names, signer, asked.selector, key)
        found += [Finding(State.FAIL, "DKIM", one.message, one.hint) for one in problems]
    found += dmarc(names, sender, returns, signer)
    found += mx(names, sender, "answers")
    if returns != sender:
        found += mx(names, returns, "bounces")
    return tuple(found)


def _relay(meta: Meta, names: Names, folder: Path) -> Findings:
    from pipeline.doctor.finding import Finding, State
    from pipeline.doctor.hosts import ptr
    from pipeline.doctor.ways import relay
    from pipeline.sending.relay import way
    from pipeline.sending.transport import PORTS

    if meta.newsletter.relay is None:
        todo = "give `newsletter: {relay: {host: …}}` in publication.yaml (docs/SENDING.md)"
        return (Finding(State.WARN, "relay", "there is none: a send is a rehearsal", todo),)
    asked = meta.newsletter.relay
    _, problems = way(meta, str(content() / "publication.yaml"), folder, os.environ)
    told = tuple(Finding(State.FAIL, "relay", one.message, one.hint) for one in problems)
    if asked.host is None:
        return told
    return (*told, *relay(asked.host, asked.port or PORTS[asked.security], asked.security), *ptr(names, asked.host))


def _leaving(meta: Meta) -> Findings:
    from pipeline.doctor.finding import Finding, State
    from pipeline.doctor.ways import unsubscribing

    url = meta.newsletter.unsubscribe_url
    if not url:
        todo = "give `newsletter: {unsubscribe_url: https://…}` in publication.yaml (docs/SENDING.md, Leaving)"
        return (Finding(State.FAIL, "unsubscribe link", "there is none", todo),)
    return unsubscribing(url)
