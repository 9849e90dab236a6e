"""``unsubscribe-server``: answers those who leave by the link in their mail, behind your web server.

It listens on this machine alone, unless told otherwise. GET asks, POST unsubscribes (RFC 8058); whoever leaves is
written into the suppression file before the answer. /health says whether that works. docs/SENDING.md, "Leaving",
tells the rest, and docs/unsubscribe/ has the lines for nginx, Apache and systemd.
"""

from __future__ import annotations

import argparse
import contextlib
import ipaddress
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands import stages
from pipeline.commands.ending import failed_with
from pipeline.commands.publication import publication
from pipeline.files import Files
from pipeline.header import HeaderError, mailbox
from pipeline.meta import Meta
from pipeline.private import PrivateError
from pipeline.problems import Place, Problems, error, failed, printable
from pipeline.sending import state
from pipeline.theme import Theme

if TYPE_CHECKING:
    from pipeline.unsubscribing.pages import Publication
    from pipeline.unsubscribing.server import Listening


def run(arguments: list[str]) -> int:
    """Serves until it is ended; 1 where it cannot."""
    parser = argparse.ArgumentParser(
        prog="python -m pipeline unsubscribe-server",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--listen", default="", help="HOST:PORT or unix:/path; else LISTEN, else 127.0.0.1:8025")
    parser.add_argument(
        "--proxy", default="", help="the address of your web server, whose X-Forwarded-For is believed; else PROXY"
    )
    parser.add_argument("--rate", type=float, default=10, help="requests a second of one client in the long run (10)")
    parser.add_argument("--burst", type=int, default=100, help="and at once (100)")
    parser.add_argument("--quiet", action="store_true", help="no line for each request")
    parser.add_argument("--new-secret", action="store_true", help="makes a new secret, keeps the old ones, and ends")
    asked = parser.parse_args(arguments)
    if not 0 < asked.rate <= 10_000 or not 0 < asked.burst <= 100_000:
        parser.error("--rate and --burst are numbers above 0")
    try:
        return _renewed() if asked.new_secret else _serve(asked)
    except PrivateError as fault:
        return failed_with(error(Place(str(state.folder())), "mail-secret", str(fault), fault.hint))
    except OSError as fault:
        where = Place(printable(str(fault.filename or asked.listen or "LISTEN")))
        said = f"it cannot be used: {fault.strerror or fault}"
        hint = (
            "look at its rights, and at the disk" if fault.filename else "another LISTEN=, or what runs there already?"
        )
        return failed_with(error(where, "unsubscribe-server", said, hint))


def _renewed() -> int:
    from pipeline.leaving import secrets

    folder = state.opened(state.folder())
    number = secrets.rotate(folder)
    print(f"{secrets.path(folder)} holds {number} secrets now; mail already sent keeps working")
    return 0


def _serve(asked: argparse.Namespace) -> int:
    from pipeline.unsubscribing.app import App
    from pipeline.unsubscribing.limit import Limit
    from pipeline.unsubscribing.pages import pages
    from pipeline.unsubscribing.server import server
    from pipeline.unsubscribing.writer import Writer

    files = Files(Path.cwd())
    proxy = asked.proxy or os.environ.get("PROXY") or None
    where = _listening(asked.listen or os.environ.get("LISTEN", ""), proxy)
    meta, problems = publication(files)
    if where is None:
        given = asked.listen or os.environ.get("LISTEN", "")
        hint = "write it as 127.0.0.1:8025 or unix:/run/unsubscribe.sock"
        problems = (
            *problems,
            error(Place("LISTEN"), "unsubscribe-server", f"`{given}` is no place to listen at", hint),
        )
    if proxy is not None and not _address(proxy):
        hint = "write the one from which it asks this server, as PROXY=127.0.0.1"
        problems = (*problems, error(Place("PROXY"), "unsubscribe-server", f"`{proxy}` is no address", hint))
    theme, more = _theme(meta, files) if meta else (None, ())
    made, told = pages(_about(meta), theme, files) if meta and theme else (None, ())
    if where is None or meta is None or made is None or failed(problems):
        return failed_with(*problems, *more, *told)
    folder = state.opened(state.folder())
    app = App(
        folder, made, Writer(folder / state.SUPPRESSED), Limit(asked.rate, asked.burst), meta.lang, log=not asked.quiet
    )
    running = server(app, where)
    host = f"[{where.host}]" if ":" in where.host else where.host
    address = f"http://{host}:{getattr(running, 'effective_port', where.port)}"
    shown = f"unix:{where.path}" if where.path else address
    print(f"{shown}/ writes into {folder / state.SUPPRESSED} (Ctrl-C ends it)", flush=True)
    if where.path is None and where.host not in ("127.0.0.1", "::1", "localhost"):
        print("without a web server before it there is no https, which one-click unsubscribing needs", flush=True)
    try:
        running.run()
    finally:
        running.close()
    return 0


def _listening(text: str, proxy: str | None) -> Listening | None:
    """Where ``text`` says to listen; None where it says nothing that makes sense."""
    from pipeline.unsubscribing.server import Listening

    if not text:
        return Listening(proxy=proxy)
    if text.startswith("unix:"):
        # Over a socket of the file system only the web server speaks; waitress calls such a client localhost.
        return Listening(path=text.removeprefix("unix:"), proxy="localhost") if text != "unix:" else None
    found = re.fullmatch(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<host>[A-Za-z0-9.-]+)):(?P<port>[0-9]{1,5})", text)
    if not found or int(found["port"]) > 65_535:
        return None
    return Listening(found["six"] or found["host"], int(found["port"]), None, proxy)


def _address(text: str) -> bool:
    """Whether ``text`` is one address: with a name or a net nobody would be believed, with ``*`` everybody."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _theme(meta: Meta, files: Files) -> tuple[Theme | None, Problems]:
    return stages.theme(Path("publication.yaml"), meta, files)


def _about(meta: Meta) -> Publication:
    """Whose readers they are; who wants back writes to where answers go."""
    from pipeline.unsubscribing.pages import Publication

    contact = None
    with contextlib.suppress(HeaderError):
        contact = mailbox(meta.newsletter.reply_to or meta.newsletter.sender or "").address
    return Publication(meta.publication.name, contact, meta.lang)
