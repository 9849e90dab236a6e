"""The newsletter: one essay as a mail that can be sent, and as the page that shows it in a browser.

Three files: ``newsletter.html`` (the web copy), ``newsletter.txt``, ``newsletter.eml`` (the message itself); and for a
mailing service ``newsletter.paste.html``, whose text is then the one to paste too.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from pipeline.document import Essay
from pipeline.files import Files
from pipeline.problems import Problems
from pipeline.theme import Theme


@dataclass(frozen=True, slots=True)
class Mail:
    """The files: the web copy, the text, and the message as bytes with CRLF line ends (RFC 5322).

    ``paste`` is the mail's HTML for a mailing service, with its signs in it; None where there is none.
    """

    html: str
    text: str
    message: bytes
    paste: str | None = None


def build(essay: Essay, theme: Theme, files: Files, moment: datetime.datetime) -> tuple[Mail | None, Problems]:
    """The newsletter of ``essay``; ``moment`` is the message's Date."""
    from pipeline.newsletter.mail import mail  # late: Jinja and css-inline are half of the time

    return mail(essay, theme, files, moment)
