"""Rules on the message's header and lines (RFC 5322, 2045, 2047, 2369, 2919, 8058)."""

from __future__ import annotations

import re

from pipeline.meta import Meta
from pipeline.newsletter.check.signed import sender_rules
from pipeline.problems import Place, Problem, error, warning
from pipeline.reserved import READER

ONCE = ("From", "To", "Date", "Message-ID", "Subject", "MIME-Version")
_LISTED = re.compile(r"<[!-;=?-~]+>(, *<[!-;=?-~]+>)*")
_WORD = re.compile(r"=\?[^?\s]*\?[bqBQ]\?([^?\s]*)\?=")


# Where the front matter says what stands in a field.
KEYS = {
    "From": "newsletter.from",
    "Reply-To": "newsletter.reply_to",
    "Subject": "newsletter.subject",
    "List-Archive": "newsletter.archive_url",
    "List-Unsubscribe": "newsletter.unsubscribe_url",
}


def header_rules(
    message: bytes, place: Place, *, meta: Meta | None = None, path: str = "", by_service: bool = False
) -> list[Problem]:
    """The problems of the header fields and of the lines of ``message``; a service adds fields of the list itself.

    ``meta``, where given, is of the essay ``path``: what it said wrong is told at its line.
    """

    def at(name: str) -> Place:
        key = KEYS.get(name, "")
        return meta.place(key, path) if meta and key in meta.places else place

    problems = _lines(message, place)
    head = message.split(b"\r\n\r\n", 1)[0]
    fields = _fields(head.decode("ascii", "replace"))
    names = [name.lower() for name, _ in fields]
    for name in ONCE:
        count = names.count(name.lower())
        if count != 1:
            problems.append(error(place, "mail-header", f"the header has {count} fields {name}, and must have one"))
    if "precedence" in names:
        problems.append(error(place, "mail-header", "the header has Precedence, which some servers hold against it"))
    for name, value in fields:
        problems += _field(name, value, at(name))
    problems += [] if by_service else _leaving(dict(fields), at("List-Unsubscribe"), place)
    return [*problems, *sender_rules(fields, at("From"), place)]


def _lines(message: bytes, place: Place) -> list[Problem]:
    problems = []
    if re.search(rb"(?<!\r)\n|\r(?!\n)", message):
        problems.append(error(place, "mail-line", "a line ends otherwise than by CRLF (RFC 5322, 2.3)"))
    quoted = False
    for number, line in enumerate(message.split(b"\r\n"), 1):
        if line.startswith(b"--="):
            quoted = False
        elif line.lower() == b"content-transfer-encoding: quoted-printable":
            quoted = True
        most = 76 if quoted else 998  # RFC 2045, 6.7; RFC 5322, 2.1.1
        if len(line) > most:
            at = Place(place.path, number)
            problems.append(error(at, "mail-line", f"the line has {len(line)} bytes; at most {most} are allowed"))
        if not line.isascii():
            problems.append(error(Place(place.path, number), "mail-line", "the line holds bytes that are not ASCII"))
    return problems


def _fields(head: str) -> list[tuple[str, str]]:
    """Names and unfolded values."""
    unfolded = re.sub(r"\r\n(?=[ \t])", "", head)
    pairs = (line.partition(":") for line in unfolded.split("\r\n"))
    return [(name, value.strip()) for name, _, value in pairs]


def _field(name: str, value: str, place: Place) -> list[Problem]:
    problems = []
    if not value or not value.isprintable():
        problems.append(error(place, "mail-header", f"the field {name} is empty or holds a control character"))
    for word in _WORD.finditer(value):
        if len(word[0]) > 75 or not word[1]:
            message = f"the field {name} has an encoded-word that is empty or over 75 characters"
            problems.append(error(place, "mail-header", message, "see RFC 2047, 2"))
    if name in ("List-Help", "List-Archive") and (not _LISTED.fullmatch(value) or "=?" in value):
        problems.append(error(place, "mail-list", f"{name} must hold addresses in <>, never encoded", "see RFC 2369"))
    if name in ("From", "To", "Reply-To"):
        bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", value)
        address = re.search(r"<([^<>]*)>$", bare)
        spec = address[1] if address else bare
        if not re.fullmatch(r"[!-;=?A-~-]+@[A-Za-z0-9.-]+\.[A-Za-z0-9-]+", spec) or "," in bare:
            problems.append(error(place, "mail-header", f"the field {name} must hold one plain address"))
    return problems


def _leaving(fields: dict[str, str], place: Place, message: Place) -> list[Problem]:
    """One-click unsubscribing (RFC 8058), its address given at ``place``, and the list's name (RFC 2919)."""
    problems = []
    if "List-Id" not in fields:
        problems.append(warning(message, "mail-list-id", "the header has no List-Id", "see RFC 2919"))
    leave = fields.get("List-Unsubscribe")
    if leave is None:
        hint = "give `newsletter: {unsubscribe_url: https://…}`"
        problems.append(warning(place, "mail-one-click", "the header has no List-Unsubscribe", hint))
    elif not _LISTED.fullmatch(leave) or "=?" in leave:
        problems.append(error(place, "mail-one-click", "List-Unsubscribe must hold addresses in <>, never encoded"))
    elif "<https:" not in leave:
        hint = "Gmail and Yahoo ask bulk senders for an https address"
        problems.append(warning(place, "mail-one-click", "List-Unsubscribe has no https address", hint))
    elif fields.get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click":
        hint = "it must read exactly `List-Unsubscribe=One-Click` (RFC 8058)"
        problems.append(error(place, "mail-one-click", "List-Unsubscribe-Post is missing or misspelt", hint))
    elif not re.search(f"<https:[^>]*{READER}", leave):
        hint = f"an opaque token of each reader's own stands where `{READER}` is"
        problems.append(error(place, "mail-one-click", "List-Unsubscribe is the same for every reader", hint))
    return problems
