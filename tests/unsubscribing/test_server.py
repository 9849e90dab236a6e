"""The server over real HTTP: what mail servers, people, scanners and those who mean harm send it."""

from __future__ import annotations

import contextlib
import http.client
import random
import re
import signal
import socket
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.commands.unsubscribe_server import run
from pipeline.leaving import secrets, tokens
from tests.unsubscribing.desk import FORM, ONE_CLICK, ROOT, Running, server

MULTIPART = {"Content-Type": "multipart/form-data; boundary=b"}
AS_MULTIPART = b'--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with server(tmp_path_factory.mktemp("mail"), "--rate", "10000", "--burst", "100000", "--quiet") as one:
        yield one


def test_one_click_takes_a_reader_off(running: Running) -> None:
    answer = running.leave("one@example.org")
    assert answer.status == 200
    assert "set-cookie" not in answer.headers
    assert "location" not in answer.headers
    assert "one@example.org" in running.suppressed()
    line = (running.state / "suppressed.csv").read_text().splitlines()[1]
    assert re.fullmatch(r"one@example.org,unsubscribed,\d{4}-\d\d-\d\d,unsubscribe-server", line)


def test_one_click_with_a_line_break_behind_it(running: Running) -> None:
    assert running.ask("POST", running.link("broken@example.org"), ONE_CLICK + b"\r\n").status == 200
    assert "broken@example.org" in running.suppressed()


def test_one_click_as_multipart(running: Running) -> None:
    assert running.ask("POST", running.link("two@example.org"), AS_MULTIPART, MULTIPART).status == 200
    assert "two@example.org" in running.suppressed()


def test_at_any_path_and_twice(running: Running) -> None:
    for path in ("/", "/deep/er/path", "/unsubscribe/"):
        link = running.link("three@example.org").replace("/unsubscribe", path)
        assert running.ask("POST", link, ONE_CLICK).status == 200
    assert (running.state / "suppressed.csv").read_text().count("three@example.org") == 1


def test_looking_unsubscribes_nobody(running: Running) -> None:
    link = running.link("looker@example.org")
    for method in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"):
        running.ask(method, f"{link}&List-Unsubscribe=One-Click")
    page = running.ask("GET", link)
    assert page.status == 200
    assert b'<form method="post"><button name="List-Unsubscribe" value="One-Click">' in page.body
    assert b"<script" not in page.body
    assert running.ask("HEAD", link).body == b""
    assert "looker@example.org" not in running.suppressed()


BODIES = [b"", b"List-Unsubscribe=one-click", b"List-Unsubscribe=", b"x=1", b"\xff\xfe", b"&&&=", b"List-Unsubscribe"]


@pytest.mark.parametrize("body", BODIES)
def test_a_post_that_says_something_else_unsubscribes_nobody(running: Running, body: bytes) -> None:
    assert running.ask("POST", running.link("asked@example.org"), body).status == 400
    assert "asked@example.org" not in running.suppressed()


@pytest.mark.parametrize(
    "media", ["text/plain", "application/json", "multipart/form-data", "multipart/form-data; boundary="]
)
def test_a_post_of_another_type_unsubscribes_nobody(running: Running, media: str) -> None:
    answer = running.ask("POST", running.link("typed@example.org"), ONE_CLICK, {"Content-Type": media})
    assert answer.status == 400
    assert "typed@example.org" not in running.suppressed()


def test_nobody_is_told_who_is_on_the_list(running: Running) -> None:
    running.leave("gone@example.org")
    known, new = running.link("gone@example.org"), running.link("here@example.org")
    forged = new[:-12] + "AAAAAAAAAAAA"
    stranger = f"/unsubscribe?reader={tokens.token(secrets.secrets(b'x' * 32), 'here@example.org')}"
    for method, body in (("GET", None), ("POST", ONE_CLICK)):
        answers = [running.ask(method, link, body) for link in (forged, stranger, known, new)]
        assert {(answer.status, answer.body) for answer in answers} == {(200, answers[0].body)}
        heads = [{k: v for k, v in answer.headers.items() if k != "date"} for answer in answers]
        assert all(head == heads[0] for head in heads)


def test_the_answer_takes_the_same_time(running: Running) -> None:
    def took(link: str) -> float:
        start = time.perf_counter()
        assert running.ask("POST", link, ONE_CLICK).status == 200
        return time.perf_counter() - start

    forged = running.link("timed@example.org")[:-12] + "AAAAAAAAAAAA"
    times: dict[str, list[float]] = {"forged": [], "known": [], "new": []}
    running.leave("known@example.org")
    for number in range(7):
        times["forged"].append(took(forged))
        times["known"].append(took(running.link("known@example.org")))
        times["new"].append(took(running.link(f"new{number}@example.org")))
    middles = [statistics.median(some) for some in times.values()]
    assert min(middles) > 0.2
    assert max(middles) - min(middles) < 0.05


@pytest.mark.parametrize(
    "query", ["", "?", "?reader=", "?reader=a", "?reader=%00", "?reader=" + "a" * 5000, "?Reader=x"]
)
def test_a_link_that_is_not_whole_says_so(running: Running, query: str) -> None:
    for method in ("GET", "POST"):
        answer = running.ask(method, f"/unsubscribe{query}", ONE_CLICK if method == "POST" else None)
        assert answer.status == 404
        assert b"incomplete" in answer.body


def test_every_way_to_cut_a_link_is_seen(running: Running) -> None:
    link = running.link("cut@example.org")
    for lost in (1, 2, 3, 10, 30, 60):
        assert running.ask("POST", link[:-lost], ONE_CLICK).status == 404


@pytest.mark.parametrize(
    ("query", "accepted", "lang"),
    [
        ("&lang=de", "fr", "de"),
        ("&lang=de-AT", "", "de"),
        ("&lang=xx", "fr-CA, en;q=0.5", "fr"),
        ("", "ja, de;q=0.8", "de"),
        ("", "fr;q=0", "en"),
        ("", "", "en"),
        ("&lang=" + "x" * 500, "x" * 5000, "en"),
        ("&lang=%3Cscript%3E", "<script>", "en"),
    ],
)
def test_the_page_is_in_the_essays_language(running: Running, query: str, accepted: str, lang: str) -> None:
    answer = running.ask("GET", running.link("a@example.org") + query, None, {"Accept-Language": accepted})
    assert f'<html lang="{lang}">'.encode() in answer.body
    assert b"<script" not in answer.body


def test_the_guards_stand_on_every_answer(running: Running) -> None:
    link = running.link("a@example.org")
    for answer in (
        running.ask("GET", link),
        running.ask("POST", link, b""),
        running.ask("PUT", "/"),
        running.ask("GET", "/"),
    ):
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert "server" not in answer.headers
    assert running.ask("PUT", link).headers["allow"] == "GET, HEAD, POST"


def test_health(running: Running) -> None:
    for path in ("/health", "/newsletter/health/"):
        answer = running.ask("GET", path)
        assert (answer.status, answer.body) == (200, b"ok\n")


def test_bodies_have_bounds(running: Running) -> None:
    link = running.link("large@example.org")
    for body in (ONE_CLICK + b"&x=" + b"a" * 9_000, b"a" * 100_000):
        assert running.ask("POST", link, body).status == 413
    many = b"".join(b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n' for _ in range(100)) + b"--b--\r\n"
    assert running.ask("POST", link, many, MULTIPART).status == 413
    assert "large@example.org" not in running.suppressed()


def raw(port: int, data: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        found = b""
        with contextlib.suppress(OSError):  # it closed with some of it unread
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            while part := connection.recv(65_536):
                found += part
        return found


GARBAGE = [
    b"\x00" * 500,
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)),  # somebody speaks TLS
    b"GET\r\n\r\n",
    b"GET /?reader=\xff\xfe HTTP/1.1\r\n\r\n",
    b"GET /?reader=a HTTP/1.1\r\n" + b"X-Long: " + b"a" * 20_000 + b"\r\n\r\n",
    b"POST /?reader=a HTTP/1.1\r\nContent-Length: -5\r\n\r\nabc",
    b"POST /?reader=a HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n",
    b"GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET http://evil.example/?reader=a HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: \r\nAccept-Language: " + b"de," * 4000 + b"\r\n\r\n",
]


@pytest.mark.parametrize("data", GARBAGE)
def test_garbage_ends_nothing(running: Running, data: bytes) -> None:
    answer = raw(running.port, data)
    assert re.match(rb"HTTP/1\.[01] (400|404|413|431|501) ", answer) or answer == b"", answer[:200]
    assert b"Traceback" not in answer
    assert running.ask("GET", "/health").status == 200


def test_random_bytes_end_nothing(running: Running) -> None:
    dice = random.Random(8)
    for _ in range(60):
        raw(running.port, dice.randbytes(dice.randrange(1, 400)) + b"\r\n\r\n")
    assert running.ask("GET", "/health").status == 200


def test_slow_clients_keep_nobody_waiting(running: Running) -> None:
    slow = [socket.create_connection(("127.0.0.1", running.port), 10) for _ in range(60)]
    try:
        for connection in slow:
            connection.sendall(b"POST /?reader=a HTTP/1.1\r\nContent-Length: 26\r\n\r\nList-")
        start = time.perf_counter()
        assert running.leave("quick@example.org").status == 200
        assert time.perf_counter() - start < 2
    finally:
        for connection in slow:
            connection.close()


def test_many_leave_at_once(running: Running) -> None:
    readers = [f"crowd{number}@example.org" for number in range(300)]
    with ThreadPoolExecutor(40) as pool:
        assert {answer.status for answer in pool.map(running.leave, readers)} == {200}
    assert set(readers) <= running.suppressed()


def test_a_client_that_asks_too_much_waits(tmp_path: Path) -> None:
    with server(tmp_path, "--rate", "0.1", "--burst", "5") as one:
        answers = [one.leave("a@example.org") for _ in range(8)]
        assert [answer.status for answer in answers[:5]] == [200] * 5
        assert {answer.status for answer in answers[5:]} == {429}
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 10
        # Who is not behind a proxy that we were told of cannot say that it is somebody else.
        spoof = {**FORM, "X-Forwarded-For": "192.0.2.7"}
        assert one.ask("POST", one.link("a@example.org"), ONE_CLICK, spoof).status == 429


def test_behind_a_proxy_the_clients_are_told_apart(tmp_path: Path) -> None:
    with server(tmp_path, "--rate", "0.01", "--burst", "1", "--proxy", "127.0.0.1") as one:

        def status(client: str) -> int:
            headers = {**FORM, "X-Forwarded-For": client}
            return one.ask("POST", one.link("a@example.org"), ONE_CLICK, headers).status

        assert [status("192.0.2.1"), status("192.0.2.1"), status("192.0.2.2")] == [200, 429, 200]
        # What a client wrote itself stands before what the proxy added: the last is the proxy's word.
        assert [status("198.51.100.9, 192.0.2.1"), status("198.51.100.9, 192.0.2.3")] == [429, 200]
        # One household of IPv6 is one client.
        assert [status("2001:db8::1"), status("2001:db8::2"), status("2001:db8:0:1::1")] == [200, 429, 200]


def test_the_log_holds_no_reader(tmp_path: Path) -> None:
    with server(tmp_path) as one:
        one.leave("secret@example.org")
        link = one.link("secret@example.org")
        assert one.end() == 0
        assert one.process.stdout is not None
        log = one.process.stdout.read()
    assert re.search(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d POST 200 OK$", log, re.MULTILINE)
    assert "secret@" not in log
    assert link[-20:] not in log
    assert "Traceback" not in log


def test_a_new_secret_needs_no_new_start(tmp_path: Path) -> None:
    with server(tmp_path) as one:
        old = one.link("old@example.org")
        assert secrets.rotate(tmp_path) == 2
        assert one.link("old@example.org") != old
        assert one.ask("POST", old, ONE_CLICK).status == 200
        assert one.leave("new@example.org").status == 200
        assert one.suppressed() == {"old@example.org", "new@example.org"}


def test_what_cannot_be_written_is_not_promised(tmp_path: Path) -> None:
    with server(tmp_path) as one:
        (tmp_path / "suppressed.csv").mkdir()
        answer = one.leave("a@example.org")
        assert answer.status == 503
        assert answer.headers["retry-after"] == "60"
        assert b"not unsubscribed yet" in answer.body
        assert one.ask("GET", "/health").status == 503
        (tmp_path / "suppressed.csv").rmdir()
        assert one.leave("a@example.org").status == 200
        assert one.ask("GET", "/health").status == 200


@pytest.mark.slow
def test_killed_at_any_moment_it_has_kept_what_it_promised(tmp_path: Path) -> None:
    dice = random.Random(11)
    promised: set[str] = set()
    for turn in range(8):
        with server(tmp_path, "--quiet", "--burst", "10000") as one, ThreadPoolExecutor(8) as pool:

            def leave(number: int, one: Running = one, turn: int = turn) -> None:
                address = f"r{turn}n{number}@example.org"
                with contextlib.suppress(OSError, http.client.HTTPException):  # it was killed meanwhile
                    if one.leave(address).status == 200:
                        promised.add(address)

            jobs = [pool.submit(leave, number) for number in range(60)]
            time.sleep(0.2 + dice.random() * 0.6)
            one.end(signal.SIGKILL)
            for job in jobs:
                job.result()
            assert promised <= one.suppressed()
    assert len(promised) > 50
    assert not [name for name in tmp_path.iterdir() if name.suffix == ".part" and name.stat().st_size > 1_000_000]


def test_two_servers_write_one_file(tmp_path: Path) -> None:
    with server(tmp_path, "--quiet") as one, server(tmp_path, "--quiet") as two, ThreadPoolExecutor(8) as pool:
        both = [one, two] * 30
        jobs = [pool.submit(which.leave, f"n{number}@example.org") for number, which in enumerate(both)]
        assert {job.result().status for job in jobs} == {200}
        assert len(one.suppressed()) == 60


def test_a_project_without_a_publication(tmp_path: Path) -> None:
    with server(tmp_path / ".mail", cwd=tmp_path) as one:
        page = one.ask("GET", one.link("a@example.org"))
        assert page.status == 200
        assert b"You will get no more of this mail." in page.body
    assert ROOT not in tmp_path.parents


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--listen", "localhost"], "LISTEN: error[unsubscribe-server] `localhost` is no place to listen at"),
        (["--listen", "127.0.0.1:80800"], "is no place to listen at"),
        (["--listen", "unix:"], "is no place to listen at"),
        (["--listen", "a..b:80"], "there is no such host"),
        (["--proxy", "localhost"], "PROXY: error[unsubscribe-server] `localhost` is no address"),
        (["--proxy", "*"], "`*` is no address"),
        (["--proxy", "10.0.0.0/8"], "`10.0.0.0/8` is no address"),
    ],
)
def test_settings_that_make_no_sense(
    arguments: list[str],
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("ESSAY", "CONTENT", "LISTEN", "PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("PIPELINE_MAIL", str(tmp_path / "mail"))
    assert run(arguments) == 1
    assert says in capsys.readouterr().err


def test_over_a_socket_of_the_file_system(tmp_path: Path) -> None:
    path = tmp_path / "s"
    for _ in range(2):  # what a killed server left behind is in nobody's way
        with server(tmp_path, "--listen", f"unix:{path}", "--rate", "0.01", "--burst", "2") as one:
            assert path.stat().st_mode & 0o007 == 0

            def status(client: str, link: str = one.link("a@example.org")) -> bytes:
                with socket.socket(socket.AF_UNIX) as connection:
                    connection.connect(str(path))
                    connection.sendall(f"GET {link} HTTP/1.0\r\nX-Forwarded-For: {client}\r\n\r\n".encode())
                    return connection.recv(100).split()[1]

            assert [status("192.0.2.1") for _ in range(3)] == [b"200", b"200", b"429"]
            assert status("192.0.2.2") == b"200"
            one.end(signal.SIGKILL)


def test_a_state_folder_that_is_none_is_no_matter_of_the_place_to_listen_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mail").touch()
    monkeypatch.setenv("PIPELINE_MAIL", str(tmp_path / "mail"))
    assert run(["--new-secret"]) == 1
    said = capsys.readouterr().err
    assert f"{tmp_path / 'mail'}: error[unsubscribe-server] it cannot be used: Not a directory" in said
    assert "LISTEN" not in said
