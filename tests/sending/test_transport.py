"""The way to the relay: TLS that is verified, a password that nobody sees, and replies that are no replies."""

from __future__ import annotations

import base64
import traceback
from pathlib import Path

import pytest

from pipeline.meta import Security
from pipeline.sending.addresses import address
from pipeline.sending.message import Mail
from pipeline.sending.replies import Accepted, Deferred, Lost, RelayError, UnreachableError
from pipeline.sending.transport import Password, Session, Way
from tests.sending.authority import authority
from tests.sending.made import SHORT
from tests.sending.scripted import HANG_UP, Answer, scripted

SECRET = "s3cret/päss wörd"
PLAIN = base64.b64encode(f"\0ann\0{SECRET}".encode()).decode()
MAIL = Mail("a@example.org", address("b@example.org"), "1@example.org", b"Subject: x\r\n\r\nwords\r\n")


def usual(_verb: str, _line: str) -> None:
    return None


def session(port: int, security: Security, *, user: bool = False, host: str = "localhost") -> Session:
    return Session(Way(host, port, security, "ann" if user else None, Password(SECRET) if user else None), SHORT)


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose authority is trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority(tmp_path).file))
    return tmp_path


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_verified_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: Security, host: str) -> None:
    made = authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    offers = ("STARTTLS", "PIPELINING", "AUTH PLAIN LOGIN")
    with scripted(usual, offers, made.server(), implicit=security is Security.TLS) as relay:
        one = session(relay.port, security, user=True, host=host)
        assert [one.deliver(MAIL, lambda: None) for _ in range(3)] == [Accepted("250 2.0.0 Ok: queued")] * 3
        one.close(politely=True)
    assert relay.taken == {"b@example.org": 3}
    assert f"AUTH PLAIN {PLAIN}" in relay.lines
    assert relay.lines[-1] == "QUIT"
    if security is Security.STARTTLS:
        assert [line.split(" ")[0] for line in relay.lines[:4]] == ["EHLO", "STARTTLS", "EHLO", "AUTH"]


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
@pytest.mark.parametrize(("host", "days"), [("mail.example.org", 2), ("localhost", -1)])
def test_a_certificate_of_another_host_or_an_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: Security, host: str, days: int
) -> None:
    made = authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    with (
        scripted(usual, ("STARTTLS",), made.server(host, days), implicit=security is Security.TLS) as relay,
        pytest.raises(RelayError, match="certificate"),
    ):
        session(relay.port, security, user=True)
    assert not [line for line in relay.lines if "AUTH" in line]


def test_an_authority_that_nobody_knows(tmp_path: Path) -> None:
    with (
        scripted(usual, ("STARTTLS",), authority(tmp_path).server()) as relay,
        pytest.raises(RelayError, match="certificate"),
    ):
        session(relay.port, Security.STARTTLS)


def test_no_starttls_is_no_way(trusted: Path) -> None:
    with scripted() as relay, pytest.raises(RelayError, match="offers no STARTTLS"):
        session(relay.port, Security.STARTTLS, user=True)
    assert not [line for line in relay.lines if "AUTH" in line]


def test_what_is_said_before_tls_does_not_count_as_said_within(trusted: Path) -> None:
    def answer(verb: str, _line: str) -> str | None:
        return "220 go on\n250 injected" if verb == "STARTTLS" else None

    with scripted(answer, ("STARTTLS",)) as relay, pytest.raises(RelayError, match="talks on after STARTTLS"):
        session(relay.port, Security.STARTTLS)


def test_tls_with_a_port_that_speaks_none(trusted: Path) -> None:
    with scripted() as relay, pytest.raises(RelayError, match="no TLS"):
        session(relay.port, Security.TLS)


def login(reply: str, offers: str = "AUTH PLAIN") -> tuple[str, str, list[str]]:
    """What is said of a login that is refused, with its traceback, and the relay's lines."""
    with scripted(lambda verb, _: reply if verb == "AUTH" else None, (offers,)) as relay:
        try:
            session(relay.port, Security.NONE, user=True)
        except (RelayError, UnreachableError) as fault:
            return str(fault), traceback.format_exc(), relay.lines
    raise AssertionError


def test_a_refused_login_says_so_and_not_the_password() -> None:
    said, trace, _ = login(f"535 5.7.8 no: {PLAIN} {SECRET} {base64.b64encode(SECRET.encode()).decode()}")
    assert "does not let ann in: 535 5.7.8 no" in said
    for secret in (SECRET, PLAIN, base64.b64encode(SECRET.encode()).decode()):
        assert secret not in said + trace
    assert SECRET not in repr(Way("h", 25, Security.NONE, "ann", Password(SECRET)))


@pytest.mark.parametrize("echo", [f"AUTH PLAIN {PLAIN}", PLAIN, f"2xx {SECRET}", f"334 {PLAIN}"])
def test_a_login_that_is_sent_back_is_not_shown(echo: str) -> None:
    said, trace, _ = login(echo)
    assert "127.0.0.1" in said or "localhost" in said
    for secret in (SECRET, PLAIN, PLAIN[:20], SECRET[:8]):
        assert secret not in said + trace


def test_a_login_that_is_put_off_is_tried_again() -> None:
    with (
        scripted(lambda verb, _: "454 4.7.0 later" if verb == "AUTH" else None, ("AUTH PLAIN",)) as relay,
        pytest.raises(UnreachableError, match="later"),
    ):
        session(relay.port, Security.NONE, user=True)


def test_login_where_plain_is_not_known() -> None:
    replies = iter(["334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6", "235 in"])

    def answer(verb: str, _line: str) -> str | None:
        return None if verb in {"CONNECT", "EHLO", "QUIT"} else next(replies)

    with scripted(answer, ("AUTH LOGIN XOAUTH2",)) as relay:
        session(relay.port, Security.NONE, user=True).close()
    assert relay.lines[1:4] == [
        "AUTH LOGIN",
        base64.b64encode(b"ann").decode(),
        base64.b64encode(SECRET.encode()).decode(),
    ]


def test_no_login_that_we_know() -> None:
    assert "offers no login that we know (GSSAPI)" in login("", "AUTH GSSAPI")[0]


def test_an_old_server_that_knows_no_ehlo() -> None:
    with scripted(lambda verb, _: "502 what" if verb == "EHLO" else None) as relay:
        one = session(relay.port, Security.NONE)
        assert isinstance(one.deliver(MAIL, lambda: None), Accepted)
        one.close()
    assert relay.lines[1].startswith("HELO ")


@pytest.mark.parametrize(
    ("greeting", "kind"),
    [("554 5.7.1 go away", RelayError), ("421 busy", UnreachableError), (HANG_UP, UnreachableError)],
)
def test_a_relay_that_lets_nobody_in(greeting: str, kind: type[Exception]) -> None:
    with scripted(lambda verb, _: greeting if verb == "CONNECT" else None) as relay, pytest.raises(kind):
        session(relay.port, Security.NONE)


@pytest.mark.parametrize(
    "words",
    [
        *(
            "220-" + "x" * 20_000,
            "hello",
            "220-a\n" * 300,
            "\x00\x01",
            "HTTP/1.1 400",
            "2\u00b20 in",
            "\u0662\u0662\u0660 in",
        ),
        *("", " ", "22", "2200 in", "220_in", "120 wait", "\ufeff220 in"),
    ],
)
def test_what_is_no_smtp(words: str) -> None:
    with scripted(lambda verb, _: words if verb == "CONNECT" else None) as relay, pytest.raises(UnreachableError):
        session(relay.port, Security.NONE)


def test_an_open_way_leads_to_this_machine_alone() -> None:
    from pipeline.sending import connection

    class Far:
        def getpeername(self) -> tuple[str, int]:
            return "192.0.2.1", 25

    assert not connection._loopback(Far())  # type: ignore[arg-type]


@pytest.mark.parametrize("host", ["no-such-host.invalid", "smtp..example", "x" * 70 + ".example", "smtp.example."])
def test_no_such_host(host: str) -> None:
    with pytest.raises((RelayError, UnreachableError)):
        Session(Way(host, 25, Security.NONE), SHORT)


@pytest.mark.parametrize("offer", ["SIZE \u00b2", "SIZE " + "9" * 5000, "SIZE -1", "SIZE x", "SIZE 0", "SIZE"])
def test_a_size_that_is_none_bounds_nothing(offer: str) -> None:
    with scripted(offers=(offer, "PIPELINING")) as relay:
        one = session(relay.port, Security.NONE)
        assert isinstance(one.deliver(MAIL, lambda: None), Accepted)
        one.close()


@pytest.mark.parametrize("offers", [("PIPELINING",), ()])
@pytest.mark.parametrize(
    ("verb", "said", "kind"),
    [
        ("MAIL", "354 go on", Deferred),
        ("RCPT", "334 who?", Deferred),
        ("DATA", "250 done", Deferred),
        ("DATA", "334 VXNlcg==", Deferred),
        (".", "354 go on", Lost),
        (".", "334 VXNlcg==", Lost),
        (".", "199 wait", Lost),
        (".", "550-no\n250 yes", Lost),
        (".", "250-yes\n550 no", Lost),
        ("RCPT", "550-no\n250 yes", Deferred),
        (".", "250", Accepted),
    ],
)
def test_an_answer_to_something_else(verb: str, said: str, kind: type[object], offers: tuple[str, ...]) -> None:
    with scripted(lambda now, _: said if now == verb else None, offers) as relay:
        one = session(relay.port, Security.NONE)
        assert isinstance(one.deliver(MAIL, lambda: None), kind)
        assert one.alive is (kind is Accepted)
        one.close()


@pytest.mark.parametrize("security", [Security.NONE, Security.STARTTLS])
@pytest.mark.parametrize(("verb", "kind"), [("DATA", Deferred), (".", Lost)])
def test_a_drop_before_and_after_the_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: Security, verb: str, kind: type[object]
) -> None:
    made = authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    answer: Answer = lambda now, _: HANG_UP if now == verb else None  # noqa: E731 -- a line
    with scripted(answer, ("STARTTLS", "PIPELINING"), made.server()) as relay:
        begun: list[int] = []
        one = session(relay.port, security)
        assert isinstance(one.deliver(MAIL, lambda: begun.append(1)), kind)
        assert not one.alive
        assert len(begun) == (1 if verb == "." else 0)
