"""``make campaign`` as a person runs it, against the three services as their documentation has them."""

from __future__ import annotations

import json
import os
import ssl
import stat
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.campaigns import api, memory
from pipeline.campaigns.buttondown import NAKED
from pipeline.campaigns.listmonk import BARE
from pipeline.commands.campaign import run
from tests.campaigns.services import Buttondown, Listmonk, Mailchimp, Service, served
from tests.conftest import ROOT, needs

ESSAY = """---
title: One essay
url: https://example.org/one/
summary: What it says in short, in a sentence that is long enough.
newsletter:
  from: "Essays, daily <essays@example.org>"
  reply_to: editor@example.org
  subject: "Grüße: one"
  postal_address: Street 1, Town
  greeting: "Hello {{ name | there }},"
  unsubscribe_url: https://example.org/leave
---

It says this.
"""
SECRETS = ("t0ken", "key-123", "abc123-us21")


@dataclass
class Desk:
    """A project with one essay, an account at a service, and what the command printed."""

    folder: Path
    name: str
    service: Service
    capsys: pytest.CaptureFixture[str]
    code: int = 0
    out: str = ""
    err: str = ""

    def run(self, *arguments: str) -> int:
        self.code = run(["one", "--to", self.name, *arguments])
        captured = self.capsys.readouterr()
        self.out, self.err = captured.out, captured.err
        assert not any(secret in self.out + self.err for secret in SECRETS)
        assert not self.service.sent
        return self.code

    def edit(self, old: str, new: str) -> None:
        path = self.folder / "content" / "one" / "essay.md"
        path.write_text(path.read_text().replace(old, new))

    def body(self) -> str:
        [thing] = self.service.things.values()
        return str(thing["content"]["html"] if "content" in thing else thing["body"])


NAMES = {"listmonk": Listmonk, "buttondown": Buttondown, "mailchimp": Mailchimp}


def settings(name: str, base: str) -> dict[str, str]:
    return {
        "listmonk": {
            "LISTMONK_URL": base,
            "LISTMONK_USER": "api",
            "LISTMONK_TOKEN": "t0ken",
            "LISTMONK_LISTS": "1, 2",
        },
        "buttondown": {"BUTTONDOWN_URL": base, "BUTTONDOWN_API_KEY": "key-123"},
        "mailchimp": {"MAILCHIMP_URL": base, "MAILCHIMP_API_KEY": "abc123-us21", "MAILCHIMP_AUDIENCE": "a1b2c3"},
    }[name]


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("LISTMONK_", "BUTTONDOWN_", "MAILCHIMP_")) or name in ("ESSAY", "TO", "NEW", "CONTENT"):
            monkeypatch.delenv(name)
    essay = tmp_path / "content" / "one" / "essay.md"
    essay.parent.mkdir(parents=True)
    essay.write_text(ESSAY)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PIPELINE_MAIL", str(tmp_path / ".mail"))
    monkeypatch.setattr(api, "TIMEOUT", 3.0)


@pytest.fixture(params=NAMES)
def desk(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Desk]:
    service = NAMES[request.param]()
    with served(service) as port:
        for name, value in settings(request.param, f"http://127.0.0.1:{port}").items():
            monkeypatch.setenv(name, value)
        yield Desk(tmp_path, request.param, service, capsys)


def test_a_draft_is_made_and_then_brought_up_to_date(desk: Desk) -> None:
    assert desk.run() == 0, desk.err
    assert "a new draft" in desk.out
    assert "It says this." in desk.body()
    desk.edit("It says this.", "It says that.")
    assert desk.run() == 0, desk.err
    assert "brought up to date" in desk.out
    assert len(desk.service.things) == 1
    assert "It says that." in desk.body()
    file = desk.folder / ".mail" / "campaigns.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not any(secret in file.read_text() for secret in SECRETS)


def test_the_draft_holds_the_services_own_signs(desk: Desk) -> None:
    desk.run()
    unsubscribe = {"listmonk": "{{ UnsubscribeURL }}", "buttondown": "{{ unsubscribe_url }}", "mailchimp": "*|UNSUB|*"}
    assert f'href="{unsubscribe[desk.name]}"' in desk.body()
    assert "READERTOKEN" not in desk.body()
    assert "example.org/leave" not in desk.body()


def test_each_service_gets_what_it_has_a_field_for(desk: Desk) -> None:
    desk.run()
    [thing] = desk.service.things.values()
    if desk.name == "listmonk":
        assert thing["subject"] == "Grüße: one"
        assert thing["from_email"] == '"Essays, daily" <essays@example.org>'
        assert thing["lists"] == [1, 2]
        assert "It says this." in thing["altbody"]
        assert [one["body"] for one in desk.service.templates] == [BARE]
    elif desk.name == "buttondown":
        assert thing["subject"] == "Grüße: one"
        assert thing["status"] == "draft"
        assert thing["body"].startswith(NAKED + "<!DOCTYPE") or thing["body"].startswith(NAKED + "<!doctype")
        assert thing["canonical_url"] == "https://example.org/one/"
    else:
        assert thing["settings"] == {
            "subject_line": "Grüße: one",
            "title": "One essay",
            "from_name": "Essays, daily",
            "reply_to": "editor@example.org",
            "auto_footer": False,
            "inline_css": False,
        }
        assert "It says this." in thing["content"]["plain_text"]


def test_a_subject_is_never_cut(desk: Desk) -> None:
    desk.edit("Grüße: one", long := " ".join(["Grüße"] * 30))
    assert desk.run() == (1 if desk.name == "mailchimp" else 0)
    if desk.name == "mailchimp":
        assert "the subject has 179 characters; Mailchimp takes 150" in desk.err
        assert desk.service.asked == []
    else:
        [thing] = desk.service.things.values()
        assert thing["subject"] == long


def test_what_was_sent_is_left_alone(desk: Desk) -> None:
    desk.run()
    [thing] = desk.service.things.values()
    thing["status"] = "sent"
    before = json.dumps(thing)
    desk.edit("It says this.", "It says that.")
    assert desk.run() == 1
    assert "is no draft any more (sent); it was left alone" in desk.err
    assert json.dumps(thing) == before
    assert desk.run("--new") == 0
    assert len(desk.service.things) == 2


def test_a_draft_that_was_deleted_there_is_made_anew(desk: Desk) -> None:
    desk.run()
    desk.service.things.clear()
    assert desk.run() == 0
    assert "a new draft" in desk.out
    assert len(desk.service.things) == 1


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (400, "does not take what it was given"),
        (401, "the key is wrong or has expired"),
        (403, "may not do this"),
        (422, "does not take what it was given"),
        (500, "try again later; nothing was sent"),
        (502, "try again later; nothing was sent"),
        (302, "the address leads elsewhere"),
    ],
)
def test_a_refusal_is_told_in_words(desk: Desk, status: int, says: str) -> None:
    key = {"listmonk": b"t0ken", "buttondown": b"key-123", "mailchimp": b"abc123-us21"}[desk.name]
    said = b'{"message": "because of \\u001b[31m ' + key + b'"}'
    headers = {"Content-Type": "application/json", "Location": "https://evil.example/"}
    desk.service.instead = [(status, headers, said)]
    assert desk.run() == 1
    assert f"answered {status}" in desk.err
    assert says in desk.err
    assert "because of" in desk.err
    assert "***" in desk.err
    assert "\x1b" not in desk.err
    assert len(desk.service.asked) == 1


def test_a_wrong_key(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LISTMONK_TOKEN", "BUTTONDOWN_API_KEY"):
        monkeypatch.setenv(name, "wrong")
    monkeypatch.setenv("MAILCHIMP_API_KEY", "wrong-us21")
    assert desk.run() == 1
    assert "the key is wrong" in desk.err


def test_patience_is_kept_where_it_is_asked_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(api, "pause", slept.append)
    desk.service.instead = [(429, {"Retry-After": "7"}, b""), (503, {}, b"")]
    assert desk.run() == 0, desk.err
    assert slept == [7, 5]
    desk.service.instead = [(429, {"Retry-After": "3600"}, b"{}")]
    assert desk.run() == 1
    assert "try again in 3600 seconds" in desk.err
    desk.service.instead = [(429, {"Retry-After": "1"}, b"{}")] * 3
    assert desk.run() == 1
    assert slept == [7, 5, 1, 1]


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"<html>",
        b"[]",
        b"[" * 100_000,
        b'{"data": []}',
        b'"x"',
        b"\xff\xfe",
        b'{"id": 5}',
        b'{"data": {"id": true}}',
    ],
)
def test_an_answer_that_says_nothing_is_no_draft(desk: Desk, said: bytes) -> None:
    desk.service.instead = [(200, {}, said)] * 3
    assert desk.run() == 1
    assert "error[campaign-refused]" in desk.err
    assert not (desk.folder / ".mail" / "campaigns.json").exists()


def test_an_answer_without_end_is_cut(desk: Desk) -> None:
    desk.service.instead = [(200, {}, b"x" * (api.LARGEST + 10))]
    assert desk.run() == 1
    assert "over 4000000 bytes" in desk.err


def test_mailchimp_is_left_no_empty_campaign(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    service = Mailchimp()
    plain = service.answer
    monkeypatch.setattr(
        service,
        "answer",
        lambda m, p, h, b: (400, {"detail": "too large"}) if p.endswith("/content") else plain(m, p, h, b),
    )
    with served(service) as port:
        for name, value in settings("mailchimp", f"http://127.0.0.1:{port}").items():
            monkeypatch.setenv(name, value)
        desk = Desk(tmp_path, "mailchimp", service, capsys)
        assert desk.run() == 1
        assert "too large" in desk.err
        assert service.things == {}
        monkeypatch.setattr(
            service,
            "answer",
            lambda m, p, h, b: (400, {"detail": f"no {m}"}) if m in ("PUT", "DELETE") else plain(m, p, h, b),
        )
        assert desk.run() == 1
        assert "no PUT; an empty campaign was left there" in desk.err


@pytest.mark.parametrize("name", NAMES)
def test_nobody_there(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for key, value in settings(name, "http://127.0.0.1:1").items():
        monkeypatch.setenv(key, value)
    desk = Desk(tmp_path, name, Service(), capsys)
    assert desk.run() == 1
    assert "cannot be reached" in desk.err


@needs("openssl")
def test_a_certificate_that_nobody_vouches_for_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout k.pem -out c.pem"
    more = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    subprocess.run([*command.split(), *more], cwd=tmp_path, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "c.pem", tmp_path / "k.pem")
    service = Listmonk()
    with served(service, lambda plain: context.wrap_socket(plain, server_side=True)) as port:
        for key, value in settings("listmonk", f"https://localhost:{port}").items():
            monkeypatch.setenv(key, value)
        desk = Desk(tmp_path, "listmonk", service, capsys)
        assert desk.run() == 1
        assert "the certificate of localhost cannot be trusted" in desk.err
        assert service.asked == []
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "c.pem"))
        assert desk.run() == 0, desk.err


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("LISTMONK_URL", "http://lists.example.org", "has no https"),
        ("LISTMONK_URL", "ftp://lists.example.org", "no web address"),
        ("LISTMONK_URL", "https://user:pass@lists.example.org", "no web address"),
        ("LISTMONK_URL", "https://[", "no web address"),
        ("LISTMONK_URL", "https://lists.example.org/a b", "no web address"),
        ("LISTMONK_URL", "https://lists. example.org", "no web address"),
        ("LISTMONK_URL", "https://lists..example.org", "no web address"),
        ("LISTMONK_URL", f"https://{'a' * 80}.org", "no web address"),
        ("LISTMONK_URL", "", "LISTMONK_URL must be given too"),
        ("LISTMONK_TOKEN", "", "LISTMONK_TOKEN must be given too"),
        ("LISTMONK_LISTS", "", "names no lists"),
        ("LISTMONK_LISTS", "one", "names no lists"),
        ("LISTMONK_LISTS", "0", "names no lists"),
        ("BUTTONDOWN_API_KEY", "key-123\nX-Evil: y", "that no key has"),
        ("BUTTONDOWN_API_KEY", "ключ", "that no key has"),
        ("BUTTONDOWN_API_KEY", " ", "that no key has"),
        ("MAILCHIMP_API_KEY", "abc", "does not end in a data centre"),
        ("MAILCHIMP_API_KEY", "abc-us21.evil.example/", "does not end in a data centre"),
        ("MAILCHIMP_AUDIENCE", "../x", "names no audience"),
    ],
)
def test_settings_that_make_no_sense(  # noqa: PLR0917 -- pytest hands them over by name
    name: str,
    value: str,
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    which = name.partition("_")[0].lower()
    for key, good in settings(which, "https://lists.example.org").items():
        monkeypatch.setenv(key, good)
    monkeypatch.setenv(name, value)
    desk = Desk(tmp_path, which, Service(), capsys)
    assert desk.run() == 1
    assert says in desk.err


@pytest.mark.parametrize("name", NAMES)
def test_without_a_key_the_files_are_written(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(tmp_path, name, Service(), capsys)
    assert desk.run() == 0
    assert f"files to upload to {name}, nothing was handed over" in desk.out
    folder = tmp_path / "build" / "one" / f"campaign-{name}"
    assert sorted(path.name for path in folder.iterdir()) == ["README.txt", "newsletter.html", "newsletter.txt"]
    readme = (folder / "README.txt").read_text()
    assert "Subject: Grüße: one" in readme
    assert "Reply-To: editor@example.org" in readme
    assert "It says this." in (folder / "newsletter.html").read_text()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    desk.run()
    assert before == {path.name: path.read_bytes() for path in folder.iterdir()}


def test_mistakes_at_the_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["one"]) == 1
    assert "make campaign ESSAY=slug TO=listmonk" in capsys.readouterr().err
    assert run(["one", "--to", "smtp"]) == 1
    assert "`smtp` is none of listmonk, buttondown, mailchimp" in capsys.readouterr().err
    assert run(["nowhere", "--to", "listmonk"]) == 1
    assert "error[essay-missing]" in capsys.readouterr().err
    other = tmp_path / "content" / "two" / "essay.md"
    other.parent.mkdir()
    other.write_text(ESSAY)
    assert run(["--to", "listmonk"]) == 1
    assert "which essay?" in capsys.readouterr().err


def test_an_essay_with_an_error_is_not_handed_over(desk: Desk) -> None:
    desk.edit("It says this.", "It holds {{ a }} and *|b|* [x](nowhere.md).\n\n![](none.png)")
    assert desk.run() == 1
    assert "error[" in desk.err
    assert desk.service.asked == []


def test_two_at_once_are_both_remembered(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: memory.remember(tmp_path, f"listmonk x {n}", str(n)), range(40)))
    assert memory.known(tmp_path) == {f"listmonk x {n}": str(n) for n in range(40)}


def test_a_damaged_memory_is_told(desk: Desk) -> None:
    desk.run()
    file = desk.folder / ".mail" / "campaigns.json"
    file.write_bytes(b"[1]")
    assert desk.run() == 1
    assert "error[campaign-memory]" in desk.err
    assert ROOT not in desk.folder.parents
