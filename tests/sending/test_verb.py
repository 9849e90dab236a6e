"""``send`` and ``report`` as a person calls them: what is asked, what is said, and who got it."""

from __future__ import annotations

import csv
import email
import email.policy
import io
import mailbox
import os
import pty
import re
import sys
from pathlib import Path

import dkim  # type: ignore[import-untyped]
import pytest

from pipeline import private
from pipeline.leaving import secrets, tokens
from pipeline.sending.suppression import Entry, Reason, add, read
from pipeline.signing import keys
from pipeline.signing.keys import Kind
from tests.build.project import Project
from tests.conftest import needs
from tests.sending.desktop import LIST, PUBLICATION, Desktop
from tests.sending.scripted import scripted
from tests.sending.sink import sink

THREE = {"ann@example.org": 1, "bob@example.org": 1, "carl@example.org": 1}


def test_without_a_relay_it_is_a_rehearsal_that_a_mail_program_opens(desktop: Desktop) -> None:
    for _ in range(2):
        code, said = desktop.send()
        assert (code, "a rehearsal: 3 mails in build/open/maildir; 0 rows" in said) == (0, True)
    box = mailbox.Maildir(desktop.root / "build" / "open" / "maildir", create=False)
    assert {message["To"] for message in box} == set(THREE)
    [ann] = [message for message in box if message["To"] == "ann@example.org"]
    assert "Hello Ann," in email.message_from_bytes(ann.as_bytes(), policy=email.policy.default).as_string()
    box.close()
    assert "nothing has been sent" in desktop.run("report")[1] or "nothing of open" in desktop.run("report")[1]
    assert desktop.run("clean")[0] == 0
    assert not (desktop.root / "build" / "open").exists()
    assert (desktop.root / ".mail").stat().st_mode & 0o777 == 0o700


def test_a_rehearsal_says_who_is_left_out_and_why_and_suppresses_nobody(desktop: Desktop) -> None:
    desktop.list("email,status\nann@example.org,\nbob@example.org,unsubscribed\nnobody,\n")
    code, said = desktop.send()
    assert (code, "a rehearsal: 1 mail in build/open/maildir; 2 rows of the list were left out" in said) == (0, True)
    assert "1 skipped: suppressed: unsubscribed" in said
    assert "1 skipped: invalid address" in said
    assert not (desktop.root / ".mail" / "suppressed.csv").exists()


def test_a_rehearsal_forgets_nobody_later(desktop: Desktop) -> None:
    desktop.send()
    with scripted() as relay:
        desktop.relayed(relay.port)
        assert desktop.send()[0] == 0
    assert dict(relay.taken) == THREE


def test_a_send_its_report_and_again(desktop: Desktop) -> None:
    desktop.list(LIST + "Bob@Example.org,\nnobody,\nabuse@example.org,\ndan@example.org,\n")
    add(desktop.root / ".mail" / "suppressed.csv", [Entry("dan@example.org", Reason.COMPLAINED)])
    with scripted() as relay:
        desktop.relayed(relay.port)
        code, said = desktop.send()
        assert code == 0
        assert "3 sent, 4 skipped" in said
        for words in ("On Openness", "essays@example.org", f"127.0.0.1:{relay.port}", "0 errors", "3 mails"):
            assert words in said
        asked = said.partition("  now ")[0]
        for why in ("suppressed: complained", "the same address as an earlier row", "invalid address"):
            assert f"1 skipped: {why}" in asked
        assert "readers.csv:6: warning[list-address]" in said
        assert dict(relay.taken) == THREE
        code, said = desktop.send()
        assert (code, "nobody left to mail" in said) == (0, True)
    assert dict(relay.taken) == THREE
    code, said = desktop.run("report")
    assert code == 0
    for line in (
        "3 sent, 4 skipped",
        "1 skipped: suppressed: complained",
        "1 skipped: the same address as an earlier row",
        "1 skipped: invalid address",
        "1 skipped: role address: nobody reads there",
    ):
        assert line in said
    path = desktop.root / ".mail" / "open.report.csv"
    assert path.stat().st_mode & 0o077 == 0
    rows = list(csv.DictReader(io.StringIO(path.read_text())))
    assert [(row["address"], row["state"]) for row in rows[:4]] == [
        ("ann@example.org", "sent"),
        ("bob@example.org", "sent"),
        ("carl@example.org", "sent"),
        ("Bob@Example.org", "skipped"),
    ]
    ids = {line.decode() for text in relay.texts for line in re.findall(rb"Message-ID: (<[^>]*>)", text)}
    assert {row["message_id"] for row in rows[:3]} == ids


def test_dry_says_who_would_get_it_and_why_not(desktop: Desktop) -> None:
    desktop.list(LIST + "=1+1,x\nann@example.org,\nnews@example.org,\n")
    with scripted() as relay:
        desktop.relayed(relay.port)
        code, said = desktop.run("send", LIST="readers.csv", DRY="1")
        assert code == 0
        assert "      2  ann@example.org                               gets it" in said
        assert re.search(r"      5  =1\+1 +invalid", said)
        assert re.search(r"      6  ann@example.org +the same as row 2", said)
        assert "3 would get it, 3 would not; nothing was sent" in said
        assert "1 would not: the same address as an earlier row" in said
        assert "2 would" not in said
        assert (
            "3 would get it, the first 2 of them now" in desktop.run("send", LIST="readers.csv", DRY="1", LIMIT="2")[1]
        )
        assert relay.connections == 0


def test_dry_says_who_would_get_the_rest_of_a_send_that_was_begun(desktop: Desktop) -> None:
    with scripted() as relay:
        desktop.relayed(relay.port)
        desktop.send(LIMIT="1")
        add(desktop.root / ".mail" / "suppressed.csv", [Entry("carl@example.org", Reason.UNSUBSCRIBED)])
        for given in ("readers.csv", ""):
            code, said = desktop.run("send", LIST=given, DRY="1")
            assert code == 0
            assert "ann@example.org" not in said
            assert re.search(r"      3  bob@example.org +gets it", said)
            assert re.search(r"      4  carl@example.org +suppressed: unsubscribed", said)
            assert "1 would get it, 1 would not; nothing was sent" in said
        assert desktop.send()[0] == 0
        assert "has it already" in desktop.run("send", LIST="readers.csv", DRY="1")[1]
    assert dict(relay.taken) == {"ann@example.org": 1, "bob@example.org": 1}


def test_dry_sends_no_test_copy_either(desktop: Desktop) -> None:
    with scripted() as relay:
        desktop.relayed(relay.port)
        code, said = desktop.run("send", TEST="me@example.org", DRY="1")
        assert (code, relay.connections) == (0, 0)
        assert f"a test copy would go to me@example.org through 127.0.0.1:{relay.port}" in said
        assert "nothing was sent" in said


def test_a_test_copy_is_marked_and_counts_for_nobody(desktop: Desktop) -> None:
    with scripted() as relay:
        desktop.relayed(relay.port)
        for _ in range(2):
            code, said = desktop.run("send", TEST="Me <me@example.org>", LIST="readers.csv")
            assert (code, "test copy to me@example.org: 250" in said) == (0, True)
        desktop.essay(front="draft: true\n")
        assert desktop.run("send", TEST="ann@example.org")[0] == 0
        desktop.essay()
        desktop.send()
    assert dict(relay.taken) == {"me@example.org": 2, **THREE, "ann@example.org": 2}
    subjects = [re.search(rb"Subject: (.*?)\r\n(?! )", text, re.DOTALL) for text in relay.texts]
    assert [" ".join(found[1].decode().split()) for found in subjects if found][:3] == [
        "[Test] On Openness",
        "[Test] On Openness",
        "[Test, draft] On Openness",
    ]


@pytest.mark.parametrize(("answer", "taken"), [("yes\n", THREE), ("no\n", {}), ("\n", {}), ("\x04", {})])
def test_a_person_is_asked(desktop: Desktop, answer: str, taken: dict[str, int]) -> None:
    with scripted() as relay:
        desktop.relayed(relay.port)
        environment = desktop.environment(LIST="readers.csv")
        process, terminal = pty.fork()
        if not process:
            os.chdir(desktop.root)
            os.execve(sys.executable, [sys.executable, "-m", "pipeline", "send"], environment)
        said = b""
        while b"Type yes: " not in said:
            said += os.read(terminal, 4096)
        os.write(terminal, answer.encode())
        _, status = os.waitpid(process, 0)
        os.close(terminal)
    assert b"Send 3 mails? Type yes: " in said
    assert os.waitstatus_to_exitcode(status) == (0 if taken else 1)
    assert dict(relay.taken) == taken


def test_the_zip_of_mailchimp_fills_the_suppression_file(desktop: Desktop) -> None:
    import zipfile

    head = "Email Address,First Name,LEID,EUID"
    with zipfile.ZipFile(desktop.root / "export.zip", "w") as archive:
        archive.writestr("subscribed_members_export_1.csv", f"{head}\nann@example.org,Ann,1,a\nbob@example.org,,2,b\n")
        archive.writestr("unsubscribed_members_export_1.csv", f"{head},UNSUB_TIME\nbob@example.org,,2,b,2026-01-01\n")
        archive.writestr("cleaned_members_export_1.csv", f"{head},CLEAN_TIME\ndead@example.org,,3,c,2026-01-01\n")
    with scripted() as relay:
        desktop.relayed(relay.port)
        code, said = desktop.send(LIST="export.zip")
        assert code == 0
        assert "new in .mail/suppressed.csv, since they have left: 2" in said
    assert dict(relay.taken) == {"ann@example.org": 1}
    found, _ = read(desktop.root / ".mail" / "suppressed.csv")
    assert {address: entry.reason for address, entry in found.items()} == {
        "bob@example.org": Reason.UNSUBSCRIBED,
        "dead@example.org": Reason.BOUNCED,
    }


def test_the_password_comes_from_the_environment_or_a_private_file_and_is_shown_nowhere(desktop: Desktop) -> None:
    secret = "hunter2 & more"
    with scripted(offers=("AUTH PLAIN", "PIPELINING")) as relay:
        desktop.relayed(relay.port, "user: ann")
        _, said = desktop.send(PIPELINE_SMTP_PASSWORD=secret, LIMIT="1")
        file = desktop.root / ".mail" / "password"
        file.write_text(secret + "\n")
        file.chmod(0o644)
        code, told = desktop.send(LIMIT="1")
        assert (code, "error[relay-password]" in told) == (1, True)
        file.chmod(0o600)
        assert desktop.send(LIMIT="1")[0] == 0
    assert len(relay.taken) == 2
    assert len({line for line in relay.lines if line.startswith("AUTH")}) == 1
    written = b"".join(path.read_bytes() for path in (desktop.root / ".mail").iterdir() if path != file)
    written += b"".join(path.read_bytes() for path in (desktop.root / "build").rglob("*") if path.is_file())
    assert secret not in said
    assert b"hunter2" not in written


@pytest.mark.slow
@needs("smtp-sink", "make")
def test_make_send_and_make_report(tmp_path: Path) -> None:
    project = Project(tmp_path / "p")
    desktop = Desktop(tmp_path / "q")
    for path in ("content/open/essay.md", "content/publication.yaml"):
        target = project.root / path
        target.parent.mkdir(exist_ok=True)
        target.write_bytes((desktop.root / path).read_bytes())
    (project.root / "my readers.csv").write_text(LIST)
    with sink(tmp_path / "sink") as relay:
        publication = project.root / "content" / "publication.yaml"
        publication.write_text(
            publication.read_text() + f"  relay: {{host: 127.0.0.1, port: {relay.port}, security: none}}\n"
        )
        state = tmp_path / "my state"
        made = project.make("send", "ESSAY=open", "LIST=my readers.csv", "YES=1", f"MAIL={state}")
        assert made.code == 0, made.err
        assert "3 sent" in made.out
        assert dict(relay.rcpts()) == THREE
        made = project.make("send", "ESSAY=open", "LIST=my readers.csv", "YES=1", f"MAIL={state}", MAIL="/var/mail/me")
        assert "nobody left to mail" in made.out
        made = project.make("report", "ESSAY=open", f"MAIL={state}")
        assert "3 sent" in made.out
        assert dict(relay.rcpts()) == THREE
        made = project.make("report", "ESSAY=open", MAIL="/var/mail/me")  # a login shell's own is not ours
        assert "nothing has been sent from here yet" in made.out
    assert (state / "open.report.csv").exists()


@pytest.mark.parametrize("kind", list(Kind))
def test_a_copy_is_signed_and_its_token_leads_back_to_its_reader(desktop: Desktop, kind: Kind) -> None:
    made = keys.made(kind)
    state = desktop.root / ".mail"
    private.write(state / "mail.pem", keys.pem(made))
    with scripted() as relay:
        publication = PUBLICATION + "  dkim: {selector: s1, key: .mail/mail.pem}\n"
        desktop.publication(text=publication + f"  relay: {{host: 127.0.0.1, port: {relay.port}, security: none}}\n")
        code, said = desktop.send()
        assert code == 0, said
        assert "signed   example.org (s1)" in said
    known = secrets.existing(state)
    assert known is not None
    for text in relay.texts:
        plain = re.sub(rb"(?m)^\.\.", b".", text.removesuffix(b".\r\n"))
        assert dkim.verify(plain, dnsfunc=lambda *_, **__: made.record().encode())
        parsed = email.message_from_bytes(plain, policy=email.policy.default)
        [token] = set(re.findall(r"reader=([A-Za-z0-9_-]+)", parsed["List-Unsubscribe"]))
        assert tokens.address(known, token) == parsed["To"]
        assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        for part in parsed.iter_parts():
            assert token in part.get_content()
            assert "READERTOKEN" not in part.get_content()
