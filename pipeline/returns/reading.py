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

from pipeline.returns.status import CODE, Worth, code, telling, worth

PATIENCE = 10.0  # seconds that one mail may take
PARTS = 200  # parts of a mail that are looked at
NOTICE = 200_000  # bytes in which a bounce of no standard form says what happened, the mail that it returns behind it
_TOKEN = re.compile(rb"(?<![A-Za-z0-9_-])1[A-Za-z0-9_-]{64,384}(?![A-Za-z0-9_-])")
_ID = re.compile(rb"<([^<>\s@]{1,200}@[^<>\s@]{1,250})>")
# Where the copy of the returned mail begins in a bounce of one part: what stands in it says nothing of the bounce.
_RETURNED = re.compile(r"^(?:Received|Return-Path|Message-ID|List-Unsubscribe):", re.IGNORECASE | re.MULTILINE)
_LEAVE = re.compile(r"\b(unsubscribe|abmelden|désabonner|opt[- ]?out)\b", re.IGNORECASE)
# An answer has the subject of an essay, which may well be of leaving: there the wish must be all that is said.
_WISH = re.compile(
    rf"((please|bitte)[ ,]+)?{_LEAVE.pattern}( me| mich)?( from (this|the|your)( mailing)? ?(list|newsletter|mails?)?)?"
    r"([ ,]+(please|bitte|thanks|danke))?[ .!]*",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"((re|aw|antw|sv|tr|rif|fwd?|wg)\s*(\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_AWAY = re.compile(
    r"^\W*(auto(matic)?[- ]?(reply|response)|out of (the )?office|automatische (antwort|reactie)|abwesen|absence\b"
    r"|réponse automatique|respuesta automática|risposta automatica|自動(応答|返信)|自动(回复|答复))",
    re.IGNORECASE,
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
            head = message if len(data) <= NOTICE else email.message_from_bytes(data[:NOTICE])
            found = _complaint(message) or _status(message) or _notice(head) or _leaving(message) or _other(message)
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
            if kind in _NO_COMPLAINT:
                return Returned(Kind.OTHER, f"a report of {kind}, no complaint")
            if kind.startswith("opt-out"):
                return Returned(Kind.LEAVING, "asks to leave", who)
            return Returned(Kind.COMPLAINT, f"complains of {kind}", who)
    return None


# The first says that it is no spam; the second (RFC 6591), sent for DMARC, that a signature did not hold.
_NO_COMPLAINT = ("not-spam", "auth-failure")


def _status(message: Message) -> Returned | None:
    """A bounce with a delivery status (RFC 3464)."""
    blocks = [block for part in _parts(message) for block in _status_blocks(part)]
    named = [block for block in blocks if "action" in block or "final-recipient" in block]
    if not named:
        return None
    text = _own_words(message)
    judged = [_judged(block, text) for block in named]
    worst = min(judged, key=lambda found: _ORDER.index(found.kind))
    who = (address for found in judged if found.kind is worst.kind for address in found.addresses)
    return Returned(worst.kind, worst.says, tuple(dict.fromkeys(who)))


def _notice(message: Message) -> Returned | None:
    """A bounce of one of the many other forms that flufl.bounce knows."""
    temporary, permanent = _failures(message)
    if not permanent and not temporary:
        return None
    words = _own_words(message)
    found = CODE.search(words)
    kind = _KINDS[worth(found[1] if found else "", words)] if permanent else Kind.TEMPORARY
    names = sorted(address.decode("ascii", "replace") for address in permanent or temporary)
    return Returned(kind, telling(words), tuple(names))


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


_KINDS = {Worth.DEAD: Kind.PERMANENT, Worth.GOOD: Kind.REFUSED, Worth.LATER: Kind.TEMPORARY}
_ORDER = (Kind.PERMANENT, Kind.REFUSED, Kind.TEMPORARY, Kind.AUTOMATIC)


def _judged(block: dict[str, str], text: str) -> Returned:
    """What one block of a delivery status says of one recipient (RFC 3464, 2.3); ``text`` is what people are told."""
    action = block.get("action", "failed").lower()
    diagnostic = " ".join(block.get("diagnostic-code", "").split())
    status = code(block.get("status", ""), diagnostic)
    names = ("original-recipient", "final-recipient", "x-actual-recipient")
    who = tuple(dict.fromkeys(_address(block[name]) for name in names if name in block))
    reason = diagnostic[:200] or block.get("status", "")[:200] or "no reason given"
    if action.startswith(("fail", "error")):
        words = f"{block.get('status', '')} {diagnostic or text}"
        return Returned(_KINDS[worth(status, words)], reason, who)
    if action.startswith("delayed"):
        return Returned(Kind.TEMPORARY, reason, who)
    return Returned(Kind.AUTOMATIC, f"{action or 'nothing'}: {reason}", who)  # delivered, relayed, expanded


def _leaving(message: Message) -> Returned | None:
    """A mail to the address of List-Unsubscribe: the token stands in its subject, or the word for it."""
    subject = _header(message, "subject")
    # A token in the subject is nothing that anybody answers to: a mail program may well send it by itself.
    asks = bool(_TOKEN.search(subject.encode()))
    if not asks and not _automatic(message) and "list-unsubscribe" not in message:  # or a newsletter passed on
        answered = _ANSWER.match(subject)
        asks = bool(_WISH.fullmatch(subject, answered.end()) if answered else _LEAVE.search(subject))
    if not asks:
        return None
    return Returned(Kind.LEAVING, f"asks to leave: {subject[:80]}", (_address(_header(message, "from")),))


def _other(message: Message) -> Returned:
    subject = _header(message, "subject")[:80]
    if _automatic(message):
        return Returned(Kind.AUTOMATIC, f"an automatic answer: {subject}")
    sender = _address(_header(message, "from")) or "nobody"
    return Returned(Kind.OTHER, f"from {sender}: {subject}" if subject else f"from {sender}, without a subject")


def _automatic(message: Message) -> bool:
    """Whether a machine wrote it (RFC 3834, 5, and what preceded it), or says that it was read (RFC 8098)."""
    if _AWAY.search(_header(message, "subject")) or message.get_param("report-type") == "disposition-notification":
        return True
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
    """The blocks of fields in a delivery status, the first of the server, the others one a recipient."""
    if part.get_content_type() not in ("message/delivery-status", "message/global-delivery-status"):
        return
    for text in re.split(r"\r?\n\s*\r?\n", _fields_text(part))[:PARTS]:
        yield {name.lower(): str(value) for name, value in email.message_from_string(text).items()}


def _fields(part: Message) -> dict[str, str]:
    """The fields in the body of a part."""
    found = email.message_from_string(_fields_text(part))
    return {name.lower(): str(value).strip() for name, value in found.items()}


def _fields_text(part: Message) -> str:
    """The body of a part of the type ``message``, which the parser takes apart before it is decoded (RFC 6533, 6.3)."""
    payload = part.get_payload()
    inner = payload if isinstance(payload, list) else []
    data = b"\n".join(one.as_bytes() for one in inner[:PARTS] if isinstance(one, Message))
    text = data.decode("utf-8", "replace") or _body(part)
    coding = str(part.get("content-transfer-encoding", "")).strip().lower()
    if coding in ("base64", "quoted-printable"):
        coded = email.message_from_string(f"Content-Transfer-Encoding: {coding}\n\n{text.strip()}")
        return _body(coded)
    return text.lstrip()


def _body(part: Message) -> str:
    try:
        data = part.get_payload(decode=True)
    except ValueError:  # a charset with a NUL in its name; what other parts say may still be read
        return ""
    return data.decode("utf-8", "replace") if isinstance(data, bytes) else ""


def _own_words(message: Message) -> str:
    """The text of a bounce, up to where the copy of the returned mail begins."""
    text = "\n".join(_body(part)[:20_000] for part in _parts(message) if part.get_content_maintype() == "text")
    return _RETURNED.split(text, maxsplit=1)[0]


def _decoded_tokens(message: Message) -> tuple[str, ...]:
    """The tokens within parts in base64: some servers return the mail so; and in an encoded subject."""
    coded = [part for part in message.walk() if str(part.get("content-transfer-encoding", "")).lower() == "base64"]
    texts = [_body(part)[:500_000] for part in coded[:20]] + [_header(message, "subject")]
    return tuple(found.decode() for text in texts for found in _TOKEN.findall(text.encode("utf-8", "replace"))[:100])


def _header(message: Message, name: str) -> str:
    """A field as text on one line, encoded-words read where they can be."""
    raw = next((value for key, value in message.raw_items() if key.lower() == name), "")[:5000]
    raw = raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")  # eight bits that nobody declared
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
