"""The newsletter: one essay as a mail that can be sent, and as the page that shows it in a browser.

Three files: ``newsletter.html`` (the web copy), ``newsletter.txt``, ``newsletter.eml`` (the message itself).
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
    """The three files: the web copy, the text, and the message as bytes with CRLF line ends (RFC 5322)."""

    html: str
    text: str
    message: bytes


def build(essay: Essay, theme: Theme, files: Files, moment: datetime.datetime) -> tuple[Mail | None, Problems]:
    """The newsletter of ``essay``; ``moment`` is the message's Date."""
    from pipeline.newsletter.mail import mail  # late: Jinja and css-inline are half of the time

    return mail(essay, theme, files, moment)
