"""Mails made from the sample essays."""

from __future__ import annotations

import datetime
import email
import email.policy
from email.message import EmailMessage
from functools import cache
from pathlib import Path

from pipeline.document import Essay
from pipeline.files import Files
from pipeline.newsletter import Mail, build
from pipeline.problems import Place, Problems
from pipeline.theme import Theme, load
from tests.conftest import ROOT

MOMENT = datetime.datetime(2026, 11, 22, 9, 30, tzinfo=datetime.UTC)


@cache
def theme() -> Theme:
    found, problems = load(ROOT / "themes", "editorial", Files(ROOT), Place("theme"))
    assert found is not None, problems
    return found


def tried(essay: Essay, root: Path = ROOT) -> tuple[Mail | None, Problems]:
    return build(essay, theme(), Files(root), MOMENT)


def made(essay: Essay, root: Path = ROOT) -> Mail:
    mail, problems = tried(essay, root)
    assert mail is not None, problems
    return mail


def parsed(mail: Mail) -> EmailMessage:
    message = email.message_from_bytes(mail.message, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def part(mail: Mail, kind: str) -> str:
    """The decoded ``plain`` or ``html`` part of the message."""
    found = parsed(mail).get_body((kind,))
    assert isinstance(found, EmailMessage)
    return str(found.get_content()).replace("\r\n", "\n")
