"""What ``send`` refuses, and what it says of that."""

from __future__ import annotations

import re

import pytest

from tests.sending.desktop import PUBLICATION, Desktop
from tests.sending.scripted import scripted

THREE = {"ann@example.org": 1, "bob@example.org": 1, "carl@example.org": 1}


def test_a_refused_test_copy_says_so(desktop: Desktop) -> None:
    with scripted(lambda verb, _: "550 no" if verb == "RCPT" else None) as relay:
        desktop.relayed(relay.port)
        said = "the test copy to me@example.org was not sent: 550 no\n"
        assert desktop.run("send", TEST="me@example.org") == (1, said)
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
    for once in ("has no sender", "has no postal address", "has no way to unsubscribe"):
        assert said.count(once) <= 1


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
    "wrong",
    [
        *({"LIMIT": "many"}, {"LIMIT": "0"}, {"LIMIT": "-1"}, {"LIMIT": "1e3"}, {"LIMIT": "٣"}),
        *({"RATE": "fast"}, {"RATE": "0"}, {"RATE": "0/s"}, {"RATE": "-1"}, {"RATE": "1/0"}, {"RATE": "nan"}),
        *({"NEW": "all"}, {"TEST": "me"}, {"LIST": "none.csv"}),
        *({"YES": "maybe"}, {"DRY": "2"}, {"RESEND_UNKNOWN": "bob@example.org"}),
        *({"NEW": "1", "RESEND_UNKNOWN": "1"}, {"NEW": "rest", "RETRY_FAILED": "1"}),
    ],
)
def test_settings_that_make_no_sense(desktop: Desktop, wrong: dict[str, str]) -> None:
    with scripted() as relay:
        desktop.relayed(relay.port)
        code, said = desktop.send(**wrong)
        assert code == 1
        assert re.search(r"error\[(send-setting|list-missing)\]", said)
        assert relay.connections == 0


def test_an_export_that_the_browser_has_unpacked_is_a_folder(desktop: Desktop) -> None:
    (desktop.root / "audience_export").mkdir()
    code, said = desktop.run("send", LIST="audience_export")
    assert (code, "audience_export: error[list-missing] it is a folder, not a list" in said) == (1, True)
    assert "zip the folder again" in said


def test_calls_that_make_no_sense(desktop: Desktop) -> None:
    assert desktop.run("send", ESSAY="") == (2, "which essay? make send ESSAY=slug LIST=readers.csv\n")
    assert desktop.run("report", ESSAY="../x")[0] == 2
    assert "essay-missing" in desktop.run("send", ESSAY="none")[1]
    code, said = desktop.run("send")
    assert (code, "to which readers?" in said) == (2, True)


def test_nobody_is_mailed_unasked(desktop: Desktop) -> None:
    with scripted() as relay:
        desktop.relayed(relay.port)
        for no in ("", "0", "no", "False"):
            code, said = desktop.run("send", LIST="readers.csv", YES=no)
            assert (code, "error[send-unasked]" in said, relay.connections) == (1, True, 0)
        assert desktop.send()[0] == 0  # nothing was planned by the call that was not agreed to
    assert dict(relay.taken) == THREE


def test_a_line_of_the_suppression_file_that_names_nobody_is_told_before_anything_leaves(desktop: Desktop) -> None:
    (desktop.root / ".mail").mkdir()
    (desktop.root / ".mail" / "suppressed.csv").write_text("address,reason\nAnn Marlow,unsubscribed\n")
    with scripted() as relay:
        desktop.relayed(relay.port)
        said = desktop.run("send", LIST="readers.csv")[1]
    assert ".mail/suppressed.csv:2: warning[suppression-row] the address is none" in said


def test_who_would_get_it_can_be_seen_without_the_password(desktop: Desktop) -> None:
    desktop.publication("host: mail.example.org", "user: ann")
    code, said = desktop.run("send", LIST="readers.csv", DRY="1")
    assert (code, "warning[relay-password]" in said, "3 would get it" in said) == (0, True, True)


def test_a_state_folder_that_is_none(desktop: Desktop) -> None:
    (desktop.root / ".mail").write_text("")
    code, said = desktop.send()
    assert (code, ".mail: error[file-unreadable] it cannot be used: Not a directory" in said) == (1, True)
    assert "ls -ld .mail" in said


def test_a_ledger_that_was_lost_stops_the_next_send(desktop: Desktop) -> None:
    with scripted() as relay:
        desktop.relayed(relay.port)
        assert desktop.send()[0] == 0
        (desktop.root / ".mail" / "ledger.sqlite").unlink()
        for verb in ("send", "report"):
            code, said = desktop.run(verb, LIST="readers.csv", YES="1")
            if verb == "send":
                assert (code, ".mail/ledger.sqlite: error[send-ledger] it is older than" in said) == (1, True)
                assert "rm .mail/slate goes on" in said
        assert dict(relay.taken) == THREE
        (desktop.root / ".mail" / "slate").unlink()
        assert desktop.send()[0] == 0
    assert dict(relay.taken) == dict.fromkeys(THREE, 2)


def test_a_broken_suppression_file_or_ledger_stops_it(desktop: Desktop) -> None:
    with scripted() as relay:
        desktop.relayed(relay.port)
        state = desktop.root / ".mail"
        state.mkdir()
        (state / "suppressed.csv").write_text('address,reason\n"ann@example.org\n')
        assert "error[suppression-file]" in desktop.send()[1]
        (state / "suppressed.csv").unlink()
        (state / "ledger.sqlite").write_bytes(b"no database, but long enough to be one" * 100)
        said = desktop.send()[1]
        assert ".mail/ledger.sqlite: error[send-ledger] file is not a database" in said
        assert "from the backup" in said
        assert relay.connections == 0
