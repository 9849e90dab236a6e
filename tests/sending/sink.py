"""Postfix's smtp-sink as the relay: it takes mails, or refuses them as it is told, and each is a file to count."""

from __future__ import annotations

import contextlib
import re
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def listening(port: int, process: subprocess.Popen[bytes] | None = None) -> None:
    """Waits until somebody listens at ``port``."""
    for _ in range(200):
        assert process is None or process.poll() is None, "the server ended at once"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    raise AssertionError(f"nobody listens at {port}")


_OWN = re.compile(rb"\A.*?\nReceived:[^\n]*\n(?:[ \t][^\n]*\n)*", re.DOTALL)  # smtp-sink's own lines


class Sink:
    """A running smtp-sink whose mails are files in ``folder``."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port

    def rcpts(self) -> Counter[str]:
        """How many mails each address got: smtp-sink's own word."""
        found: Counter[str] = Counter()
        for path in self.folder.glob("m.*"):
            text = path.read_bytes()
            for address in re.findall(rb"^X-Rcpt-Args: <([^>]*)>", text, re.MULTILINE):
                found[address.decode()] += 1
        return found

    def mails(self) -> dict[str, bytes]:
        """The message of each address, without what smtp-sink puts before it; its line ends are LF."""
        found = {}
        for path in self.folder.glob("m.*"):
            data = path.read_bytes()
            address = re.search(rb"^X-Rcpt-Args: <([^>]*)>", data, re.MULTILINE)
            assert address
            found[address[1].decode()] = _OWN.sub(b"", data, count=1)
        return found


@contextlib.contextmanager
def sink(folder: Path, *options: str, port: int = 0) -> Iterator[Sink]:
    """An smtp-sink with ``options`` that writes its mails to ``folder``."""
    folder.mkdir(exist_ok=True)
    port = port or free_port()
    command = ["smtp-sink", "-u", "root", "-d", str(folder / "m."), *options, f"127.0.0.1:{port}", "64"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        listening(port, process)
        yield Sink(folder, port)
    finally:
        process.kill()
        process.wait()
