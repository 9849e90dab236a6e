"""``send`` and ``report`` as a person calls them: what is refused, what is asked, what is said, and who got it."""

from __future__ import annotations

import csv
import email
import email.policy
import io
import mailbox
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
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
from tests.sending.scripted import HANG_UP, scripted
from tests.sending.sink import sink

THREE = {"ann@example.org": 1, "bob@example.org": 1, "carl@example.org": 1}


def until(reached: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Waits until it is so; a process that ends before has failed."""
    while not reached():
        assert process.poll() is None, process.communicate()[0]
        time.sleep(0.01)


@pytest.fixture
def desktop(tmp_path: Path) -> Desktop:
    return Desktop(tmp_path / "project")


def test_without_a_relay_it_is_a_rehearsal_that_a_mail_program_opens(desktop: Desktop) -> None:
    for _ in range(2):
        code, said = desktop.send()
        assert (code, "a rehearsal: 3 mails are in build/open/maildir" in said) == (0, True)
    box = mailbox.Maildir(desktop.root / "build" / "open" / "maildir", create=False)
    assert {message["To"] for message in box} == set(THREE)
    [ann] = [message for message in box if message["To"] == "ann@example.org"]
    assert "Hello Ann," in email.message_from_bytes(ann.as_bytes(), policy=email.policy.default).as_string()
    box.close()
    assert "nothing has been sent" in desktop.run("report")[1] or "nothing of open" in desktop.run("report")[1]
    assert desktop.run("clean")[0] == 0
    assert not (desktop.root / "build" / "open").exists()
    assert (desktop.root / ".mail").stat().st_mode & 0o777 == 0o700


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
        assert relay.connections == 0
        desktop.send(LIMIT="1")
        said = desktop.run("send", LIST="readers.csv", DRY="1")[1]
        assert re.search(r"      2  ann@example.org +has it already", said)
        assert re.search(r"      3  bob@example.org +waits in a send", said)
        assert "0 would get it" in said


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


def test_a_refused_test_copy_says_so(desktop: Desktop) -> None:
    with scripted(lambda verb, _: "550 no" if verb == "RCPT" else None) as relay:
        desktop.relayed(relay.port)
        assert desktop.run("send", TEST="me@example.org") == (1, "test copy to me@example.org: 550 no\n")
    code, said = desktop.run("send", TEST="me@example.org")
    assert (code, "does not answer" in said) == (1, True)


@pytest.mark.parametrize(
    ("front", "more", "publication", "code"),
    [
        ("draft: true\n", "", PUBLICATION, "send-draft"),
        ("", "  service: mailchimp\n", PUBLICATION, "send-service"),
        ("", "", PUBLICATION.replace("  from: Essays <essays@example.org>\n", ""), "send-lacks"),
        ("", "", PUBLICATION.replace("  postal_address: 1 Example Street\n", ""), "send-lacks"),
        ("", "", PUBLICATION.replace("  unsubscribe_url: https://example.org/u\n", ""), "send-lacks"),
        ("", "  from: nobody\n", PUBLICATION, "mail-address"),
        ("theme: none\n", "", PUBLICATION, "theme-missing"),
        ("", "  relay: {host: evil.example}\n", PUBLICATION, "relay-place"),
    ],
)
def test_what_is_not_sent(desktop: Desktop, front: str, more: str, publication: str, code: str) -> None:
    desktop.essay(front=front, more=more)
    with scripted() as relay:
        relayed = f"  relay: {{host: 127.0.0.1, port: {relay.port}, security: none}}\n"
        desktop.publication(text=publication + relayed)
        ended, said = desktop.send()
        assert relay.connections == 0
    assert ended == 1
    assert f"error[{code}]" in said
    assert "nothing was sent" in said


def test_an_essay_without_a_newsletter_or_edited_by_hand(desktop: Desktop) -> None:
    with scripted() as relay:
        desktop.relayed(relay.port)
        desktop.run("send", LIST="readers.csv", DRY="1")
        eml = desktop.root / "build" / "open" / "newsletter.eml"
        eml.write_bytes(eml.read_bytes() + b"more\r\n")
        assert "error[send-edited]" in desktop.send()[1]
        path = desktop.root / "content" / "open" / "essay.md"
        path.write_text(path.read_text().replace("outputs: [newsletter]", "outputs: [deck]"))
        assert "error[send-unwanted]" in desktop.send()[1]
        assert relay.connections == 0


@pytest.mark.parametrize(
    ("relay", "code", "line"),
    [
        (("host: mail.example.org", "security: none"), "relay-insecure", "publication.yaml:8:"),
        (("port: 25",), "relay-host", "publication.yaml:6:"),
        (("host: mail.example.org", "user: ann"), "relay-password", "publication.yaml:8:"),
        (("host: mail.example.org", "prot: 25"), "unknown-key", "publication.yaml:8:"),
        (("host: mail.example.org", "port: many"), "wrong-type", "publication.yaml:8:"),
    ],
)
def test_a_relay_that_cannot_be_used_is_told_with_its_line(
    desktop: Desktop, relay: tuple[str, ...], code: str, line: str
) -> None:
    desktop.publication(*relay)
    ended, said = desktop.send()
    assert ended == 1
    assert re.search(rf"{re.escape(line)}.*error\[{code}\]", said)


@pytest.mark.parametrize(
    "wrong", [{"LIMIT": "many"}, {"RATE": "fast"}, {"NEW": "all"}, {"TEST": "me"}, {"LIST": "none.csv"}]
)
def test_settings_that_make_no_sense(desktop: Desktop, wrong: dict[str, str]) -> None:
    with scripted() as relay:
        desktop.relayed(relay.port)
        code, said = desktop.send(**wrong)
        assert code == 1
        assert re.search(r"error\[(send-setting|list-missing)\]", said)
        assert relay.connections == 0


def test_calls_that_make_no_sense(desktop: Desktop) -> None:
    assert desktop.run("send", ESSAY="") == (2, "which essay? make send ESSAY=slug LIST=readers.csv\n")
    assert desktop.run("report", ESSAY="../x")[0] == 2
    assert "essay-missing" in desktop.run("send", ESSAY="none")[1]
    code, said = desktop.run("send")
    assert (code, "to which readers?" in said) == (2, True)


def test_nobody_is_mailed_unasked(desktop: Desktop) -> None:
    with scripted() as relay:
        desktop.relayed(relay.port)
        code, said = desktop.run("send", LIST="readers.csv")
        assert (code, "error[send-unasked]" in said, relay.connections) == (1, True, 0)
        assert desktop.send()[0] == 0  # nothing was planned by the call that was not agreed to
    assert dict(relay.taken) == THREE


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


def test_ctrl_c_stops_between_two_mails_and_says_how_to_go_on(desktop: Desktop) -> None:
    desktop.list("email\n" + "".join(f"r{n}@example.org\n" for n in range(40)))
    with scripted() as relay:
        desktop.relayed(relay.port, "rate: 20/s")
        process = desktop.start(LIST="readers.csv", YES="1")
        until(lambda: len(relay.taken) >= 3, process)
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=20)
        assert process.returncode == 130
        some = len(relay.taken)
        assert 3 <= some < 40
        assert f"{some} sent, {40 - some} waiting" in said
        assert "To go on: make send ESSAY=open" in said
        assert "unknown" not in said
        assert desktop.send(RATE="1000", LIST="")[0] == 0
    assert set(relay.taken.values()) == {1}
    assert len(relay.taken) == 40


def test_an_edited_essay_goes_on_as_it_began_unless_asked(desktop: Desktop) -> None:
    with scripted() as relay:
        desktop.relayed(relay.port)
        desktop.send(LIMIT="1")
        desktop.essay("It grows no more.")
        code, said = desktop.send(LIMIT="1")
        assert code == 0
        assert "the essay has changed since this send began" in said
        assert [b"It grows." in text for text in relay.texts] == [True, True]
        desktop.send(NEW="rest")
        assert [b"It grows no more." in text for text in relay.texts] == [False, False, True]
        assert dict(relay.taken) == THREE
        desktop.essay("It grows for ever.")
        code, said = desktop.send()
        assert (code, "error[send-edition]" in said) == (1, True)
        assert dict(relay.taken) == THREE
        assert desktop.send(NEW="1")[0] == 0
    assert dict(relay.taken) == dict.fromkeys(THREE, 2)
    ids = [re.search(rb"Message-ID: <([^>]*)>", text) for text in relay.texts]
    assert len({found[1] for found in ids if found}) == 6


def test_an_edited_list_goes_on_with_the_readers_that_it_began_with(desktop: Desktop) -> None:
    with scripted() as relay:
        desktop.relayed(relay.port)
        desktop.send(LIMIT="1")
        desktop.list("email\nann@example.org\ncarl@example.org\neve@example.org\n")
        code, said = desktop.send()
        assert code == 0
        assert "1 in the list came after this send began" in said
        assert "1 who wait are no longer in the list" in said
        assert dict(relay.taken) == THREE
        assert desktop.send()[0] == 0  # the same again: the one who came later
    assert dict(relay.taken) == THREE | {"eve@example.org": 1}


def test_unknown_is_reported_and_resent_on_request_alone(desktop: Desktop) -> None:
    drops = ["bob@example.org"]

    def answer(verb: str, line: str) -> str | None:
        return HANG_UP if verb == "." and line in drops and drops.pop() else None

    with scripted(answer) as relay:
        desktop.relayed(relay.port)
        code, said = desktop.send()
        assert code == 1
        assert "2 sent, 1 unknown" in said
        code, said = desktop.run("report")
        assert re.search(r"bob@example.org  <open\.[^>]*@example\.org>  the relay hung up", said)
        assert desktop.send()[0] == 0
        assert "bob@example.org" not in relay.taken
        desktop.list("email\nann@example.org\n")
        assert desktop.send(RESEND_UNKNOWN="1")[0] == 0  # bob is not in this list
        assert "bob@example.org" not in relay.taken
        desktop.list(LIST)
        code, said = desktop.send(RESEND_UNKNOWN="1")
        assert (code, "1 are mailed again who were unknown" in said) == (0, True)
    assert dict(relay.taken) == THREE


def test_a_second_sender_is_refused(desktop: Desktop) -> None:
    desktop.list("email\n" + "".join(f"r{n}@example.org\n" for n in range(60)))
    with scripted() as relay:
        desktop.relayed(relay.port, "rate: 30/s")
        first = desktop.start(LIST="readers.csv", YES="1")
        until(lambda: bool(relay.taken), first)
        for verb in ("send", "report"):
            _, said = desktop.run(verb, LIST="readers.csv", YES="1")
            assert ("error[send-busy]" in said or "a send is running" in said) is True
        first.communicate(timeout=30)
        assert first.returncode == 0
    assert set(relay.taken.values()) == {1}
    assert len(relay.taken) == 60


def test_senders_that_start_at_once(desktop: Desktop) -> None:
    desktop.list("email\n" + "".join(f"r{n}@example.org\n" for n in range(60)))
    with scripted() as relay:
        desktop.relayed(relay.port)
        desktop.run("send", LIST="readers.csv", DRY="1")
        racing = [desktop.start(LIST="readers.csv", YES="1") for _ in range(4)]
        said = [process.communicate(timeout=60)[0] for process in racing]
        assert sum(process.returncode == 0 for process in racing) >= 1
        assert "Traceback" not in "".join(said)
        desktop.send()
    assert set(relay.taken.values()) == {1}
    assert len(relay.taken) == 60


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
        assert "2 who have left stand in .mail/suppressed.csv now" in said
    assert dict(relay.taken) == {"ann@example.org": 1}
    found, _ = read(desktop.root / ".mail" / "suppressed.csv")
    assert {address: entry.reason for address, entry in found.items()} == {
        "bob@example.org": Reason.UNSUBSCRIBED,
        "dead@example.org": Reason.BOUNCED,
    }


def test_a_broken_suppression_file_or_ledger_stops_it(desktop: Desktop) -> None:
    with scripted() as relay:
        desktop.relayed(relay.port)
        state = desktop.root / ".mail"
        state.mkdir()
        (state / "suppressed.csv").write_text('address,reason\n"ann@example.org\n')
        assert "error[suppression-file]" in desktop.send()[1]
        (state / "suppressed.csv").unlink()
        (state / "ledger.sqlite").write_bytes(b"no database, but long enough to be one" * 100)
        assert "error[send-ledger]" in desktop.send()[1]
        assert relay.connections == 0


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
