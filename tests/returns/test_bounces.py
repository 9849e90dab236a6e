"""``make bounces`` as a person runs it: a mailbox, the state folder, what stands in the suppression file afterwards."""

from __future__ import annotations

import datetime
import mailbox
import os
from pathlib import Path

import pytest

from pipeline.commands.bounces import run
from pipeline.leaving import secrets
from pipeline.leaving.tokens import token
from pipeline.sending import suppression
from pipeline.sending.addresses import address
from pipeline.sending.entries import Edition, Planned
from pipeline.sending.ledger import Ledger
from pipeline.sending.suppression import Reason
from tests.returns import post

ANN = "ann@example.org"


class Desk:
    """A state folder, a Maildir, and what the command prints."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.state = folder / "mail"
        self.box = folder / "box"
        self.capsys = capsys
        for name in ("new", "cur", "tmp"):
            (self.box / name).mkdir(parents=True)
        self.state.mkdir(mode=0o700)
        self.secrets = secrets.load(self.state)
        self.number = 0

    def token(self, text: str = ANN) -> str:
        return token(self.secrets, text)

    def put(self, data: bytes, folder: str = "new") -> None:
        self.number += 1
        (self.box / folder / f"{self.number:03}.eml").write_bytes(data)

    def run(self, *arguments: str) -> str:
        code = run([*arguments, *([] if any(not a.startswith("-") for a in arguments) else [str(self.box)])])
        out = self.capsys.readouterr()
        self.error = out.err
        assert code == (1 if out.err else 0), out
        return out.out

    def suppressed(self) -> dict[str, Reason]:
        entries, problems = suppression.read(self.state / "suppressed.csv")
        assert problems == ()
        return {one: entry.reason for one, entry in entries.items()}


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("PIPELINE_MAIL", str(tmp_path / "mail"))
    monkeypatch.delenv("MAILDIR", raising=False)
    return Desk(tmp_path, capsys)


def sent(desk: Desk, *readers: str) -> dict[str, str]:
    """A send in the ledger to ``readers``; each with the Message-ID of their copy."""
    edition = Edition("one", "0123456789abcdef", b"", "", "One", "essays@example.org", "bounces@example.org")
    ledger = Ledger(desk.state / "ledger.sqlite")
    rows = [Planned(n, text, address(text), {}) for n, text in enumerate(readers, 2)]
    with ledger.plan(edition, "list.csv", datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC), rows) as send:
        pass
    ledger.close()
    return {text: send.message_id(address(text)) for text in readers}


def test_each_kind_has_its_consequence(desk: Desk) -> None:
    people = {name: f"{name}@example.org" for name in ("dead", "full", "slow", "angry", "leaving", "old")}
    made = {name: desk.token(text) for name, text in people.items()}
    desk.put(post.dsn(people["dead"], token=made["dead"]))
    desk.put(post.dsn(people["full"], token=made["full"], status="5.2.2"))
    desk.put(post.dsn(people["slow"], token=made["slow"], status="4.4.1", action="delayed"), "cur")
    desk.put(post.complaint(None, token=made["angry"]))
    desk.put(post.leaving(made["leaving"]))
    desk.put(
        post.QMAIL.format(address=people["old"], original=post.original(people["old"], made["old"], None)).encode()
    )
    desk.put(post.AWAY)
    desk.put(post.PERSON)
    out = desk.run()
    assert desk.suppressed() == {
        people["dead"]: Reason.BOUNCED,
        people["old"]: Reason.BOUNCED,
        people["angry"]: Reason.COMPLAINED,
        people["leaving"]: Reason.UNSUBSCRIBED,
    }
    for line in (
        "2  cannot be delivered, for good",
        "1  cannot be delivered for now",
        "1  refused, but the address is good",
        "1  complaints",
        "1  ask to leave",
        "1  automatic answers",
        "1  other mail: read it",
        "full@example.org  failed once",
        "slow@example.org  failed once",
        "from ann@example.org: Re: Can AI be both open and safe?",
        f"4 new in {desk.state}/suppressed.csv",
    ):
        assert line in out
    assert desk.box.joinpath("new", "001.eml").exists()


def test_nothing_is_counted_twice(desk: Desk) -> None:
    desk.put(post.dsn(ANN, token=desk.token(), status="4.2.2"))
    assert "failed once" in desk.run()
    os.rename(desk.box / "new" / "001.eml", desk.box / "cur" / "renamed:2,S")
    out = desk.run()
    assert "1  read before" in out
    assert "failed" not in out
    for number in range(2, 4):
        desk.put(post.dsn(ANN, token=desk.token(), status="4.2.2", diagnostic=f"smtp; try {number}"))
    assert "ann@example.org  failed 3 times; look at it" in desk.run()
    assert desk.suppressed() == {}


def test_a_forged_bounce_suppresses_nobody(desk: Desk) -> None:
    sent(desk, ANN)
    stranger = token(secrets.secrets(b"x" * 32), ANN)
    desk.put(post.dsn(ANN))
    desk.put(post.dsn("never@example.org"))
    desk.put(post.dsn(ANN, token=stranger))
    desk.put(post.dsn(ANN, id="one.0123456789abcdef.00000000000000000000000000000000@example.org"))
    desk.put(post.dsn(ANN, id="x" * 900 + "@example.org"))
    desk.put(post.complaint(ANN))
    desk.put(post.leaving(stranger))
    desk.put(post.leaving("", subject="unsubscribe me"))
    out = desk.run()
    assert desk.suppressed() == {}
    assert out.count("without proof; nobody is suppressed") == 8
    assert out.count("is it really they? then write into") == 2
    line = f"{desk.state}/suppressed.csv: ann@example.org,unsubscribed"
    assert line in out
    assert "0 new in" in out


def test_a_message_id_of_ours_is_proof(desk: Desk) -> None:
    ids = sent(desk, ANN, "bob@example.org")
    desk.put(post.dsn(ANN, id=ids[ANN]))
    desk.put(post.dsn("forwarded@elsewhere.example", id=ids["bob@example.org"]))
    desk.run()
    assert desk.suppressed() == {ANN: Reason.BOUNCED, "bob@example.org": Reason.BOUNCED}


def test_a_forwarded_mails_bounce_is_its_readers(desk: Desk) -> None:
    desk.put(post.dsn("ann.new@elsewhere.example", token=desk.token()))
    desk.run()
    assert desk.suppressed() == {ANN: Reason.BOUNCED}


def test_of_several_tokens_the_one_that_is_named_counts(desk: Desk) -> None:
    both = f"{desk.token()} {desk.token('bob@example.org')}"
    desk.put(post.dsn("bob@example.org", diagnostic=f"smtp; {both}"))
    desk.put(post.dsn("other@example.org", diagnostic=f"smtp; again {both}"))
    assert "other@example.org  without proof" in desk.run()
    assert desk.suppressed() == {"bob@example.org": Reason.BOUNCED}


def test_the_word_of_a_bounce_is_taken_where_one_asks_for_it(desk: Desk) -> None:
    sent(desk, ANN)
    desk.put(post.dsn(ANN))
    desk.put(post.dsn("never@example.org"))
    desk.put(post.leaving("", subject="unsubscribe", sender=ANN))
    assert "3  of these without proof" in desk.run()
    assert desk.suppressed() == {}
    assert "2  of these without proof" in desk.run("--trust")  # looked at again, though it was read before
    assert desk.suppressed() == {ANN: Reason.BOUNCED}
    assert "1  read before" in desk.run("--trust")


def test_what_lacked_proof_is_looked_at_again_when_the_secret_is_back(desk: Desk) -> None:
    desk.put(post.dsn(ANN, token=desk.token()))
    (desk.state / "secret").rename(desk.state / "away")
    assert "ann@example.org  without proof" in desk.run()
    (desk.state / "away").rename(desk.state / "secret")
    desk.run()
    assert desk.suppressed() == {ANN: Reason.BOUNCED}


def test_an_old_secrets_token_still_counts(desk: Desk) -> None:
    desk.put(post.leaving(desk.token()))
    secrets.rotate(desk.state)
    desk.run()
    assert desk.suppressed() == {ANN: Reason.UNSUBSCRIBED}


def test_an_mbox_and_a_folder_of_files(desk: Desk, tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "mbox")
    box.add(post.dsn(ANN, token=desk.token()))
    box.add(b"Subject: x\n\nFrom here on\n\nFrom the text, too\n")
    box.add(post.leaving(desk.token("bob@example.org")))
    box.close()
    out = desk.run(str(tmp_path / "mbox"))
    assert set(desk.suppressed()) == {ANN, "bob@example.org"}
    assert "1  other mail" in out
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.eml").write_bytes(post.leaving(desk.token("cy@example.org")))
    (folder / "notes.txt").write_bytes(post.leaving(desk.token("dee@example.org")))
    desk.run(str(folder))
    assert set(desk.suppressed()) == {ANN, "bob@example.org", "cy@example.org"}


def test_a_mail_alone_is_one_mail(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(b"Subject: x\n\nFrom here on:\n\nFrom the text, too.\n")
    assert "1  other mail" in desk.run(str(tmp_path / "one.eml"))
    (tmp_path / "none").touch()
    assert "0  mails" in desk.run(str(tmp_path / "none"))


def test_links_and_pipes_in_a_maildir_are_passed_by(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "outside").write_bytes(post.leaving(desk.token()))
    (desk.box / "new" / "link").symlink_to(tmp_path / "outside")
    os.mkfifo(desk.box / "new" / "pipe")
    (desk.box / "new" / "folder").mkdir()
    assert "0  mails" in desk.run()


def test_huge_mails_are_read_in_part(desk: Desk) -> None:
    desk.put(post.dsn(ANN, token=desk.token()) + b"x" * 30_000_000)
    desk.put(b"Subject: \x1b[31mred\x07\n\n" + b"y" * 3_000_000)
    out = desk.run()
    assert desk.suppressed() == {ANN: Reason.BOUNCED}
    assert "\x1b" not in out
    assert "\x07" not in out


@pytest.mark.parametrize("given", ["nowhere", "empty"])
def test_a_mailbox_that_is_none(desk: Desk, tmp_path: Path, given: str) -> None:
    (tmp_path / "empty").mkdir()
    desk.run(str(tmp_path / given))
    assert "error[mailbox-missing]" in desk.error


def test_without_a_mailbox_it_asks_for_one(desk: Desk) -> None:
    assert run([]) == 1
    assert "make bounces MAILDIR=" in desk.capsys.readouterr().err


def test_a_secret_that_others_may_read_stops_it(desk: Desk) -> None:
    (desk.state / "secret").chmod(0o644)
    desk.put(post.dsn(ANN, token="1" + "A" * 64))
    desk.run()
    assert "error[mail-secret]" in desk.error


def test_damaged_memory_is_told(desk: Desk) -> None:
    (desk.state / "returns.sqlite").write_bytes(b"no database" * 500)
    desk.run()
    assert "error[mailbox-memory]" in desk.error


def test_many_bounces(desk: Desk) -> None:
    for number in range(500):
        desk.put(post.dsn(f"r{number}@example.org", token=desk.token(f"r{number}@example.org")))
    assert "500 new in" in desk.run()
    assert len(desk.suppressed()) == 500
