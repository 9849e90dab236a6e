"""How fast ``send`` is: mails of 30 kB into smtp-sink on this machine, with the ledger, by one process.

``bench`` calls it; each figure is a process of its own, which reads the list, plans, and sends.
"""

from __future__ import annotations

import datetime
import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.commands import stages
from pipeline.commands.mailing import copies, token, wanted
from pipeline.files import Files
from pipeline.meta import Security
from pipeline.outputs import Product
from pipeline.sending.connection import Timeouts
from pipeline.sending.entries import Edition, State
from pipeline.sending.ledger import Ledger
from pipeline.sending.message import author
from pipeline.sending.readers import Readers
from pipeline.sending.sender import Books, Sender
from pipeline.sending.slate import Slate
from pipeline.sending.suppression import Watched
from pipeline.sending.transport import Session, Way

SIZE = 30_000  # bytes of a mail
PORT = 2525
ROWS = (  # what is signed with, readers, mails a second at least
    ("", 10_000, 500),
    ("rsa-sha256", 3_000, 300),
    ("ed25519-sha256", 3_000, 300),
    ("", 1_000, 0),
    ("", 100_000, 0),
)
GREETING = "Hello {{ name | there }},"


def table(path: Path) -> bool:
    """Prints the figures for the essay at ``path``; whether each mail arrived and nothing is under its limit."""
    if shutil.which("smtp-sink") is None:
        print("\nsmtp-sink is not installed (Debian's postfix): sending is not measured")
        return True
    print(f"\nsending, mails of {SIZE:,} bytes into smtp-sink on this machine, one process, with the ledger")
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        eml = Path(name) / "newsletter.eml"
        eml.write_bytes(built(path))
        return _rows(eml)


def _rows(eml: Path) -> bool:
    ok = True
    memory: list[float] = []
    for signed, readers, least in ROWS:
        port = _free(PORT)
        sink = subprocess.Popen(["smtp-sink", "-u", _user(), f"127.0.0.1:{port}", "100"], stderr=subprocess.DEVNULL)
        try:
            _listening(port)
            command = [sys.executable, "-m", "pipeline.commands.sendbench", str(eml), str(port), str(readers), signed]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        finally:
            sink.kill()
            sink.wait()
        if done.returncode:
            print(f"  FAILED: {done.stderr.strip().splitlines()[-1:]}")
            return False
        rate, planning, peak, cpu = map(float, done.stdout.split())
        memory.append(peak)
        under = least and rate < least
        ok &= not under
        told = f" (at least {least}){'  UNDER' if under else ''}" if least else ""
        name = f"{readers:,} readers{f', signed by {signed}' if signed else ''}"
        print(
            f"  {name:<44} {rate:8,.0f} mails/s {cpu:6.0f} µs cpu each {planning:6.2f} s planning {peak:6.0f} MB{told}"
        )
    print(f"    memory at 100,000 readers by that at 1,000: {memory[-1] / memory[-2]:.2f} ×")
    return ok


def built(path: Path) -> bytes:
    """The newsletter of the essay at ``path``, filled up to :data:`SIZE`. Raises SystemExit."""
    files = Files(Path.cwd())
    essay, _ = stages.essay(path, files)
    theme, _ = stages.theme(path, essay.meta, files) if essay else (None, ())
    made, _ = stages.make(Product.NEWSLETTER, essay, theme, files) if essay and theme else (None, ())
    if made is None:
        raise SystemExit("the essay's newsletter does not build")
    message = made.contents[2]
    # What stands behind the last boundary is read by nobody (RFC 2046, 5.1.1).
    return message + (b"x" * 70 + b"\r\n") * (max(0, SIZE - len(message)) // 72)


def measured(message: bytes, port: int, readers: int, signed: str) -> tuple[float, float, float, float]:
    """Mails a second, seconds of planning, megabytes at the peak, and microseconds of computing a mail."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        edition = Edition("bench", "0" * 64, message, GREETING, "Bench", author(message), author(message))
        with (folder / "readers.csv").open("w", encoding="utf-8") as stream:
            stream.write("email,name\n")
            stream.writelines(f"reader{number}@example.org,Reader {number}\n" for number in range(readers))
        started = time.perf_counter()
        ledger = Ledger(folder / "ledger.sqlite")
        now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
        rows = Readers(folder / "readers.csv", wanted(edition)).planned(lambda _: None)
        with ledger.plan(edition, "readers.csv", now, rows) as send:
            pass
        planning = time.perf_counter() - started
        books = Books(ledger, Slate(folder / "slate"), Watched(folder / "suppressed.csv"))
        copy = copies(send, token(edition, folder), _seal(signed))
        way = Way("127.0.0.1", port, Security.NONE)
        started, before = time.perf_counter(), time.process_time()
        Sender(books, send, copy, lambda: Session(way, Timeouts())).run()
        seconds, computed = time.perf_counter() - started, time.process_time() - before
        if ledger.counts(send)[State.SENT] != readers:
            raise SystemExit(f"not everyone was mailed: {ledger.counts(send)}")
        ledger.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return readers / seconds, planning, peak / 1e6, computed / readers * 1e6


def _seal(algorithm: str) -> Callable[[bytes], bytes] | None:
    if not algorithm:
        return None
    from pipeline.signing import keys

    kind = next(kind for kind in keys.Kind if algorithm.startswith(kind.value.partition("-")[0]))
    return keys.made(kind).signer("example.org", "bench").sign


def _user() -> str:
    import getpass

    return getpass.getuser()


def _free(port: int) -> int:
    with socket.socket() as one:
        try:
            one.bind(("127.0.0.1", port))
        except OSError:
            return _free(port + 1)
    return port


def _listening(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return


if __name__ == "__main__":
    print(*measured(Path(sys.argv[1]).read_bytes(), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]))
    os._exit(0)
