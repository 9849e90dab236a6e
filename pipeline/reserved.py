"""Reserved words of the message: what a sender puts each reader's own into. ASCII, fixed for good.

They survive what a mail is wrapped in: no character of theirs is changed by quoted-printable, HTML or a URL.
In the two bodies each stands alone on its encoded line, between soft line breaks (RFC 2045, 6.7), so that a
sender replaces the word without folding anything anew.
"""

from __future__ import annotations

GREETING = "%%READER-GREETING%%"
"""The whole greeting, in the HTML part (there to be escaped) and in the text part."""

READER = "READERTOKEN" + "0" * 54
"""The reader's opaque token (``leaving.tokens``): 65 characters, as that of an address of up to 32 has.

A longer address has a longer one, whose lines in the two bodies break as any other.
"""

RECIPIENT = "reader@newsletter.invalid"
"""The address in To (RFC 2606: ``.invalid`` never resolves)."""

ALL = (GREETING, READER)
