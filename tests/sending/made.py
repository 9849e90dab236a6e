"""A send, ready to run: its ledger, its readers, its letter."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from pipeline.greeting import greeting
from pipeline.meta import Security
from pipeline.newsletter.message import message
from pipeline.problems import Place
from pipeline.reserved import GREETING, READER
from pipeline.sending.addresses import address
from pipeline.sending.connection import Timeouts
from pipeline.sending.entries import Claim, Edition, Planned, Send, State
from pipeline.sending.ledger import Ledger
from pipeline.sending.message import Letter, Mail
from pipeline.sending.pace import Patience
from pipeline.sending.sender import Books, Sender, Tally
from pipeline.sending.sender import Way as Session
from pipeline.sending.slate import Slate
from pipeline.sending.suppression import Watched
from pipeline.sending.transport import Session as Smtp
from pipeline.sending.transport import Way

NOW = datetime.datetime(2026, 11, 23, 5, 0, tzinfo=datetime.UTC)
HELLO = "Hello {{ name | there }},"
HEADER = [
    "From: Essays <essays@example.org>",
    "To: reader@newsletter.invalid",
    "Subject: Open",
    "Date: Sun, 22 Nov 2026 00:00:00 +0000",
    "Message-ID: <essay.0123@example.org>",
    f"List-Unsubscribe: <https://example.org/u?reader={READER}>",
]
TEXT = f"{GREETING}\n\n.Words at a line's start.\nLeave: https://example.org/u?reader={READER}\n"
HTML = f'<p class="x">{GREETING}</p><p>Words</p><a href="https://example.org/u?reader={READER}">Leave</a>'
TOKEN = "1" + "t" * 64
QUICK = Patience(first=0.01, most=0.02, attempts=4, refused=5, put_off=2, lost=3)
SHORT = Timeouts(connect=2, command=0.6, data=0.6, block=2, end=0.6)


def eml(text: str = TEXT, html: str = HTML) -> bytes:
    """A newsletter with reserved words."""
    return message(HEADER, text, html, ())


def edition(data: bytes | None = None, digest: str = "ab" * 32) -> Edition:
    """An edition of the essay ``essay``."""
    return Edition("essay", digest, data or eml(), HELLO, "Open", "essays@example.org", "back@example.org")


def planned(count: int) -> Iterable[Planned]:
    """``count`` readers, r1@example.org and so on, in a list with a header row."""
    return (
        Planned(number + 1, f"r{number}@example.org", address(f"r{number}@example.org"), {"name": f"Reader {number}"})
        for number in range(1, count + 1)
    )


def names(count: int) -> set[str]:
    """The addresses of :func:`planned`."""
    return {f"r{number}@example.org" for number in range(1, count + 1)}


class Desk:
    """Ledger, slate and suppression file in ``folder``, and a send in it."""

    def __init__(self, folder: Path, count: int = 0, data: bytes | None = None) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.books = Books(
            Ledger(folder / "ledger.sqlite"), Slate(folder / "slate"), Watched(folder / "suppressed.csv")
        )
        if count:
            with self.books.ledger.plan(edition(data), "readers.csv", NOW, planned(count)):
                pass

    @property
    def send(self) -> Send:
        """The last send."""
        return self.books.ledger.sends("essay")[-1]

    def states(self) -> dict[str, State]:
        """The state of each reader."""
        return {row.text: row.state for row in self.books.ledger.rows(self.send)}

    def of(self, state: State) -> set[str]:
        """The readers in ``state``."""
        return {text for text, one in self.states().items() if one is state}

    def copy(self) -> Callable[[Claim], Mail]:
        """What makes each reader's copy."""
        letter = letter_of(self.send)
        return lambda claim: letter.copy(claim.address, claim.fields, TOKEN)

    def run(
        self,
        port: int,
        *,
        limit: int | None = None,
        rate: float | None = None,
        stop: threading.Event | None = None,
        tell: Callable[[Tally], None] = lambda _: None,
        connect: Callable[[], Session] | None = None,
        patience: Patience = QUICK,
    ) -> Tally:
        """Sends to the relay at ``port`` of this machine."""
        way = Way("127.0.0.1", port, Security.NONE)
        return Sender(
            self.books,
            self.send,
            self.copy(),
            connect or (lambda: Smtp(way, SHORT)),
            limit=limit,
            rate=rate,
            patience=patience,
            stop=stop,
            tell=tell,
        ).run()

    def close(self) -> None:
        """Lets go of the files."""
        self.books.slate.close()
        self.books.ledger.close()


def letter_of(send: Send) -> Letter:
    """The letter of ``send``, from its frozen bytes."""
    said, _ = greeting(send.edition.greeting, Place("essay"))
    return Letter(send.edition.message, said, send.begun, send.message_id, returns=send.edition.returns)
