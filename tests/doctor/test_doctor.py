"""The relay, the unsubscribe link, the machine, and the whole as a person runs it."""

from __future__ import annotations

import datetime
import email.utils
import os
import socket
import subprocess
from pathlib import Path

import pytest

from pipeline.commands import dkim_key
from pipeline.commands.doctor import run
from pipeline.doctor import ways
from pipeline.doctor.finding import Findings, State
from pipeline.doctor.machine import machine
from pipeline.doctor.ways import relay, unsubscribing
from pipeline.leaving import secrets
from pipeline.meta import Security
from pipeline.sending.ledger import Ledger
from pipeline.signing.keys import load
from tests.doctor import zone
from tests.doctor.ca import Authority, https, served, smtp
from tests.doctor.zone import txt


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    made = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.root))
    monkeypatch.setattr(ways, "PATIENCE", 3.0)
    return made


def only(findings: Findings) -> tuple[State, str]:
    [found] = findings
    return found.state, found.says


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_good_relay(authority: Authority, security: Security) -> None:
    with served(smtp(authority.context(), tls=security is Security.TLS)) as port:
        state, says = only(relay("localhost", port, security))
    assert state is State.OK, says
    assert "the certificate is good until " in says


def test_a_certificate_that_ends_soon(authority: Authority) -> None:
    with served(smtp(authority.context(days=5))) as port:
        state, says = only(relay("localhost", port, Security.STARTTLS))
    assert (state, says[-7:]) == (State.WARN, " 5 days")


@pytest.mark.parametrize(
    ("days", "host", "says"), [(-3, "localhost", "expired"), (90, "other.example", "mismatch|not valid for")]
)
def test_a_bad_certificate(authority: Authority, days: int, host: str, says: str) -> None:
    with served(smtp(authority.context(days, host))) as port:
        state, said = only(relay("localhost", port, Security.STARTTLS))
    assert state is State.FAIL
    assert any(one in said for one in says.split("|")), said


def test_a_certificate_of_nobody(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with served(smtp(authority.context(), tls=True)) as port:
        state, said = only(relay("localhost", port, Security.TLS))
    assert state is State.FAIL
    assert "certificate is not good" in said


def test_a_relay_without_starttls(authority: Authority) -> None:
    with served(smtp(None)) as port:
        assert only(relay("localhost", port, Security.STARTTLS)) == (State.FAIL, "offers no STARTTLS")
        assert only(relay("localhost", port, Security.NONE))[0] is State.OK


def test_a_relay_that_is_none(authority: Authority) -> None:
    with served(lambda client: client.sendall(b"HTTP/1.1 400 Bad\r\n\r\n")) as port:
        assert only(relay("localhost", port, Security.STARTTLS))[0] is State.FAIL
    assert only(relay("127.0.0.1", 1, Security.NONE))[0] is State.FAIL
    assert only(relay("relay.invalid", 25, Security.NONE))[0] is State.UNKNOWN


def test_no_way_from_here_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_way(*_: object, **__: object) -> socket.socket:
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr(socket, "create_connection", no_way)
    assert only(relay("127.0.0.1", 25, Security.NONE))[0] is State.UNKNOWN
    assert only(unsubscribing("https://127.0.0.1/leave"))[0] is State.UNKNOWN


def answer(status: str, body: bytes, moment: datetime.datetime) -> bytes:
    head = f"HTTP/1.1 {status}\r\nDate: {email.utils.format_datetime(moment)}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


NOW = datetime.datetime.now(datetime.UTC)


@pytest.mark.parametrize(
    ("status", "body", "shift", "states", "says"),
    [
        ("200 OK", b"ok\n", 0, "ok ok", "the server answers, the certificate is good until"),
        ("503 No", b"cannot write\n", 0, "fail ok", "cannot write down who leaves"),
        ("404 No", b"<h1>nginx", 0, "warn ok", "answers 404: something is there"),
        ("200 OK", b"<html>", 0, "warn ok", "answers 200: something is there"),
        ("301 Moved", b"", 0, "warn ok", "answers 301"),
        ("200 OK", b"ok\n", -4000, "ok fail", "seconds ahead of"),
        ("200 OK", b"ok\n", 4000, "ok fail", "seconds behind"),
    ],
)
def test_the_link_to_leave(  # noqa: PLR0917 -- pytest hands them over by name
    authority: Authority, status: str, body: bytes, shift: int, states: str, says: str
) -> None:
    moment = NOW + datetime.timedelta(seconds=shift)
    with served(https(authority.context(), answer(status, body, moment))) as port:
        found = unsubscribing(f"https://localhost:{port}/leave/")
    assert " ".join(one.state for one in found) == states
    assert says in " ".join(one.says for one in found)


def test_links_that_are_no_use(authority: Authority) -> None:
    assert only(unsubscribing("http://localhost/leave"))[0] is State.FAIL
    assert only(unsubscribing("mailto:leave@example.org"))[0] is State.FAIL
    assert only(unsubscribing("https://127.0.0.1:1/leave"))[0] is State.FAIL
    for url in ("https://a..b/", "https://[::1/", "https://x:99999/", f"https://{'a' * 80}.org/"):
        assert only(unsubscribing(url)) == (State.FAIL, f"{url} is no web address")
    with served(https(authority.context(-1), b"")) as port:
        state, says = only(unsubscribing(f"https://localhost:{port}/leave"))
    assert (state, "is not good" in says) == (State.FAIL, True)


def test_a_clock_with_nothing_to_hold_it_against(authority: Authority) -> None:
    with served(https(authority.context(), b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n")) as port:
        assert [one.state for one in unsubscribing(f"https://localhost:{port}/leave")] == [State.OK, State.UNKNOWN]


def test_a_machine_in_order(tmp_path: Path) -> None:
    folder = tmp_path / ".mail"
    assert only(machine(folder))[0] is State.OK
    secrets.load(folder)
    Ledger(folder / "ledger.sqlite").close()
    found = machine(folder)
    assert {one.state for one in found} == {State.OK}, found
    assert len(found) == 4


def test_a_machine_in_disorder(tmp_path: Path) -> None:
    folder = tmp_path / ".mail"
    secrets.load(folder)
    (folder / "secret").chmod(0o644)
    (folder / "suppressed.csv").write_bytes(b"\xff\xfe")
    (folder / "ledger.sqlite").write_bytes(b"no database at all" * 100)
    folder.chmod(0o755)
    found = machine(folder)
    assert [one.state for one in found] == [State.FAIL] * 4
    assert all(one.todo for one in found)
    folder.chmod(0o700)
    assert machine(folder)[0].state is State.WARN
    (folder / "suppressed.csv").write_text("address,reason,date,source\nnobody,x,,\n")
    assert machine(folder)[2].state is State.WARN


def test_what_it_says_to_type_can_be_typed(tmp_path: Path) -> None:
    folder = tmp_path / "Ada's mail"
    secrets.load(folder)
    (folder / "it's; open").write_text("x")
    (folder / "it's; open").chmod(0o644)
    [first, *_] = machine(folder)
    assert first.todo is not None
    subprocess.run(["sh", "-c", first.todo], check=True)
    assert machine(folder)[0].state is State.OK
    folder.chmod(0o755)
    [first, *_] = machine(folder)
    assert first.todo is not None
    subprocess.run(["sh", "-c", first.todo], check=True)
    assert machine(folder)[0].state is State.OK


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "nothing")
    assert [only(machine(tmp_path / name))[0] for name in ("file", "link")] == [State.FAIL] * 2


PUBLICATION = """
name: Essays
newsletter:
  from: Essays <essays@example.org>
  returns: bounces@example.org
  unsubscribe_url: https://localhost:{web}/leave
  relay: {{host: localhost, port: {relay}, security: starttls}}
  dkim: {{selector: s1}}
"""


def test_the_whole(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("ESSAY", "CONTENT", "DOMAIN", "SELECTOR", "KIND"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PIPELINE_MAIL", ".mail")
    (tmp_path / "content").mkdir()
    assert dkim_key.run(["--domain", "example.org", "--selector", "s1"]) == 0
    key = load(tmp_path / ".mail" / "example.org.s1.pem")
    records = {
        ("example.org", "TXT"): (txt("v=spf1 a:relay.example.net -all"),),
        ("_dmarc.example.org", "TXT"): (txt("v=DMARC1; p=none; rua=mailto:a@example.org"),),
        ("s1._domainkey.example.org", "TXT"): (txt(key.record()),),
        ("example.org", "MX"): ("10 m.example.org.",),
        ("m.example.org", "A"): ("192.0.2.1",),
        ("localhost", "A"): ("127.0.0.1",),
    }
    context = authority.context()
    good = answer("200 OK", b"ok\n", datetime.datetime.now(datetime.UTC))
    with served(smtp(context)) as port, served(https(context, good)) as web, zone.served(records) as asked:
        path = tmp_path / "content" / "publication.yaml"
        path.write_text(PUBLICATION.format(web=web, relay=port))
        dns = f"127.0.0.1:{asked.port}"
        capsys.readouterr()
        assert run(["--dns", dns]) == 0
        out = capsys.readouterr().out
        assert "0 warn, 0 fail, 1 unknown" in out, out  # by which address this machine sends
        path.write_text(path.read_text().replace("selector: s1", "selector: s2"))
        assert run(["--dns", dns]) == 1
        out = capsys.readouterr().out
        assert "there is no key" in out
        assert "make dkim-key DOMAIN=example.org SELECTOR=s2" in out
        path.write_text("newsletter: {service: buttondown}\n")
        assert run(["--dns", dns]) == 0
        assert "buttondown sends, and signs" in capsys.readouterr().out
        path.write_text("newsletter: {subject: x}\n")
        assert run(["--dns", dns]) == 1
        assert "fail     sender" in capsys.readouterr().out
        path.write_text("newsletter: [x]\n")
        assert run(["--dns", dns]) == 1
        assert "publication.yaml:1" in capsys.readouterr().err
        path.write_text(
            PUBLICATION.format(web=web, relay=port).replace("security: starttls", "security: starttls, user: ada")
        )
        assert run(["--dns", dns]) == 1
        out = capsys.readouterr().out
        assert "there is no password for this user" in out
        assert f"relay localhost:{port}" in out  # looked at all the same
    assert os.getcwd() == str(tmp_path)


@pytest.mark.parametrize(
    "text", ["999.1.1.1", "...", "127.0.0.1:99999", "127.0.0.1:0", "[::g]", "[127.0.0.1]x", "dns.example"]
)
def test_a_server_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        run(["--dns", text])
    assert ended.value.code == 2


def test_without_a_network_nothing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("ESSAY", raising=False)
    monkeypatch.delenv("CONTENT", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PIPELINE_MAIL", ".mail")
    (tmp_path / "content").mkdir()
    text = (
        PUBLICATION.format(web=1, relay=1)
        .replace("localhost:1", "leave.invalid")
        .replace("host: localhost", "host: r.invalid")
    )
    (tmp_path / "content" / "publication.yaml").write_text(text.replace("  dkim: {selector: s1}\n", ""))
    with zone.served({}, world=False) as asked:
        assert run(["--dns", f"127.0.0.1:{asked.port}"]) == 0
    out = capsys.readouterr().out
    assert "0 fail" in out
    assert out.count("is there a network?") >= 3
