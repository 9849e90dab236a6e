"""A Postfix of the test's own: its configuration, queue and log in a folder, no network but this machine's own."""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.sending.authority import Authority
from tests.sending.sink import free_port, listening

# What the README sets, so that the machine mails for itself alone and hands everything on.
SETTINGS = (
    "inet_interfaces = loopback-only",
    "mydestination =",
    "mynetworks = 127.0.0.0/8 [::1]/128",
    "smtp_tls_security_level = may",
    "smtputf8_enable = yes",
)
_SERVICES = """\
{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


class Postfix:
    """A running Postfix at ``port``; ``log`` is its log."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self.log = folder / "log"

    def message_ids(self) -> set[str]:
        """The Message-IDs that it has taken, as its log has them."""
        return set(re.findall(r"message-id=<([^>]*)>", self.log.read_text()))

    def drained(self) -> None:
        """Waits until its queue is empty."""
        for _ in range(600):
            queue = (self.folder / "queue" / name for name in ("incoming", "active", "maildrop", "deferred"))
            if not any(path.is_file() for below in queue for path in below.rglob("*")):
                return
            time.sleep(0.05)
        raise AssertionError(self.log.read_text()[-3000:])


@contextlib.contextmanager
def postfix(next_port: int, authority: Authority | None = None) -> Iterator[Postfix]:
    """A Postfix that hands its mail on to ``next_port``; with ``authority`` it offers STARTTLS."""
    # Its processes are not root, and another pytest that starts closes the folders of all of them to others.
    with tempfile.TemporaryDirectory(prefix="postfix-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with _started(folder, next_port, authority) as relay:
            yield relay


@contextlib.contextmanager
def _started(folder: Path, next_port: int, authority: Authority | None) -> Iterator[Postfix]:
    """The same, in ``folder``."""
    port = free_port()
    config, queue, data = folder / "etc", folder / "queue", folder / "data"
    for path in (config, queue, data):
        path.mkdir()
        path.chmod(0o755)
    shutil.chown(data, "postfix", "postfix")
    (config / "master.cf").write_text(_SERVICES.format(port=f"127.0.0.1:{port}"))
    shutil.copy("/etc/postfix/dynamicmaps.cf", config)
    lines = [
        "compatibility_level = 3.6",
        "myhostname = relay.example.org",
        f"queue_directory = {queue}",
        f"data_directory = {data}",
        f"maillog_file = {folder / 'log'}",
        f"maillog_file_prefixes = {folder}",
        f"relayhost = [127.0.0.1]:{next_port}",
        "alias_maps =",
    ]
    if authority is not None:
        key, chain = authority.files("localhost")
        lines += [f"smtpd_tls_key_file = {key}", f"smtpd_tls_cert_file = {chain}", "smtpd_tls_security_level = may"]
    (config / "main.cf").write_text("".join(f"{line}\n" for line in lines))
    subprocess.run(["postconf", "-c", str(config), "-e", *SETTINGS], check=True)
    started = subprocess.run(["postfix", "-c", str(config), "start"], capture_output=True, text=True, check=False)
    log = folder / "log"
    assert started.returncode == 0, started.stderr + (log.read_text() if log.exists() else "")
    try:
        listening(port)
        yield Postfix(folder, port)
    finally:
        subprocess.run(["postfix", "-c", str(config), "stop"], capture_output=True, check=False)
