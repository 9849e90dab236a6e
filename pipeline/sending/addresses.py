"""Addresses of readers: read as people write them, compared by one spelling.

What RFC 5321 allows and nobody has, a quoted local part or an address literal, is refused: it is a typing mistake, or
meant to break something.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass

from pipeline.header import HeaderError, a_labels

LONGEST = 254  # octets: RFC 5321, 4.5.3.1.3, less its brackets
LONGEST_LOCAL = 64  # octets: RFC 5321, 4.5.3.1.1

# What spreadsheets and web pages leave around an address; NBSP and its like fall to str.strip.
_AROUND = "\u200b\u200c\u200d\u2060\ufeff"
_NAMED = re.compile(r"[^<>]*<([^<>]*)>")
# RFC 5322, 3.2.3, dot-atom; RFC 6531, 3.3 adds what is not ASCII.
_LOCAL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\U0010ffff-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\U0010ffff-]+)*"
)

# An address whose key is itself: small letters of ASCII, and no more of RFC 5322 than people use.
_SPELLED = re.compile(
    r"(?=[^@]{1,64}@)(?!.*\.[0-9]+$)[a-z0-9_+-]+(\.[a-z0-9_+-]+)*@[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+"
)

# RFC 2142, 4 and 5; then what machines send from, and what nobody reads.
MACHINES = frozenset(
    (
        *("abuse", "noc", "security", "postmaster", "hostmaster", "usenet", "news", "webmaster", "www", "uucp", "ftp"),
        *("mailer-daemon", "daemon", "noreply", "no-reply", "donotreply", "do-not-reply", "bounce", "bounces"),
        *("root", "nobody", "devnull", "null", "spam"),
    )
)
"""Local parts behind which no reader is."""

# RFC 2142, 3; then what such addresses are called besides.
OFFICES = frozenset(
    (
        *("info", "marketing", "sales", "support"),
        *("admin", "administrator", "billing", "contact", "enquiries", "hello", "help", "hr", "jobs", "kontakt"),
        *("mail", "office", "press", "service", "staff", "team"),
    )
)
"""Local parts that several people read: any of them may complain of what another asked for."""


class AddressError(ValueError):
    """What was given is no address that can be mailed; the message says why, to be read after "the address"."""


@dataclass(frozen=True, slots=True)
class Address:
    """One address (RFC 5321, 4.1.2), its domain as A-labels in small letters."""

    local: str
    domain: str

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"

    @property
    def key(self) -> str:
        """The spelling by which two addresses are one reader's: in small letters, as mail servers compare them."""
        return f"{unicodedata.normalize('NFC', self.local.casefold())}@{self.domain}"

    @property
    def international(self) -> bool:
        """Whether it needs a relay with SMTPUTF8 (RFC 6531)."""
        return not self.local.isascii()

    @property
    def machine(self) -> bool:
        """Whether no reader is behind it."""
        return self.local.lower() in MACHINES

    @property
    def office(self) -> bool:
        """Whether several people read it."""
        return self.local.lower() in OFFICES


def address(text: str) -> Address:
    """The address that a person wrote, ``ann@example.org`` or ``Ann <ann@example.org>``. Raises AddressError."""
    text = _stripped(text)
    if len(text) > 1000:
        raise AddressError(f"has {len(text):,} characters")
    if named := _NAMED.fullmatch(text):
        text = _stripped(named[1])
    if not text:
        raise AddressError("is missing")
    if not text.isprintable():
        raise AddressError("holds a line break or a control character")
    if text.count("@") > 1 or "," in text or ";" in text:
        raise AddressError("is more than one, or holds a comma")
    local, at, domain = text.partition("@")
    if not at or not local or not domain:
        raise AddressError("is none, such as name@example.org")
    if not _LOCAL.fullmatch(local):
        raise AddressError("has a part before the @ that no mail server takes")
    local = unicodedata.normalize("NFC", local)
    if len(local.encode()) > LONGEST_LOCAL:
        raise AddressError(f"has a part before the @ of over {LONGEST_LOCAL} bytes (RFC 5321, 4.5.3.1.1)")
    found = Address(local, _domain(domain))
    if len(str(found).encode()) > LONGEST:
        raise AddressError(f"has over {LONGEST} bytes (RFC 5321, 4.5.3.1.3)")
    return found


def key(text: str) -> str:
    """The one spelling of the address ``text`` (:attr:`Address.key`). Raises AddressError."""
    # Most are spelled so already: a file of a hundred thousand is read in a tenth of the time.
    return text if _SPELLED.fullmatch(text) and len(text) <= LONGEST else address(text).key


@functools.lru_cache(maxsize=4096)
def _domain(text: str) -> str:
    try:
        found = a_labels(text)
    except HeaderError as fault:
        raise AddressError(str(fault)) from None
    if found.rpartition(".")[2].isdigit():  # RFC 3696, 2: no top-level domain is a number
        raise AddressError(f"has a domain that is none: {found}")
    return found


def _stripped(text: str) -> str:
    before = None
    while before != text:
        before, text = text, text.strip().strip(_AROUND)
    return text
