"""Behind nginx and Apache, over TLS, with the very lines of docs/unsubscribe."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.doctor.finding import State
from pipeline.doctor.ways import unsubscribing
from tests.conftest import ROOT, needs
from tests.doctor.ca import Authority
from tests.unsubscribing.desk import FORM, ONE_CLICK, Running, server

NGINX = """
daemon off;
user root;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u;
    scgi_temp_path {folder}/s;
    server {{
        listen 127.0.0.1:{port} ssl;
        ssl_certificate {certificate};
        ssl_certificate_key {certificate};
        {lines}
    }}
}}
"""
APACHE = """
ServerRoot {folder}
ServerName localhost
PidFile {folder}/apache.pid
ErrorLog {folder}/error.log
User nobody
Group nogroup
Listen 127.0.0.1:{port}
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule setenvif_module {modules}/mod_setenvif.so
LoadModule proxy_module {modules}/mod_proxy.so
LoadModule proxy_http_module {modules}/mod_proxy_http.so
LoadModule socache_shmcb_module {modules}/mod_socache_shmcb.so
LoadModule ssl_module {modules}/mod_ssl.so
<VirtualHost 127.0.0.1:{port}>
    SSLEngine on
    SSLCertificateFile {certificate}
    SSLCertificateKeyFile {certificate}
    CustomLog {folder}/access.log "%r" env=!unsubscribe
    {lines}
</VirtualHost>
"""
MODULES = "/usr/lib/apache2/modules"


@contextlib.contextmanager
def before(name: str, one: Running, folder: Path, certificate: Path) -> Iterator[int]:
    """The web server ``name`` before ``one``, with the lines that we tell people to write; its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    lines = (
        (ROOT / "docs" / "unsubscribe" / f"{name}.conf").read_text().replace("127.0.0.1:8025", f"127.0.0.1:{one.port}")
    )
    form = {"nginx": NGINX, "apache": APACHE}[name]
    file = folder / f"{name}.conf"
    file.write_text(form.format(folder=folder, port=port, certificate=certificate, lines=lines, modules=MODULES))
    command = {"nginx": ["nginx", "-c", file, "-p", folder], "apache": ["apache2", "-X", "-f", file]}[name]
    with (folder / "says").open("wb") as says:
        process = subprocess.Popen(list(map(str, command)), stdout=says, stderr=says)
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            assert process.poll() is None, (folder / "says").read_text()
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def ask(port: int, method: str, path: str, body: bytes | None = None, client: str = "") -> int:
    headers = {**(FORM if body else {}), **({"X-Forwarded-For": client} if client else {})}
    connection = http.client.HTTPSConnection("localhost", port, timeout=20, context=ssl.create_default_context())
    with contextlib.closing(connection):
        connection.request(method, path, body, headers)
        return connection.getresponse().status


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [pytest.param("nginx", marks=needs("nginx")), pytest.param("apache", marks=needs("apache2"))]
)
def test_behind_a_web_server(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.root))
    made.context()
    certificate = tmp_path / "localhost.90.pem"
    with (
        server(tmp_path / ".mail", "--proxy", "127.0.0.1", "--rate", "0.01", "--burst", "7") as one,
        before(name, one, tmp_path, certificate) as port,
    ):
        link = one.link("ann@example.org")
        assert ask(port, "GET", link) == 200
        assert one.suppressed() == set()
        assert ask(port, "POST", link, ONE_CLICK) == 200
        assert one.suppressed() == {"ann@example.org"}
        # Apache passes a body on as it comes: the app may have closed the door before it is through, which is a 502.
        refused = ask(port, "POST", link, ONE_CLICK + b"&x=" + b"a" * 50_000)
        assert refused == 413 or (name == "apache" and refused == 502)
        found = unsubscribing(f"https://localhost:{port}/unsubscribe")
        assert [finding.state for finding in found] == [State.OK, State.OK], found
        # The web server's word on who asks is believed, not the client's: it cannot be somebody new each time.
        assert 429 in {ask(port, "GET", link, client=f"198.51.100.{number}") for number in range(8)}
        log = (tmp_path / "access.log").read_text()
        assert link[-20:] not in log
