"""One mail read: what kind it is, whom it names, what it says. Whatever is in it, this ends, and says something."""

from __future__ import annotations

import contextlib
import email
import email.errors
import email.header
import email.utils
import enum
import re
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

PATIENCE = 10.0  # seconds that one mail may take
PARTS = 200  # parts of a mail that are looked at
_TOKEN = re.compile(rb"(?<![A-Za-z0-9_-])1[A-Za-z0-9_-]{64,384}(?![A-Za-z0-9_-])")
_ID = re.compile(rb"<([^<>\s@]{1,200}@[^<>\s@]{1,250})>")
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")  # RFC 3463, 2
_LEAVE = re.compile(r"\b(unsubscribe|abmelden|désabonner|opt[- ]?out)\b", re.IGNORECASE)
_AWAY = re.compile(
    r"^\W*(auto(matic)?[- ]?(reply|response)|out of (the )?office|abwesen|réponse automatique)", re.IGNORECASE
)


class Kind(enum.StrEnum):
    """What a mail is."""

    PERMANENT = "permanent"
    TEMPORARY = "temporary"
    REFUSED = "refused"
    COMPLAINT = "complaint"
    LEAVING = "leaving"
    AUTOMATIC = "automatic"
    OTHER = "other"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Returned:
    """What a mail says. ``addresses`` are those it names as not reached; ``tokens`` and ``ids`` may be ours, or not."""

    kind: Kind
    says: str
    addresses: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


def read(data: bytes) -> Returned:
    """The mail of these bytes."""
    # Both by eye over the bytes: they are found however the mail is nested, broken or cut.
    plain = re.sub(rb"=\r?\n", b"", data) if b"=\n" in data or b"=\r\n" in data else data
    tokens = tuple(dict.fromkeys(found.decode("ascii") for found in _TOKEN.findall(plain)[:500]))
    ids = tuple(dict.fromkeys(found.decode("latin-1") for found in _ID.findall(data)[:500]))
    try:
        with _bounded():
            message = email.message_from_bytes(data)
            found = _complaint(message) or _bounce(message) or _leaving(message) or _other(message)
            decoded = _decoded_tokens(message)
    except TimeoutError:
        return Returned(Kind.BROKEN, f"reading it takes over {PATIENCE:g} seconds", (), tokens, ids)
    except (RecursionError, MemoryError):
        return Returned(Kind.BROKEN, "its parts are nested without end", (), tokens, ids)
    except Exception as fault:  # noqa: BLE001 -- what arrives from outside must not end the reading of the rest
        return Returned(Kind.BROKEN, f"it cannot be read ({type(fault).__name__})", (), tokens, ids)
    return Returned(found.kind, found.says, found.addresses, tuple(dict.fromkeys((*tokens, *decoded))), ids)


def _complaint(message: Message) -> Returned | None:
    """A report of feedback (RFC 5965): a reader pressed "this is spam"."""
    for part in _parts(message):
        if part.get_content_type() == "message/feedback-report":
            fields = _fields(part)
            kind = fields.get("feedback-type", "abuse").lower()
            who = tuple(_address(fields[name]) for name in ("original-rcpt-to", "removal-recipient") if name in fields)
            if kind == "not-spam":
                return Returned(Kind.OTHER, "a report that it is no spam")
            if kind.startswith("opt-out"):
                return Returned(Kind.LEAVING, "asks to leave", who)
            return Returned(Kind.COMPLAINT, f"complains of {kind}", who)
    return None


def _bounce(message: Message) -> Returned | None:
    """A bounce: by its delivery status (RFC 3464), else by the many other forms that flufl.bounce knows."""
    blocks = [block for part in _parts(message) for block in _status_blocks(part)]
    named = [block for block in blocks if "action" in block or "final-recipient" in block]
    if named:
        judged = [_judged(block) for block in named]
        worst = min(judged, key=lambda found: _ORDER.index(found.kind))
        who = (address for found in judged if found.kind is worst.kind for address in found.addresses)
        return Returned(worst.kind, worst.says, tuple(dict.fromkeys(who)))
    temporary, permanent = _failures(message)
    if permanent or temporary:
        kind = Kind.PERMANENT if permanent else Kind.TEMPORARY
        names = sorted(address.decode("ascii", "replace") for address in permanent or temporary)
        status = _STATUS.search(_text(message))
        kind = _by_status(status[0], kind) if status else kind
        return Returned(kind, status[0] if status else "no status given", tuple(names))
    return None


def _failures(message: Message) -> tuple[frozenset[bytes], frozenset[bytes]]:
    """Who failed for now and for good, as flufl.bounce finds it; nobody where one of its detectors stumbles."""
    import logging

    from flufl.bounce import all_failures

    logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL + 1)  # it logs what it stumbles over
    try:
        temporary, permanent = all_failures(message)
    except (TimeoutError, RecursionError, MemoryError):
        raise
    except Exception:  # noqa: BLE001 -- its detectors take some things for granted, such as a line in the body
        return frozenset(), frozenset()
    return frozenset(temporary), frozenset(permanent)


_ORDER = (Kind.PERMANENT, Kind.REFUSED, Kind.TEMPORARY, Kind.AUTOMATIC)


def _judged(block: dict[str, str]) -> Returned:
    """What one block of a delivery status says of one recipient (RFC 3464, 2.3)."""
    action = block.get("action", "failed").lower()
    said = _STATUS.search(block.get("status", "")) or _STATUS.search(block.get("diagnostic-code", ""))
    status = said[0] if said else ""
    names = ("original-recipient", "final-recipient", "x-actual-recipient")
    who = tuple(dict.fromkeys(_address(block[name]) for name in names if name in block))
    reason = " ".join(block.get("diagnostic-code", "").split())[:200] or status or "no reason given"
    if action.startswith(("fail", "error")):
        return Returned(_by_status(status, Kind.PERMANENT), reason, who)
    if action.startswith("delayed"):
        return Returned(Kind.TEMPORARY, reason, who)
    return Returned(Kind.AUTOMATIC, f"{action or 'nothing'}: {reason}", who)  # delivered, relayed, expanded


def _by_status(status: str, otherwise: Kind) -> Kind:
    """What a status means for the address (RFC 3463, 3): only where the address itself is wrong is it given up.

    A full mailbox (5.2.2), a mail too large (5.3.4), a policy or a filter (5.7.x) say nothing of the address.
    """
    if status.startswith("4."):
        return Kind.TEMPORARY
    return Kind.REFUSED if status.startswith(_POLICIES) or status in _CONDITIONS else otherwise


_POLICIES = ("5.5.", "5.6.", "5.7.")
# Of 5.3.x without the 0, by which sendmail says that there is no such user.
_CONDITIONS = frozenset(("5.2.2", "5.2.3", "5.3.1", "5.3.2", "5.3.3", "5.3.4", "5.3.5", "5.4.5", "5.4.6", "5.4.7"))


def _leaving(message: Message) -> Returned | None:
    """A mail to the address of List-Unsubscribe: the token stands in its subject."""
    subject = _header(message, "subject")
    if _automatic(message) or not (_LEAVE.search(subject) or _TOKEN.search(subject.encode())):
        return None
    return Returned(Kind.LEAVING, f"asks to leave: {subject[:80]}", (_address(_header(message, "from")),))


def _other(message: Message) -> Returned:
    subject = _header(message, "subject")[:80]
    if _automatic(message) or _AWAY.search(subject):
        return Returned(Kind.AUTOMATIC, f"an automatic answer: {subject}")
    return Returned(Kind.OTHER, f"from {_address(_header(message, 'from'))}: {subject}")


def _automatic(message: Message) -> bool:
    """Whether a machine wrote it (RFC 3834, 5, and what preceded it)."""
    submitted = _header(message, "auto-submitted").lower()
    precedence = _header(message, "precedence").lower()
    known = ("x-autoreply", "x-autorespond", "x-auto-response-suppress-reply")
    return submitted not in ("", "no") or precedence == "auto_reply" or any(name in message for name in known)


def _parts(message: Message) -> Iterator[Message]:
    """The parts of a mail, the first :data:`PARTS`; what lies within a returned mail is not the bounce's own."""
    waiting = [message]
    for _ in range(PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        yield part
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting[:0] = [inner for inner in payload[:PARTS] if isinstance(inner, Message)]


def _status_blocks(part: Message) -> Iterator[dict[str, str]]:
    if part.get_content_type() not in ("message/delivery-status", "message/global-delivery-status"):
        return
    payload = part.get_payload()
    if isinstance(payload, list):
        for block in payload[:PARTS]:
            if isinstance(block, Message):
                yield {name.lower(): str(value) for name, value in block.items()}
        return
    for text in re.split(r"\r?\n\s*\r?\n", _body(part)):
        yield {name.lower(): str(value) for name, value in email.message_from_string(text).items()}


def _fields(part: Message) -> dict[str, str]:
    """The fields in the body of a part whose type the parser does not take apart."""
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else None
    if not isinstance(inner, Message) or not inner.items():
        inner = email.message_from_string(_body(inner if isinstance(inner, Message) else part))
    return {name.lower(): str(value).strip() for name, value in inner.items()}


def _body(part: Message) -> str:
    data = part.get_payload(decode=True)
    return data.decode("utf-8", "replace") if isinstance(data, bytes) else ""


def _text(message: Message) -> str:
    return "\n".join(_body(part)[:20_000] for part in _parts(message) if part.get_content_maintype() == "text")


def _decoded_tokens(message: Message) -> tuple[str, ...]:
    """The tokens within parts in base64: some servers return the mail so; and in an encoded subject."""
    coded = [part for part in message.walk() if str(part.get("content-transfer-encoding", "")).lower() == "base64"]
    texts = [_body(part)[:500_000] for part in coded[:20]] + [_header(message, "subject")]
    return tuple(found.decode() for text in texts for found in _TOKEN.findall(text.encode("utf-8", "replace"))[:100])


def _header(message: Message, name: str) -> str:
    """A field as text on one line, encoded-words read where they can be."""
    raw = str(message.get(name, ""))[:5000]
    text = raw
    with contextlib.suppress(LookupError, ValueError, email.errors.MessageError):
        text = str(email.header.make_header(email.header.decode_header(raw)))
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _address(text: str) -> str:
    """The address in ``rfc822; ann@example.org``, ``Ann <ann@example.org>`` or alone."""
    text = re.sub(r"^\s*[A-Za-z0-9-]+\s*;", "", text[:1000])
    return email.utils.parseaddr(text)[1].strip("<>")[:320]


@contextlib.contextmanager
def _bounded() -> Iterator[None]:
    """Ends with a TimeoutError what takes too long: a mail may be made to."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def late(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
