"""The bounces of a real Postfix: a send goes out through it, the last server refuses, and what comes back is read."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from pipeline.sending import suppression
from pipeline.sending.suppression import Reason
from tests.conftest import needs
from tests.sending.desktop import Desktop
from tests.sending.postfix import postfix
from tests.sending.scripted import scripted

pytestmark = [
    pytest.mark.slow,
    needs("postfix"),
    pytest.mark.skipif(os.getuid() != 0, reason="Postfix starts as root"),
]
REFUSALS = {
    "dead": "550 5.1.1 <dead@example.org>: Recipient address rejected: User unknown",
    "gone": "550 5.5.0 Requested action not taken: mailbox unavailable",
    "bare": "550 no such user here",
    "full": "552 5.2.2 Mailbox full",
    "lone": "552 mailbox quota exceeded",
    "filtered": "554 5.7.1 Message blocked",
}


def test_what_postfix_sends_back_is_understood(tmp_path: Path) -> None:
    desktop = Desktop(tmp_path)
    names = (*REFUSALS, "fine")
    desktop.list("email,name\n" + "".join(f"{name}@example.org,{name}\n" for name in names))

    def answer(verb: str, line: str) -> str | None:
        who = line.partition("<")[2].partition("@")[0]
        return REFUSALS.get(who) if verb == "RCPT" else None

    with scripted(answer, offers=("8BITMIME",)) as last, postfix(last.port) as relay:
        # A server that takes one connection at a time is not to be kept waiting by one that is kept for later.
        config = relay.folder / "etc"
        subprocess.run(["postconf", "-c", config, "-e", "smtp_connection_cache_on_demand = no"], check=True)
        subprocess.run(["postfix", "-c", config, "reload"], check=True, capture_output=True)
        desktop.relayed(relay.port)
        code, said = desktop.send()
        assert code == 0, said
        for _ in range(400):
            relay.drained()
            if sum(last.taken.values()) > len(REFUSALS):
                break
            time.sleep(0.05)
    assert last.taken == {"fine@example.org": 1, "essays@example.org": len(REFUSALS)}
    box = tmp_path / "box"
    for folder in ("new", "cur"):
        (box / folder).mkdir(parents=True)
    for number, text in enumerate(last.texts):
        (box / "new" / str(number)).write_bytes(text)
    code, said = desktop.run("bounces", MAILDIR=str(box))
    assert code == 0, said
    entries, _ = suppression.read(tmp_path / ".mail" / "suppressed.csv")
    assert {address: entry.reason for address, entry in entries.items()} == {
        f"{name}@example.org": Reason.BOUNCED for name in ("dead", "gone", "bare")
    }
    for name in ("full", "lone", "filtered"):
        assert f"{name}@example.org  failed once" in said
    assert "1  other mail" in said  # the newsletter itself, to who is fine
