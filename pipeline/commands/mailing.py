"""What a mailing starts from: what was asked for, and the newsletter, built anew, checked and fit to be sent."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.commands import stages
from pipeline.commands.build import make
from pipeline.commands.check import CHECKS
from pipeline.document import Essay
from pipeline.files import Files
from pipeline.greeting import greeting
from pipeline.header import mailbox
from pipeline.meta import Service
from pipeline.outputs import Product, Target
from pipeline.problems import Place, Problem, Problems, error, failed
from pipeline.reserved import READER
from pipeline.sending.entries import Claim, Edition, Send
from pipeline.sending.message import Letter, Mail, author

BUILD = Path("build")
NEEDED = ("mail-from", "mail-postal-address", "mail-unsubscribe")

SWITCHES = ("DRY", "YES", "RESEND_UNKNOWN", "RETRY_FAILED")
_YES = {"1", "yes", "y", "true", "on"}
_NO = {"", "0", "no", "n", "false", "off"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for, by Make's variables."""

    list: Path | None
    test: str | None
    dry: bool
    limit: int | None
    rate: str
    yes: bool
    again_unknown: bool
    again_failed: bool
    new: str


def asked(environment: Mapping[str, str]) -> tuple[Asked, Problems]:
    """The settings of ``environment``; nothing said is no, and what is neither yes nor no is told."""
    given = {name: value for name, value in environment.items() if value}
    switches = {name: _switch(given.get(name, "")) for name in SWITCHES}
    problems = [
        error(Place(name), "send-setting", f"`{given[name]}` is neither yes nor no", f"{name}=1, or leave it out")
        for name, on in switches.items()
        if on is None
    ]
    limit = given.get("LIMIT")
    if limit is not None and not re.fullmatch(r"[1-9][0-9]{0,8}", limit):
        problems.append(error(Place("LIMIT"), "send-setting", f"`{limit}` is no number of mails", "LIMIT=100"))
        limit = None
    new = given.get("NEW", "")
    new = "" if _switch(new) is False else new
    if new not in {"", "1", "rest"}:
        hint = "NEW=1 sends the new edition to everyone in the list, NEW=rest to those who have none yet"
        problems.append(error(Place("NEW"), "send-setting", f"`{new}` is not known here", hint))
    if new and (switches["RESEND_UNKNOWN"] or switches["RETRY_FAILED"]):
        text = "NEW begins a send, and RESEND_UNKNOWN and RETRY_FAILED go on with one"
        problems.append(error(Place("NEW"), "send-setting", text, "one after the other"))
    there = Path(given["LIST"]).expanduser() if "LIST" in given else None
    if there is not None and there.is_dir():
        hint = "give the zip as it came; where it was unpacked on the way, zip the folder again"
        problems.append(error(Place(str(there)), "list-missing", "it is a folder, not a list", hint))
    elif there is not None and not there.is_file():
        problems.append(error(Place(str(there)), "list-missing", "there is no such list", "LIST=readers.csv"))
    found = Asked(
        there,
        given.get("TEST"),
        bool(switches["DRY"]),
        int(limit) if limit else None,
        given.get("RATE", ""),
        bool(switches["YES"]),
        bool(switches["RESEND_UNKNOWN"]),
        bool(switches["RETRY_FAILED"]),
        new,
    )
    return found, tuple(problems)


def _switch(text: str) -> bool | None:
    """Whether a variable says yes; None where it says neither yes nor no."""
    word = text.strip().lower()
    return True if word in _YES else False if word in _NO else None


@dataclass(frozen=True, slots=True)
class Newsletter:
    """An essay's newsletter, built and read back: its edition, and what was found."""

    essay: Essay
    edition: Edition
    problems: Problems


def newsletter(path: Path) -> tuple[Newsletter | None, Problems]:
    """The newsletter of the essay at ``path``, brought up to date in the build folder and checked."""
    files = Files(Path.cwd())
    target = Target(BUILD, path.parent.name, Product.NEWSLETTER)
    outcome, _ = make(target, path, time.time_ns())
    problems: list[Problem] = []
    essay, _ = stages.essay(path, files)
    if outcome.row.state == "unwanted":
        hint = "take `outputs` out of its front matter, or add newsletter"
        problems.append(error(Place(files.shown(path)), "send-unwanted", "this essay makes no newsletter", hint))
    if outcome.made is None or essay is None or failed(problems):
        return None, outcome.settled(*problems).problems
    message = outcome.made.contents[2]
    eml = target.files[-1]
    if eml.read_bytes() != message:
        text = "you edited this file; what would be sent is what the essay says"
        hint = f"put the change into the essay, then: rm {files.shown(eml)}"
        problems.append(error(Place(files.shown(eml)), "send-edited", text, hint))
    theme, _ = stages.theme(path, essay.meta, files)
    if theme is not None:
        problems += CHECKS[Product.NEWSLETTER](message, essay, theme)
    found = outcome.settled(*problems).problems
    return (None if failed(found) else Newsletter(essay, _edition(essay, message), found)), found


def needed(*, test: bool) -> tuple[str, ...]:
    """The codes of what a build warns of, and without which nobody is mailed; a ``test`` copy needs only a sender."""
    return NEEDED[:1] if test else NEEDED


def fit(made: Newsletter, *, test: bool) -> Problems:
    """Why ``made`` must not go to its readers, or not even as a ``test`` to oneself: that may be of a draft."""
    meta, path = made.essay.meta, made.essay.path
    problems: list[Problem] = []
    if meta.draft and not test:
        hint = "take `draft: true` out of its front matter"
        problems.append(error(meta.place("draft", path), "send-draft", "this essay is a draft", hint))
    if meta.newsletter.service is not Service.SMTP:
        service = meta.newsletter.service.value
        hint = f"take `newsletter.service` out, or hand it over: make campaign TO={service}"
        place = meta.place("newsletter.service", path)
        problems.append(error(place, "send-service", f"this newsletter is written for {service} to send", hint))
    for problem in made.problems:
        if problem.code in needed(test=test):
            text = f"{problem.message}: nobody is mailed without it"
            problems.append(error(problem.place, "send-lacks", text, problem.hint))
    return tuple(problems)


def _edition(essay: Essay, message: bytes) -> Edition:
    """The edition: known by all that it says, not by the day on which it was built."""
    mail = essay.meta.newsletter
    sender = author(message)
    returns = mailbox(mail.returns).address if mail.returns else sender
    digest = hashlib.sha256(_without(message, b"Date") + b"\0" + (mail.greeting or "").encode()).hexdigest()
    subject = mail.subject or essay.meta.title
    return Edition(essay.slug, digest, message, mail.greeting or "", subject, sender, returns)


def _without(message: bytes, *names: bytes) -> bytes:
    """``message`` without these fields, each of one line."""
    for name in names:
        message = re.sub(rb"\r\n" + name + rb": [^\r]*", b"", message, count=1)
    return message


def alike(one: Edition, other: Edition) -> bool:
    """Whether both say the same to a reader, though the essay's folder has another name: it is in Message-ID alone."""
    texts = {_without(edition.message, b"Date", b"Message-ID") for edition in (one, other)}
    return len(texts) == 1 and one.greeting == other.greeting


def copies(
    send: Send, token: Callable[[str], str] | None, seal: Callable[[bytes], bytes] | None, mark: str = ""
) -> Callable[[Claim], Mail]:
    """What makes each reader's copy in ``send``: from its frozen bytes, with its token, signed by ``seal``."""
    edition = send.edition
    said, _ = greeting(edition.greeting, Place(edition.slug))
    letter = Letter(edition.message, said, send.begun, send.message_id, returns=edition.returns, mark=mark)

    def copy(claim: Claim) -> Mail:
        own = token(claim.address.key) if token else ""
        mail = letter.copy(claim.address, claim.fields, own)
        return mail if seal is None else Mail(mail.sender, mail.to, mail.id, seal(mail.data))

    return copy


def token(edition: Edition, folder: Path) -> Callable[[str], str] | None:
    """What makes a reader's token; None where the newsletter has no place for one. Raises PrivateError, OSError."""
    if READER.encode() not in edition.message:
        return None
    from pipeline.leaving import secrets, tokens

    known = secrets.load(folder)
    return lambda key: tokens.token(known, key)


def wanted(edition: Edition) -> frozenset[str]:
    """The fields of a list that the newsletter uses."""
    said, _ = greeting(edition.greeting, Place(edition.slug))
    return frozenset(part.name for part in said.parts if not isinstance(part, str)) if said else frozenset()
