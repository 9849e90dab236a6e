"""What a server's refusal says of the address: its status code (RFC 3463), and its words where that says too little.

An address is given up only for a reason that lies in it. A full mailbox, a filter, a policy, a sender who is blocked or
a mail that goes round in a loop are no such reason, though a server refuses for good: such readers are counted.
"""

from __future__ import annotations

import enum
import re


class Worth(enum.Enum):
    """What a refusal makes of the address."""

    DEAD = "nobody gets mail there"
    GOOD = "this mail was not wanted"
    LATER = "not for now"


CODE = re.compile(r"(?<![\w.])([245]\.(?:0\.0|[1-7]\.\d{1,3}))(?!\.?\d)")
"""A status code: neither part of an IP address nor the version of a program."""

# Of 5.4.x: 1 is how Exchange Online refuses who is not in the directory, 4 and 310 that the domain is not in the DNS.
_DEAD = frozenset(
    (*("5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.1.6", "5.1.10", "5.2.1"), *("5.4.1", "5.4.4", "5.4.310")),
)
# "Other, or undefined" (RFC 3463, 3.1 to 3.4). Servers write it for unknown users and for full mailboxes alike.
_VAGUE = frozenset(("", "5.0.0", "5.1.0", "5.2.0", "5.3.0"))
_NOBODY = re.compile(
    r"\b(unknown|invalid|no such|non-?existent)\s+(local\s+)?(user|recipient|mailbox|account|address)"
    r"|\b(user|recipient|mailbox|account)\b[^\n]{0,60}"
    r"\b(unknown|not found|not exist|doesn't exist|unavailable|no longer)",
    re.IGNORECASE,
)
# 552 is the reply of a full mailbox (RFC 5321, 4.2.3).
_PASSING = re.compile(
    r"quota|\bfull\b|\b552[ -]|(exceed|insufficient|not enough|out of)[^\n]{0,40}\b(storage|space|size|limit)"
    r"|space not enough|too (large|big|many)|\bspam|unsolicited|black ?list|block ?list|\bblocked|\bbanned|reputation"
    r"|\bpolicy|hop count|\bloop|\bsender\b[^\n]{0,30}\b(denied|rejected|blocked|refused)|\b(dmarc|dkim|spf)\b",
    re.IGNORECASE,
)
_SOON = re.compile(r"\b4[2-5]\d[ -]|temporar|try again later|in the queue too long", re.IGNORECASE)


def code(status: str, diagnostic: str) -> str:
    """The code of the field Status, or that of Diagnostic-Code where the first says no more than "failed"."""
    first, second = (CODE.search(text) for text in (status, diagnostic))
    if first and first[1] not in _VAGUE:
        return first[1]
    return second[1] if second else first[1] if first else ""


def worth(code: str, words: str) -> Worth:
    """What the refusal with the status ``code``, or none, and ``words`` makes of the address."""
    if code.startswith("4."):
        return Worth.LATER
    if code in _DEAD:
        return Worth.DEAD
    # 5.5.0 "mailbox unavailable" is how Outlook.com refuses whom it does not know.
    if code in _VAGUE or code.startswith("5.5."):
        if _NOBODY.search(words):
            return Worth.DEAD
        if _PASSING.search(words):
            return Worth.GOOD
        if code == "" and _SOON.search(words):
            return Worth.LATER
    return Worth.DEAD if code in _VAGUE else Worth.GOOD


def telling(text: str) -> str:
    """The first line of ``text`` that says why, on one line; "no status given" where none does."""
    for line in text.splitlines():
        if any(one.search(line) for one in (CODE, _NOBODY, _PASSING, _SOON)):
            return " ".join(line.split())[:200]
    return "no status given"
